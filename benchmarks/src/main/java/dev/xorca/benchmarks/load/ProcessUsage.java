package dev.xorca.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a process has used of the machine, as {@code /proc} tells it.
 *
 * @param cpu user and system time since its start
 * @param residentBytes memory that it holds now
 * @param threads CPU time by the group of threads that spent it; of threads that live still
 */
record ProcessUsage(Duration cpu, long residentBytes, Map<String, Duration> threads) {
    /** Linux counts in hundredths of a second, whatever the kernel's own clock. */
    private static final long TICK_MILLIS = 10;

    static ProcessUsage of(long pid) {
        var directory = Path.of("/proc", Long.toString(pid));
        try {
            var threads = new TreeMap<String, Duration>();
            try (var tasks = Files.newDirectoryStream(directory.resolve("task"))) {
                for (var task : tasks) {
                    var stat = stat(task);
                    threads.merge(group(stat.name), stat.cpu, Duration::plus);
                }
            }
            return new ProcessUsage(stat(directory).cpu, residentBytes(directory), threads);
        } catch (IOException e) {
            throw new LoadException("process " + pid + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    /** What was used from then to now; the memory is that of now. */
    ProcessUsage since(ProcessUsage before) {
        var spent = new TreeMap<String, Duration>();
        threads.forEach((group, time) -> {
            var more = time.minus(before.threads.getOrDefault(group, Duration.ZERO));
            if (more.toMillis() > 0) {
                spent.put(group, more);
            }
        });
        return new ProcessUsage(cpu.minus(before.cpu), residentBytes, spent);
    }

    private record Stat(String name, Duration cpu) {}

    private static Stat stat(Path directory) throws IOException {
        var line = Files.readString(directory.resolve("stat"));
        // The name stands in brackets and may hold anything.
        int end = line.lastIndexOf(')');
        var fields = line.substring(end + 2).split(" ");
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return new Stat(line.substring(line.indexOf('(') + 1, end), Duration.ofMillis(ticks * TICK_MILLIS));
    }

    private static long residentBytes(Path directory) throws IOException {
        for (var line : Files.readAllLines(directory.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }

    /** Of a thread's name the kernel keeps 15 characters: enough to tell what it is for. */
    private static String group(String name) {
        if (name.startsWith("xorca-intake-")) {
            return "intake";
        } else if (name.startsWith("xorca-") && name.length() == 15) {
            return "orchestrator";
        } else if (name.startsWith("kafka-producer-")) {
            return "producers";
        } else if (name.startsWith("data-plane-kafk")) {
            return "requests and network";
        } else if (name.startsWith("C1 ") || name.startsWith("C2 ")) {
            return "JIT compiler";
        } else if (name.startsWith("rocksdb:")) {
            return "RocksDB";
        } else if (name.startsWith("VM ") || name.startsWith("GC ") || name.startsWith("G1 ")) {
            return "GC and VM";
        }
        return "other";
    }
}
