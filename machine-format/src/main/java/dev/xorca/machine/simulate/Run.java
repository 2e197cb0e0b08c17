package dev.xorca.machine.simulate;

import dev.xorca.machine.MachineDocument;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.MachineState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One life of a machine in virtual time: it is told what happens, and says what came of it. A step that fails changes
 * nothing. What was asked of others has a name, {@code cmd.book.fetch#2} for the second such question. Not safe for
 * several threads.
 */
public interface Run {

    MachineDocument document();

    /** Starts the machine. When that fails there is no {@link #state()}, and later events do nothing. */
    Outcome start();

    /**
     * Offers an event.
     *
     * @throws BadInputException when it cannot come in, or nobody can tell what it answers
     */
    Outcome send(Event event);

    /**
     * Somebody who was asked answers.
     *
     * @param asked the name of the question, or the name without its number for the first that is open
     * @param well whether it is done; else it has failed
     * @param data the result, or what went wrong, a JSON value
     * @throws BadInputException when nobody waits for that
     */
    Outcome answer(String asked, boolean well, @Nullable Object data);

    /**
     * What has failed for good is tried again.
     *
     * @param asked the name of the question; null for all of them
     * @throws BadInputException when nothing has failed for good
     */
    Outcome retry(@Nullable String asked);

    /**
     * Lets time pass. What is due happens at its own time.
     *
     * @throws IllegalArgumentException when the time is negative or longer than two centuries
     */
    Outcome advance(Duration time);

    /** Where the machine is; empty before the start, or when the start failed. */
    Optional<MachineState> state();

    /** {@code active}, {@code done}, {@code failed}, {@code terminated}, or {@code error} when the start failed. */
    String status();

    /** What the machine has handed over at its end; null for nothing. */
    @Nullable
    Object output();

    /** The time that the clock shows. */
    Instant now();

    /** What waits for its time, in the order of due times. */
    List<Waiting> waiting();

    /** What was asked of others and is not over, in the order in which it was asked. */
    List<Asked> asked();

    /** The orchestrations that were started by this one, and by those, in order. */
    List<Child> children();

    /** An effect of time that is to come. */
    record Waiting(Instant due, String what) {}

    /**
     * A question.
     *
     * @param name tells it apart
     * @param machine the machine that asks
     * @param status {@code asked}, {@code paused} until it is asked again, or {@code incident} when it has failed for good
     * @param attempt the number of the attempt, from 1
     * @param done the types of events that say it is done; none for what is answered by name alone
     * @param failed the types of events that say it has failed
     * @param deadline how long it waits; null for ever
     * @param again when it is asked again; null when it is not
     * @param fault what went wrong the last time; null when nothing did
     * @param progress how far a fan-out has come; null for everything else
     */
    record Asked(
            String name,
            String machine,
            String status,
            int attempt,
            List<String> done,
            List<String> failed,
            @Nullable Instant deadline,
            @Nullable Instant again,
            @Nullable Failure fault,
            @Nullable Progress progress) {}

    /** How many items of a fan-out are over. */
    record Progress(int done, int failed, int total) {}

    /**
     * An orchestration that was started by another one.
     *
     * @param configuration its innermost active states
     */
    record Child(String machine, List<String> configuration, String status) {}

    /**
     * What one input led to.
     *
     * @param event the type of the event that came in; null for none
     * @param emitted the events that left, in order
     * @param failure why the input, or something that it led to, changed nothing; null when all went well
     */
    record Outcome(
            @Nullable String event,
            List<Emitted> emitted,
            @Nullable Failure failure) {}

    /**
     * An event that left.
     *
     * @param asks the name of the question that it puts; empty when it puts none that waits for an answer
     * @param machine the machine it is from; empty for the one that is run
     */
    record Emitted(String type, @Nullable Object data, String asks, String machine) {}

    /**
     * Why something went wrong.
     *
     * @param code for programs
     * @param message for people
     * @param state the path of the state concerned; empty when none is
     * @param where the JSON pointer of what failed in the document; empty for nowhere in particular
     */
    record Failure(String code, String message, String state, String where) {

        /** A failure that has no place in the machine. */
        public static Failure of(String code, String message) {
            return new Failure(code, message, "", "");
        }
    }
}
