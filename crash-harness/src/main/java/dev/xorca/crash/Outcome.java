package dev.xorca.crash;

import dev.xorca.crash.check.Judgement;
import dev.xorca.crash.fault.Struck;
import java.time.Duration;
import java.util.List;

/**
 * What came of a run.
 *
 * @param repeated how many starts and answers were sent a second time
 */
record Outcome(Settings settings, Judgement judgement, List<Struck> struck, Gaps gaps, long repeated, Duration took) {
    Outcome {
        struck = List.copyOf(struck);
    }
}
