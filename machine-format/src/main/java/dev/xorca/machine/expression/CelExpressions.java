package dev.xorca.machine.expression;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.Program;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.ExpressionException;
import dev.xorca.statechart.Scope;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles CEL expressions over {@code context}, {@code event}, {@code input}, {@code self} and {@code now}, and what else
 * is known at a place, with the functions {@code stateIn(reference)}, {@code atLeast(version, other)} and {@code sum(list)}. What is compiled has no side effects, cannot reach the host, and ends: there are
 * no loops but those over members of a value, and their number is limited.
 */
public final class CelExpressions {
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(8_192)
            .maxParseRecursionDepth(64)
            .comprehensionMaxIterations(WorkLimit.MAX_ITERATIONS)
            .maxRegexProgramSize(1_000)
            .build();

    /** All but lists.range, which makes a list as long as its argument says, beyond the limit on iterations. */
    private static final CelListsExtensions LISTS = CelExtensions.lists(
            CelListsExtensions.Function.SLICE,
            CelListsExtensions.Function.FLATTEN,
            CelListsExtensions.Function.DISTINCT,
            CelListsExtensions.Function.REVERSE,
            CelListsExtensions.Function.SORT,
            CelListsExtensions.Function.SORT_BY);

    private static final Set<Kind> ITEMS = EnumSet.of(Kind.LIST, Kind.NUMBER);

    private static final String ACTIVE_STATES = "activeStates__";

    private static final CelMacro STATE_IN = CelMacro.newGlobalMacro(
            "stateIn",
            1,
            (factory, target, arguments) ->
                    Optional.of(factory.newGlobalCall("@in", arguments.get(0), factory.newIdentifier(ACTIVE_STATES))));

    /** What may be named at most places, and where most expressions are. */
    private static final CelCompiler COMPILER = compiler(VariableTypes.NONE.names());

    /** Compilers by the variables that they know; a document has few kinds of places. */
    private static final Map<Set<String>, CelCompiler> COMPILERS = Collections.synchronizedMap(new Latest<>(64));

    private static final CelRuntime RUNTIME = runtime();

    /** Compiling costs a thousand times what looking up does, and the same texts come again within and across machines. */
    private static final Map<Source, Compiled> COMPILED = Collections.synchronizedMap(new Latest<>(4_096));

    private CelExpressions() {}

    /** A compiler that knows these variables. What only running machines have goes with {@code context}. */
    private static CelCompiler compiler(Set<String> variables) {
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addMacros(CelExtensions.lists().macros())
                .addLibraries(CelExtensions.optional(), CelExtensions.strings(), CelExtensions.math())
                .addLibraries(LISTS, CelExtensions.bindings())
                .addFunctionDeclarations(Arithmetic.declarations())
                .addFunctionDeclarations(VersionOrder.DECLARATION, Sum.DECLARATION);
        variables.forEach(name -> builder.addVar(name, name.equals("now") ? SimpleType.TIMESTAMP : SimpleType.DYN));
        if (variables.contains("context")) {
            builder.addMacros(STATE_IN).addVar(ACTIVE_STATES, SimpleType.DYN);
        }
        return builder.build();
    }

    private static CelCompiler compilerOf(Set<String> variables) {
        return variables.equals(VariableTypes.NONE.names())
                ? COMPILER
                : COMPILERS.computeIfAbsent(variables, CelExpressions::compiler);
    }

