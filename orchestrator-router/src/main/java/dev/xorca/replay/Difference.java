package dev.xorca.replay;

/**
 * One thing that a step would do in another way, as text for people.
 *
 * @param what a path to it, such as {@code emitted[0].data.bookId}
 * @param recorded what the journal says, shortened
 * @param now what would be decided now, shortened
 */
public record Difference(String what, String recorded, String now) {}
