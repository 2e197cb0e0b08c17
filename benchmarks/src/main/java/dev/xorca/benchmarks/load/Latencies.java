package dev.xorca.benchmarks.load;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Durations in nanoseconds, every one of them kept. Not safe for several threads. */
final class Latencies {
    private long[] nanos = new long[1024];
    private int count;

    void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = duration;
    }

    int count() {
        return count;
    }

    /** The duration that this share of all did not exceed, in milliseconds; 0 when there is none. */
    double millis(double share) {
        if (count == 0) {
            return 0;
        }
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * count) - 1;
        return sorted[Math.max(0, rank)] / 1e6;
    }

    /** Median, 99th percentile and longest, in milliseconds. */
    String inMillis() {
        return Table.format("%.1f, %.1f, %.1f", millis(0.5), millis(0.99), millis(1));
    }

    Map<String, Object> toJson() {
        var json = new LinkedHashMap<String, Object>();
        json.put("count", count);
        json.put("p50", millis(0.5));
        json.put("p99", millis(0.99));
        json.put("max", millis(1));
        return json;
    }
}
