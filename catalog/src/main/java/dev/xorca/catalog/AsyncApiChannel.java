package dev.xorca.catalog;

import dev.xorca.machine.EventTypes;
import dev.xorca.statechart.EventDescriptor;
import java.util.List;

/**
 * A topic, or for a descriptor of many types all their topics, as an AsyncAPI document has it.
 *
 * @param key its name in the document
 * @param descriptor the types of events on it
 * @param address the name of the topic, with a parameter where it stands for many
 */
record AsyncApiChannel(String key, String descriptor, String address) {
    /** The part of an address that differs from topic to topic. */
    static final String PARAMETER = "rest";

    private static final List<String> FOREIGN = List.of("evt.*", "sys.*");

    /** The channels of an event; for one of any type those of all that routers take from outside. */
    static List<AsyncApiChannel> of(MachineEvent event, String prefix) {
        return event.type().equals("*")
                ? FOREIGN.stream().map(each -> of(each, prefix)).toList()
                : List.of(of(event.type(), prefix));
    }

    private static AsyncApiChannel of(String descriptor, String prefix) {
        var parsed = EventDescriptor.of(descriptor);
        return parsed.wildcard()
                ? new AsyncApiChannel(
                        key(parsed.stem()) + "._",
                        descriptor,
                        EventTypes.topic(prefix, parsed.stem() + ".{" + PARAMETER + "}"))
                : new AsyncApiChannel(key(descriptor), descriptor, EventTypes.topic(prefix, descriptor));
    }

    /** Types have only such characters as keys may have; a descriptor that a machine waits for may have any. */
    private static String key(String type) {
        var key = new StringBuilder();
        type.codePoints().forEach(character -> {
            if (character < 128 && (Character.isLetterOrDigit(character) || "._-".indexOf(character) >= 0)) {
                key.appendCodePoint(character);
            } else {
                key.append("_").append(Integer.toHexString(character));
            }
        });
        return key.toString();
    }

    boolean isPattern() {
        return EventDescriptor.of(descriptor).wildcard();
    }
}
