package dev.xorca.stubs;

import dev.xorca.stubs.Shape.Choice;
import dev.xorca.stubs.Shape.Declared;
import dev.xorca.stubs.Shape.Member;
import dev.xorca.stubs.Shape.Members;
import dev.xorca.stubs.Shape.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The code of a record for the data of one type of event, with all that is nested in it. */
final class PayloadRecord {
    private static final List<String> REASONS = List.of("reason", "message", "error", "errorMessage", "description");

    private final String eventType;
    private final Optional<String> implemented;
    private final Shapes.Payload payload;
    private final List<Declared> nested;

    private PayloadRecord(
            String eventType, Optional<String> implemented, Shapes.Payload payload, List<Declared> nested) {
        this.eventType = eventType;
        this.implemented = implemented;
        this.payload = payload;
        this.nested = nested;
    }

    /** @param implemented the interface that the record implements */
    static PayloadRecord of(String name, String eventType, Map<String, Object> schema, Optional<String> implemented) {
        var types = JavaNames.forTypes();
        types.reserve(name);
        implemented.ifPresent(types::reserve);
        var shapes = new Shapes(types);
        var payload = shapes.payload(schema, name);
        return new PayloadRecord(eventType, implemented, payload, shapes.declared());
    }

    String name() {
        return payload.members().type();
    }

    String eventType() {
        return eventType;
    }

    /** An expression for one that says no more than a reason, where that is enough. */
    Optional<String> fromReason(String reason) {
        var arguments = new ArrayList<String>();
        int reasons = 0;
        for (var member : payload.members().all()) {
            boolean isReason = member.shape() == Plain.TEXT && REASONS.contains(member.property());
            if (isReason && reasons++ == 0) {
                arguments.add(member.isOptional() || member.isNullable() ? "Optional.of(" + reason + ")" : reason);
            } else if (member.isOptional() || member.isNullable()) {
                arguments.add("Optional.empty()");
            } else if (member.equals(payload.members().others())) {
                arguments.add("java.util.Map.of()");
            } else {
                return Optional.empty();
            }
        }
        return reasons == 0
                ? Optional.empty()
                : Optional.of("new " + name() + "(" + String.join(", ", arguments) + ")");
    }

    String write() {
        var body = new StringBuilder();
        body.append("/** The data of ").append(inComment(eventType)).append('.');
        if (!payload.members().description().isEmpty()) {
            body.append(' ').append(inComment(payload.members().description()));
        }
        body.append(" */\n");
        record(payload.members(), true, "", body);
        return imports(body.toString()) + body;
    }

    private String imports(String body) {
        var imports = new TreeSet<String>();
        imports.add("com.fasterxml.jackson.databind.JsonNode");
        for (var type : List.of(
                "com.fasterxml.jackson.databind.node.ObjectNode",
                "java.math.BigDecimal",
                "java.util.List",
                "java.util.Map",
                "java.util.Objects",
                "java.util.Optional")) {
            if (body.matches("(?s).*\\b" + type.substring(type.lastIndexOf('.') + 1) + "\\b.*")) {
                imports.add(type);
            }
        }
        return imports.stream().map(type -> "import " + type + ";\n").collect(Collectors.joining()) + "\n";
    }

    private void record(Members members, boolean isTop, String indent, StringBuilder out) {
        var in = indent + "    ";
        var header = members.all().stream()
                .map(member -> "\n" + in + in.substring(indent.length()) + member.type() + " " + member.name())
                .collect(Collectors.joining(","));
        out.append(indent)
                .append("public record ")
                .append(members.type())
                .append('(')
                .append(header)
                .append(')');
        if (isTop && implemented.isPresent()) {
            out.append(" implements ").append(implemented.get());
        }
        out.append(" {\n");
        if (isTop) {
            out.append(in).append("/** The type of these events. */\n");
            out.append(in)
                    .append("public static final String EVENT_TYPE = ")
                    .append(literal(eventType))
                    .append(";\n\n");
        }
        constructor(members, in, out);
        if (isTop && payload.isWrapped()) {
            wrapped(members.all().get(0), members.type(), in, out);
        } else {
            reading(members, in, out);
            writing(members, in, out);
        }
        if (isTop) {
            if (implemented.isPresent()) {
                out.append('\n').append(in).append("@Override\n");
                out.append(in).append("public String eventType() {\n");
                out.append(in).append("    return EVENT_TYPE;\n").append(in).append("}\n");
            }
            for (var each : nested) {
                out.append('\n');
                if (each instanceof Choice choice) {
                    choice(choice, in, out);
                } else if (each instanceof Members more) {
                    out.append(in)
                            .append("/** ")
                            .append(
                                    more.description().isEmpty()
                                            ? "A part of the data."
                                            : inComment(more.description()))
                            .append(" */\n");
                    record(more, false, in, out);
                }
            }
        }
        out.append(indent).append("}\n");
    }

