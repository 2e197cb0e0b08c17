package dev.xorca.machine.compatibility;

import dev.xorca.machine.compatibility.Change.Break;
import dev.xorca.machine.compatibility.Change.Kind;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.compatibility.Difference;
import dev.xorca.schemas.example.Example;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Comparisons as people and programs read them. */
public final class ComparisonText {
    private static final int MAX_EXAMPLE = 1_000;

    private ComparisonText() {}

    /** Lines for people; what is the same is only counted. */
    public static String text(ContractComparison comparison) {
        var text = new StringBuilder();
        text.append(comparison.name()).append(' ').append(comparison.before());
        text.append(comparison.before().equals(comparison.after()) ? " as it is now" : " -> " + comparison.after());
        text.append('\n');
        int same = 0;
        for (var change : comparison.changes()) {
            if (change.kind() == Kind.SAME) {
                same++;
            } else {
                append(change, text);
            }
        }
        text.append("  ")
                .append(same == 1 ? "1 contract is" : same + " contracts are")
                .append(" the same\n");
        return text.toString();
    }

    private static void append(Change change, StringBuilder text) {
        text.append("  ")
                .append(change.payload().role().label())
                .append(' ')
                .append(change.payload().type());
        text.append(": ")
                .append(change.kind().name().toLowerCase(Locale.ROOT))
                .append(", ")
                .append(change.level());
        text.append('\n');
        for (var each : change.breaks()) {
            text.append("    ")
                    .append(each.isProven() ? "breaks " : "may break ")
                    .append(each.broken());
            text.append(": ").append(each.whom()).append('\n');
            text.append("      ").append(each.remedy()).append('\n');
            each.differences().forEach(difference -> append(difference, text));
        }
    }

    private static void append(Difference difference, StringBuilder text) {
        text.append("      ").append(difference.path().isEmpty() ? "(whole)" : difference.path());
        text.append(' ').append(difference.rule()).append(": ").append(difference.message());
        text.append(difference.isProven() ? "" : " (no example of it was found)")
                .append('\n');
        difference
                .counterExample()
                .ifPresent(example ->
                        text.append("        refused: ").append(shown(example)).append('\n'));
    }

    private static String shown(Example example) {
        var json = Json.text(example.value());
        return json.length() <= MAX_EXAMPLE ? json : json.substring(0, MAX_EXAMPLE) + "...";
    }

    /** A JSON object. */
    public static Map<String, @Nullable Object> json(ContractComparison comparison) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("name", comparison.name());
        json.put("before", comparison.before());
        json.put("after", comparison.after());
        json.put(
                "changes",
                comparison.changes().stream().map(ComparisonText::json).toList());
        return json;
    }

    private static Map<String, @Nullable Object> json(Change change) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("role", change.payload().role().label());
        json.put("type", change.payload().type());
        json.put("change", change.kind().name().toLowerCase(Locale.ROOT));
        json.put("level", change.level().name());
        json.put("breaks", change.breaks().stream().map(ComparisonText::json).toList());
        return json;
    }

    private static Map<String, @Nullable Object> json(Break broken) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("broken", broken.broken().name());
        json.put("certainty", broken.isProven() ? "breaks" : "may-break");
        json.put("pairing", broken.pairing().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("whom", broken.whom());
        json.put("remedy", broken.remedy());
        json.put(
                "differences",
                broken.differences().stream().map(ComparisonText::json).toList());
        return json;
    }

    private static Map<String, @Nullable Object> json(Difference difference) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("path", difference.path());
        json.put("rule", difference.rule());
        json.put("message", difference.message());
        difference.counterExample().ifPresent(example -> json.put("counterExample", example.value()));
        return json;
    }
}
