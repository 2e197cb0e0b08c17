package dev.xorca.crash.load;

import java.util.Map;

/**
 * What a service sends for a command.
 *
 * @param suffix after the command's id it makes the answer's id, so that the same command has the same answers
 */
public record Answer(String type, String suffix, Map<String, Object> data, Repeat repeat) {
    /** What follows the command's id in the id of an answer. */
    public static final String SUFFIX = ":answer";

    /** What follows the command's id in the id of an answer that breaks the contract. */
    public static final String BROKEN = ":broken";
}
