package dev.xorca.crash.check;

import java.util.function.Consumer;

/** Everything that left the router. */
@FunctionalInterface
public interface EventLog {

    /**
     * Reads it from the beginning; it can be read any number of times.
     *
     * @param events is given every event of every topic, those of a topic in order
     * @param violations is given what is wrong with the log itself
     */
    void read(Consumer<Observed> events, Consumer<Violation> violations) throws InterruptedException;
}
