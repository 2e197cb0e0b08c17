package dev.xorca.statechart.invoke;

import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Guard;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is asked, and of whom. Closed: whoever carries invocations out knows every kind. */
public sealed interface Call {

    /** The types of the events that end it, as far as they come by their type. */
    default List<String> answers() {
        return List.of();
    }

    /**
     * A question to a service, or to a responder in the same process.
     *
     * @param type the type of the command
     * @param attributes further attributes of its event
     * @param done the types of the answers that say that it is done
     * @param error the types of the answers that say that it failed
     * @param correlate whether an answer that brings no token belongs to this invocation; null when its type is enough
     */
    record Command(
            String type,
            Map<String, Expression> attributes,
            List<String> done,
            List<String> error,
            @Nullable Guard correlate)
            implements Call {
        public Command {
            attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
            done = List.copyOf(done);
            error = List.copyOf(error);
        }

        @Override
        public List<String> answers() {
            return Stream.concat(done.stream(), error.stream()).toList();
        }

        /** The type of the answer to a command that is done, unless its author says otherwise. */
        public static String doneType(String command) {
            return "evt." + stem(command) + ".success";
        }

        /** The type of the answer to a command that failed, unless its author says otherwise. */
        public static String errorType(String command) {
            return "evt." + stem(command) + ".error";
        }

        private static String stem(String command) {
            return command.startsWith("cmd.") ? command.substring("cmd.".length()) : command;
        }
    }

    /**
     * Another orchestration.
     *
     * @param machine the name of its machine
     * @param versions which versions will do
     */
    record Child(String machine, VersionRange versions) implements Call {
        @Override
        public List<String> answers() {
            return List.of(doneType(machine), errorType(machine));
        }

        /** The type of the event that starts an orchestration of a machine. */
        public static String startType(String machine) {
            return "xorca." + machine + ".start";
        }

        /** The type of the event that says that an orchestration of a machine is done. */
        public static String doneType(String machine) {
            return "evt.xorca." + machine + ".done";
        }

        /** The type of the event that says that an orchestration of a machine has failed. */
        public static String errorType(String machine) {
            return "evt.xorca." + machine + ".error";
        }
    }

    /** Nobody: what is waited for is an answer by token, or the deadline. */
    record Wait() implements Call {}

    /**
     * One question for each item of a list.
     *
     * @param as the name under which expressions of {@code each} see the item; its number is {@code index}, from 0
     * @param concurrency how many items may be under way at once
     * @param each what is asked for one item
     * @param into the key of the context that takes all results, in the order of the items; null for none
     * @param completion when the whole is done
     * @param collectsErrors whether an item that failed takes its place among the results, instead of failing the whole
     */
    record ForEach(
            String as,
            int concurrency,
            Invocation each,
            @Nullable String into,
            Completion completion,
            boolean collectsErrors)
            implements Call {}
}
