package dev.xorca.server.cli;

import dev.xorca.router.DeploymentException;
import dev.xorca.router.Machines;
import dev.xorca.router.RouterSettings;
import dev.xorca.router.RouterSettings.MissingVersion;
import dev.xorca.runtime.DeploymentChecks;
import dev.xorca.runtime.DeploymentChecks.Compatibility;
import dev.xorca.runtime.EventRecords.EventEncoding;
import dev.xorca.runtime.RuntimeSettings;
import dev.xorca.runtime.RuntimeSettings.Guarantee;
import dev.xorca.runtime.RuntimeSettings.Placement;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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
            names = "--guarantee",
            paramLabel = "NAME",
            defaultValue = "exactly-once",
            converter = GuaranteeConverter.class,
            description = "What holds when a node dies: exactly-once, or idempotent, which is faster and "
                    + "may tell a step twice with the same ids (default: ${DEFAULT-VALUE}).")
    private Guarantee guarantee = Guarantee.EXACTLY_ONCE;

    @Option(
            names = "--redefine",
            arity = "1",
            paramLabel = "true|false",
            description = "Whether a machine may be another than the one of its name and version that was deployed "
                    + "before (default: only for 'dev').")
    private @Nullable Boolean redefine;

    @Option(
            names = "--compatibility",
            paramLabel = "off|warn|refuse",
            defaultValue = "warn",
            description =
                    "What is done about a new version of a machine that breaks the services as they are, compared "
                            + "with the highest earlier one that was deployed: off, warn or refuse (default: ${DEFAULT-VALUE}).")
    private Compatibility compatibility = Compatibility.WARN;

    @Option(
            names = "--publish-journal",
            description = "Publish every journal entry as an event of type xorca.step on xorca.journal.")
    private boolean publishJournal;

    @Option(
            names = "--retention",
            paramLabel = "DURATION",
            defaultValue = "P1D",
            description = "How long an orchestration is kept once it is over, where its machine does not say "
                    + "(default: ${DEFAULT-VALUE}).")
    private Duration retention = RouterSettings.DEFAULT.retention();

    @Option(
            names = "--missing-version",
            paramLabel = "POLICY",
            defaultValue = "fail",
            converter = MissingVersionConverter.class,
            description = "What becomes of orchestrations whose version of the machine is not here: fail (or strict, "
                    + "which is the same), current-or-newer for a higher one of the same major number, or "
                    + "current-or-older for the highest one that is here, unless it is lower "
                    + "(default: ${DEFAULT-VALUE}).")
    private MissingVersion missingVersion = MissingVersion.FAIL;

    @Option(
            names = "--default-version",
            paramLabel = "NAME=VERSION",
            description = "The version that starts without one take, and whose start rules hold; may be repeated "
                    + "(default: the highest).")
    private final Map<String, String> defaultVersions = new LinkedHashMap<>();

    @Option(
            names = "--commit-interval-ms",
            paramLabel = "MS",
            defaultValue = "100",
            description = "The time between two commits under full load; "
                    + "exactly-once commits sooner when it can (default: ${DEFAULT-VALUE}).")
    private int commitIntervalMs;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "Threads that take the inbox; while one commits, the others go on (default: ${DEFAULT-VALUE}).")
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
            names = "--catalog-url",
            paramLabel = "URL",
            defaultValue = "",
            description = "Where the catalogue is served: emitted events name the schema of their data there, as "
                    + "dataschema. The same for all nodes (default: they name none).")
    private String catalogUrl = "";

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
        if (retention.isNegative()) {
            throw usage("--retention must not be negative, this is " + retention);
        }
        atLeastOne("--commit-interval-ms", commitIntervalMs);
        atLeastOne("--threads", threads);
        atLeastOne("--max-input-bytes", maxInputBytes);
        atLeastOne("--max-event-bytes", maxEventBytes);
        if (!topicPrefix.matches("[A-Za-z0-9._-]{0,40}")) {
            throw usage("--topic-prefix takes at most 40 letters, digits, '.', '_' and '-'");
        }
        checkCatalogUrl(catalogUrl, spec);
        try {
            Pattern.compile(intakeTopics);
        } catch (PatternSyntaxException e) {
            throw usage("--intake-topics is no regular expression: " + e.getDescription());
        }
        kafka();
    }

    /** The machines with the default versions that were chosen. */
    Machines deploy(Machines machines) {
        try {
            return machines.withDefaultVersions(defaultVersions);
        } catch (DeploymentException e) {
            throw usage("--default-version: " + e.getMessage());
        }
    }

    /** The settings with these options in place of the defaults. */
    RuntimeSettings apply(
            String bootstrapServers,
            String applicationId,
            Path stateDir,
            String instanceId,
            boolean createTopics,
            int replicationFactor,
            Placement placement,
            boolean redefineOtherwise) {
        check();
        if (!applicationId.matches("[A-Za-z0-9._-]{1,100}")) {
            throw usage("--application-id takes at most 100 letters, digits, '.', '_' and '-'");
        }
        var router = RouterSettings.DEFAULT
                .withAlternativeSystemErrorType(alternativeSystemErrorType)
                .withRaiseOnForeignName(raiseOnForeignName)
                .withRoutingMetadata(routingMetadata)
                .withErrorStack(errorStack)
                .withMaxEventBytes(maxEventBytes)
                .withRetention(retention)
                .withMissingVersion(missingVersion)
                .withCatalogUrl(catalogUrl);
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
                guarantee,
                commitIntervalMs,
                threads,
                maxInputBytes,
                new DeploymentChecks(redefine == null ? redefineOtherwise : redefine, compatibility),
                publishJournal,
                placement,
                router,
                kafka());
    }

    /** Words as people write them, for constants. */
    private static <E extends Enum<E>> E word(String text, Class<E> words) {
        for (var each : words.getEnumConstants()) {
            if (written(each).equals(text)) {
                return each;
            }
        }
        var known = Arrays.stream(words.getEnumConstants())
                .map(RouterOptions::written)
                .toList();
        throw new TypeConversionException("'" + text + "' is none of " + String.join(", ", known));
    }

    private static String written(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads a guarantee. */
    static final class GuaranteeConverter implements ITypeConverter<Guarantee> {
        @Override
        public Guarantee convert(String text) {
            return word(text, Guarantee.class);
        }
    }

    /** Reads what becomes of orchestrations whose version is missing. */
    static final class MissingVersionConverter implements ITypeConverter<MissingVersion> {
        @Override
        public MissingVersion convert(String text) {
            return text.equals("strict") ? MissingVersion.FAIL : word(text, MissingVersion.class);
        }
    }

    private Map<String, String> kafka() {
        var settings = new LinkedHashMap<String, String>();
        set.forEach((key, value) -> {
            if (key.equals(KAFKA + "processing.guarantee")) {
                throw usage("--set cannot change kafka.processing.guarantee: use --guarantee");
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

    /** @throws ParameterException when a catalogue cannot be served there */
    static void checkCatalogUrl(String url, CommandSpec spec) {
        if (!url.isEmpty() && !isWebAddress(url)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--catalog-url takes an http or https address without a slash at its end, such as "
                            + "https://xorca.example.com");
        }
    }

    private static boolean isWebAddress(String text) {
        try {
            var address = new URI(text);
            return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                    && address.getHost() != null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null
                    && !text.endsWith("/");
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
