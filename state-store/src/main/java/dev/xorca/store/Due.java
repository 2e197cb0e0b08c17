package dev.xorca.store;

import java.time.Instant;

/**
 * Something that is to happen to an orchestration at a time.
 *
 * @param at when, in whole milliseconds
 * @param kind what
 * @param subject to which orchestration
 * @param token which of several; holds no {@code |}
 */
public record Due(Instant at, Kind kind, String subject, String token) {

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
