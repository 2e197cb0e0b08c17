package dev.xorca.router;

import dev.xorca.store.Parent;
import io.cloudevents.CloudEvent;
import org.jspecify.annotations.Nullable;

/** What a start says of the orchestration that asked for it. */
final class Parents {
    static final String PARENT = "xorcaparent";
    static final String ROOT = "xorcaroot";
    static final String DEPTH = "xorcadepth";

    private Parents() {}

    /**
     * Who asked for a start; null for no orchestration.
     *
     * @throws Refusal when it says so in a way that cannot be read
     */
    static @Nullable Parent of(CloudEvent start) {
        var subject = start.getExtension(PARENT);
        if (subject == null) {
            return null;
        }
        var token = start.getExtension(CallToken.ATTRIBUTE);
        var root = start.getExtension(ROOT);
        if (!isSubject(subject) || !isSubject(root) || !(token instanceof String text) || depth(start) < 1) {
            throw Refusal.of(
                    ErrorCode.SCHEMA_MISMATCH,
                    "the start names a parent, but not with a readable " + PARENT + ", " + ROOT + ", " + DEPTH + " and "
                            + CallToken.ATTRIBUTE);
        }
        return new Parent(subject.toString(), text, String.valueOf(root), depth(start));
    }

    /** As {@link #of}, but null as well when it cannot be read. */
    static @Nullable Parent ifReadable(CloudEvent start) {
        try {
            return of(start);
        } catch (Refusal e) {
            return null;
        }
    }

    private static boolean isSubject(@Nullable Object value) {
        try {
            return value instanceof String text && Subject.parse(text).encode().equals(text);
        } catch (SubjectException e) {
            return false;
        }
    }

    private static int depth(CloudEvent start) {
        var depth = String.valueOf(start.getExtension(DEPTH));
        return depth.matches("\\d{1,4}") ? Integer.parseInt(depth) : 0;
    }
}
