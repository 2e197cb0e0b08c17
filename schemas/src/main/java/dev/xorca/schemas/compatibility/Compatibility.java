package dev.xorca.schemas.compatibility;

import dev.xorca.schemas.PayloadSchema;
import dev.xorca.schemas.compatibility.Reading.Verdict;

/**
 * What becomes of readers and writers when a schema changes, in the words of schema registries.
 *
 * @param backward whether readers with the new schema can read what was written by the old
 * @param forward whether readers with the old schema can read what is written by the new
 */
public record Compatibility(Reading backward, Reading forward) {

    /** The word for a change. */
    public enum Level {
        /** New readers can read old data. */
        BACKWARD,
        /** Old readers can read new data. */
        FORWARD,
        /** Both. */
        FULL,
        /** Neither is proven. */
        NONE;

        /** Whether this promises everything that another one does. */
        public boolean includes(Level other) {
            return other == NONE || this == other || this == FULL;
        }
    }

    public static Compatibility of(PayloadSchema before, PayloadSchema after) {
        return new Compatibility(Reading.of(before, after), Reading.of(after, before));
    }

    /** Only what is proven counts. */
    public Level level() {
        boolean isBackward = backward.verdict() == Verdict.READS;
        boolean isForward = forward.verdict() == Verdict.READS;
        if (isBackward) {
            return isForward ? Level.FULL : Level.BACKWARD;
        }
        return isForward ? Level.FORWARD : Level.NONE;
    }
}
