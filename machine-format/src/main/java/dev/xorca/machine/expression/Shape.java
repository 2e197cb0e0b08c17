package dev.xorca.machine.expression;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of a value before there is one: which kinds it can be of, its fields, its items. */
interface Shape {
    Shape ANY = ofKinds(Kind.ANY);

    Set<Kind> kinds();

    /** What is known of the field of this name. */
    default Field field(String name) {
        return Field.UNKNOWN;
    }

    /** What is known of the items, where this is a list. */
    default Shape items() {
        return ANY;
    }

    /**
     * A field of an object.
     *
     * @param shape what it holds; null when the object surely has no such field
     * @param others the fields that the object has, where it has not this one
     */
    record Field(@Nullable Shape shape, Set<String> others) {
        static final Field UNKNOWN = new Field(ANY, Set.of());

        static Field of(Shape shape) {
            return new Field(shape, Set.of());
        }

        static Field absent(Set<String> others) {
            return new Field(null, others);
        }
    }

    static Shape ofKinds(Set<Kind> kinds) {
        return () -> kinds;
    }

    /** An object with exactly these fields, or these among others. */
    static Shape object(Map<String, Shape> fields, boolean open) {
        return new Shape() {
            @Override
            public Set<Kind> kinds() {
                return EnumSet.of(Kind.OBJECT);
            }

            @Override
            public Field field(String name) {
                var shape = fields.get(name);
                if (shape != null) {
                    return Field.of(shape);
                }
                return open ? Field.UNKNOWN : Field.absent(fields.keySet());
            }
        };
    }
}
