package dev.xorca.machine;

import dev.xorca.statechart.Expression;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what an invocation asks, and of whom. */
final class CallReader {
    static final Set<String> COMMAND_KEYS =
            Set.of("command", "data", "to", "executionUnits", "attributes", "answers", "correlate");
    static final Set<String> CHILD_KEYS = Set.of("machine", "version", "input");
    static final Set<String> WAIT_KEYS = Set.of("wait");
    static final Set<String> ANSWER_KEYS = Set.of("done", "error");

    private CallReader() {}

    static @Nullable Call command(Cursor at) {
        var type = ActionReader.emittedType(at.member("command").orElseThrow(), "a command");
        if (type == null) {
            return null;
        }
        var answers = at.member("answers");
        answers.ifPresent(each -> each.allowOnly(ANSWER_KEYS, "answers"));
        var done = answers.flatMap(each -> each.member("done"))
                .map(CallReader::types)
                .orElse(List.of(Call.Command.doneType(type)));
        var error = answers.flatMap(each -> each.member("error"))
                .map(CallReader::types)
                .orElse(List.of(Call.Command.errorType(type)));
        answers.ifPresent(each -> checkAnswers(each, done, error));
        return new Call.Command(
                type,
                ActionReader.attributes(at),
                done,
                error,
                at.member("correlate").map(GuardReader::read).orElse(null));
    }

    static @Nullable Call child(Cursor at) {
        var machine = at.member("machine").orElseThrow();
        var name = machine.expectString("the name of a machine");
        if (name == null) {
            return null;
        }
        MachineNames.problemOfName(name)
                .ifPresent(problem -> machine.problem(problem.rule(), problem.message(), problem.fix()));
        return new Call.Child(name, at.member("version").map(CallReader::range).orElse(VersionRange.ANY));
    }

    static @Nullable Call wait(Cursor at) {
        var wait = at.member("wait").orElseThrow();
        if (!Boolean.TRUE.equals(wait.value())) {
            wait.wrongType("wait", "true");
            return null;
        }
        return new Call.Wait();
    }

    /** What goes with the question. */
    static Expression request(Cursor at, Call call) {
        return at.member(call instanceof Call.Child ? "input" : "data")
                .map(Values::expression)
                .orElse(Expression.constant(Map.of()));
    }

    private static @Nullable VersionRange range(Cursor at) {
        var text = at.expectString("a range of versions");
        if (text == null) {
            return null;
        }
        var range = VersionRange.parse(text);
        if (range.isEmpty()) {
            at.problem(
                    "bad-version-range",
                    "'" + text + "' is no range of versions",
                    "write 1.2.3, ^1.2 (the same major number, not lower), ~1.2 (the same two numbers, not lower), "
                            + ">=1.2 or *");
        }
        return range.orElse(null);
    }

    private static List<String> types(Cursor at) {
        var types = new ArrayList<String>();
        for (var item : at.itemsOrOne()) {
            var type = item.expectString("the type of an answer");
            if (type == null) {
                continue;
            }
            if (!EventTypes.isOffered(type) || type.contains("*")) {
                item.problem(
                        "never-an-answer",
                        "'" + type + "' is no event that a service sends",
                        "name an exact type that begins with evt. or sys.");
            }
            types.add(type);
        }
        return types;
    }

    private static void checkAnswers(Cursor at, List<String> done, List<String> error) {
        if (done.isEmpty()) {
            at.problem("no-answers", "no answer says that the command is done", "name one under done");
        }
        done.stream()
                .filter(error::contains)
                .findFirst()
                .ifPresent(both -> at.problem(
                        "ambiguous-answers",
                        "'" + both + "' says both that the command is done and that it failed",
                        "name it once"));
    }
}
