package dev.xorca.machine;

import dev.xorca.statechart.Action;
import dev.xorca.statechart.Delay;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Guard;
import dev.xorca.statechart.Scope;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Guards, actions and delays that documents use by name, and responders to commands, all written in Java. Immutable.
 *
 * <p>What is registered must be a pure function: equal scopes and parameters give equal results, nothing outside is read
 * or written. An action does nothing itself; it says what shall be done (see {@link Actions}). A document's hash does not
 * cover the Java code behind its names: raise the document's version when that code decides otherwise.
 */
public final class Registry {
    private static final Registry EMPTY = builder().build();
    private static final Set<String> OWN_GUARDS = Set.of("and", "or", "not", "stateIn");
    private static final Pattern DURATION = Pattern.compile("PT?[-+0-9.]|[-+]?[0-9]");
    private static final Set<String> OWN_ACTIONS = Set.copyOf(ActionReader.KINDS);

    private final Map<String, BiPredicate<Scope, Map<String, Object>>> guards;
    private final Map<String, BiFunction<Scope, Map<String, Object>, List<Action>>> actions;
    private final Map<String, Delay> delays;
    private final Map<String, Responder> responders;

    private Registry(Builder builder) {
        guards = Map.copyOf(builder.guards);
        actions = Map.copyOf(builder.actions);
        delays = Map.copyOf(builder.delays);
        responders = Map.copyOf(builder.responders);
    }

    /** The registry in which nothing is registered. */
    public static Registry empty() {
        return EMPTY;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Who answers commands in the process itself, by the type of the command. */
    public Map<String, Responder> responders() {
        return responders;
    }

    Set<String> guardNames() {
        return guards.keySet();
    }

    Set<String> actionNames() {
        return actions.keySet();
    }

    Set<String> delayNames() {
        return delays.keySet();
    }

    /** The guard of this name, asked with parameters that are worked out anew each time. */
    @Nullable
    Guard guard(String name, Expression parameters) {
        var predicate = guards.get(name);
        return predicate == null
                ? null
                : new Guard.Condition(name, scope -> predicate.test(scope, parameters(parameters, scope)));
    }

    /** The action of this name, asked with parameters that are worked out anew each time. */
    @Nullable
    Action action(String name, Expression parameters) {
        var plan = actions.get(name);
        return plan == null
                ? null
                : new Action.Custom(name, scope -> List.copyOf(plan.apply(scope, parameters(parameters, scope))));
    }

    Optional<Delay> delay(String name) {
        return Optional.ofNullable(delays.get(name));
    }

    @SuppressWarnings("unchecked") // the readers let only objects through
    private static Map<String, Object> parameters(Expression parameters, Scope scope) {
        return parameters.evaluate(scope) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** Collects what is registered. A name that is taken, blank or a word of the document format is refused. */
    public static final class Builder {
        private final Map<String, BiPredicate<Scope, Map<String, Object>>> guards = new LinkedHashMap<>();
        private final Map<String, BiFunction<Scope, Map<String, Object>, List<Action>>> actions = new LinkedHashMap<>();
        private final Map<String, Delay> delays = new LinkedHashMap<>();
        private final Map<String, Responder> responders = new LinkedHashMap<>();

        private Builder() {}

        /** A guard that takes no parameters. */
        public Builder guard(String name, Predicate<Scope> guard) {
            return guard(name, (scope, parameters) -> guard.test(scope));
        }

        /** A guard with the parameters that the document gives it. */
        public Builder guard(String name, BiPredicate<Scope, Map<String, Object>> guard) {
            put(guards, name, guard, OWN_GUARDS);
            return this;
        }

        /** An action that takes no parameters. */
        public Builder action(String name, Function<Scope, List<Action>> plan) {
            return action(name, (scope, parameters) -> plan.apply(scope));
        }

        /** An action with the parameters that the document gives it; what it plans runs in order. */
        public Builder action(String name, BiFunction<Scope, Map<String, Object>, List<Action>> plan) {
            put(actions, name, plan, OWN_ACTIONS);
            return this;
        }

        /** A length of time that documents use by name. */
        public Builder delay(String name, Duration length) {
            return delay(name, new Delay(name, length, null));
        }

        /** A length of time that is worked out when the wait begins. */
        public Builder delay(String name, Function<Scope, Duration> length) {
            return delay(name, Delay.computed(name, scope -> length.apply(scope).toString()));
        }

        private Builder delay(String name, Delay delay) {
            if (DURATION.matcher(name).lookingAt()) {
                throw new IllegalArgumentException("a delay named '" + name + "' would look like a duration");
            }
            put(delays, name, delay, Set.of());
            return this;
        }

        /**
         * Who answers the commands of a type, in the process itself. Nothing goes over Kafka then.
         *
         * @throws IllegalArgumentException when somebody answers them already: a question has one answer
         */
        public Builder responder(String commandType, Responder responder) {
            if (!commandType.startsWith("cmd.")) {
                throw new IllegalArgumentException(
                        "a responder answers commands, whose types begin with 'cmd.'; this is '" + commandType + "'");
            }
            if (responders.putIfAbsent(commandType, responder) != null) {
                throw new IllegalArgumentException("a responder for '" + commandType
                        + "' is registered already; one question has one answer, so register one");
            }
            return this;
        }

        private static <T> void put(Map<String, T> all, String name, T value, Set<String> own) {
            if (name.isBlank() || own.contains(name) || name.startsWith("xstate.")) {
                throw new IllegalArgumentException("the name '" + name + "' cannot be registered");
            }
            if (all.putIfAbsent(name, value) != null) {
                throw new IllegalArgumentException("the name '" + name + "' is registered already");
            }
        }

        public Registry build() {
            return new Registry(this);
        }
    }
}
