package dev.xorca.statechart.invoke;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is done about an attempt that failed. A function of its arguments: no clock, no chance.
 *
 * @param first how long to wait before the second attempt
 * @param factor by how much each wait is longer than the one before it, at least 1
 * @param max the longest wait
 * @param attempts how many attempts there are in all, at least 1
 * @param total how long after the first attempt began another one may still begin; null without bound
 * @param jitter which part of a wait may be cut off it, from 0 to 1, so that many do not come back at once
 * @param on the codes of the errors that are worth another attempt; empty for all
 */
public record RetryPolicy(
        Duration first,
        double factor,
        Duration max,
        int attempts,
        @Nullable Duration total,
        double jitter,
        List<String> on) {

    /** One attempt. */
    public static final RetryPolicy NONE = new RetryPolicy(Duration.ZERO, 1, Duration.ZERO, 1, null, 0, List.of());

    public RetryPolicy {
        on = List.copyOf(on);
    }

    /**
     * How long to wait before the next attempt; empty when there is none.
     *
     * @param failed how many attempts have failed, at least 1
     * @param code the error of the last one
     * @param elapsed since the first attempt began
     * @param seed what the jitter derives from; equal seeds give equal waits
     */
    public Optional<Duration> delay(int failed, String code, Duration elapsed, String seed) {
        if (failed >= attempts || !(on.isEmpty() || on.contains(code))) {
            return Optional.empty();
        }
        double millis = Math.min(first.toMillis() * Math.pow(factor, failed - 1.0), (double) max.toMillis());
        var wait = Duration.ofMillis((long) (millis * (1 - jitter * fraction(seed + "/" + failed))));
        return total != null && elapsed.plus(wait).compareTo(total) > 0 ? Optional.empty() : Optional.of(wait);
    }

    /** From 0 to 1, spread evenly over texts (FNV-1a, and the mixing step of SplitMix64, for near texts lie near). */
    private static double fraction(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return ((hash ^ (hash >>> 31)) >>> 11) * 0x1.0p-53;
    }
}