    private void constructor(Members members, String in, StringBuilder out) {
        remarks(members, in, out);
        var kept = members.all().stream().filter(PayloadRecord::isObject).toList();
        if (kept.isEmpty()) {
            return;
        }
        out.append(in).append("public ").append(members.type()).append(" {\n");
        for (var member : kept) {
            var name = member.name();
            var isCopied = !member.isOptional()
                    && !member.isNullable()
                    && member.shape().isCopied();
            out.append(in).append("    ");
            out.append(
                    isCopied
                            ? name + " = " + member.shape().kept(name)
                            : "Objects.requireNonNull(" + name + ", " + literal(name) + ")");
            out.append(";\n");
        }
        out.append(in).append("}\n\n");
    }

    private static boolean isObject(Member member) {
        return member.isOptional() || member.isNullable() || member.shape().isObject();
    }

    /** What there is to say about members, one line each. */
    private static void remarks(Members members, String in, StringBuilder out) {
        for (var member : members.all()) {
            var words = new ArrayList<String>();
            if (!member.description().isEmpty()) {
                words.add(inComment(member.description()));
            }
            if (!member.shape().remark().isEmpty()) {
                words.add("JSON, for it is " + member.shape().remark());
            }
            if (member.isOptional() && member.isNullable()) {
                words.add("empty also where it is null, and then left out");
            }
            if (!words.isEmpty()) {
                out.append(in)
                        .append("// ")
                        .append(member.name())
                        .append(": ")
                        .append(String.join("; ", words))
                        .append('\n');
            }
        }
    }

    private static void wrapped(Member member, String type, String in, StringBuilder out) {
        readingHead(type, in, out);
        out.append(in)
                .append("    return new ")
                .append(type)
                .append('(')
                .append(
                        member.shape().reader().startsWith("Payload::") || member.shape() instanceof Declared
                                ? member.shape().reader().replace("::", ".") + "(json, at)"
                                : member.shape().reader() + ".read(json, at)")
                .append(");\n");
        out.append(in).append("}\n\n");
        writingHead(in, "JsonNode", out);
        out.append(in)
                .append("    return ")
                .append(member.shape().written("this." + member.name(), 0))
                .append(";\n");
        out.append(in).append("}\n");
    }

    private static void readingHead(String type, String in, StringBuilder out) {
        out.append(in)
                .append("/**\n")
                .append(in)
                .append(" * Reads it.\n")
                .append(in)
                .append(" *\n");
        out.append(in)
                .append(" * @throws PayloadException when the JSON is something else\n")
                .append(in)
                .append(" */\n");
        out.append(in).append("public static ").append(type).append(" fromJson(JsonNode json) {\n");
        out.append(in).append("    return fromJson(json, \"\");\n").append(in).append("}\n\n");
        out.append(in).append("static ").append(type).append(" fromJson(JsonNode json, String at) {\n");
    }

    private static void writingHead(String in, String type, StringBuilder out) {
        out.append(in).append("/** Writes it. */\n");
        out.append(in).append("public ").append(type).append(" toJson() {\n");
    }

