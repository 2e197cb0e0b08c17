package dev.xorca.schemas.compatibility;

import dev.xorca.schemas.example.Samples;
import dev.xorca.schemas.structure.Constraints;
import dev.xorca.schemas.structure.SchemaNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place in values, with what the writer says of the values around it: how to put a value there. */
sealed interface Place {
    /** How deep the place is in the value. */
    int depth();

    /** A JSON pointer, with {@code *} for any element and any property. */
    String path();

    /** Whole values with this one in the place, which the writer's schema accepts wherever that could be asked. */
    List<@Nullable Object> around(@Nullable Object value, Fragments fragments);

    /** The whole value. */
    record Whole() implements Place {
        @Override
        public int depth() {
            return 0;
        }

        @Override
        public String path() {
            return "";
        }

        @Override
        public List<@Nullable Object> around(@Nullable Object value, Fragments fragments) {
            var whole = new ArrayList<@Nullable Object>();
            whole.add(value);
            return whole;
        }
    }

    /**
     * A property.
     *
     * @param name what it is called
     * @param isAny whether others could stand for it
     */
    record Property(Place parent, Constraints around, String name, boolean isAny) implements Place {
        @Override
        public int depth() {
            return parent.depth() + 1;
        }

        @Override
        public String path() {
            return parent.path() + "/" + (isAny ? "*" : name.replace("~", "~0").replace("/", "~1"));
        }

        @Override
        public List<@Nullable Object> around(@Nullable Object value, Fragments fragments) {
            return outwards(
                    parent,
                    objects(),
                    fragments,
                    object -> {
                        var copy = new LinkedHashMap<String, @Nullable Object>();
                        ((Map<?, ?>) object).forEach((key, each) -> copy.put(String.valueOf(key), each));
                        copy.put(name, value);
                        return copy;
                    },
                    around);
        }

        private Constraints objects() {
            return around.and(typed(around, "object"));
        }
    }

    /** An element, one of many when it {@code isAny}. */
    record Element(Place parent, Constraints around, int index, boolean isAny) implements Place {
        private static final int LONGEST = 200;

        @Override
        public int depth() {
            return parent.depth() + 1;
        }

        @Override
        public String path() {
            return parent.path() + "/" + (isAny ? "*" : String.valueOf(index));
        }

        @Override
        public List<@Nullable Object> around(@Nullable Object value, Fragments fragments) {
            if (index > LONGEST) {
                return List.of();
            }
            var arrays = around.and(typed(around, "array"), keyword(around, "minItems", index + 1L));
            return outwards(
                    parent,
                    arrays,
                    fragments,
                    array -> {
                        var copy = new ArrayList<@Nullable Object>((List<?>) array);
                        if (index >= copy.size()) {
                            return copy;
                        }
                        copy.set(index, value);
                        return copy;
                    },
                    around);
        }
    }

    private static SchemaNode typed(Constraints around, String type) {
        return keyword(around, "type", type);
    }

    private static SchemaNode keyword(Constraints around, String keyword, Object value) {
        var schema = Map.of(keyword, value);
        return around.nodes().isEmpty()
                ? SchemaNode.of(schema)
                : around.nodes().get(0).with(schema);
    }

    /** Puts a value into a container: a copy of it. */
    interface Put {
        Object into(Object container);
    }

    private static List<@Nullable Object> outwards(
            Place parent, Constraints containers, Fragments fragments, Put put, Constraints around) {
        var whole = new ArrayList<@Nullable Object>();
        for (var container : containers(containers)) {
            if (container instanceof Map || container instanceof List) {
                var filled = put.into(container);
                if (fragments.accept(around, filled)) {
                    whole.addAll(parent.around(filled, fragments));
                    if (whole.size() >= MAX_WHOLE) {
                        return whole;
                    }
                }
            }
        }
        return whole;
    }

    /** How many whole values are enough to choose from. */
    int MAX_WHOLE = 3;

    private static Iterable<@Nullable Object> containers(Constraints containers) {
        var values = new LinkedHashSet<@Nullable Object>();
        Samples.preferred().of(containers).ifPresent(example -> values.add(example.value()));
        var random = Samples.random(7);
        for (int i = 0; i < 12; i++) {
            random.of(containers).ifPresent(example -> values.add(example.value()));
        }
        return values;
    }
}
