package dev.xorca.crash.load;

import dev.xorca.crash.load.Expected.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What one orchestration goes through; a function of the run's seed and the orchestration's number.
 *
 * @param named whether its start brings a process id; without one the router derives it
 * @param trouble what its services do wrong, at the step {@code at}
 * @param start whether its start is sent twice
 * @param answer whether the first answer at the step {@code repeated} is sent twice
 */
public record Story(int number, boolean named, Trouble trouble, Step at, Repeat start, Repeat answer, Step repeated) {
    /** How long the machine with timers waits between the second and the third command. */
    public static final long PAUSE_MS = 1_000;

    private static final String REASON = "as planned";
    private static final List<Step> STEPS = List.of(Step.values());

    public static Story of(long seed, int number) {
        var random = new SplittableRandom(new SplittableRandom(seed ^ (number * 0x9E3779B97F4A7C15L)).nextLong());
        return new Story(
                number,
                random.nextBoolean(),
                trouble(random.nextInt(100)),
                step(random),
                repeat(random.nextInt(100)),
                repeat(random.nextInt(100)),
                step(random));
    }

    private static Trouble trouble(int percent) {
        if (percent < 10) {
            return Trouble.ERROR;
        } else if (percent < 15) {
            return Trouble.ERROR_TWICE;
        }
        return percent < 20 ? Trouble.BROKEN_ANSWER : Trouble.NONE;
    }

    private static Repeat repeat(int percent) {
        if (percent < 10) {
            return Repeat.AT_ONCE;
        }
        return percent < 20 ? Repeat.LATER : Repeat.NO;
    }

    private static Step step(SplittableRandom random) {
        return STEPS.get(random.nextInt(STEPS.size()));
    }

    /** The id of its start event, which all its events carry as {@code correlationid}. */
    public static String startId(int number) {
        return "start-" + number;
    }

    /** The process id that its start brings when it is {@link #named}. */
    public static String processId(int number) {
        return "crash-" + number;
    }

    /** What the service sends for a command, in this order. */
    public List<Answer> answers(Step step, int attempt) {
        var repeat = step == repeated && attempt == 1 ? answer : Repeat.NO;
        if (fails(step, attempt)) {
            return List.of(new Answer(step.error(), Answer.SUFFIX, Map.of("reason", REASON), repeat));
        }
        var good = new Answer(step.success(), Answer.SUFFIX, Map.of("word", step.word(number)), repeat);
        return isBroken(step)
                ? List.of(new Answer(step.success(), Answer.BROKEN, Map.of("word", number), repeat), good)
                : List.of(good);
    }

    private boolean fails(Step step, int attempt) {
        return step == at && (trouble == Trouble.ERROR_TWICE || (trouble == Trouble.ERROR && attempt == 1));
    }

    private boolean isBroken(Step step) {
        return step == at && trouble == Trouble.BROKEN_ANSWER;
    }

    /** All that must leave the router, in this order. */
    public List<Expected> expected(boolean timers) {
        var expected = new ArrayList<Expected>();
        var trail = "";
        var cause = Cause.START;
        for (var step : STEPS) {
            if (timers && step == Step.C) {
                expected.add(new Expected("notif.crash.paused", Map.of("number", number), cause));
                cause = Cause.TIMER;
            }
            expected.add(command(step, 1, trail, cause));
            cause = Cause.ANSWER;
            if (isBroken(step)) {
                var code = Map.<String, Object>of("errorCode", "schema-mismatch");
                expected.add(new Expected("sys.xorca.orchestrator.crash.error", code, Cause.BROKEN_ANSWER));
            }
            if (fails(step, 1)) {
                expected.add(command(step, 2, trail, cause));
            }
            if (fails(step, 2)) {
                var data = Map.<String, Object>of("number", number, "trail", trail, "reason", REASON);
                expected.add(new Expected("notif.crash.failed", data, cause));
                return expected;
            }
            trail += step.word(number);
        }
        expected.add(new Expected("notif.crash.done", Map.of("number", number, "trail", trail), cause));
        return expected;
    }

    private Expected command(Step step, int attempt, String trail, Cause cause) {
        return new Expected(step.command(), Map.of("number", number, "attempt", attempt, "trail", trail), cause);
    }

    /** Whether this is the type of the last event that leaves the router for an orchestration. */
    public static boolean isLast(String type) {
        return type.equals("notif.crash.done") || type.equals("notif.crash.failed");
    }
}
