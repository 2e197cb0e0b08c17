package dev.xorca.machine.expression;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelOptions;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelInternalRuntimeLibrary;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much work one evaluation may be. CEL itself limits the iterations over members, in all nested ones together; here
 * every call of a function is charged with what it has to look at and to make, before it is made. So neither values that
 * double with each use, nor comparisons of large ones, nor text put into text can hold up a machine or fill its memory.
 */
final class WorkLimit {
    /** Values looked at, and sixteenths of characters. */
    static final int MAX_WORK = 1_000_000;

    static final int MAX_ITERATIONS = 10_000;

    static final String WORDS = "this is more work than one evaluation may be (limit 'expression-work')";

    private static final int CHARACTERS_PER_UNIT = 16;
    private static final int MAX_DEPTH = 512;

    /** Beginnings of the ids of overloads that look at none of the members of what they are given, or at one. */
    private static final List<String> LOOK_AT_NO_MEMBERS = List.of(
            "index_",
            "size_",
            "string_size",
            "bytes_size",
            "list_size",
            "map_size",
            "in_map",
            "optional",
            "select_optional",
            "list_optindex",
            "map_optindex");

    /** What takes no more work for one value than for another. A function without types is CEL's own way to choose one. */
    private static final Set<Class<?>> SCALARS = Set.of(
            Long.class, Double.class, Boolean.class, Number.class, UnsignedLong.class, Instant.class, Duration.class);

    private static final ThreadLocal<WorkLimit> CURRENT = ThreadLocal.withInitial(WorkLimit::new);

    private int left;

    private WorkLimit() {}

    /** Begins an evaluation on this thread; they do not nest. */
    static void begin() {
        CURRENT.get().left = MAX_WORK;
    }

    static void addStandardFunctions(CelRuntimeBuilder builder, CelOptions options) {
        builder.setStandardEnvironmentEnabled(false);
        CelStandardFunctions.newBuilder()
                .build()
                .newFunctionBindings(equality(options), options)
                .forEach(binding -> builder.addFunctionBindings(limited(binding)));
    }

    /** Adds what a library brings, each function limited. */
    static void addFunctionsOf(CelRuntimeBuilder builder, CelRuntimeLibrary library, CelOptions options) {
        var limiting = (CelRuntimeBuilder) Proxy.newProxyInstance(
                WorkLimit.class.getClassLoader(),
                new Class<?>[] {CelRuntimeBuilder.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("addFunctionBindings")) {
                        var bindings = arguments[0] instanceof CelFunctionBinding[] array
                                ? List.of(array)
                                : ImmutableList.copyOf((Iterable<?>) arguments[0]);
                        bindings.forEach(binding -> builder.addFunctionBindings(limited((CelFunctionBinding) binding)));
                        return proxy;
                    }
                    try {
                        var result = method.invoke(builder, arguments);
                        return result == builder ? proxy : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        if (library instanceof CelInternalRuntimeLibrary needsMore) {
            needsMore.setRuntimeOptions(limiting, equality(options), options);
        } else {
            library.setRuntimeOptions(limiting);
        }
    }

    private static RuntimeEquality equality(CelOptions options) {
        return RuntimeEquality.create(RuntimeHelpers.create(), options);
    }

    private static CelFunctionBinding limited(CelFunctionBinding binding) {
        var overload = binding.getOverloadId();
        if (!binding.isStrict()
                || LOOK_AT_NO_MEMBERS.stream().anyMatch(overload::startsWith)
                || SCALARS.containsAll(binding.getArgTypes())) {
            return binding;
        }
        var definition = binding.getDefinition();
        return CelFunctionBinding.from(overload, binding.getArgTypes(), arguments -> {
            try {
                CURRENT.get().chargeCall(overload, arguments);
            } catch (Exceeded e) {
                // Anything else would make CEL write down the arguments.
                throw new CelEvaluationException(WORDS, e);
            }
            return definition.apply(arguments);
        });
    }

    private void chargeCall(String overload, Object[] arguments) {
        charge(1);
        if (overload.equals("add_list")) {
            // The longer one is shared; loops append to it one by one.
            charge(Math.min(((Collection<?>) arguments[0]).size(), ((Collection<?>) arguments[1]).size()));
            return;
        }
        for (var argument : arguments) {
            chargeWhole(argument, 0);
        }
        // What is made of them can be larger than all of them together.
        if (overload.contains("replace")) {
            long replaced = ((String) arguments[0]).length() / Math.max(1, ((String) arguments[1]).length()) + 1L;
            charge(replaced * ((String) arguments[2]).length() / CHARACTERS_PER_UNIT);
        } else if (overload.contains("join") && arguments.length > 1) {
            charge(((Collection<?>) arguments[0]).size()
                    * (long) ((String) arguments[1]).length()
                    / CHARACTERS_PER_UNIT);
        }
    }

    /** Charges for a value with all that is in it, as often as it is in it. */
    private void chargeWhole(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new Exceeded();
        }
        charge(1);
        if (value instanceof String text) {
            charge(text.length() / CHARACTERS_PER_UNIT);
        } else if (value instanceof List<?> list) {
            list.forEach(item -> chargeWhole(item, depth + 1));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> {
                chargeWhole(key, depth + 1);
                chargeWhole(item, depth + 1);
            });
        }
    }

    private void charge(long units) {
        if (units > left) {
            left = 0;
            throw new Exceeded();
        }
        left -= (int) units;
    }

    /** Charges for a value that becomes part of a result. */
    static void chargeResult(@Nullable Object value) {
        CURRENT.get().charge(1 + (value instanceof String text ? text.length() / CHARACTERS_PER_UNIT : 0));
    }

    /** An evaluation was more work than it may be. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exceeded() {
            super(WORDS);
        }
    }
}
