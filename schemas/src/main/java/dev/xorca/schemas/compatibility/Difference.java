package dev.xorca.schemas.compatibility;

import dev.xorca.schemas.example.Example;
import java.util.Optional;

/**
 * One thing that a writer may write and a reader may not read.
 *
 * @param path where in the value, as a JSON pointer in which {@code *} stands for any element and any further property;
 *     empty for the whole
 * @param rule the reader's keyword, such as {@code required}
 * @param message what the reader wants and what the writer may write, for people
 * @param counterExample a whole value that the writer's schema accepts and the reader's refuses, both checked; without one
 *     it is not known whether there is such a value
 */
public record Difference(String path, String rule, String message, Optional<Example> counterExample) {

    /** Whether it is known that something breaks, not only possible. */
    public boolean isProven() {
        return counterExample.isPresent();
    }
}
