package dev.xorca.crash.story;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The machine of the harness: three commands, one after the other.
 *
 * @param named whether its start brings a process id; without one the router derives it
 * @param trouble what its services do wrong, at the step {@code at}
 * @param start whether its start is sent twice
 * @param answer whether the first answer at the step {@code repeated} is sent twice
 * @param timers whether the machine pauses before the third command
 */
record CrashStory(
        int number, boolean named, Trouble trouble, Step at, Repeat start, Repeat answer, Step repeated, boolean timers)
        implements Story {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String REASON = "as planned";
    private static final String PAUSED = "notif.crash.paused";
    private static final String DONE = "notif.crash.done";
    private static final String FAILED = "notif.crash.failed";
    private static final List<Step> STEPS = List.of(Step.values());

    static CrashStory draw(Draw draw, int number, boolean timers) {
        return new CrashStory(
                number,
                draw.evenly(),
                trouble(draw.below(100)),
                draw.oneOf(STEPS),
                draw.repeat(),
                draw.repeat(),
                draw.oneOf(STEPS),
                timers);
    }

    private static Trouble trouble(int percent) {
        if (percent < 10) {
            return Trouble.ERROR;
        } else if (percent < 15) {
            return Trouble.ERROR_TWICE;
        }
        return percent < 20 ? Trouble.BROKEN_ANSWER : Trouble.NONE;
    }

    @Override
    public Plot plot() {
        return Plot.CRASH;
    }

    @Override
    public @Nullable String processId() {
        return named ? "crash-" + number : null;
    }

    @Override
    public List<Opening> openings() {
        return List.of(Opening.start(this, Map.of("number", number), start));
    }

    @Override
    public List<Answer> answers(Asked asked) {
        return Step.ofCommand(asked.type())
                .map(step -> answers(asked, step, asked.data().path("attempt").asInt()))
                .orElse(List.of());
    }

    private List<Answer> answers(Asked asked, Step step, int attempt) {
        var repeat = step == repeated && attempt == 1 ? answer : Repeat.NO;
        if (fails(step, attempt)) {
            return List.of(
                    Answer.to(asked, step.error(), Map.of("reason", REASON)).sent(repeat));
        }
        var good = Answer.to(asked, step.success(), Map.of("word", step.word(number)))
                .sent(repeat);
        var broken = Answer.to(asked, step.success(), Map.of("word", number))
                .as(Answer.BROKEN)
                .sent(repeat);
        return isBroken(step) ? List.of(broken, good) : List.of(good);
    }

    private boolean fails(Step step, int attempt) {
        return step == at && (trouble == Trouble.ERROR_TWICE || (trouble == Trouble.ERROR && attempt == 1));
    }

    private boolean isBroken(Step step) {
        return step == at && trouble == Trouble.BROKEN_ANSWER;
    }

    @Override
    public Duration quiet(Asked seen) {
        return seen.type().equals(PAUSED) ? PAUSE : Duration.ZERO;
    }

    @Override
    public boolean isLast(String type) {
        return type.equals(DONE) || type.equals(FAILED);
    }

    @Override
    public List<List<Expected>> ways() {
        return List.of(way());
    }

    private List<Expected> way() {
        var course = new Course(Cause.ours(Story.startId(number)));
        var trail = "";
        for (var step : STEPS) {
            if (timers && step == Step.C) {
                course.add(sign(PAUSED), Map.of("number", number));
                course.thenAfter(PAUSE);
            }
            int attempt = 1;
            ask(course, step, attempt, trail);
            if (isBroken(step)) {
                var command = command(step, attempt);
                course.then(Cause.brokenAnswer(command));
                course.add(sign("sys.xorca.orchestrator.crash.error"), Map.of("errorCode", "schema-mismatch"));
                course.then(Cause.answer(command));
            }
            if (fails(step, attempt)) {
                ask(course, step, ++attempt, trail);
            }
            if (fails(step, attempt)) {
                course.add(sign(FAILED), Map.of("number", number, "trail", trail, "reason", REASON));
                return course.events();
            }
            trail += step.word(number);
        }
        course.add(sign(DONE), Map.of("number", number, "trail", trail));
        return course.events();
    }

    private void ask(Course course, Step step, int attempt, String trail) {
        course.add(command(step, attempt), Map.of("number", number, "attempt", attempt, "trail", trail));
    }

    private static Sign command(Step step, int attempt) {
        return sign(step.command()).marked("attempt", attempt);
    }

    private static Sign sign(String type) {
        return Sign.of("crash", type);
    }
}
