package dev.xorca.crash.story;

import java.util.Map;

/**
 * How an event is told from all others of its story.
 *
 * @param by the machine that it comes from
 * @param to the machine whose orchestration is its subject
 * @param marks what its data must have
 * @param attempt which attempt its token must name; 0 when that does not matter
 */
public record Sign(String by, String to, String type, Map<String, Object> marks, int attempt) {
    public Sign {
        marks = Map.copyOf(marks);
    }

    /** Events of a type, from the orchestration that is their subject. */
    static Sign of(String machine, String type) {
        return new Sign(machine, machine, type, Map.of(), 0);
    }

    Sign to(String other) {
        return new Sign(by, other, type, marks, attempt);
    }

    Sign marked(String key, Object value) {
        return new Sign(by, to, type, Map.of(key, value), attempt);
    }

    Sign attempt(int number) {
        return new Sign(by, to, type, marks, number);
    }

    @Override
    public String toString() {
        return type + (marks.isEmpty() ? "" : " " + marks) + (attempt == 0 ? "" : ", attempt " + attempt);
    }
}
