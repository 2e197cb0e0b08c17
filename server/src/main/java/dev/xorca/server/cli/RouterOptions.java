package dev.xorca.server.cli;

import dev.xorca.router.RouterSettings;
import dev.xorca.runtime.EventRecords.EventEncoding;
import dev.xorca.runtime.RuntimeSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the router that every way of running it has. */
final class RouterOptions {
    private static final String KAFKA = "kafka.";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--topic-prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Stands before the name of every topic (default: none).")
    private String topicPrefix = "";

    @Option(
            names = "--intake-topics",
            paramLabel = "PATTERN",
            defaultValue = "",
            description = "Further topics to read events from, as a regular expression.")
    private String intakeTopics = "";

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "4",
            description = "Partitions of topics that are created (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--event-encoding",
            paramLabel = "MODE",
            defaultValue = "BINARY",
            description = "How events are written: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private EventEncoding encoding = EventEncoding.BINARY;

    @Option(
            names = "--commit-interval-ms",
            paramLabel = "MS",
            defaultValue = "20",
            description = "The longest wait between two commits (default: ${DEFAULT-VALUE}).")
    private int commitIntervalMs;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads that take the inbox (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--max-input-bytes",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "The largest event that is taken in (default: ${DEFAULT-VALUE}).")
    private int maxInputBytes;

    @Option(
            names = "--max-event-bytes",
            paramLabel = "N",
            defaultValue = "900000",
            description = "The largest event that is emitted (default: ${DEFAULT-VALUE}).")
    private int maxEventBytes;

    @Option(
            names = "--alternative-system-error-type",
            description = "Name the fourth error type sys.orchestrator.NAME.error.")
    private boolean alternativeSystemErrorType;

    @Option(
            names = "--raise-on-foreign-name",
            description = "Answer events for machines that are not here with an error, rather than not at all.")
    private boolean raiseOnForeignName;

    @Option(names = "--routing-metadata", description = "Put 'to' and 'redirectto' into emitted events.")
    private boolean routingMetadata;

    @Option(names = "--error-stack", description = "Put stack traces into error events.")
    private boolean errorStack;

    @Option(
            names = "--set",
            paramLabel = "kafka.KEY=VALUE",
            description = "A setting of the Kafka clients; may be repeated.")
    private final Map<String, String> set = new LinkedHashMap<>();

    /**
     * Looks at the options before anything is started.
     *
     * @throws ParameterException when one of them cannot be used
     */
    void check() {
        atLeastOne("--partitions", partitions);
        atLeastOne("--commit-interval-ms", commitIntervalMs);
        atLeastOne("--threads", threads);
        atLeastOne("--max-input-bytes", maxInputBytes);
        atLeastOne("--max-event-bytes", maxEventBytes);
        if (!topicPrefix.matches("[A-Za-z0-9._-]{0,40}")) {
            throw usage("--topic-prefix takes at most 40 letters, digits, '.', '_' and '-'");
        }
        try {
            Pattern.compile(intakeTopics);
        } catch (PatternSyntaxException e) {
            throw usage("--intake-topics is no regular expression: " + e.getDescription());
        }
        kafka();
    }

    /** The settings with these options in place of the defaults. */
    RuntimeSettings apply(
            String bootstrapServers,
            String applicationId,
            Path stateDir,
            String instanceId,
            boolean createTopics,
            int replicationFactor) {
        check();
        if (!applicationId.matches("[A-Za-z0-9._-]{1,100}")) {
            throw usage("--application-id takes at most 100 letters, digits, '.', '_' and '-'");
        }
        var router = RouterSettings.DEFAULT
                .withAlternativeSystemErrorType(alternativeSystemErrorType)
                .withRaiseOnForeignName(raiseOnForeignName)
                .withRoutingMetadata(routingMetadata)
                .withErrorStack(errorStack)
                .withMaxEventBytes(maxEventBytes);
        return new RuntimeSettings(
                bootstrapServers,
                applicationId,
                stateDir,
                instanceId,
                topicPrefix,
                intakeTopics,
                createTopics,
                partitions,
                replicationFactor,
                encoding,
                commitIntervalMs,
                threads,
                maxInputBytes,
                router,
                kafka());
    }

    private Map<String, String> kafka() {
        var settings = new LinkedHashMap<String, String>();
        set.forEach((key, value) -> {
            if (key.equals(KAFKA + "processing.guarantee")) {
                throw usage("--set cannot change kafka.processing.guarantee: exactly once is what the router promises");
            }
            if (!key.startsWith(KAFKA)) {
                throw usage("--set takes settings of Kafka, kafka.KEY=VALUE; '" + key + "' is none");
            }
            settings.put(key.substring(KAFKA.length()), value);
        });
        return settings;
    }

    private void atLeastOne(String option, int value) {
        if (value < 1) {
            throw usage(option + " must be at least 1, this is " + value);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
