package dev.xorca.stubs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a value of JSON is held in Java. */
interface Shape {
    /** The Java type. */
    String type();

    /** The Java type where a primitive one cannot stand. */
    default String boxed() {
        return type();
    }

    /** An expression for a function from {@code (JsonNode json, String at)} to the type. */
    String reader();

    /** An expression for the JSON of a value of the type, which is an expression as well. */
    String written(String value, int depth);

    /** An expression for what a record keeps of a value it is given. */
    default String kept(String value) {
        return value;
    }

    /** Whether what is kept is a copy, for the value could change. */
    default boolean isCopied() {
        return false;
    }

    /** Whether the value could be null. */
    default boolean isObject() {
        return true;
    }

    /** What to say about the type; empty when nothing is. */
    default String remark() {
        return "";
    }

    /** A value that is the same in JSON and Java. */
    enum Plain implements Shape {
        TEXT("String", "String", "text"),
        WHOLE("long", "Long", "whole"),
        DECIMAL("BigDecimal", "BigDecimal", "decimal"),
        FLAG("boolean", "Boolean", "flag");

        private final String type;
        private final String boxed;
        private final String reader;

        Plain(String type, String boxed, String reader) {
            this.type = type;
            this.boxed = boxed;
            this.reader = reader;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public String boxed() {
            return boxed;
        }

        @Override
        public String reader() {
            return "Payload::" + reader;
        }

        @Override
        public String written(String value, int depth) {
            return "Payload.json(" + value + ")";
        }

        @Override
        public boolean isObject() {
            return this == TEXT || this == DECIMAL;
        }
    }

    /**
     * Any JSON.
     *
     * @param remark why it is no narrower type
     */
    record Any(String remark) implements Shape {
        @Override
        public String type() {
            return "JsonNode";
        }

        @Override
        public String reader() {
            return "Payload::any";
        }

        @Override
        public String written(String value, int depth) {
            return value;
        }
    }

    /** A list. */
    record ListOf(Shape element) implements Shape {
        @Override
        public String type() {
            return "List<" + element.boxed() + ">";
        }

        @Override
        public String reader() {
            return "Payload.list(" + element.reader() + ")";
        }

        @Override
        public String written(String value, int depth) {
            return "Payload.array(" + value + ", " + lambda(element, depth) + ")";
        }

        @Override
        public String kept(String value) {
            return "List.copyOf(" + value + ")";
        }

        @Override
        public boolean isCopied() {
            return true;
        }

        @Override
        public String remark() {
            return element.remark();
        }
    }

    /** Values by names that the schema does not list. */
    record MapOf(Shape value) implements Shape {
        @Override
        public String type() {
            return "Map<String, " + value.boxed() + ">";
        }

        @Override
        public String reader() {
            return "Payload.map(" + value.reader() + ")";
        }

        @Override
        public String written(String expression, int depth) {
            return "Payload.object(" + expression + ", " + lambda(value, depth) + ")";
        }

        @Override
        public String kept(String expression) {
            return "Payload.copy(" + expression + ")";
        }

        @Override
        public boolean isCopied() {
            return true;
        }

        @Override
        public String remark() {
            return value.remark();
        }
    }

    /** A value, or null in JSON. */
    record OrNull(Shape value) implements Shape {
        @Override
        public String type() {
            return "Optional<" + value.boxed() + ">";
        }

        @Override
        public String reader() {
            return "Payload.orNull(" + value.reader() + ")";
        }

        @Override
        public String written(String expression, int depth) {
            return "Payload.orNull(" + expression + ", " + lambda(value, depth) + ")";
        }

        @Override
        public String remark() {
            return value.remark();
        }
    }

    private static String lambda(Shape shape, int depth) {
        if (shape instanceof Declared declared) {
            return declared.type() + "::toJson";
        }
        var name = "value" + (depth == 0 ? "" : String.valueOf(depth + 1));
        return name + " -> " + shape.written(name, depth + 1);
    }

    /** A type that is declared in the generated code. */
    interface Declared extends Shape {
        @Override
        default String reader() {
            return type() + "::fromJson";
        }

        @Override
        default String written(String value, int depth) {
            return value + ".toJson()";
        }
    }

    /**
     * One of several texts.
     *
     * @param constants the text of each constant
     */
    record Choice(String type, Map<String, String> constants) implements Declared {}

    /** An object with properties that are known. It is filled after it is named, for it may contain itself. */
    final class Members implements Declared {
        private final String type;
        private final List<Member> members = new ArrayList<>();
        private @Nullable Member others;
        private String description = "";

        Members(String type) {
            this.type = type;
        }

        @Override
        public String type() {
            return type;
        }

        String description() {
            return description;
        }

        void describe(String text) {
            description = text;
        }

        void add(Member member) {
            members.add(member);
        }

        /** Where properties go that have no member. */
        void addOthers(Member member) {
            others = member;
        }

        List<Member> members() {
            return members;
        }

        @Nullable
        Member others() {
            return others;
        }

        /** All of them, in the order of the record. */
        List<Member> all() {
            var all = new ArrayList<>(members);
            if (others != null) {
                all.add(others);
            }
            return all;
        }
    }

    /**
     * A component of a record.
     *
     * @param name in Java
     * @param property in JSON
     * @param isOptional whether it may be missing
     * @param isNullable whether it may be null in JSON
     */
    record Member(
            String name, String property, Shape shape, boolean isOptional, boolean isNullable, String description) {
        String type() {
            return isOptional || isNullable ? "Optional<" + shape.boxed() + ">" : shape.type();
        }
    }
}
