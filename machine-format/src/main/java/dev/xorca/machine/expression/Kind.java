package dev.xorca.machine.expression;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a value can be, as far as expressions treat it differently. Numbers are one kind, because JSON has one. */
enum Kind {
    NULL("null"),
    BOOLEAN("a boolean"),
    NUMBER("a number"),
    STRING("a string"),
    LIST("a list"),
    OBJECT("an object"),
    TIME("a time"),
    DURATION("a duration"),
    OTHER("another value");

    static final Set<Kind> ANY = Collections.unmodifiableSet(EnumSet.allOf(Kind.class));

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    static Set<Kind> of(CelType type) {
        return type.kind() == CelKind.LIST ? EnumSet.of(LIST) : ofScalar(type.kind());
    }

    private static Set<Kind> ofScalar(CelKind kind) {
        return switch (kind) {
            case NULL_TYPE -> EnumSet.of(NULL);
            case BOOL -> EnumSet.of(BOOLEAN);
            case INT, UINT, DOUBLE -> EnumSet.of(NUMBER);
            case STRING -> EnumSet.of(STRING);
            case MAP -> EnumSet.of(OBJECT);
            case TIMESTAMP -> EnumSet.of(TIME);
            case DURATION -> EnumSet.of(DURATION);
            case BYTES -> EnumSet.of(OTHER);
            default -> ANY;
        };
    }

    static String words(Set<Kind> kinds) {
        return kinds.stream().map(kind -> kind.words).collect(Collectors.joining(" or "));
    }
}
