package dev.xorca.dsl;

import dev.xorca.machine.DocumentException;
import dev.xorca.machine.DocumentProblem;
import dev.xorca.machine.LifeCycle;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineNames;
import dev.xorca.machine.MachineSchemas;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.SchemaCompiler;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Limits;
import dev.xorca.statechart.MachineDefinition;
import dev.xorca.statechart.MachineDefinitionException;
import dev.xorca.statechart.StateNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A machine written in Java. {@link #named} begins one, {@link #build} gives the same {@link MachineDocument} as a
 * document would.
 *
 * <p>The document's hash is that of the structure: states, transitions, types, schemas. What lambdas decide cannot be
 * hashed. <b>Raise the version whenever a lambda changes</b>, or a router that compares hashes takes another machine for
 * the same.
 *
 * @param <C> the context: a record, or a map
 */
public final class Machine<C> extends StateBody<C, Machine<C>> {
    /** The type of a contract that is none of an event. */
    private static final String ONLY = "";

    private final Head<?> head;
    private final Expression context;
    private final LifeCycleBuilder lifeCycle = new LifeCycleBuilder();
    private final Contracts output = new Contracts("output");

    private Machine(Head<?> head, Class<C> contextType, Expression context) {
        super(new Builds<>(contextType, new Contracts("accepts"), new Contracts("emits")), head.name);
        this.head = head;
        this.context = context;
    }

    /** Begins a machine. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // every JSON object is a map of this kind
    public static Head<Map<String, Object>> named(String name) {
        return new Head<>(name, SourcePlace.ofCaller(), (Class) Map.class, new Contracts("input"));
    }

    /**
     * What comes before the states: version, input, and the context that everything after it is typed by.
     *
     * @param <I> the input: a record, or a map
     */
    public static final class Head<I> {
        private final String name;
        private final SourcePlace place;
        private final Class<I> inputType;
        private final Contracts input;
        private String version = "1.0.0";
        private @Nullable String text;

        private Head(String name, SourcePlace place, Class<I> inputType, Contracts input) {
            this.name = name;
            this.place = place;
            this.inputType = inputType;
            this.input = input;
        }

        /** Three numbers; {@code 1.0.0} when missing. */
        public Head<I> version(String value) {
            version = value;
            return this;
        }

        /** For people. */
        public Head<I> description(String value) {
            text = value;
            return this;
        }

        /** What an orchestration is started with: a record, whose schema is the contract unless another is given. */
        public <T> Head<T> input(Class<T> type) {
            var typed = new Head<>(name, place, type, input);
            typed.version = version;
            typed.text = text;
            input.derive(ONLY, type);
            return typed;
        }

        /** The contract of what an orchestration is started with. */
        public Head<I> input(Map<String, Object> schema) {
            input.give(ONLY, schema);
            return this;
        }

        /** The context as a record, and how it begins; each component is a key of the context. */
        public <C> Machine<C> context(Class<C> type, Function<I, C> initial) {
            return new Machine<>(
                    this,
                    type,
                    scope -> Json.object(JsonRecords.toJson(
                            initial.apply(inputOf(scope.environment().input())))));
        }

        private I inputOf(@Nullable Object given) {
            return JsonRecords.fromJson(given == null ? Map.of() : given, inputType);
        }

        /** The context as a map, and how it begins. */
        @SuppressWarnings({"unchecked", "rawtypes"}) // every JSON object is a map of this kind
        public Machine<Map<String, Object>> context(Map<String, Object> initial) {
            return new Machine<>(this, (Class) Map.class, Expression.constant(JsonRecords.toJson(initial)));
        }
    }

    @Override
    Machine<C> self() {
        return this;
    }

    /** Makes all states directly below active at once. */
    public Machine<C> parallel() {
        kind = StateNode.Kind.PARALLEL;
        return this;
    }

    /** The contract of an event that the machine takes. */
    public Machine<C> accepts(String type, Map<String, Object> schema) {
        builds.accepts().give(type, schema);
        return this;
    }

    /** The contract of an event that the machine takes, derived from a record. */
    public Machine<C> accepts(String type, Class<?> data) {
        builds.accepts().derive(type, data);
        return this;
    }

    /** The contract of an event that the machine emits. */
    public Machine<C> emits(String type, Map<String, Object> schema) {
        builds.emits().give(type, schema);
        return this;
    }

    /** The contract of an event that the machine emits, derived from a record. */
    public Machine<C> emits(String type, Class<?> data) {
        builds.emits().derive(type, data);
        return this;
    }

    /** The contract of what the machine hands over when it is done. */
    public Machine<C> output(Map<String, Object> schema) {
        output.give(ONLY, schema);
        return this;
    }

    /** The contract of what the machine hands over when it is done, derived from a record. */
    public Machine<C> output(Class<?> type) {
        output.derive(ONLY, type);
        return this;
    }

    /**
     * Lets every event from outside that the machine takes come before the start.
     *
     * @param keep how long it waits for the start; then it is an error
     * @param max how many may wait for one start
     */
    public Machine<C> early(Duration keep, int max) {
        lifeCycle.early(keep, max);
        return this;
    }

    /**
     * Lets events of a type come before the start; may be said for several types.
     *
     * @param event a descriptor, as transitions have it
     * @param keep how long such an event waits for the start; then it is an error
     * @param max how many may wait for one start
     */
    public Machine<C> early(String event, Duration keep, int max) {
        lifeCycle.early(event, keep, max);
        return this;
    }

    /** How long an orchestration is kept once it is over; where nothing is said, the router decides. */
    public Machine<C> retention(Duration length) {
        lifeCycle.retention(length);
        return this;
    }

    /** How long an orchestration is kept that ended so. */
    public Machine<C> retention(LifeCycle.Ending ending, Duration length) {
        lifeCycle.retention(ending, length);
        return this;
    }

    /** Has everything undone when an invocation has failed for good and nothing takes that; else an operator is waited for. */
    public Machine<C> compensateFailures() {
        lifeCycle.compensateFailures();
        return this;
    }

    /** Announces the end of each orchestration, even when no other one waits for it. */
    public Machine<C> announceCompletion() {
        lifeCycle.announceCompletion();
        return this;
    }

    /**
     * Lets a foreign event start an orchestration; may be said for several types.
     *
     * @param event the exact type
     * @param data the record of its data, which is its contract unless another is given
     * @param body which events, and what with
     */
    public <E> Machine<C> startOn(String event, Class<E> data, Consumer<StartBuilder<E>> body) {
        builds.accepts().derive(event, data);
        var start = new StartBuilder<>(event, data);
        body.accept(start);
        lifeCycle.startOn(start.rule());
        return this;
    }

    /**
     * Checks the machine as a whole.
     *
     * @throws DocumentException with every problem, each at the line of the Java code that it stems from
     */
    public MachineDocument build() {
        return build(SchemaCompiler.standard());
    }

    /**
     * Checks the machine as a whole, with schemas by another library.
     *
     * @throws DocumentException with every problem, each at the line of the Java code that it stems from
     */
    public MachineDocument build(SchemaCompiler compiler) {
        var problems = new ArrayList<DocumentProblem>();
        MachineNames.problemOfName(head.name)
                .ifPresent(found ->
                        problems.add(problem(head.place, found.at(), found.rule(), found.message(), found.fix())));
        if (!MachineNames.isVersion(head.version)) {
            problems.add(problem(
                    head.place,
                    "/version",
                    "bad-version",
                    "a version is a string of three numbers, this is '" + head.version + "'",
                    "write version(\"1.0.0\")"));
        }
        var schemas = new MachineSchemas(
                head.input.compile(compiler, problems).get(ONLY),
                builds.accepts().compile(compiler, problems),
                builds.emits().compile(compiler, problems),
                output.compile(compiler, problems).get(ONLY));
        problems.addAll(lifeCycle.problems());
        var machine = machine(problems);
        if (machine == null || !problems.isEmpty()) {
            throw new DocumentException(problems);
        }
        var lived = lifeCycle.of(machine);
        var definition = Structure.of(machine, context, schemas, lived);
        return MachineDocument.of(head.place.file(), machine, schemas, lived, definition);
    }

    private dev.xorca.statechart.@Nullable Machine machine(List<DocumentProblem> problems) {
        var pointers = new Pointers();
        var root = define("", pointers);
        try {
            return dev.xorca.statechart.Machine.of(
                    new MachineDefinition(head.name, head.version, head.text, context, root, Limits.DEFAULT));
        } catch (MachineDefinitionException e) {
            e.problems()
                    .forEach(found -> problems.add(problem(
                            pointers.nearest(found.at()), found.at(), found.rule(), found.message(), found.fix())));
            return null;
        }
    }

    private static DocumentProblem problem(SourcePlace place, String pointer, String rule, String message, String fix) {
        return new DocumentProblem(place.file(), place.line(), 1, pointer, rule, message, fix);
    }
}
