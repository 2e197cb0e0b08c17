package dev.xorca.benchmarks;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.statechart.Action;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Limits;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.MachineDefinition;
import dev.xorca.statechart.StateDefinition;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.TransitionDefinition;
import java.util.List;
import java.util.Map;

/**
 * The machines that are driven, each in two forms: a document with CEL expressions, and a definition with lambdas. The
 * same machines for XState are in {@code xstate/machines.mjs}.
 */
final class BenchmarkMachines {
    private static final String COUNT_AND_TELL = "actions: [ { assign: { n: \"${context.n + 1}\" } }, "
            + "{ emit: notif.note, data: { n: \"${context.n}\" } } ]";

    private BenchmarkMachines() {}

    /** States in a ring; every event leads to the next one, assigns once and emits once. */
    static Machine ringInCel(int states) {
        var document = new StringBuilder("name: ring\ncontext: { n: 0 }\ninitial: s0\nstates:\n");
        for (int i = 0; i < states; i++) {
            document.append("  s").append(i).append(": { on: { evt.next: { target: s");
            document.append((i + 1) % states)
                    .append(", ")
                    .append(COUNT_AND_TELL)
                    .append(" } } }\n");
        }
        return new MachineDocuments()
                .read("ring.machine.yaml", document.toString())
                .machine();
    }

    /** As {@link #ringInCel}, with lambdas. */
    static Machine ringInJava(int states) {
        var root = StateDefinition.of("ring", "").initial(TransitionDefinition.to("", "s0", "/initial"));
        for (int i = 0; i < states; i++) {
            root.state(StateDefinition.of("s" + i, "/states/s" + i).on(step("s" + (i + 1) % states, countAndTell())));
        }
        return machine(root);
    }

    /** Two nested parallel states with six active states; both innermost regions answer every event. */
    static Machine parallelInCel() {
        return new MachineDocuments()
                .read("parallel.machine.yaml", """
                        name: parallel
                        context: { n: 0 }
                        initial: p
                        states:
                          p:
                            type: parallel
                            states:
                              a:
                                initial: x
                                states:
                                  x: { on: { evt.next: { target: y, %s } } }
                                  y: { on: { evt.next: { target: x, %s } } }
                              b:
                                initial: x
                                states:
                                  x: { on: { evt.next: y } }
                                  y: { on: { evt.next: x } }
                        """.formatted(COUNT_AND_TELL, COUNT_AND_TELL))
                .machine();
    }

    /** As {@link #parallelInCel}, with lambdas. */
    static Machine parallelInJava() {
        var parallel = StateDefinition.of("p", "/states/p")
                .kind(StateNode.Kind.PARALLEL)
                .state(region("a", countAndTell()))
                .state(region("b", List.of()));
        return machine(StateDefinition.of("parallel", "")
                .initial(TransitionDefinition.to("", "p", "/initial"))
                .state(parallel));
    }

    private static StateDefinition region(String key, List<Action> actions) {
        return StateDefinition.of(key, "/states/p/states/" + key)
                .initial(TransitionDefinition.to("", "x", "/initial"))
                .state(StateDefinition.of("x", "").on(step("y", actions)))
                .state(StateDefinition.of("y", "").on(step("x", actions)));
    }

    private static TransitionDefinition step(String target, List<Action> actions) {
        return new TransitionDefinition("evt.next", List.of(target), null, actions, false, "");
    }

    private static List<Action> countAndTell() {
        Expression next = scope -> (Long) scope.context().getOrDefault("n", 0L) + 1;
        Expression note = scope -> Map.of("n", scope.context().getOrDefault("n", 0L));
        return List.of(new Action.Assign(Map.of("n", next)), new Action.Emit("notif.note", note, Map.of()));
    }

    private static Machine machine(StateDefinition root) {
        return Machine.of(new MachineDefinition(
                "ring", "1.0.0", null, Expression.constant(Map.of("n", 0L)), root, Limits.DEFAULT));
    }
}
