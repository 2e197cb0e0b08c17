package dev.xorca.server.e2e;

import dev.xorca.schemas.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes something else of a JSON value, in one place: drops a member, changes a type, changes a text. Says what it did, for
 * messages. The same seed makes the same.
 */
final class Mutations {
    private final Random random;
    private String did = "";

    Mutations(long seed) {
        random = new Random(seed);
    }

    /** What the last change was. */
    String did() {
        return did;
    }

    /** A changed copy of an object that has at least one member. */
    Map<String, Object> of(Map<String, Object> object) {
        var copy = Json.object(Json.read(Json.text(object)));
        change(copy, "");
        return copy;
    }

    private void change(Map<String, Object> object, String at) {
        var names = new ArrayList<>(object.keySet());
        var name = names.get(random.nextInt(names.size()));
        var value = object.get(name);
        var place = at + "/" + name;
        if (value instanceof Map<?, ?> child && !child.isEmpty() && random.nextInt(3) > 0) {
            var inner = new LinkedHashMap<>(Json.object(child));
            change(inner, place);
            object.put(name, inner);
        } else if (random.nextInt(3) == 0) {
            object.remove(name);
            did = "dropped " + place;
        } else {
            object.put(name, other(value));
            did = "made " + Json.text(object.get(name)) + " of " + place;
        }
    }

    private Object other(@Nullable Object value) {
        var others = new ArrayList<Object>(List.of(17L, true, List.of(), Map.of(), ""));
        if (value instanceof String text) {
            others.add(text + "!");
            others.add("x" + text);
        }
        others.removeIf(other -> other.equals(value));
        return others.get(random.nextInt(others.size()));
    }
}
