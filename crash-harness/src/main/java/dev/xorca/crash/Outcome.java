package dev.xorca.crash;

import dev.xorca.crash.check.Judgement;
import dev.xorca.crash.fault.Struck;
import java.time.Duration;
import java.util.List;

/**
 * What came of a run.
 *
 * @param stood how long faults waited because nothing came out of the router
 * @param repeated how many starts and answers were sent a second time
 */
record Outcome(
        Settings settings,
        Judgement judgement,
        List<Struck> struck,
        Gaps gaps,
        Duration stood,
        long repeated,
        Duration took) {
    Outcome {
        struck = List.copyOf(struck);
    }
}
