package dev.xorca.statechart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Machines and events by chance, from a seed that the message tells. Whatever they do, every configuration is one that a
 * statechart can be in, every microstep accounts for every state, and the same step gives the same result from a state
 * that was taken apart and put together again.
 */
class RandomMachinesTest {
    private static final int MACHINES = 150;
    private static final int EVENTS = 25;
    private static final Limits LIMITS = new Limits(40, 40, 1_000, 1_000, 10);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyStepIsSound(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < MACHINES; i++) {
            var chart = new RandomChart(random).text();
            var machine = Chart.machine(chart, LIMITS);
            var where = "seed " + seed + ", machine " + i + "\n" + chart;
            try {
                run(machine, random, where);
            } catch (RuntimeException e) {
                throw new AssertionError(where, e);
            }
        }
    }

    private static void run(Machine machine, Random random, String where) {
        MachineState state;
        try {
            var start = Chart.start(machine);
            check(machine, MachineState.NOT_STARTED, start, where + "start");
            state = start.after();
        } catch (StepException e) {
            assertThat(e.reason().code()).as(where).startsWith("too-many-");
            return;
        }
        for (int i = 0; i < EVENTS; i++) {
            var type = "E" + random.nextInt(4);
            var said = where + "event " + i + ", " + type + " in " + state.configuration();
            try {
                var step = Chart.send(machine, state, type);
                check(machine, state, step, said);
                if (state.status() == MachineState.Status.ACTIVE) {
                    var again = MachineState.active(
                            machine, state.configuration().leaves(), state.context(), state.history());
                    assertThat(Chart.send(machine, again, type)).as(said).isEqualTo(step);
                }
                state = step.after();
            } catch (StepException e) {
                assertThat(e.reason().code()).as(said).startsWith("too-many-");
            }
        }
    }

    private static void check(Machine machine, MachineState before, Macrostep step, String said) {
        var active = paths(before.configuration());
        for (var microstep : step.microsteps()) {
            for (var path : microstep.exited()) {
                assertThat(active.remove(path))
                        .as("%s: left while active: %s", said, path)
                        .isTrue();
            }
            for (var path : microstep.entered()) {
                assertThat(active.add(path))
                        .as("%s: entered while not active: %s", said, path)
                        .isTrue();
            }
        }
        assertThat(paths(step.after().configuration())).as(said).isEqualTo(active);
        for (var state : step.after().configuration().states()) {
            var below = state.children().stream()
                    .filter(step.after().configuration()::contains)
                    .toList();
            var expected = switch (state.kind()) {
                case COMPOUND -> 1;
                case PARALLEL ->
                    (int) state.children().stream()
                            .filter(child -> child.kind() != StateNode.Kind.HISTORY)
                            .count();
                case ATOMIC, FINAL -> 0;
                case HISTORY -> -1;
            };
            assertThat(below).as("%s: active below %s", said, state).hasSize(expected);
        }
        assertThat(step.after().configuration().contains(machine.root()))
                .as(said)
                .isTrue();
        var topFinal = machine.root().children().stream()
                .anyMatch(child -> child.kind() == StateNode.Kind.FINAL
                        && step.after().configuration().contains(child));
        assertThat(step.after().status() == MachineState.Status.DONE).as(said).isEqualTo(topFinal);
    }

    private static Set<String> paths(Configuration configuration) {
        return configuration.states().stream().map(StateNode::path).collect(Collectors.toCollection(HashSet::new));
    }

    /** A machine in the shorthand of {@link Chart}. */
    private static final class RandomChart {
        private final Random random;
        private final List<Node> nodes = new ArrayList<>();

        private record Node(String key, String kind, String path, int level, List<Node> children) {
            boolean isPseudo() {
                return kind.equals("history") || kind.equals("deep");
            }
        }

        RandomChart(Random random) {
            this.random = random;
        }

        String text() {
            for (int i = 2 + random.nextInt(3); i > 0; i--) {
                grow("", 0, i == 1 && random.nextInt(3) == 0 ? "final" : kind(0));
            }
            return nodes.stream().map(this::line).collect(Collectors.joining());
        }

        private String kind(int level) {
            if (level == 3) {
                return "";
            }
            return switch (random.nextInt(5)) {
                case 0 -> "parallel";
                case 1, 2 -> "compound";
                default -> "";
            };
        }

        private Node grow(String parent, int level, String kind) {
            var key = "s" + nodes.size();
            var node = new Node(key, kind, parent.isEmpty() ? key : parent + "." + key, level, new ArrayList<>());
            nodes.add(node);
            if (kind.equals("parallel") || kind.equals("compound")) {
                for (int i = 1 + random.nextInt(3); i > 0; i--) {
                    node.children.add(grow(node.path, level + 1, kind(level + 1)));
                }
                if (random.nextInt(2) == 0) {
                    node.children.add(grow(node.path, level + 1, random.nextBoolean() ? "history" : "deep"));
                }
                if (kind.equals("compound") && random.nextInt(3) == 0) {
                    node.children.add(grow(node.path, level + 1, "final"));
                }
            }
            return node;
        }

        private String line(Node node) {
            var line = new StringBuilder("  ".repeat(node.level)).append(node.key);
            if (!node.kind.isEmpty()) {
                line.append(':').append(node.kind);
            }
            if (node.isPseudo()) {
                var siblings = siblings(node);
                if (random.nextBoolean() && !siblings.isEmpty()) {
                    line.append(" -> ").append(siblings.get(random.nextInt(siblings.size())).key);
                }
            } else if (!node.kind.equals("final")) {
                var settled = new HashSet<Integer>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    int event = random.nextInt(4);
                    var way = way();
                    if (!settled.contains(event)) {
                        line.append(" | E").append(event).append(" -> ").append(way);
                    }
                    if (!way.contains(" if ")) {
                        settled.add(event);
                    }
                }
                if (random.nextInt(12) == 0) {
                    line.append(" | always -> ").append(way());
                }
                if (!node.children.isEmpty() && random.nextInt(2) == 0) {
                    line.append(" | done -> ").append(way());
                }
            }
            return line.append('\n').toString();
        }

        private List<Node> siblings(Node node) {
            return nodes.stream()
                    .filter(other -> other.children.contains(node))
                    .flatMap(parent -> parent.children.stream())
                    .filter(child -> !child.isPseudo())
                    .toList();
        }

        private String way() {
            var way = new StringBuilder();
            if (random.nextInt(8) > 0) {
                way.append("#m.").append(any().path);
            }
            if (random.nextInt(6) == 0) {
                way.append(" reenter");
            }
            if (random.nextInt(4) == 0) {
                way.append(random.nextBoolean() ? " if in " : " if !in ").append(any().path);
            }
            if (random.nextInt(4) == 0) {
                way.append(" do raise E").append(random.nextInt(4)).append(", inc n");
            }
            return way.toString();
        }

        private Node any() {
            return nodes.get(random.nextInt(nodes.size()));
        }
    }
}
