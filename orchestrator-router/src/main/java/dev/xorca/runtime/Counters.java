package dev.xorca.runtime;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * Counts what became of records, as metrics of Kafka Streams ({@code xorca} group, one per outcome, visible over JMX).
 * Belongs to one task.
 */
final class Counters {
    private final StreamsMetrics metrics;
    private final String entity;
    private final Map<String, Sensor> sensors = new HashMap<>();

    Counters(StreamsMetrics metrics, String entity) {
        this.metrics = metrics;
        this.entity = entity;
    }

    void count(String outcome) {
        sensors.computeIfAbsent(
                        outcome, name -> metrics.addRateTotalSensor("xorca", entity, name, Sensor.RecordingLevel.INFO))
                .record();
    }

    void close() {
        sensors.values().forEach(metrics::removeSensor);
        sensors.clear();
    }
}
