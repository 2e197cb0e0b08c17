package dev.xorca.machine.check;

import dev.xorca.statechart.Event;

/** Which event types a descriptor stands for. */
final class Descriptors {
    private Descriptors() {}

    /** Whether every type that the second descriptor (or type) stands for is one of the first's. */
    static boolean covers(String descriptor, String other) {
        if (descriptor.equals(other) || descriptor.equals("*")) {
            return !other.isEmpty();
        }
        if (!descriptor.endsWith(".*") || other.equals("*")) {
            return false;
        }
        var prefix = descriptor.substring(0, descriptor.length() - 2);
        return other.equals(prefix) || other.startsWith(prefix + ".");
    }

    /** Whether there is a type that both stand for. */
    static boolean overlap(String a, String b) {
        return covers(a, b) || covers(b, a);
    }

    static boolean isWildcard(String descriptor) {
        return descriptor.equals("*") || descriptor.endsWith(".*");
    }

    static boolean isDone(String descriptor) {
        return descriptor.startsWith(Event.DONE_STATE);
    }

    static boolean isDelay(String descriptor) {
        return descriptor.startsWith(Event.AFTER);
    }

    /** A descriptor as its author knows it. */
    static String label(String descriptor) {
        if (descriptor.isEmpty()) {
            return "always";
        }
        return isDone(descriptor) ? "onDone" : isDelay(descriptor) ? "after" : "'" + descriptor + "'";
    }
}
