package dev.xorca.crash.story;

import java.time.Duration;
import java.util.Map;

/**
 * What a service sends for a command.
 *
 * @param suffix after the command's id it makes the answer's id, so that the same command has the same answers
 * @param attempt which attempt the token is of that it echoes; 0 for no token at all
 * @param after how long the service takes
 */
public record Answer(String type, String suffix, Map<String, Object> data, Repeat repeat, int attempt, Duration after) {
    /** What follows the command's id in the id of the answer that counts. */
    public static final String SUFFIX = ":answer";

    /** What follows the command's id in the id of an answer that breaks the contract. */
    public static final String BROKEN = ":broken";

    /** In that of an answer to an attempt that is over. */
    static final String LATE = ":late";

    /** In that of an answer to what has been answered already. */
    static final String AGAIN = ":again";

    /** An answer that echoes its command's token. */
    static Answer to(Asked asked, String type, Map<String, Object> data) {
        return new Answer(type, SUFFIX, data, Repeat.NO, asked.attempt(), Duration.ZERO);
    }

    Answer as(String another) {
        return new Answer(type, another, data, repeat, attempt, after);
    }

    Answer sent(Repeat times) {
        return new Answer(type, suffix, data, times, attempt, after);
    }

    Answer of(int otherAttempt) {
        return new Answer(type, suffix, data, repeat, otherAttempt, after);
    }

    Answer after(Duration delay) {
        return new Answer(type, suffix, data, repeat, attempt, delay);
    }
}
