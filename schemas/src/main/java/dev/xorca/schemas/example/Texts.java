package dev.xorca.schemas.example;

import dev.xorca.schemas.structure.Constraints;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Strings by format, pattern, name and length. */
final class Texts {
    private static final int MAX_LENGTH = 10_000;
    private static final Map<String, List<String>> FORMATS = Map.ofEntries(
            Map.entry("date-time", List.of("2026-01-31T09:30:00Z", "2026-12-31T23:59:59.5+01:00")),
            Map.entry("date", List.of("2026-01-31", "2024-02-29")),
            Map.entry("time", List.of("09:30:00Z", "23:59:59+01:00", "09:30:00")),
            Map.entry("duration", List.of("PT10M", "P1D")),
            Map.entry("email", List.of("ada@example.com", "grace.hopper@example.org")),
            Map.entry("idn-email", List.of("ada@example.com")),
            Map.entry("hostname", List.of("www.example.com", "localhost")),
            Map.entry("idn-hostname", List.of("www.example.com")),
            Map.entry("ipv4", List.of("192.0.2.1", "127.0.0.1")),
            Map.entry("ipv6", List.of("2001:db8::1", "::1")),
            Map.entry("uri", List.of("https://example.com/page", "urn:example:1")),
            Map.entry("uri-reference", List.of("https://example.com/page", "/page#part")),
            Map.entry("iri", List.of("https://example.com/page")),
            Map.entry("iri-reference", List.of("https://example.com/page")),
            Map.entry("uri-template", List.of("https://example.com/{id}")),
            Map.entry("json-pointer", List.of("/first/0", "")),
            Map.entry("relative-json-pointer", List.of("1/first", "0#")),
            Map.entry("regex", List.of("^[a-z]+$")),
            Map.entry("uuid", List.of("8d3c1f0a-6f0b-4c55-9d2e-5b1a7c3e9f10", "00000000-0000-4000-8000-000000000000")));

    private static final List<Telling> NAMES = List.of(
            new Telling("e?mail$", "ada@example.com"),
            new Telling("(url|uri|link)$", "https://example.com/page"),
            new Telling("currency$", "EUR"),
            new Telling("country$", "NL"),
            new Telling("(language|locale)$", "en"),
            new Telling("phone$", "+31 20 555 0100"),
            new Telling("author$", "Ada Lovelace"));

    private record Telling(Pattern name, String text) {
        Telling(String name, String text) {
            this(Pattern.compile(name, Pattern.CASE_INSENSITIVE), text);
        }
    }

    private static final Pattern ID = Pattern.compile("^(.*?)[-_ ]?(?:Id|ID|id)$");

    private final Choice choice;
    private final int variant;

    Texts(Choice choice, int variant) {
        this.choice = choice;
        this.variant = variant;
    }

    Optional<String> make(Constraints schemas, String name) {
        long least = schemas.atLeast("minLength");
        long most = Math.min(schemas.atMost("maxLength"), MAX_LENGTH);
        if (least > most) {
            return Optional.empty();
        }
        for (var pattern : schemas.all("pattern")) {
            return PatternText.of(String.valueOf(pattern), choice, variant, (int) least, (int) most);
        }
        for (var format : schemas.all("format")) {
            var known = FORMATS.get(String.valueOf(format));
            if (known != null) {
                return Optional.of(known.get((choice.among(known.size()) + variant) % known.size()));
            }
        }
        return Optional.of(sized(named(name), (int) least, (int) most));
    }

    private String named(String name) {
        var number = variant == 0 ? "" : " " + (variant + 1);
        for (var each : NAMES) {
            if (each.name.matcher(name).find()) {
                return each.text + number;
            }
        }
        var id = ID.matcher(name);
        if (id.matches()) {
            return (id.group(1).isEmpty() ? "id" : words(id.group(1)).replace(' ', '-')) + "-" + (variant + 1);
        }
        return (name.isEmpty() ? "text" : words(name)) + number;
    }

    private static String words(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1 $2")
                .replaceAll("[_.-]+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private String sized(String text, int least, int most) {
        int preferred = Math.min(Math.max(text.length(), least), most);
        int longest = Math.min(most, least + MAX_LENGTH / 100);
        var lengths = List.of(preferred, preferred, least, longest);
        int length = lengths.get(choice.among(lengths.size()));
        // What is cut or filled up counts from its end, so that variants stay apart.
        if (text.length() > length) {
            return text.substring(text.length() - length);
        }
        return "x".repeat(length - text.length()) + text;
    }
}