    private void reading(Members members, String in, StringBuilder out) {
        readingHead(members.type(), in, out);
        out.append(in).append("    var object = Payload.object(json, at);\n");
        var arguments = new ArrayList<String>();
        for (var member : members.members()) {
            var how = member.isOptional()
                    ? (member.isNullable() ? "optionalOrNull" : "optional")
                    : (member.isNullable() ? "requiredOrNull" : "required");
            arguments.add("Payload." + how + "(object, " + literal(member.property()) + ", at, "
                    + member.shape().reader() + ")");
        }
        var others = members.others();
        if (others != null) {
            var known = members.members().stream()
                    .map(member -> ", " + literal(member.property()))
                    .collect(Collectors.joining());
            arguments.add("Payload.others(object, at, "
                    + ((Shape.MapOf) others.shape()).value().reader() + known + ")");
        }
        out.append(in).append("    return new ").append(members.type()).append('(');
        out.append(arguments.stream()
                .map(argument -> "\n" + in + "            " + argument)
                .collect(Collectors.joining(",")));
        out.append(");\n").append(in).append("}\n\n");
    }

    private void writing(Members members, String in, StringBuilder out) {
        if (implemented.isPresent() && members == payload.members()) {
            out.append(in).append("@Override\n");
            out.append(in).append("public ObjectNode toJson() {\n");
        } else {
            writingHead(in, "ObjectNode", out);
        }
        out.append(in).append("    var object = Payload.object();\n");
        for (var member : members.members()) {
            var name = "this." + member.name();
            if (member.isOptional()) {
                out.append(in)
                        .append("    ")
                        .append(name)
                        .append(".ifPresent(value -> object.set(")
                        .append(literal(member.property()))
                        .append(", ")
                        .append(member.shape().written("value", 1))
                        .append("));\n");
            } else {
                var shape = member.isNullable() ? new Shape.OrNull(member.shape()) : member.shape();
                out.append(in)
                        .append("    object.set(")
                        .append(literal(member.property()))
                        .append(", ")
                        .append(shape.written(name, 0))
                        .append(");\n");
            }
        }
        var others = members.others();
        if (others != null) {
            out.append(in)
                    .append("    object.setAll(")
                    .append(others.shape().written("this." + others.name(), 0))
                    .append(");\n");
        }
        out.append(in).append("    return object;\n").append(in).append("}\n");
    }

    private static void choice(Choice choice, String in, StringBuilder out) {
        out.append(in).append("/** One of several texts. */\n");
        out.append(in).append("public enum ").append(choice.type()).append(" {\n");
        out.append(choice.constants().entrySet().stream()
                .map(each -> in + "    " + each.getKey() + "(" + literal(each.getValue()) + ")")
                .collect(Collectors.joining(",\n")));
        out.append(";\n\n");
        var rest = """
                    private final String text;

                    %1$s(String text) {
                        this.text = text;
                    }

                    /** The text in JSON. */
                    public String text() {
                        return text;
                    }

                    static %1$s fromJson(JsonNode json, String at) {
                        var text = Payload.text(json, at);
                        for (var each : values()) {
                            if (each.text.equals(text)) {
                                return each;
                            }
                        }
                        throw new PayloadException(at, "expected one of the listed texts, found another");
                    }

                    JsonNode toJson() {
                        return Payload.json(text);
                    }
                }
                """.formatted(choice.type());
        out.append(rest.indent(in.length()).replaceAll("(?m)^ +$", ""));
    }

    private static String inComment(String text) {
        var plain = text.replace("*/", "* /")
                .replace("\\", "/")
                .replaceAll("\\s+", " ")
                .strip();
        var ascii = new StringBuilder();
        plain.codePoints()
                .forEach(point -> ascii.append(point < 0x7f && point >= ' ' ? Character.toString(point) : "?"));
        var escaped = ascii.toString()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;");
        return escaped.length() > 200 ? escaped.substring(0, 200) + "..." : escaped;
    }

    static String literal(String text) {
        var literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '"' -> literal.append("\\\"");
                case '\\' -> literal.append("\\\\");
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                case '\t' -> literal.append("\\t");
                default -> {
                    if (character >= ' ' && character < 0x7f) {
                        literal.append(character);
                    } else {
                        literal.append("\\u%04x".formatted((int) character));
                    }
                }
            }
        }
        return literal.append('"').toString();
    }
}
