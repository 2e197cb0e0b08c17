package dev.xorca.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Something that is to happen to an orchestration at a time.
 *
 * @param at when, in whole milliseconds; what is given more precisely is due with the next one, what lies before
 *     {@link #FIRST} or after {@link #LAST} is due then
 * @param kind what
 * @param subject to which orchestration
 * @param token which of several; holds no {@code |}
 */
public record Due(Instant at, Kind kind, String subject, String token) {
    /** Nothing is due earlier. */
    public static final Instant FIRST = Instant.EPOCH;

    /** Nothing is due later. */
    public static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    public Due {
        if (token.indexOf('|') >= 0) {
            throw new IllegalArgumentException("the token '" + token + "' holds a '|'");
        }
        at = inReach(at);
    }

    private static Instant inReach(Instant at) {
        if (at.isBefore(FIRST)) {
            return FIRST;
        } else if (at.isAfter(LAST)) {
            return LAST;
        }
        var millis = at.truncatedTo(ChronoUnit.MILLIS);
        return millis.equals(at) ? at : millis.plusMillis(1);
    }

    /** What is to happen. */
    public enum Kind {
        /** A timer of the machine, by its token. */
        TIMER('t'),
        /** A held event is given up, by its number. */
        EXPIRY('e'),
        /** An orchestration that is over is forgotten. */
        REMOVAL('r');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        /** How it is written; part of the format of the store. */
        byte code() {
            return (byte) code;
        }

        static Kind of(byte code) {
            for (var kind : values()) {
                if (kind.code() == code) {
                    return kind;
                }
            }
            throw new JournalException(
                    "something is due of kind '" + (char) code + "', which this release does not know");
        }
    }
}
