package dev.xorca.machine;

import dev.xorca.statechart.DefinitionProblem;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What machines, versions and attributes of events may be called, whoever names them. */
public final class MachineNames {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern VERSION = Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}");
    private static final int MAX_NAME_LENGTH = 100;
    private static final Pattern ATTRIBUTE = Pattern.compile("[a-z0-9]{1,20}");
    private static final Set<String> OWN_ATTRIBUTES = Set.of(
            "id",
            "source",
            "specversion",
            "type",
            "subject",
            "time",
            "datacontenttype",
            "dataschema",
            "data",
            "causationid",
            "correlationid",
            "traceparent",
            "tracestate",
            "tenant",
            "xorcatoken",
            "xorcaparent",
            "xorcaroot",
            "xorcadepth");

    /** The order of versions: by their numbers, not by their text. */
    public static final Comparator<String> VERSION_ORDER =
            (a, b) -> a.equals(b) ? 0 : Arrays.compare(numbers(a), numbers(b));

    private MachineNames() {}

    /** What is wrong with the name of a machine. */
    public static Optional<DefinitionProblem> problemOfName(String name) {
        if (!NAME.matcher(name).matches() || name.length() > MAX_NAME_LENGTH) {
            return Optional.of(new DefinitionProblem(
                    "/name",
                    "bad-name",
                    "'" + name + "' cannot be part of an event type",
                    "use at most " + MAX_NAME_LENGTH + " letters, digits, '-', '_' and single dots"));
        }
        if ((name + ".").startsWith("orchestrator.") || name.endsWith(".start")) {
            return Optional.of(new DefinitionProblem(
                    "/name",
                    "bad-name",
                    "a machine named '" + name + "' would have ambiguous event types",
                    "do not call it 'orchestrator', nor begin with 'orchestrator.' or end with '.start'"));
        }
        return Optional.empty();
    }

    /** Whether this is a version: three numbers. */
    public static boolean isVersion(String version) {
        return VERSION.matcher(version).matches();
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    /** Whether an event may carry an extension attribute of this name, and a machine set it. */
    public static boolean isExtensionAttribute(String name) {
        return ATTRIBUTE.matcher(name).matches() && !OWN_ATTRIBUTES.contains(name);
    }
}
