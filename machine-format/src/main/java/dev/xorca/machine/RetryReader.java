package dev.xorca.machine;

import dev.xorca.statechart.invoke.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads retry policies: a number of attempts, or all of it. */
final class RetryReader {
    static final Set<String> KEYS = Set.of("first", "factor", "max", "attempts", "total", "jitter", "on");

    /** What counts where a policy says nothing. */
    private static final RetryPolicy DEFAULT =
            new RetryPolicy(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 3, null, 0, List.of());

    private static final long MAX_ATTEMPTS = 10_000;
    private static final double MAX_FACTOR = 1_000;
    private static final Duration LONGEST = Duration.ofDays(365);

    private RetryReader() {}

    static RetryPolicy read(Cursor at) {
        if (!at.isObject()) {
            return new RetryPolicy(
                    DEFAULT.first(),
                    DEFAULT.factor(),
                    DEFAULT.max(),
                    attempts(at, "retry", "a number of attempts or an object, for example { attempts: 5 }"),
                    null,
                    0,
                    List.of());
        }
        at.allowOnly(KEYS, "retry");
        var first = at.member("first").map(each -> length(each, "first")).orElse(DEFAULT.first());
        return new RetryPolicy(
                first,
                at.member("factor")
                        .map(each -> number(each, "factor", 1, MAX_FACTOR))
                        .orElse(DEFAULT.factor()),
                max(at, first),
                at.member("attempts")
                        .map(each -> attempts(each, "attempts", "a whole number"))
                        .orElse(DEFAULT.attempts()),
                at.member("total").map(each -> length(each, "total")).orElse(null),
                at.member("jitter").map(each -> number(each, "jitter", 0, 1)).orElse(DEFAULT.jitter()),
                at.member("on").map(RetryReader::codes).orElse(List.of()));
    }

    private static Duration max(Cursor at, Duration first) {
        var given = at.member("max");
        var max = given.map(each -> length(each, "max")).orElse(null);
        if (max == null) {
            return first.compareTo(DEFAULT.max()) > 0 ? first : DEFAULT.max();
        }
        if (max.compareTo(first) < 0) {
            given.orElse(at)
                    .problem(
                            "out-of-range",
                            "the longest wait is shorter than the first one, " + max + " and " + first,
                            "write a max that is not shorter than first");
        }
        return max;
    }

    private static int attempts(Cursor at, String what, String expected) {
        if (!(at.value() instanceof Long attempts)) {
            at.wrongType(what, expected);
            return 1;
        }
        if (attempts < 1 || attempts > MAX_ATTEMPTS) {
            at.problem(
                    "out-of-range",
                    "there are 1 to " + MAX_ATTEMPTS + " attempts in all, this is " + attempts,
                    "for example 5; 1 is to try once");
            return 1;
        }
        return attempts.intValue();
    }

    private static @Nullable Duration length(Cursor at, String what) {
        var length = Values.duration(at, what);
        if (length != null && length.compareTo(LONGEST) > 0) {
            at.problem("out-of-range", what + " is at most " + LONGEST.toDays() + " days", "for example PT1M");
            return null;
        }
        return length;
    }

    private static @Nullable Double number(Cursor at, String what, double least, double most) {
        if (!(at.value() instanceof Number number)) {
            at.wrongType(what, "a number");
            return null;
        }
        double value = number.doubleValue();
        if (!(value >= least && value <= most)) {
            at.problem(
                    "out-of-range",
                    what + " is a number from " + Math.round(least) + " to " + Math.round(most) + ", this is " + number,
                    "for example " + (least == 0 ? "0.2" : "2"));
            return null;
        }
        return value;
    }

    private static List<String> codes(Cursor at) {
        var codes = new ArrayList<String>();
        for (var item : at.itemsOrOne()) {
            var code = item.expectString("the code of an error");
            if (code != null) {
                codes.add(code);
            }
        }
        if (at.isList() && at.itemsOrOne().isEmpty()) {
            at.problem("no-codes", "retry on no error at all is no retry", "take on away for all errors, or name some");
        }
        return codes;
    }
}
