package dev.xorca.machine.random;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A machine document that nobody thought of, and inputs for it; the same seed gives the same ones. Every feature of the
 * format can come up. What is generated is always a valid document, but it may well run into a limit.
 */
public final class RandomMachine {

    /** Who is to run the machine. */
    public enum Purpose {
        /** Everything that the format has. */
        ALL,
        /** No time, and only events that a router offers and emits. */
        ROUTER,
        /**
         * What XState can be compared in: guards and values that JavaScript reads as CEL does, no failing step, and none
         * of the differences that conformance/README.md lists.
         */
        XSTATE
    }

    private static final int MAX_DEPTH = 5;
    private static final int MAX_STATES = 24;
    private static final List<String> COUNTERS = List.of("a", "b", "c");

    private final Random random;
    private final Purpose purpose;
    private final String name;
    private final List<Node> nodes = new ArrayList<>();
    private int delayedIds;

    /** A state while the machine is made: first all states, then what refers to them. */
    private static final class Node {
        final String path;
        final Node parent;
        final String type;
        final int depth;
        final List<Node> children = new ArrayList<>();
        final Map<String, Object> json = new LinkedHashMap<>();

        Node(String path, Node parent, String type) {
            this.path = path;
            this.parent = parent;
            this.type = type;
            this.depth = parent == null ? 0 : parent.depth + 1;
        }

        boolean is(String... types) {
            return List.of(types).contains(type);
        }

        boolean isBelow(Node other) {
            return parent != null && (parent == other || parent.isBelow(other));
        }

        boolean hasParallelBelow() {
            return children.stream().anyMatch(child -> child.is("parallel") || child.hasParallelBelow());
        }

        boolean liesInParallel() {
            return parent != null && (parent.is("parallel") || parent.liesInParallel());
        }

        String key() {
            return path.substring(path.lastIndexOf('.') + 1);
        }
    }

    private RandomMachine(long seed, Purpose purpose) {
        this.random = new Random(seed);
        this.purpose = purpose;
        this.name = "random" + Math.abs(seed);
    }

    /** The document of a seed, as a JSON value. */
    public static Map<String, Object> document(long seed, Purpose purpose) {
        return new RandomMachine(seed, purpose).document();
    }