    private static CelRuntime runtime() {
        var builder = CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS);
        WorkLimit.addStandardFunctions(builder, OPTIONS);
        WorkLimit.addFunctionsOf(builder, CelExtensions.optional(), OPTIONS);
        WorkLimit.addFunctionsOf(builder, CelExtensions.strings(), OPTIONS);
        WorkLimit.addFunctionsOf(builder, CelExtensions.math(), OPTIONS);
        WorkLimit.addFunctionsOf(builder, LISTS, OPTIONS);
        return builder.addFunctionBindings(Arithmetic.bindings())
                .addFunctionBindings(VersionOrder.BINDING, Sum.BINDING)
                .build();
    }

    /**
     * Compiles an expression of whose values nothing is declared.
     *
     * @throws MalformedExpressionException as {@link #compile(String, VariableTypes)}
     */
    public static Expression compile(String source) {
        return compile(source, VariableTypes.NONE);
    }

    /**
     * Compiles an expression.
     *
     * @param types what is declared of the values that it looks at
     * @throws MalformedExpressionException when it is not CEL, names what does not exist, or cannot be type-correct
     */
    public static Expression compile(String source, VariableTypes types) {
        return compile(source, SimpleType.DYN, types);
    }

    /**
     * Compiles an expression that yields true or false.
     *
     * @param types what is declared of the values that it looks at
     * @throws MalformedExpressionException as {@link #compile(String, VariableTypes)}, and when the result is surely
     *     something else
     */
    public static Expression compileCondition(String source, VariableTypes types) {
        return compile(source, SimpleType.BOOL, types);
    }

    /**
     * Compiles an expression that yields true or false, of whose values nothing is declared.
     *
     * @throws MalformedExpressionException as {@link #compileCondition(String, VariableTypes)}
     */
    public static Expression compileCondition(String source) {
        return compileCondition(source, VariableTypes.NONE);
    }

    /**
     * Compiles an expression that yields what there is one thing to be done for each of: a list, or their number.
     *
     * @param types what is declared of the values that it looks at
     * @throws MalformedExpressionException as {@link #compile(String, VariableTypes)}, and when the result is surely
     *     something else
     */
    public static Expression compileItems(String source, VariableTypes types) {
        var expression = compile(source, types);
        var kinds = shape(source, types).kinds();
        if (Collections.disjoint(kinds, ITEMS)) {
            throw new MalformedExpressionException(
                    "items must be a list or a whole number, this is " + Kind.words(kinds), 1, "type-mismatch", "");
        }
        return expression;
    }

    private static Expression compile(String source, CelType expected, VariableTypes types) {
        var compiled = compiled(source, types.names());
        var shape = ShapeCheck.check(compiled.ast, types);
        if (expected.equals(SimpleType.BOOL)) {
            expectCondition(compiled.ast.getResultType(), shape);
        }
        return new CelExpression(compiled.evaluator);
    }

    /** What is known of the value of an expression. */
    static Shape shape(String source, VariableTypes types) {
        return ShapeCheck.check(compiled(source, types.names()).ast, types);
    }

    /** An expression where these variables are known. */
    private record Source(String text, Set<String> variables) {}

    /** What an expression is compiled to, whatever is declared of the values that it looks at. */
    private record Compiled(CelAbstractSyntaxTree ast, Evaluator evaluator) {}

    /** What a machine keeps of an expression; the tree, which is larger, is only for checking. */
    private static final class Evaluator {
        private final Source source;
        private final @Nullable Shortcut shortcut;
        private volatile @Nullable Program program;

        Evaluator(Source source, @Nullable Shortcut shortcut, @Nullable Program program) {
            this.source = source;
            this.shortcut = shortcut;
            this.program = program;
        }

        /** CEL's program; where there is none yet, the first who needs it makes it: behind a shortcut hardly anybody does. */
        Program program() throws CelEvaluationException {
            var made = program;
            if (made == null) {
                try {
                    made = RUNTIME.createProgram(
                            compilerOf(source.variables).compile(source.text).getAst());
                } catch (CelValidationException e) {
                    throw new IllegalStateException("not well typed after all: " + source.text, e);
                }
                program = made;
            }
            return made;
        }
    }

    private static Compiled compiled(String text, Set<String> variables) {
        var source = new Source(text, variables);
        var known = COMPILED.get(source);
        if (known == null) {
            try {
                known = compile(source);
            } catch (CelValidationException e) {
                throw malformed(text, e.getErrors().get(0));
            } catch (CelEvaluationException e) {
                throw new MalformedExpressionException(String.valueOf(e.getMessage()), 1);
            }
            COMPILED.put(source, known);
        }
        return known;
    }

    private static Compiled compile(Source source) throws CelValidationException, CelEvaluationException {
        var compiler = compilerOf(source.variables);
        var parsed = compiler.parse(source.text).getAst();
        var types = PlainTypes.of(parsed.getExpr(), source.variables);
        var ast = types == null
                ? compiler.check(parsed).getAst()
                : CelAbstractSyntaxTree.newCheckedAst(parsed.getExpr(), parsed.getSource(), Map.of(), types);
        Growth.check(ast.getExpr());
        // CEL does not take the types that were told without it for a program.
        var program = types == null ? RUNTIME.createProgram(ast) : null;
        return new Compiled(ast, new Evaluator(source, Shortcut.of(ast.getExpr()), program));
    }

    /** The checked tree of an expression, as CEL itself makes it. */
    static CelAbstractSyntaxTree checkedByCel(String source) throws CelValidationException {
        return COMPILER.compile(source).getAst();
    }

    private static void expectCondition(CelType type, Shape shape) {
        if (!type.equals(SimpleType.BOOL) && !type.equals(SimpleType.DYN)) {
            throw new MalformedExpressionException("a condition must be true or false, this is " + type.name(), 1);
        } else if (!shape.kinds().contains(Kind.BOOLEAN)) {
            throw new MalformedExpressionException(
                    "a condition must be true or false, this is " + Kind.words(shape.kinds()), 1, "type-mismatch", "");
        }
    }

    /** The expression as a tree, for whoever has to say why it failed. */
    static CelExpr parse(String source) throws CelValidationException {
        return COMPILER.parse(source).getAst().getExpr();
    }

    private static MalformedExpressionException malformed(String source, CelIssue issue) {
        int start = 0;
        for (int line = 1; line < issue.getSourceLocation().getLine(); line++) {
            start = source.indexOf('\n', start) + 1;
        }
        int rest = source.codePointCount(start, source.length());
        int column = Math.min(Math.max(0, issue.getSourceLocation().getColumn()), rest);
        return new MalformedExpressionException(issue.getMessage(), source.offsetByCodePoints(start, column) + 1);
    }

    record CelExpression(Evaluator evaluator) implements Expression {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            if (evaluator.shortcut != null) {
                var value = Shortcut.result(evaluator.shortcut, scope);
                if (value != Shortcut.UNSURE) {
                    return value;
                }
            }
            return evaluateByCel(scope);
        }

        /** Whether the short way leads to a value here. */
        boolean isShort(Scope scope) {
            return evaluator.shortcut != null && Shortcut.result(evaluator.shortcut, scope) != Shortcut.UNSURE;
        }

        @Nullable
        Object evaluateByCel(Scope scope) {
            try {
                WorkLimit.begin();
                return CelValues.fromCel(evaluator.program().eval(name -> Optional.ofNullable(variable(name, scope))));
            } catch (CelEvaluationException e) {
                throw new ExpressionException(
                        "'" + this + "': " + FailureReason.of(e, evaluator.source.text, scope), e);
            } catch (ExpressionException | WorkLimit.Exceeded e) {
                throw new ExpressionException("'" + this + "': " + e.getMessage(), e);
            }
        }

        @Override
        public String toString() {
            return evaluator.source.text;
        }
    }

    private static @Nullable Object variable(String name, Scope scope) {
        return switch (name) {
            case "context" -> CelValues.toCel(scope.context());
            case "event" -> CelValues.toCel(asMap(scope.event()));
            case "input" -> CelValues.toCel(scope.environment().input());
            case "self" -> CelValues.toCel(scope.environment().self());
            case "now" -> scope.environment().now();
            case ACTIVE_STATES -> new ActiveStates(scope);
            default ->
                scope.locals().containsKey(name)
                        ? CelValues.toCel(scope.locals().get(name))
                        : null;
        };
    }

    static Map<String, Object> asMap(Event event) {
        var map = new LinkedHashMap<String, Object>(event.attributes());
        map.put("type", event.type());
        map.put("data", event.data());
        return map;
    }

    /** A map whose keys are the names of the active states: enough for {@code in}, which asks by get. */
    private static final class ActiveStates extends AbstractMap<Object, Object> {
        private final Scope scope;

        ActiveStates(Scope scope) {
            this.scope = scope;
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return scope.isIn(String.valueOf(key));
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            return containsKey(key) ? Boolean.TRUE : null;
        }

        @Override
        public Set<Entry<Object, Object>> entrySet() {
            return Set.of();
        }
    }

    /** Forgets what was not used for longest when there is too much. */
    private static final class Latest<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        private final int most;

        Latest(int most) {
            super(256, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }

    /** JSON does not tell 1 from 1.0, CEL does: here the two meet in arithmetic. */
    @SuppressWarnings("Immutable") // the operations close over nothing that changes
    private static final class Arithmetic {
        private interface Operation {
            double apply(double a, double b);
        }

        private record Named(String function, String name, Operation operation) {
            String id(String types) {
                return name + "_" + types;
            }
        }

        private static final List<Named> OPERATIONS = List.of(
                new Named("_+_", "add", (a, b) -> a + b),
                new Named("_-_", "subtract", (a, b) -> a - b),
                new Named("_*_", "multiply", (a, b) -> a * b),
                new Named("_/_", "divide", (a, b) -> a / b));

        static ImmutableList<CelFunctionDecl> declarations() {
            var declarations = ImmutableList.<CelFunctionDecl>builder();
            for (var each : OPERATIONS) {
                declarations.add(CelFunctionDecl.newFunctionDeclaration(
                        each.function,
                        CelOverloadDecl.newGlobalOverload(
                                each.id("int64_double"), SimpleType.DOUBLE, SimpleType.INT, SimpleType.DOUBLE),
                        CelOverloadDecl.newGlobalOverload(
                                each.id("double_int64"), SimpleType.DOUBLE, SimpleType.DOUBLE, SimpleType.INT)));
            }
            return declarations.build();
        }

        static List<CelFunctionBinding> bindings() {
            var bindings = new ArrayList<CelFunctionBinding>();
            for (var each : OPERATIONS) {
                bindings.add(CelFunctionBinding.from(
                        each.id("int64_double"), Long.class, Double.class, (a, b) -> each.operation.apply(a, b)));
                bindings.add(CelFunctionBinding.from(
                        each.id("double_int64"), Double.class, Long.class, (a, b) -> each.operation.apply(a, b)));
            }
            return bindings;
        }
    }
}
