package dev.xorca.benchmarks;

import dev.xorca.statechart.Environment;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Interpreter;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.Macrostep;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Macrosteps per second on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 3, time = 1)
public class StatechartBenchmark {
    private static final Event NEXT = Event.of("evt.next");

    /** The machine: a ring of 10 states, six active states in parallel, a ring of 1,000 states. */
    @Param({"flat-10", "parallel-6", "flat-1000"})
    public String machineName = "";

    /** What guards and actions are written in. */
    @Param({"cel", "java"})
    public String form = "";

    private Machine machine = BenchmarkMachines.ringInJava(2);
    private MachineState state = Interpreter.start(machine, NEXT, environment()).after();

    @Setup
    public void enter() {
        var cel = form.equals("cel");
        machine = switch (machineName) {
            case "flat-10" -> cel ? BenchmarkMachines.ringInCel(10) : BenchmarkMachines.ringInJava(10);
            case "flat-1000" -> cel ? BenchmarkMachines.ringInCel(1_000) : BenchmarkMachines.ringInJava(1_000);
            default -> cel ? BenchmarkMachines.parallelInCel() : BenchmarkMachines.parallelInJava();
        };
        state = Interpreter.start(machine, NEXT, environment()).after();
    }

    @Benchmark
    public Macrostep macrostep() {
        var step = Interpreter.transition(machine, state, NEXT, environment());
        state = step.after();
        return step;
    }

    private static Environment environment() {
        return new Environment(Map.of(), null, Instant.EPOCH);
    }
}
