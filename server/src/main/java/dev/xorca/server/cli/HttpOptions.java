package dev.xorca.server.cli;

import dev.xorca.server.node.HttpSettings;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much a node takes over HTTP, and from whose pages. */
final class HttpOptions {
    private static final Pattern ORIGIN = Pattern.compile("\\*|[a-z][a-z0-9+.-]*://[^/\\s]+");

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--http-max-body-bytes",
            paramLabel = "N",
            defaultValue = "4000000",
            description =
                    "The largest body of a request, of a batch of events for example (default: " + "${DEFAULT-VALUE}).")
    private int maxBodyBytes;

    @Option(
            names = "--http-events-per-second",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many events this node takes over HTTP in a second; 0 for no limit (default: "
                    + "${DEFAULT-VALUE}).")
    private int eventsPerSecond;

    @Option(
            names = "--http-max-publishing",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many requests may wait for Kafka at a time (default: ${DEFAULT-VALUE}).")
    private int maxPublishing;

    @Option(
            names = "--http-max-waiting",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many requests may wait for the outcome of an orchestration at a time (default: "
                    + "${DEFAULT-VALUE}).")
    private int maxWaiting;

    @Option(
            names = "--http-cors-origin",
            paramLabel = "ORIGIN",
            split = ",",
            description =
                    "An origin, such as https://desk.example, whose pages may use HTTP from a browser; * for all; "
                            + "may be repeated (default: none).")
    private List<String> corsOrigins = List.of();

    /**
     * Looks at the options before anything is started.
     *
     * @throws ParameterException when one of them cannot be used
     */
    void check() {
        atLeast(1, "--http-max-body-bytes", maxBodyBytes);
        atLeast(0, "--http-events-per-second", eventsPerSecond);
        atLeast(1, "--http-max-publishing", maxPublishing);
        atLeast(0, "--http-max-waiting", maxWaiting);
        for (var origin : corsOrigins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw usage("--http-cors-origin takes an origin, such as https://desk.example, or *; '" + origin
                        + "' is none");
            }
        }
    }

    /** The settings with these options in place of the defaults. */
    HttpSettings apply(String host, int port) {
        return new HttpSettings(
                host, port, maxBodyBytes, eventsPerSecond, maxPublishing, maxWaiting, Set.copyOf(corsOrigins));
    }

    private void atLeast(int least, String option, int value) {
        if (value < least) {
            throw usage(option + " must be at least " + least + ", this is " + value);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
