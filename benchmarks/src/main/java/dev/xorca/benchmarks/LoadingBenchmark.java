package dev.xorca.benchmarks;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long a document of 1,000 states and 2,000 different expressions takes to load in a JVM that has just begun. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(5)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class LoadingBenchmark {
    private static final int STATES = 1_000;
    private static final int COPIES = 8;

    /**
     * What the guards are made of: {@code plain} ones are members and comparisons, whose types are told without CEL's
     * checker; {@code lists} look through a list, so that the checker is asked for each.
     */
    @Param({"plain", "lists"})
    public String guards = "plain";

    @Benchmark
    public MachineDocument load() {
        return load(0);
    }

    private MachineDocument load(int copy) {
        return new MachineDocuments().read("large.machine.yaml", document(copy));
    }

    /** Two expressions for each state, a guard and a value; no two are equal, in one copy or between copies. */
    private String document(int copy) {
        var document = new StringBuilder("name: large\ncontext: { n: 0 }\ninitial: s0\nstates:\n");
        for (int i = 0; i < STATES; i++) {
            int id = copy * STATES + i;
            var guard = guards.equals("plain") ? "context.n < %d" : "context.list.exists(x, x < %d)";
            document.append("  s%d:\n    on:\n      evt.next:\n".formatted(i))
                    .append("        - guard: %s && event.data.ok\n".formatted(guard.formatted(id)))
                    .append("          target: s%d\n".formatted((i + 1) % STATES))
                    .append("          actions: { assign: { n: \"${context.n + %d}\" } }\n".formatted(id));
        }
        return document.toString();
    }

    /** Prints how much heap one such machine takes, as the growth over several of them that have nothing in common. */
    public static void main(String[] arguments) {
        var benchmark = new LoadingBenchmark();
        for (var guards : List.of("plain", "lists")) {
            benchmark.guards = guards;
            var kept = new ArrayList<MachineDocument>();
            // More than the cache of compiled expressions holds, so that it grows no more.
            for (int copy = 0; copy < COPIES; copy++) {
                kept.add(benchmark.load(copy));
            }
            long before = usedHeap();
            for (int copy = COPIES; copy < 2 * COPIES; copy++) {
                kept.add(benchmark.load(copy));
            }
            System.out.printf(
                    "heap per machine of 1,000 states and 2,000 expressions, guards %s: %d KiB (%d machines)%n",
                    guards, (usedHeap() - before) / COPIES / 1024, kept.size());
        }
    }

    @SuppressWarnings("SystemGc") // so that only what is kept is counted
    private static long usedHeap() {
        var runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
