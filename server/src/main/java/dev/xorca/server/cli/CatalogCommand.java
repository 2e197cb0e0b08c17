package dev.xorca.server.cli;

import dev.xorca.catalog.AsyncApi;
import dev.xorca.catalog.Catalog;
import dev.xorca.catalog.CatalogJson;
import dev.xorca.catalog.CatalogSettings;
import dev.xorca.catalog.CatalogSettings.Encoding;
import dev.xorca.catalog.EventKind;
import dev.xorca.catalog.MachineEvent;
import dev.xorca.catalog.MachineVersion;
import dev.xorca.catalog.OrchestrationEvents;
import dev.xorca.catalog.Orchestrator;
import dev.xorca.catalog.Yaml;
import dev.xorca.schemas.Json;
import dev.xorca.server.demo.SampleMachines;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xorca catalog}: which events machines take and emit, from their documents. */
@Command(
        name = "catalog",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Show which events machines take and emit, from their documents; needs no Kafka and no node.",
            "Without NAME all orchestrators and types of events, with NAME one orchestrator."
        })
final class CatalogCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "An orchestrator.")
    private @Nullable String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VERSION",
            description = "A version of it (default: all; for --asyncapi the highest).")
    private @Nullable String version;

    @Option(
            names = "--machines",
            paramLabel = "DIR",
            description = "A folder with machine documents; may be repeated (default: the sample machines).")
    private List<Path> machines = List.of();

    @Option(names = "--asyncapi", description = "Print an AsyncAPI 3.0 document instead, from the orchestrator's side.")
    private boolean asyncapi;

    @Option(
            names = "--for",
            paramLabel = "TYPE",
            description = "Print the AsyncAPI document of the service that answers this command instead.")
    private @Nullable String command;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "${COMPLETION-CANDIDATES} (default: table; for AsyncAPI yaml). With NAME, json and yaml have the "
                            + "shape of xOrca's getOrchestrationEvents.")
    private @Nullable Format format;

    @Option(
            names = "--topic-prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "As the router has it: stands before the name of every topic (default: none).")
    private String topicPrefix = "";

    @Option(
            names = "--event-encoding",
            paramLabel = "MODE",
            defaultValue = "BINARY",
            description = "As the router has it: how events are written (default: ${DEFAULT-VALUE}).")
    private Encoding encoding = Encoding.BINARY;

    @Option(
            names = "--catalog-url",
            paramLabel = "URL",
            defaultValue = "",
            description = "As the router has it: where the catalogue is served (default: nowhere).")
    private String url = "";

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            defaultValue = "",
            description = "Brokers to name in AsyncAPI documents (default: none).")
    private String bootstrapServers = "";

    /** How it is shown; as it is typed. */
    enum Format {
        table,
        json,
        yaml
    }

    @Mixin
    private ExtensionOptions extensions = new ExtensionOptions();

    @Override
    public Integer call() {
        RouterOptions.checkCatalogUrl(url, spec);
        var settings = CatalogSettings.DEFAULT
                .withTopicPrefix(topicPrefix)
                .withEncoding(encoding)
                .withUrl(url)
                .withBootstrapServers(bootstrapServers);
        var deployed = machines.isEmpty()
                ? MachineFolders.deploy(SampleMachines.all())
                : MachineFolders.load(machines, extensions.documents());
        var catalog = Catalog.of(deployed.all(), settings);
        var out = spec.commandLine().getOut();
        if (asyncapi || command != null) {
            print(document(catalog), out);
        } else if (name == null) {
            showAll(catalog, out);
        } else {
            show(orchestrator(catalog, name), catalog, out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private Map<String, Object> document(Catalog catalog) {
        if (format == Format.table) {
            throw new ParameterException(
                    spec.commandLine(), "an AsyncAPI document is no table; use --format json or yaml");
        }
        var of = name == null ? catalog.machines() : List.of(machine(catalog, name));
        if (command != null) {
            return AsyncApi.ofService(command, of, catalog.settings()).orElseThrow(() -> unknownCommand(of));
        }
        return name == null ? AsyncApi.of(catalog) : AsyncApi.of(of.get(0), catalog.settings());
    }

    private CommandFailure unknownCommand(List<MachineVersion> of) {
        var commands = of.stream()
                .flatMap(machine -> machine.sent().stream())
                .filter(event -> event.kind() == EventKind.COMMAND)
                .map(MachineEvent::type)
                .distinct()
                .collect(Collectors.joining(", "));
        return new CommandFailure("no machine here emits '" + command + "'; "
                + (commands.isEmpty() ? "there are no commands" : "there are " + commands));
    }

    private Orchestrator orchestrator(Catalog catalog, String wanted) {
        return catalog.orchestrator(wanted)
                .orElseThrow(() -> new CommandFailure("there is no orchestrator '" + wanted + "'; there are "
                        + catalog.orchestrators().stream()
                                .map(Orchestrator::name)
                                .collect(Collectors.joining(", "))));
    }

    private MachineVersion machine(Catalog catalog, String wanted) {
        var orchestrator = orchestrator(catalog, wanted);
        return version == null
                ? orchestrator.defaultVersion()
                : orchestrator
                        .version(version)
                        .orElseThrow(() -> new CommandFailure(wanted + " has no version " + version + "; there are "
                                + orchestrator.versions().stream()
                                        .map(MachineVersion::version)
                                        .collect(Collectors.joining(", "))));
    }

    private void print(Map<String, Object> document, PrintWriter out) {
        if (format == Format.json) {
            out.println(Json.text(document));
        } else {
            out.print(Yaml.text(document));
        }
    }

    private void showAll(Catalog catalog, PrintWriter out) {
        if (isTable()) {
            new CatalogReport(catalog).print(out);
            return;
        }
        var all = new LinkedHashMap<String, Object>();
        all.put(
                "orchestrators",
                catalog.orchestrators().stream().map(CatalogJson::orchestrator).toList());
        all.put(
                "events",
                catalog.eventTypes().stream().map(CatalogJson::eventType).toList());
        print(all, out);
    }

    private void show(Orchestrator orchestrator, Catalog catalog, PrintWriter out) {
        var chosen = version == null ? orchestrator.versions() : List.of(machine(catalog, orchestrator.name()));
        if (isTable()) {
            new CatalogReport(catalog).print(chosen, out);
        } else {
            print(OrchestrationEvents.of(new Orchestrator(orchestrator.name(), chosen), catalog.settings()), out);
        }
    }

    private boolean isTable() {
        return format == null || format == Format.table;
    }
}
