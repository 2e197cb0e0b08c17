package dev.xorca.schemas.compatibility;

import dev.xorca.schemas.PayloadSchema;
import java.util.List;

/**
 * Whether one who expects values by one schema can read everything that another may write by another schema.
 *
 * @param differences what stands against it; empty when it is proven that everything can be read
 */
public record Reading(List<Difference> differences) {

    public Reading {
        differences = List.copyOf(differences);
    }

    /** How sure it is. */
    public enum Verdict {
        /** Every value can be read: proven. */
        READS,
        /** Neither proven nor disproven. */
        MAY_BREAK,
        /** Some value cannot be read: there is a counter-example. */
        BREAKS
    }

    /** Compares the schemas; takes bounded time, and says {@code MAY_BREAK} where that is too short. */
    public static Reading of(PayloadSchema writer, PayloadSchema reader) {
        return new Reading(new CounterExamples(writer, reader).differences());
    }

    public Verdict verdict() {
        if (differences.isEmpty()) {
            return Verdict.READS;
        }
        return differences.stream().anyMatch(Difference::isProven) ? Verdict.BREAKS : Verdict.MAY_BREAK;
    }
}
