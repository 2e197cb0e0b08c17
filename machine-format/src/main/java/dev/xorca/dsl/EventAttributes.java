package dev.xorca.dsl;

import dev.xorca.machine.MachineNames;
import dev.xorca.statechart.Expression;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Further attributes of an emitted event. One that works out as null is left out.
 *
 * @param <C> the context
 */
public final class EventAttributes<C> {
    private final Class<C> contextType;
    private final Map<String, Expression> attributes = new LinkedHashMap<>();

    EventAttributes(Class<C> contextType) {
        this.contextType = contextType;
    }

    public EventAttributes<C> to(Function<C, @Nullable String> value) {
        return put("to", value);
    }

    public EventAttributes<C> redirectTo(Function<C, @Nullable String> value) {
        return put("redirectto", value);
    }

    public EventAttributes<C> executionUnits(Function<C, @Nullable Number> value) {
        return put("executionunits", value);
    }

    /** An extension attribute of CloudEvents: at most 20 lower-case letters and digits. */
    public EventAttributes<C> attribute(String name, Function<C, ?> value) {
        if (!MachineNames.isExtensionAttribute(name)) {
            throw new IllegalArgumentException("'" + name + "' cannot be an extension attribute of an event");
        }
        return put(name, value);
    }

    private EventAttributes<C> put(String name, Function<C, ?> value) {
        attributes.put(
                name, scope -> JsonRecords.toJson(value.apply(JsonRecords.fromJson(scope.context(), contextType))));
        return this;
    }

    Map<String, Expression> expressions() {
        return attributes;
    }
}
