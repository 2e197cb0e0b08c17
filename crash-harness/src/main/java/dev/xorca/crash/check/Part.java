package dev.xorca.crash.check;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A share of all orchestrations.
 *
 * @param number which of the parts, from 0
 * @param of how many parts there are
 */
record Part(int number, int of) {

    /** As many as are needed for each to have about so many orchestrations. */
    static List<Part> all(int orchestrations, int each) {
        int parts = Math.max(1, (orchestrations + each - 1) / each);
        return IntStream.range(0, parts)
                .mapToObj(number -> new Part(number, parts))
                .toList();
    }

    boolean isFirst() {
        return number == 0;
    }

    /** Whether what goes back to this start event is of this part. */
    boolean has(String startId) {
        return Math.floorMod(startId.hashCode(), of) == number;
    }
}
