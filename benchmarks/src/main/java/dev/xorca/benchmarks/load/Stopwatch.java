package dev.xorca.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** The state of everything at one moment of a run, to tell what came to be between two of them. */
record Stopwatch(long nanos, long completed, Map<String, ProcessUsage> usage, TopicSizes sizes) {

    /** Now; the times of what ended before are forgotten. */
    static Stopwatch start(Installation installation, Admin admin, Load load) throws InterruptedException {
        var sizes = TopicSizes.of(admin);
        var usage = installation.usage();
        load.takeLatencies();
        return new Stopwatch(System.nanoTime(), load.completed(), usage, sizes);
    }

    /** What has come to be since. */
    Measurement stop(String name, int stepsEach, Installation installation, Admin admin, Load load)
            throws InterruptedException {
        long end = System.nanoTime();
        long ended = load.completed() - completed;
        var latencies = load.takeLatencies();
        var used = new LinkedHashMap<String, ProcessUsage>();
        installation
                .usage()
                .forEach((process, now) ->
                        used.put(process, usage.containsKey(process) ? now.since(usage.get(process)) : now));
        var written = TopicSizes.of(admin).since(sizes);
        return new Measurement(name, (end - nanos) / 1e9, ended, ended * stepsEach, latencies, used, written);
    }
}
