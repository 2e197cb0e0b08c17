package dev.xorca.schemas;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The versions of JSON Schema that are understood. */
enum Draft {
    DRAFT_04,
    DRAFT_06,
    DRAFT_07;

    static final String LATEST = "http://json-schema.org/draft-07/schema#";

    private static final Pattern KNOWN = Pattern.compile("https?://json-schema\\.org/draft-0([467])/schema#?");

    String label() {
        return "draft-0" + name().charAt(name().length() - 1);
    }

    /**
     * The draft that a document says it is of.
     *
     * @param otherwise when it does not say
     * @throws SchemaException when it is another one: a library would leave out in silence what it does not know
     */
    static Draft of(@Nullable Object document, Draft otherwise, String name) {
        if (!(document instanceof Map<?, ?> map) || !map.containsKey("$schema")) {
            return otherwise;
        }
        var matcher = KNOWN.matcher(String.valueOf(map.get("$schema")));
        if (!matcher.matches()) {
            throw new SchemaException(
                    "unsupported-draft",
                    name + "#/$schema",
                    "$schema '" + map.get("$schema") + "' is not supported; use " + LATEST
                            + " (or draft-04, draft-06)");
        }
        return valueOf("DRAFT_0" + matcher.group(1));
    }
}
