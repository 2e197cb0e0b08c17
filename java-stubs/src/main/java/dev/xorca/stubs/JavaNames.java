package dev.xorca.stubs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** Names for Java code out of names from JSON: legal, in Java's style, ASCII, and each given once. */
final class JavaNames {
    /** What a component of a record may not be called, and what generated records have themselves. */
    private static final List<String> COMPONENTS = List.of(
            "clone",
            "finalize",
            "getClass",
            "hashCode",
            "notify",
            "notifyAll",
            "toString",
            "wait",
            "equals",
            "fromJson",
            "toJson",
            "eventType");

    /** Types that generated code uses by their simple names, or that everybody expects to be those of Java. */
    private static final List<String> TYPES = List.of(
            "BigDecimal",
            "Boolean",
            "Class",
            "Character",
            "CloudEvent",
            "CommandLoop",
            "Double",
            "Enum",
            "Exception",
            "Integer",
            "JsonNode",
            "List",
            "Long",
            "Map",
            "Math",
            "Number",
            "Object",
            "ObjectNode",
            "Objects",
            "Optional",
            "Override",
            "Payload",
            "PayloadException",
            "Process",
            "Record",
            "Runtime",
            "String",
            "System",
            "Thread",
            "Void");

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");
    private static final Set<String> WORDS = Set.of("record", "var", "yield", "sealed", "permits", "when", "with");

    private final Set<String> given = new HashSet<>();
    private final boolean areFiles;

    private JavaNames(List<String> reserved, boolean areFiles) {
        this.areFiles = areFiles;
        reserved.forEach(this::reserve);
    }

    static JavaNames forComponents() {
        return new JavaNames(COMPONENTS, false);
    }

    /** Names of types; those that differ in case alone would be one file on some systems. */
    static JavaNames forTypes() {
        return new JavaNames(TYPES, true);
    }

    static JavaNames forConstants() {
        return new JavaNames(List.of(), false);
    }

    void reserve(String name) {
        given.add(key(name));
    }

    private String key(String name) {
        return areFiles ? name.toLowerCase(Locale.ROOT) : name;
    }

    /** {@code bookId} for {@code book-id}. */
    String component(String name) {
        var words = words(name);
        var text = new StringBuilder(lowered(words.get(0)));
        words.subList(1, words.size()).forEach(word -> text.append(capital(word)));
        return unique(legal(text.toString()));
    }

    /** {@code BookFetch} for {@code book.fetch}. */
    String type(String name) {
        var text = new StringBuilder();
        words(name).forEach(word -> text.append(capital(word)));
        return unique(legal(text.toString()));
    }

    /** {@code IN_PRINT} for {@code in-print} and {@code inPrint}. */
    String constant(String name) {
        var words = words(name.replaceAll("([a-z0-9])([A-Z])", "$1 $2"));
        return unique(legal(String.join("_", words).toUpperCase(Locale.ROOT)));
    }

    private String unique(String name) {
        var free = name;
        for (int i = 2; !given.add(key(free)); i++) {
            free = name + (Character.isDigit(name.charAt(name.length() - 1)) ? "_" : "") + i;
        }
        return free;
    }

    private static String legal(String name) {
        if (!Character.isJavaIdentifierStart(name.charAt(0))) {
            return "_" + name;
        }
        return SourceVersion.isKeyword(name) || WORDS.contains(name) ? name + "_" : name;
    }

    /** Runs of ASCII letters and digits; what has none is written by its code points. */
    private static List<String> words(String name) {
        var words = new ArrayList<String>();
        WORD.matcher(name).results().forEach(word -> words.add(word.group()));
        if (words.isEmpty()) {
            words.add("property");
            name.codePoints().limit(8).forEach(point -> words.add(Integer.toHexString(point)));
        }
        return words;
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /** {@code isbn} for {@code ISBN}, {@code urlPath} for {@code URLPath}, {@code bookId} for {@code BookId}. */
    private static String lowered(String word) {
        int capitals = 0;
        while (capitals < word.length() && Character.isUpperCase(word.charAt(capitals))) {
            capitals++;
        }
        boolean hasMore = capitals < word.length() && Character.isLowerCase(word.charAt(capitals));
        int lowered = hasMore ? Math.max(1, capitals - 1) : capitals;
        return capitals == 0 ? word : word.substring(0, lowered).toLowerCase(Locale.ROOT) + word.substring(lowered);
    }
}