    /** Inputs for the machine of the same seed, in the form of conformance/README.md. */
    public static List<Map<String, Object>> inputs(long seed, Purpose purpose, int count) {
        var machine = new RandomMachine(~seed, purpose);
        var inputs = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < count; i++) {
            inputs.add(machine.input());
        }
        return inputs;
    }

    private Map<String, Object> input() {
        var input = new LinkedHashMap<String, Object>();
        if (usesTime() && chance(25)) {
            input.put("advance", "PT" + random.nextInt(6) + "S");
            return input;
        }
        input.put("type", chance(8) ? prefix() + "nobody.waits.for.this" : event());
        if (purpose == Purpose.XSTATE || chance(80)) {
            input.put("data", data());
        }
        return input;
    }

    private boolean usesTime() {
        return purpose != Purpose.ROUTER;
    }

    private String prefix() {
        return purpose == Purpose.ROUTER ? "evt." : "";
    }

    private String event() {
        return prefix() + pick(List.of("go", "go.on", "go.on.now", "stop", "turn"));
    }

    private Map<String, Object> data() {
        return object("n", (long) random.nextInt(5));
    }

    private Map<String, Object> document() {
        var root = new Node("", null, chance(25) ? "parallel" : "compound");
        nodes.add(root);
        root.json.put("name", name);
        root.json.put("version", "1.0.0");
        var context = object("a", 0L);
        context.put("b", 1L);
        context.put("c", 2L);
        root.json.put("context", context);
        if (chance(30)) {
            root.json.put("output", object("sum", "${context.a + context.b}"));
        }
        grow(root);
        nodes.forEach(this::fill);
        return root.json;
    }

    private void grow(Node node) {
        int count = node.is("parallel") ? 2 + random.nextInt(2) : 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            add(node, typeBelow(node, i));
        }
        if (chance(35)) {
            add(node, "history");
        }
        if (node.is("compound") && chance(40)) {
            add(node, "final");
        }
        for (var child : List.copyOf(node.children)) {
            if (child.is("compound", "parallel")) {
                grow(child);
            }
        }
    }

    private String typeBelow(Node node, int index) {
        if (node.depth + 1 >= MAX_DEPTH || nodes.size() > MAX_STATES) {
            return "atomic";
        }
        int percent = random.nextInt(100);
        if (node.is("parallel")) {
            return percent < 75 ? "compound" : percent < 90 ? "atomic" : "parallel";
        }
        return (index == 0 && percent < 40) || percent < 25 ? "compound" : percent < 45 ? "parallel" : "atomic";
    }

    private void add(Node parent, String type) {
        var key = pick(List.of("ask", "book", "cut", "dry", "eat")) + "abcdefghij".charAt(parent.children.size());
        var node = new Node(parent.path.isEmpty() ? key : parent.path + "." + key, parent, type);
        parent.children.add(node);
        nodes.add(node);
    }

    private void fill(Node node) {
        var json = node.json;
        if (node.is("parallel", "final", "history") || chance(20)) {
            json.put("type", node.type);
        }
        if (node.parent != null && chance(15)) {
            json.put("id", "id-" + node.path.replace('.', '-'));
        }
        if (node.is("history")) {
            fillHistory(node);
            return;
        }
        if (chance(50)) {
            json.put("entry", actions(3, false));
        }
        if (chance(40)) {
            json.put("exit", actions(2, false));
        }
        if (node.is("final")) {
            if (chance(50)) {
                json.put("output", object("n", "${context.a}"));
            }
            return;
        }
        if (node.is("compound")) {
            json.put("initial", initial(node));
        }
        if (!node.children.isEmpty()) {
            var states = new LinkedHashMap<String, Object>();
            node.children.forEach(child -> states.put(child.key(), child.json));
            json.put("states", states);
        }
        react(node);
    }

    private void fillHistory(Node node) {
        node.json.put("history", chance(50) ? "deep" : "shallow");
        if (node.parent.is("compound") && chance(50)) {
            var candidates = node.parent.children.stream()
                    .filter(each -> !each.is("history"))
                    .toList();
            node.json.put("target", pick(candidates).key());
        }
    }

    private Object initial(Node node) {
        var candidates =
                node.children.stream().filter(child -> !child.is("history")).toList();
        var target = chance(70)
                ? candidates.get(0).key()
                : pick(candidates.stream().filter(child -> !child.is("final")).toList())
                        .key();
        if (chance(70) || (purpose == Purpose.XSTATE && mayBeEnteredOnTheWay(node))) {
            return target;
        }
        var initial = new LinkedHashMap<String, Object>();
        initial.put("target", target);
        initial.put("actions", actions(2, false));
        return initial;
    }

    /**
     * Whether a state may be entered as a region beside a target, or by a history state. Then XState does not run the
     * actions of its initial transition, SCXML and we do.
     */
    private static boolean mayBeEnteredOnTheWay(Node node) {
        return node.parent != null
                && (node.parent.is("parallel")
                        || node.parent.children.stream().anyMatch(sibling -> sibling.is("history")));
    }

    private void react(Node node) {
        if (chance(80)) {
            var on = new LinkedHashMap<String, Object>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                var external = chance(70);
                on.put(external ? event() : descriptor(), candidates(node, !external));
            }
            node.json.put("on", on);
        }
        // An ancestor of a parallel state and its regions, or several regions: XState does not keep the document order.
        var always = purpose != Purpose.XSTATE || (!node.hasParallelBelow() && !node.liesInParallel());
        if (always && chance(20)) {
            node.json.put("always", always(node));
        }
        if (!node.children.isEmpty() && chance(50)) {
            node.json.put("onDone", candidates(node, true));
        }
        if (usesTime() && chance(25)) {
            var after = new LinkedHashMap<String, Object>();
            after.put(String.valueOf(1_000 + 500 * random.nextInt(6)), candidates(node, true));
            if (chance(30)) {
                after.put(String.valueOf(4_000 + 500 * random.nextInt(6)), candidates(node, true));
            }
            node.json.put("after", after);
        }
    }

    private String descriptor() {
        if (purpose == Purpose.ROUTER) {
            return pick(List.of("*", "evt.*", "evt.go.*", "evt.go.on.*", "raised.1", "raised.*"));
        }
        return pick(List.of("*", "go.*", "go.on.*", "raised.1", "raised.2", "raised.*", "late.1", "late.2", "late.*"));
    }

    private Object candidates(Node source, boolean internal) {
        if (chance(15)) {
            return chance(20) ? new LinkedHashMap<>() : target(source);
        }
        var list = new ArrayList<Object>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            var transition = transition(source, internal);
            if (i > 0) {
                // Behind one without a guard there must be none.
                transition.computeIfAbsent("guard", key -> guard(2, internal));
            }
            list.add(transition);
        }
        return list.size() == 1 ? list.get(0) : list;
    }

    private Map<String, Object> transition(Node source, boolean internal) {
        var transition = new LinkedHashMap<String, Object>();
        if (chance(75)) {
            transition.put("target", chance(12) ? targets(source) : target(source));
        }
        if (chance(50)) {
            transition.put("guard", guard(2, internal));
        }
        if (chance(50)) {
            transition.put("actions", actions(3, !internal));
        }
        if (chance(20)) {
            transition.put("reenter", true);
        }
        return transition;
    }

    /** Each candidate has a guard that its own actions will make false, or now and then none at all. */
    private Object always(Node source) {
        var counter = pick(COUNTERS);
        var transition = transition(source, true);
        if (purpose == Purpose.XSTATE || chance(90)) {
            transition.put("guard", "context." + counter + " < " + (1 + random.nextInt(4)));
            transition.put("actions", List.of(assign(counter, "context." + counter + " + 1"), emit()));
        }
        return transition;
    }

    private Object target(Node source) {
        var targets = nodes.stream().filter(node -> mayLead(source, node)).toList();
        if (source.parent != null && chance(25)) {
            return pick(source.parent.children.stream()
                            .filter(targets::contains)
                            .toList())
                    .key();
        }
        var below = targets.stream().filter(node -> node.isBelow(source)).toList();
        if (!below.isEmpty() && chance(25)) {
            return "." + pick(below).path.substring(source.path.isEmpty() ? 0 : source.path.length() + 1);
        }
        var root = targets.get(0) == nodes.get(0) && !chance(3) ? 1 : 0;
        return reference(pick(targets.subList(root, targets.size())));
    }

    /** Targets in different regions of some parallel state, if there is one. */
    private Object targets(Node source) {
        var parallel = nodes.stream().filter(node -> node.is("parallel")).toList();
        if (parallel.isEmpty()) {
            return target(source);
        }
        var regions = new ArrayList<>(pick(parallel).children.stream()
                .filter(child -> !child.is("history"))
                .toList());
        Collections.shuffle(regions, random);
        return regions.subList(0, 2).stream()
                .map(region -> (Object) reference(pick(nodes.stream()
                        .filter(node -> node == region || node.isBelow(region))
                        .filter(node -> mayLead(source, node))
                        .toList())))
                .toList();
    }

    private boolean mayLead(Node source, Node target) {
        if (purpose != Purpose.XSTATE) {
            return true;
        }
        if (target.is("history")) {
            // It might lead back to the source, which XState then neither leaves nor enters.
            return source != target.parent && !source.isBelow(target.parent);
        }
        // XState enters a root that is the target of a state below it without leaving it first.
        return target.parent != null;
    }

    private String reference(Node node) {
        if (node.json.containsKey("id")) {
            return "#" + node.json.get("id");
        }
        // Ids are given while states are filled; a path from the root holds whatever will be given later.
        return "#" + name + (node.path.isEmpty() ? "" : "." + node.path);
    }

    private Object guard(int depth, boolean internal) {
        if (depth > 0 && chance(25)) {
            var guard = new LinkedHashMap<String, Object>();
            switch (random.nextInt(4)) {
                case 0 -> guard.put("and", List.of(guard(depth - 1, internal), guard(depth - 1, internal)));
                case 1 -> guard.put("or", List.of(guard(depth - 1, internal), guard(depth - 1, internal)));
                case 2 -> guard.put("not", guard(depth - 1, internal));
                default ->
                    guard.put(
                            "stateIn",
                            pick(nodes.subList(1, nodes.size()).stream()
                                            .filter(node -> !node.is("history"))
                                            .toList())
                                    .path);
            }
            return guard;
        }
        if (purpose != Purpose.XSTATE && chance(10)) {
            // The first may fail, which is an answer, too.
            return pick(List.of("event.data.n > 2", "has(event.data.n) && event.data.n > 1", "${context.a in [1, 2]}"));
        }
        if (!internal && chance(20)) {
            // Only where every event has data.
            return "event.data.n > " + random.nextInt(4);
        }
        var left = "context." + pick(COUNTERS);
        var operator = pick(List.of("<", "<=", ">", ">=", "==", "!="));
        return left + " " + operator + " "
                + (chance(60) ? String.valueOf(random.nextInt(5)) : "context." + pick(COUNTERS));
    }

    /** @param external whether only events from outside lead here, so that there is data and nothing goes in circles */
    private List<Object> actions(int most, boolean external) {
        var actions = new ArrayList<Object>();
        for (int i = random.nextInt(most); i >= 0; i--) {
            int percent = random.nextInt(100);
            if (percent < 40) {
                var counter = pick(COUNTERS);
                actions.add(
                        external && chance(25)
                                ? assign(counter, "event.data.n")
                                : assign(counter, "(context." + pick(COUNTERS) + " + 1) % 7"));
            } else if (percent < 70) {
                actions.add(emit());
            } else if (percent < 85) {
                actions.add(raise("raised." + (1 + random.nextInt(2)), null, null));
            } else if (!usesTime()) {
                actions.add(object("log", "at ${context.a}"));
            } else if (percent < 95) {
                addDelayed(actions, external);
            } else {
                actions.add(object("cancel", "id" + random.nextInt(Math.max(1, delayedIds))));
            }
        }
        return actions;
    }

    private void addDelayed(List<Object> actions, boolean external) {
        // No delay at all only where no timer leads: otherwise a machine could go on for ever at one moment.
        var delay = external && chance(20) ? "PT0S" : "PT" + (1 + random.nextInt(5)) + "S";
        // Without an id only where no timer leads, either: what a timer starts twice doubles at every turn.
        var id = external && chance(30) ? null : "id" + (purpose == Purpose.XSTATE ? delayedIds++ : random.nextInt(4));
        if (id != null && purpose == Purpose.XSTATE) {
            actions.add(object("cancel", id));
        }
        actions.add(raise("late." + (1 + random.nextInt(2)), delay, id));
    }

    private Map<String, Object> raise(String type, String delay, String id) {
        var raise = new LinkedHashMap<String, Object>();
        raise.put("raise", type);
        raise.put("data", data());
        if (delay != null) {
            raise.put("delay", delay);
        }
        if (id != null) {
            raise.put("id", id);
        }
        return raise;
    }

    private Map<String, Object> emit() {
        var emit = new LinkedHashMap<String, Object>();
        emit.put("emit", "cmd." + pick(List.of("make", "mend", "move")));
        emit.put("data", object("n", "${context." + pick(COUNTERS) + "}"));
        return emit;
    }

    private static Map<String, Object> assign(String counter, String expression) {
        return object("assign", object(counter, "${" + expression + "}"));
    }

    /** A map that can be added to; unlike {@code Map.of} it has an order that is the same in every run. */
    private static Map<String, Object> object(String key, Object value) {
        var object = new LinkedHashMap<String, Object>();
        object.put(key, value);
        return object;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
