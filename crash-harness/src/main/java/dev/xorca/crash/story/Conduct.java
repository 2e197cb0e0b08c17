package dev.xorca.crash.story;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a service answers one command of one orchestration.
 *
 * @param busy how many attempts it answers with an error that is worth another one
 * @param refuses whether it then answers with an error that is not
 * @param first whether its answer to the first attempt is sent twice
 * @param echoes whether its answer to the first attempt has the token
 * @param insists whether it says something else once it has answered: more to the same attempt, and late to the one before
 */
record Conduct(int busy, boolean refuses, Repeat first, boolean echoes, boolean insists) {
    static final Conduct PERFECT = new Conduct(0, false, Repeat.NO, true, false);
    static final String BUSY = "busy";
    static final String REFUSED = "refused";

    /** A service that answers well in the end. */
    static Conduct draw(Draw draw) {
        int busy = draw.chance(15) ? 1 + draw.below(2) : 0;
        return new Conduct(busy, false, draw.repeat(), !draw.chance(20), draw.chance(20));
    }

    Conduct refusing() {
        return new Conduct(busy, true, first, echoes, insists);
    }

    Conduct busy(int attempts) {
        return new Conduct(attempts, refuses, first, echoes, insists);
    }

    Conduct echoing() {
        return new Conduct(busy, refuses, first, true, insists);
    }

    /** Whether it ends well, given so many attempts. */
    boolean isGood(Retry retry) {
        return !refuses && busy < retry.attempts();
    }

    /** The code of the error that it ends with when it does not end well. */
    String code(Retry retry) {
        return busy < retry.attempts() ? REFUSED : BUSY;
    }

    /**
     * What is sent for an attempt, in this order.
     *
     * @param good the data of its answer
     * @param other what it says when nobody listens any more
     */
    List<Answer> answers(Asked asked, Map<String, Object> good, Map<String, Object> other) {
        var answers = new ArrayList<Answer>();
        int attempt = asked.attempt();
        if (insists && attempt > 1) {
            answers.add(Answer.to(asked, done(asked), other).as(Answer.LATE).of(attempt - 1));
        }
        var counts = isBusy(attempt) || refuses
                ? Answer.to(asked, failed(asked), Map.of("code", isBusy(attempt) ? BUSY : REFUSED))
                : Answer.to(asked, done(asked), good);
        answers.add(attempt == 1 ? counts.sent(first).of(echoes ? attempt : 0) : counts);
        if (insists) {
            // Of the same type: what comes in different topics may overtake each other.
            var isGood = counts.type().equals(done(asked));
            answers.add(Answer.to(asked, counts.type(), isGood ? other : Map.of("code", "another"))
                    .as(Answer.AGAIN));
        }
        return answers;
    }

    /** How long the router waits by itself after the answer to an attempt. */
    Duration quiet(int attempt, Retry retry) {
        return isBusy(attempt) && attempt < retry.attempts() ? retry.wait(attempt) : Duration.ZERO;
    }

    private boolean isBusy(int attempt) {
        return attempt <= busy;
    }

    /**
     * Puts down all attempts; what follows is caused by the answer to the last one.
     *
     * @return whether it ends well
     */
    boolean ask(Course course, Sign command, Map<String, Object> data, Retry retry) {
        for (int attempt = 1; attempt <= attempts(retry); attempt++) {
            if (attempt > 1) {
                course.thenAfter(retry.wait(attempt - 1));
            }
            course.add(command.attempt(attempt), data);
        }
        return isGood(retry);
    }

    /** How many attempts there must be. */
    int attempts(Retry retry) {
        return Math.min(busy + 1, retry.attempts());
    }

    private static String done(Asked asked) {
        return "evt." + stem(asked) + ".success";
    }

    private static String failed(Asked asked) {
        return "evt." + stem(asked) + ".error";
    }

    private static String stem(Asked asked) {
        return asked.type().substring("cmd.".length());
    }
}
