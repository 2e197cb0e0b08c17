package dev.xorca.machine.check;

import dev.xorca.statechart.Event;
import dev.xorca.statechart.EventDescriptor;
import dev.xorca.statechart.invoke.Invocation;

/** What checks ask of event descriptors; the empty one is that of eventless transitions. */
final class Descriptors {
    private Descriptors() {}

    /** Whether every type that the second descriptor (or type) stands for is one of the first's. */
    static boolean covers(String descriptor, String other) {
        return !other.isEmpty() && EventDescriptor.of(descriptor).covers(EventDescriptor.of(other));
    }

    /** Whether there is a type that both stand for. */
    static boolean overlap(String a, String b) {
        return covers(a, b) || covers(b, a);
    }

    static boolean isWildcard(String descriptor) {
        return EventDescriptor.of(descriptor).wildcard();
    }

    static boolean isDone(String descriptor) {
        return descriptor.startsWith(Event.DONE_STATE);
    }

    static boolean isDelay(String descriptor) {
        return descriptor.startsWith(Event.AFTER);
    }

    /** Whether this is for how an invocation ends. */
    static boolean isOfInvocation(String descriptor) {
        return descriptor.startsWith(Invocation.doneType("")) || descriptor.startsWith(Invocation.errorType(""));
    }

    /** A descriptor as its author knows it. */
    static String label(String descriptor) {
        if (descriptor.isEmpty()) {
            return "always";
        }
        if (isOfInvocation(descriptor)) {
            return (descriptor.startsWith(Invocation.doneType("")) ? "onDone" : "onError") + " of an invocation";
        }
        return isDone(descriptor) ? "onDone" : isDelay(descriptor) ? "after" : "'" + descriptor + "'";
    }
}
