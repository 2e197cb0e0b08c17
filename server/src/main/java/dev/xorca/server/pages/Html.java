package dev.xorca.server.pages;

import java.util.Optional;
import java.util.Set;

/**
 * A piece of HTML. It is only ever put together by {@link #element} and {@link #of}, which take every text for text, so that
 * no name and no description from outside can be more than that. Immutable.
 */
public final class Html {
    private static final Set<String> WITHOUT_END = Set.of("hr", "img", "input", "link", "meta");

    private final String markup;

    private Html(String markup) {
        this.markup = markup;
    }

    /**
     * An attribute of an element.
     *
     * @param name ours, never from outside
     */
    public record Attribute(String name, String value) {}

    /** An attribute of an element. */
    public static Attribute at(String name, String value) {
        return new Attribute(name, value);
    }

    /**
     * An element.
     *
     * @param name ours, never from outside
     * @param parts its attributes, then what is in it: as {@link #of} takes it
     */
    public static Html element(String name, Object... parts) {
        var text = new StringBuilder("<").append(name);
        int next = 0;
        for (; next < parts.length && parts[next] instanceof Attribute attribute; next++) {
            text.append(' ').append(attribute.name()).append("=\"");
            escape(attribute.value(), text);
            text.append('"');
        }
        text.append('>');
        for (; next < parts.length; next++) {
            append(parts[next], text);
        }
        if (!WITHOUT_END.contains(name)) {
            text.append("</").append(name).append('>');
        }
        return new Html(text.toString());
    }

    /** Pieces one after the other: HTML as it is, texts escaped, of lists and the like each element. */
    public static Html of(Object... parts) {
        var text = new StringBuilder();
        for (var part : parts) {
            append(part, text);
        }
        return new Html(text.toString());
    }

    /** The whole page that begins with this root element. */
    public String toPage() {
        return "<!DOCTYPE html>\n" + markup + "\n";
    }

    private static void append(Object part, StringBuilder text) {
        if (part instanceof Html html) {
            text.append(html.markup);
        } else if (part instanceof Iterable<?> parts) {
            parts.forEach(each -> append(each, text));
        } else if (part instanceof Optional<?> maybe) {
            maybe.ifPresent(each -> append(each, text));
        } else if (part instanceof Attribute attribute) {
            throw new IllegalArgumentException("attribute " + attribute.name() + " stands behind content");
        } else {
            escape(part.toString(), text);
        }
    }

    private static void escape(String content, StringBuilder text) {
        content.codePoints().forEach(each -> {
            switch (each) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                case '\'' -> text.append("&#39;");
                default -> text.appendCodePoint(isInHtml(each) ? each : 0xFFFD);
            }
        });
    }

    private static boolean isInHtml(int each) {
        return each == '\n' || each == '\t' || (each >= 0x20 && each != 0x7F && !(each >= 0xD800 && each <= 0xDFFF));
    }

    @Override
    public String toString() {
        return markup;
    }
}
