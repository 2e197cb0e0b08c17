package dev.xorca.machine.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelSelect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what cannot be right in an expression that CEL itself takes, because JSON values are dynamic to it: a field
 * that the declared schemas do not have, and operations on values that are of another kind. Fields that may be missing
 * are no mistake, nor is one that the expression itself asks for with {@code has()} or takes with {@code .?}.
 */
final class ShapeCheck {
    private static final Set<Kind> NUMBER = EnumSet.of(Kind.NUMBER);
    private static final Set<Kind> STRING = EnumSet.of(Kind.STRING);
    private static final Set<Kind> BOOLEAN = EnumSet.of(Kind.BOOLEAN);
    private static final Set<Kind> LIST = EnumSet.of(Kind.LIST);
    private static final Set<Kind> TIMES = EnumSet.of(Kind.TIME, Kind.DURATION);
    private static final Set<Kind> ADDABLE =
            EnumSet.of(Kind.NUMBER, Kind.STRING, Kind.LIST, Kind.TIME, Kind.DURATION, Kind.OTHER);
    private static final Set<Kind> ORDERED =
            EnumSet.of(Kind.NUMBER, Kind.STRING, Kind.BOOLEAN, Kind.TIME, Kind.DURATION, Kind.OTHER);

    /** What a function's receiver, or first argument, must be. */
    private static final Map<String, Set<Kind>> RECEIVERS = receivers();

    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("_+_", "+"),
            Map.entry("_-_", "-"),
            Map.entry("_*_", "*"),
            Map.entry("_/_", "/"),
            Map.entry("_%_", "%"),
            Map.entry("-_", "-"),
            Map.entry("!_", "!"),
            Map.entry("_&&_", "&&"),
            Map.entry("_||_", "||"),
            Map.entry("_<_", "<"),
            Map.entry("_<=_", "<="),
            Map.entry("_>_", ">"),
            Map.entry("_>=_", ">="),
            Map.entry("_==_", "=="),
            Map.entry("_!=_", "!="),
            Map.entry("_?_:_", "?:"),
            Map.entry("@in", "in"),
            Map.entry("_[_]", "[]"));

    private final CelAbstractSyntaxTree ast;
    private final VariableTypes types;
    private final Set<String> askedFor = new HashSet<>();

    private ShapeCheck(CelAbstractSyntaxTree ast, VariableTypes types) {
        this.ast = ast;
        this.types = types;
    }

    /**
     * Checks an expression.
     *
     * @return what its value can be
     * @throws MalformedExpressionException when it cannot be right, with the position
     */
    static Shape check(CelAbstractSyntaxTree ast, VariableTypes types) {
        var check = new ShapeCheck(ast, types);
        check.collectAskedFor(ast.getExpr());
        return check.shape(ast.getExpr(), Map.of());
    }

    /** How people write a function of CEL's. */
    static String operator(String function) {
        return OPERATORS.getOrDefault(function, function);
    }

    /** The way to a value, {@code event.data.cost}; null for what is no plain chain of names. */
    static @Nullable String path(CelExpr expression) {
        if (expression.getKind() == CelExpr.ExprKind.Kind.IDENT) {
            return expression.ident().name();
        } else if (expression.getKind() == CelExpr.ExprKind.Kind.SELECT) {
            var operand = path(expression.select().operand());
            return operand == null ? null : operand + "." + expression.select().field();
        }
        return null;
    }

    private static Map<String, Set<Kind>> receivers() {
        var receivers = new HashMap<String, Set<Kind>>();
        for (var function : List.of(
                "contains",
                "startsWith",
                "endsWith",
                "matches",
                "charAt",
                "indexOf",
                "lastIndexOf",
                "lowerAscii",
                "upperAscii",
                "replace",
                "split",
                "substring",
                "trim")) {
            receivers.put(function, STRING);
        }
        for (var function : List.of("join", "flatten", "distinct", "sort", "slice")) {
            receivers.put(function, LIST);
        }
        for (var function :
                List.of("getFullYear", "getMonth", "getDayOfYear", "getDayOfMonth", "getDate", "getDayOfWeek")) {
            receivers.put(function, EnumSet.of(Kind.TIME));
        }
        for (var function : List.of("getHours", "getMinutes", "getSeconds", "getMilliseconds")) {
            receivers.put(function, TIMES);
        }
        receivers.put("reverse", EnumSet.of(Kind.STRING, Kind.LIST));
        receivers.put("size", EnumSet.of(Kind.STRING, Kind.LIST, Kind.OBJECT, Kind.OTHER));
        receivers.put("timestamp", EnumSet.of(Kind.STRING, Kind.NUMBER, Kind.TIME));
        receivers.put("duration", EnumSet.of(Kind.STRING, Kind.NUMBER, Kind.DURATION));
        receivers.put("int", EnumSet.of(Kind.NUMBER, Kind.STRING, Kind.TIME, Kind.DURATION));
        receivers.put("double", EnumSet.of(Kind.NUMBER, Kind.STRING));
        return receivers;
    }

    private void collectAskedFor(CelExpr expression) {
        if (expression.getKind() == CelExpr.ExprKind.Kind.SELECT
                && expression.select().testOnly()) {
            var path = path(expression);
            if (path != null) {
                askedFor.add(path);
            }
        }
        children(expression).forEach(this::collectAskedFor);
    }

    static List<CelExpr> children(CelExpr expression) {
        return switch (expression.getKind()) {
            case SELECT -> List.of(expression.select().operand());
            case CALL -> {
                var children = new ArrayList<CelExpr>();
                expression.call().target().ifPresent(children::add);
                children.addAll(expression.call().args());
                yield children;
            }
            case LIST -> expression.list().elements();
            case MAP ->
                expression.map().entries().stream()
                        .flatMap(entry -> List.of(entry.key(), entry.value()).stream())
                        .toList();
            case COMPREHENSION -> {
                var it = expression.comprehension();
                yield List.of(it.iterRange(), it.accuInit(), it.loopCondition(), it.loopStep(), it.result());
            }
            default -> List.of();
        };
    }

    private Shape shape(CelExpr expression, Map<String, Shape> local) {
        return switch (expression.getKind()) {
            case IDENT -> {
                var name = expression.ident().name();
                var known = local.get(name);
                yield known != null ? known : either(types.variable(name), expression);
            }
            case SELECT -> select(expression, local);
            case CALL -> call(expression, local);
            case COMPREHENSION -> comprehension(expression, local);
            default -> {
                children(expression).forEach(child -> shape(child, local));
                yield ofType(expression);
            }
        };
    }

    /** What a document declares, or else what CEL has found out. */
    private Shape either(Shape declared, CelExpr expression) {
        return declared == Shape.ANY ? ofType(expression) : declared;
    }

    private Shape ofType(CelExpr expression) {
        return ast.getType(expression.id())
                .map(type -> Shape.ofKinds(Kind.of(type)))
                .orElse(Shape.ANY);
    }

    private Shape select(CelExpr expression, Map<String, Shape> local) {
        CelSelect select = expression.select();
        var operand = shape(select.operand(), local);
        var path = path(expression);
        var asked = path != null && askedFor.contains(path);
        var shape = field(operand, select.field(), select.operand(), expression, asked);
        return select.testOnly() ? Shape.ofKinds(BOOLEAN) : shape;
    }

    private Shape field(Shape operand, String name, CelExpr holder, CelExpr at, boolean mayBeAbsent) {
        if (!operand.kinds().contains(Kind.OBJECT)) {
            // What CEL knows to be an optional value may have fields as well.
            if (operand.kinds().contains(Kind.OTHER)) {
                return Shape.ANY;
            }
            throw problem(at, "type-mismatch", words(holder, operand) + ", which has no field '" + name + "'", "");
        }
        var field = operand.field(name);
        if (field.shape() != null) {
            return field.shape();
        }
        if (mayBeAbsent) {
            return Shape.ANY;
        }
        var others = field.others();
        throw problem(
                at,
                "unknown-field",
                name(holder) + " has no field '" + name + "'",
                others.isEmpty() ? "the schema has no fields here" : "the schema has " + String.join(", ", others));
    }

    private Shape call(CelExpr expression, Map<String, Shape> local) {
        CelCall call = expression.call();
        var function = call.function();
        var all = children(expression);
        var shapes = all.stream().map(child -> shape(child, local)).toList();
        switch (function) {
            case "_&&_", "_||_", "!_" -> {
                for (int i = 0; i < all.size(); i++) {
                    expect(BOOLEAN, shapes.get(i), all.get(i), function);
                }
            }
            case "_<_", "_<=_", "_>_", "_>=_" -> {
                for (int i = 0; i < all.size(); i++) {
                    expect(ORDERED, shapes.get(i), all.get(i), function);
                }
                expectCommon(expression, all, shapes);
            }
            case "_==_", "_!=_" -> expectComparable(expression, all, shapes);
            case "_+_", "_-_" -> expectSummands(expression, all, shapes);
            case "_*_", "_/_", "_%_", "-_" -> {
                for (int i = 0; i < all.size(); i++) {
                    expect(
                            function.equals("-_") ? EnumSet.of(Kind.NUMBER, Kind.DURATION) : NUMBER,
                            shapes.get(i),
                            all.get(i),
                            function);
                }
            }
            case "_?_:_" -> {
                expect(BOOLEAN, shapes.get(0), all.get(0), function);
                return union(shapes.get(1), shapes.get(2));
            }
            case "@in" -> expect(EnumSet.of(Kind.LIST, Kind.OBJECT), shapes.get(1), all.get(1), function);
            case "_[_]" -> {
                return index(expression, all, shapes);
            }
            case "atLeast" -> {
                for (int i = 0; i < all.size(); i++) {
                    expect(STRING, shapes.get(i), all.get(i), function);
                    expectVersion(all.get(i));
                }
            }
            default -> {
                var receiver = RECEIVERS.get(function);
                if (receiver != null && !all.isEmpty()) {
                    expect(receiver, shapes.get(0), all.get(0), function);
                }
            }
        }
        return ofType(expression);
    }

    private Shape index(CelExpr expression, List<CelExpr> all, List<Shape> shapes) {
        var holder = shapes.get(0);
        expect(EnumSet.of(Kind.LIST, Kind.OBJECT), holder, all.get(0), "_[_]");
        if (holder.kinds().contains(Kind.LIST)) {
            return holder.kinds().contains(Kind.OBJECT) ? Shape.ANY : holder.items();
        }
        return constantText(all.get(1))
                .map(name -> field(holder, name, all.get(0), expression, false))
                .orElse(Shape.ANY);
    }

    private void expectVersion(CelExpr expression) {
        constantText(expression).filter(text -> !VersionOrder.isVersion(text)).ifPresent(text -> {
            throw problem(
                    expression, "bad-version", "'" + text + "' is no version", "write numbers, for example '1.2.0'");
        });
    }

    private static Optional<String> constantText(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(expression.constant().stringValue())
                : Optional.empty();
    }

    private Shape comprehension(CelExpr expression, Map<String, Shape> local) {
        CelComprehension it = expression.comprehension();
        var range = shape(it.iterRange(), local);
        expect(EnumSet.of(Kind.LIST, Kind.OBJECT), range, it.iterRange(), "all, exists, map, filter");
        var inner = new HashMap<>(local);
        var start = shape(it.accuInit(), local);
        var isBinding = it.loopCondition().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && it.loopCondition().constant().equals(CelConstant.ofValue(false));
        inner.put(it.accuVar(), isBinding ? start : Shape.ANY);
        var ofResult = new HashMap<>(inner);
        inner.put(it.iterVar(), item(range));
        shape(it.loopCondition(), inner);
        shape(it.loopStep(), inner);
        var result = shape(it.result(), ofResult);
        return isBinding ? result : ofType(expression);
    }

    private static Shape item(Shape range) {
        if (!range.kinds().contains(Kind.OBJECT)) {
            return range.items();
        }
        return range.kinds().contains(Kind.LIST) ? Shape.ANY : Shape.ofKinds(STRING);
    }

    private static Shape union(Shape a, Shape b) {
        if (a == b) {
            return a;
        }
        var kinds = EnumSet.copyOf(a.kinds());
        kinds.addAll(b.kinds());
        return Shape.ofKinds(kinds);
    }

    private void expect(Set<Kind> wanted, Shape shape, CelExpr at, String function) {
        if (Collections.disjoint(wanted, shape.kinds())) {
            throw problem(
                    at,
                    "type-mismatch",
                    words(at, shape) + "; '" + operator(function) + "' takes " + Kind.words(wanted),
                    "");
        }
    }

    private void expectCommon(CelExpr at, List<CelExpr> all, List<Shape> shapes) {
        if (Collections.disjoint(shapes.get(0).kinds(), shapes.get(1).kinds())) {
            throw mismatch(at, all, shapes);
        }
    }

    /** To compare with null is to ask whether there is a value, whatever the schema says. */
    private void expectComparable(CelExpr at, List<CelExpr> all, List<Shape> shapes) {
        var onlyNull = EnumSet.of(Kind.NULL);
        if (!shapes.get(0).kinds().equals(onlyNull) && !shapes.get(1).kinds().equals(onlyNull)) {
            expectCommon(at, all, shapes);
        }
    }

    private void expectSummands(CelExpr at, List<CelExpr> all, List<Shape> shapes) {
        var function = at.call().function();
        var wanted = EnumSet.copyOf(ADDABLE);
        if (function.equals("_-_")) {
            wanted.removeAll(EnumSet.of(Kind.STRING, Kind.LIST));
        }
        for (int i = 0; i < all.size(); i++) {
            expect(wanted, shapes.get(i), all.get(i), function);
        }
        var times = shapes.stream().allMatch(shape -> !Collections.disjoint(TIMES, shape.kinds()));
        if (!times) {
            expectCommon(at, all, shapes);
        }
    }

    private MalformedExpressionException mismatch(CelExpr at, List<CelExpr> all, List<Shape> shapes) {
        return problem(
                at,
                "type-mismatch",
                "'" + operator(at.call().function()) + "' never fits here: " + words(all.get(0), shapes.get(0)) + ", "
                        + words(all.get(1), shapes.get(1)),
                "");
    }

    private static String words(CelExpr expression, Shape shape) {
        return name(expression) + " is " + Kind.words(shape.kinds());
    }

    private static String name(CelExpr expression) {
        var path = path(expression);
        return path == null || path.startsWith("@") ? "this" : path;
    }

    private MalformedExpressionException problem(CelExpr at, String rule, String message, String fix) {
        int offset = ast.getSource().getPositionsMap().getOrDefault(at.id(), 0);
        var source = ast.getSource().getContent().toString();
        return new MalformedExpressionException(message, source.offsetByCodePoints(0, offset) + 1, rule, fix);
    }
}
