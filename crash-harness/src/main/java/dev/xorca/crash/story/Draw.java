package dev.xorca.crash.story;

import java.util.List;
import java.util.SplittableRandom;

/** Draws what happens in a story: equal seeds give equal stories. */
final class Draw {
    private final SplittableRandom random;

    Draw(long seed) {
        random = new SplittableRandom(seed);
    }

    boolean evenly() {
        return random.nextBoolean();
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** From 0 on. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Every tenth twice at once, every tenth twice after a while. */
    Repeat repeat() {
        int percent = below(100);
        if (percent < 10) {
            return Repeat.AT_ONCE;
        }
        return percent < 20 ? Repeat.LATER : Repeat.NO;
    }
}
