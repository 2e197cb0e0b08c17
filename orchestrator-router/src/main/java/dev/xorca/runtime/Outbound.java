package dev.xorca.runtime;

import org.apache.kafka.common.serialization.Serializer;

/** The value of a record that leaves, with the topic it goes to. */
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
record Outbound(String topic, byte[] value) {

    static Serializer<Outbound> serializer() {
        return (topic, outbound) -> outbound == null ? null : outbound.value();
    }
}
