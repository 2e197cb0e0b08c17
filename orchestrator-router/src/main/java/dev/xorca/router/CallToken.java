package dev.xorca.router;

import dev.xorca.store.PendingCall;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What whoever answers an invocation echoes: which invocation of which orchestration, and which attempt. As text it is
 * {@code TOKEN-ATTEMPT~SUBJECT}, with the subject as in URLs. It is an address, no proof of any right.
 *
 * @param token the invocation's token in the journal
 * @param attempt the attempt's number
 * @param subject the orchestration
 */
public record CallToken(String token, int attempt, Subject subject) {
    /** The CloudEvents extension attribute that carries it. */
    public static final String ATTRIBUTE = "xorcatoken";

    private static final Pattern TEXT =
            Pattern.compile("(\\d{1,18}\\.\\d{1,9}(?:\\.\\d{1,9})?u?)-(\\d{1,9})~([A-Za-z0-9_-]+)");

    /** What answers this invocation in the attempt that it is at. */
    static CallToken of(PendingCall call, Subject subject) {
        return new CallToken(call.token(), call.attempt(), subject);
    }

    /** Reads what {@link #toString} wrote; empty for anything else. */
    public static Optional<CallToken> parse(String text) {
        var matcher = TEXT.matcher(text);
        if (text.length() > Subject.MAX_LENGTH || !matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CallToken(
                    matcher.group(1), Integer.parseInt(matcher.group(2)), Subject.parse(matcher.group(3))));
        } catch (SubjectException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return token + "-" + attempt + "~" + subject.encodeForUrl();
    }
}
