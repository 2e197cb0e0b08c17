package dev.xorca.benchmarks;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
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
    private static final String DOCUMENT = document(1_000);
    private static final int COPIES = 20;

    @Benchmark
    public MachineDocument load() {
        return new MachineDocuments().read("large.machine.yaml", DOCUMENT);
    }

    /** Two expressions for each state: a guard and a value. */
    private static String document(int states) {
        var document = new StringBuilder("name: large\ncontext: { n: 0 }\ninitial: s0\nstates:\n");
        for (int i = 0; i < states; i++) {
            document.append("  s%d:\n    on:\n      evt.next:\n".formatted(i))
                    .append("        - guard: context.n < %d && event.data.ok\n".formatted(i))
                    .append("          target: s%d\n".formatted((i + 1) % states))
                    .append("          actions: { assign: { n: \"${context.n + %d}\" } }\n".formatted(i));
        }
        return document.toString();
    }

    /** Prints how much heap one such machine takes, as the growth over many of them. */
    public static void main(String[] arguments) {
        var benchmark = new LoadingBenchmark();
        var kept = new ArrayList<MachineDocument>();
        kept.add(benchmark.load());
        long before = usedHeap();
        for (int i = 0; i < COPIES; i++) {
            kept.add(benchmark.load());
        }
        System.out.printf(
                "heap per machine of 1,000 states and 2,000 expressions: %d KiB (%d machines)%n",
                (usedHeap() - before) / COPIES / 1024, kept.size());
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
