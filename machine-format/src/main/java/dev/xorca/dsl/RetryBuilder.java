package dev.xorca.dsl;

import dev.xorca.statechart.invoke.RetryPolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done about an attempt that failed. By default three attempts, a second apart and twice as long each time. */
public final class RetryBuilder {
    private Duration first = Duration.ofSeconds(1);
    private double factor = 2;
    private @Nullable Duration max;
    private int attempts = 3;
    private @Nullable Duration total;
    private double jitter;
    private List<String> codes = List.of();

    RetryBuilder() {}

    /** How many there are in all, at least 1. */
    public RetryBuilder attempts(int value) {
        attempts = expect(value, value >= 1 && value <= 10_000, "1 to 10000 attempts");
        return this;
    }

    /** How long to wait before the second. */
    public RetryBuilder first(Duration value) {
        first = expect(value, !value.isNegative(), "a first wait that is not negative");
        return this;
    }

    /** By how much each wait is longer than the one before it, at least 1. */
    public RetryBuilder factor(double value) {
        factor = expect(value, value >= 1 && value <= 1_000, "a factor from 1 to 1000");
        return this;
    }

    /** The longest wait; by default a minute, or the first wait where that is longer. */
    public RetryBuilder max(Duration value) {
        max = expect(value, !value.isNegative(), "a longest wait that is not negative");
        return this;
    }

    /** How long after the first attempt began another one may still begin. */
    public RetryBuilder total(Duration value) {
        total = expect(value, !value.isNegative(), "a total time that is not negative");
        return this;
    }

    /** Which part of a wait may be cut off it, from 0 to 1. */
    public RetryBuilder jitter(double value) {
        jitter = expect(value, value >= 0 && value <= 1, "a jitter from 0 to 1");
        return this;
    }

    /** The codes of the errors that are worth another attempt; by default all are. */
    public RetryBuilder on(String... errors) {
        codes = List.of(errors);
        return this;
    }

    private static <T> T expect(T value, boolean isFit, String what) {
        if (!isFit) {
            throw new IllegalArgumentException("a retry has " + what + ", this is " + value);
        }
        return value;
    }

    RetryPolicy policy() {
        var longest = Duration.ofMinutes(1);
        if (max != null) {
            longest = expect(max, max.compareTo(first) >= 0, "a longest wait that is not shorter than the first");
        } else if (first.compareTo(longest) > 0) {
            longest = first;
        }
        return new RetryPolicy(first, factor, longest, attempts, total, jitter, codes);
    }
}
