package dev.xorca.statechart.simulation;

import dev.xorca.statechart.Effect;
import dev.xorca.statechart.Environment;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Interpreter;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.Macrostep;
import dev.xorca.statechart.Microstep;
import dev.xorca.statechart.StepException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of a machine in virtual time: events are sent, the clock is advanced, and each of these answers with what
 * came of it. A step that fails is undone as a whole. Not safe for several threads.
 */
public final class Simulation {
    private static final Duration MAX_ADVANCE = Duration.ofDays(366L * 200);
    private static final int MAX_FIRINGS = 100_000;

    private final Machine machine;
    private final Map<String, Object> self;
    private final @Nullable Object input;
    private final List<Pending> timers = new ArrayList<>();
    private Instant now;
    private long started;
    private @Nullable MachineState state;

    /** A timer that is set; of two that are due together the one set first fires first. */
    private record Pending(
            Instant due, long order, @Nullable String id, Event event) {}

    /** An event that will be offered once its time has come. */
    public record Waiting(Instant due, String type) {}

    /**
     * What one input led to.
     *
     * @param emitted the events that left, in order
     * @param microsteps what happened, in order
     * @param error why the input (or one of the timers that it let fire) changed nothing; null when all went well
     */
    public record Outcome(
            List<Effect.Emit> emitted,
            List<Microstep> microsteps,
            @Nullable StepException error) {}

    /**
     * Prepares a run; {@link #start()} begins it.
     *
     * @param input what the orchestration is started with, a JSON value
     * @param now the time that the clock shows at first
     */
    public Simulation(Machine machine, @Nullable Object input, Instant now) {
        this.machine = machine;
        this.input = input;
        this.now = now;
        this.self = Map.of(
                "name",
                machine.name(),
                "version",
                machine.version(),
                "processId",
                "simulation",
                "subject",
                "simulation");
    }

    /** Enters the initial states. When that fails there is no {@link #state()} and every later input does nothing. */
    public Outcome start() {
        var collected = new Collected();
        var event = Event.of("xorca." + machine.name() + ".start", input == null ? Map.of() : input);
        attempt(collected, () -> Interpreter.start(machine, event, environment()));
        fireDue(now, collected);
        return collected.outcome();
    }

    /** Offers an event. */
    public Outcome send(Event event) {
        var collected = new Collected();
        offer(event, collected);
        fireDue(now, collected);
        return collected.outcome();
    }

    /**
     * Lets time pass. Each timer that is due fires at its own time, in the order of due times.
     *
     * @throws IllegalArgumentException when the time is negative or longer than two centuries
     */
    public Outcome advance(Duration time) {
        if (time.isNegative() || time.compareTo(MAX_ADVANCE) > 0) {
            throw new IllegalArgumentException("cannot advance by " + time);
        }
        var until = now.plus(time);
        var collected = new Collected();
        fireDue(until, collected);
        now = until;
        return collected.outcome();
    }

    /** The machine now; empty before the start, or when the start failed. */
    public Optional<MachineState> state() {
        return Optional.ofNullable(state);
    }

    public Machine machine() {
        return machine;
    }

    /** What waits for its time, in the order in which it will fire. */
    public List<Waiting> waiting() {
        return timers.stream()
                .sorted(Comparator.comparing(Pending::due).thenComparingLong(Pending::order))
                .map(timer -> new Waiting(timer.due, timer.event.type()))
                .toList();
    }

    /** The time that the clock shows. */
    public Instant now() {
        return now;
    }

    private void offer(Event event, Collected collected) {
        var before = state;
        if (before != null) {
            attempt(collected, () -> Interpreter.transition(machine, before, event, environment()));
        }
    }

    private interface Step {
        Macrostep take();
    }

    private void attempt(Collected collected, Step step) {
        try {
            var macrostep = step.take();
            state = macrostep.after();
            collected.microsteps.addAll(macrostep.microsteps());
            macrostep.effects().forEach(effect -> effect.match(new Settle(collected)));
            if (macrostep.after().status() == MachineState.Status.DONE) {
                timers.clear();
            }
        } catch (StepException e) {
            collected.error = e;
        }
    }

    private void fireDue(Instant until, Collected collected) {
        for (int fired = 0; fired < MAX_FIRINGS; fired++) {
            var next = timers.stream()
                    .filter(timer -> !timer.due.isAfter(until))
                    .min(Comparator.comparing(Pending::due).thenComparingLong(Pending::order));
            if (next.isEmpty()) {
                return;
            }
            timers.remove(next.get());
            now = next.get().due.isAfter(now) ? next.get().due : now;
            offer(next.get().event, collected);
        }
        throw new IllegalStateException("more than " + MAX_FIRINGS + " timers fired in one go; the machine "
                + machine.name() + " sets timers faster than time passes");
    }

    private Environment environment() {
        return new Environment(self, input, now);
    }

    /** What has come of one input so far. */
    private static final class Collected {
        private final List<Effect.Emit> emitted = new ArrayList<>();
        private final List<Microstep> microsteps = new ArrayList<>();
        private @Nullable StepException error;

        Outcome outcome() {
            return new Outcome(List.copyOf(emitted), List.copyOf(microsteps), error);
        }
    }

    /** Does with an effect what a router would. */
    private final class Settle implements Effect.Cases<Boolean> {
        private final Collected collected;

        Settle(Collected collected) {
            this.collected = collected;
        }

        @Override
        public Boolean emit(Effect.Emit effect) {
            return collected.emitted.add(effect);
        }

        @Override
        public Boolean startTimer(Effect.StartTimer effect) {
            if (effect.id() != null) {
                forget(effect.id());
            }
            return timers.add(new Pending(
                    now.plus(effect.delay()), started++, effect.id(), Event.of(effect.type(), effect.data())));
        }

        @Override
        public Boolean cancelTimer(Effect.CancelTimer effect) {
            return forget(effect.id());
        }

        @Override
        public Boolean log(Effect.Log effect) {
            return true;
        }

        @Override
        public Boolean invoke(Effect.Invoke effect) {
            return true;
        }

        @Override
        public Boolean abandon(Effect.Abandon effect) {
            return true;
        }

        @Override
        public Boolean compensate(Effect.Compensate effect) {
            return true;
        }

        private boolean forget(String id) {
            return timers.removeIf(timer -> id.equals(timer.id));
        }
    }
}
