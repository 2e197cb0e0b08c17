package dev.xorca.machine;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers the command of an invocation within the process, in the same step: no event leaves. It runs while everything
 * else of its partition waits, so it must be quick; it must not change anything outside, and must give equal replies to
 * equal questions, because a step that is rolled back is decided again. Must be safe for any number of threads. What it
 * throws is a reply {@link Failed} with the code {@code responder-failed}.
 */
@FunctionalInterface
public interface Responder {

    Reply answer(Question question);

    /**
     * What is asked.
     *
     * @param type the type of the command
     * @param data its data, a JSON value
     * @param token by which it can be answered later
     * @param self the orchestration that asks, as its expressions see it
     * @param now the step's time
     */
    record Question(String type, @Nullable Object data, String token, Map<String, Object> self, Instant now) {}

    /** What is answered. */
    sealed interface Reply {}

    /** It is done, with this result, a JSON value. */
    record Done(@Nullable Object value) implements Reply {}

    /**
     * It failed.
     *
     * @param code what kind of error it is; retries go by it
     * @param message what happened, for people
     * @param data whatever else there is to say, a JSON value
     */
    record Failed(String code, String message, @Nullable Object data) implements Reply {}

    /** Somebody will answer by the token. */
    record Later() implements Reply {}
}
