package dev.xorca.crash.story;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a command carries for its answer to echo.
 *
 * @param call which question it is
 * @param attempt which attempt at it, from 1
 * @param subject the orchestration that asks, as its subject without what URLs do not like
 */
public record CallToken(String call, int attempt, String subject) {
    /** The extension attribute. */
    public static final String ATTRIBUTE = "xorcatoken";

    private static final Pattern TEXT = Pattern.compile("([0-9.]+u?)-(\\d{1,9})~([A-Za-z0-9_-]+)");

    /** Empty for no such text. */
    public static Optional<CallToken> parse(String text) {
        var matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new CallToken(matcher.group(1), Integer.parseInt(matcher.group(2)), matcher.group(3)))
                : Optional.empty();
    }

    /** The token of another attempt. */
    public CallToken of(int other) {
        return new CallToken(call, other, subject);
    }

    @Override
    public String toString() {
        return call + "-" + attempt + "~" + subject;
    }
}
