package dev.xorca.server.cli;

import dev.xorca.schemas.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code xorca status}: which nodes there are, who has which partitions, and what is still to be done. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Show the nodes of a cluster: how each is, who takes which partitions of the inbox and who follows, how much "
                    + "waits, and how far state has been restored.",
            "Asks one node, then the others that it knows; those that do not answer are shown as such."
        })
final class StatusCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private ServerOption server = new ServerOption();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}: tables for people, or what each node says as a line of JSON "
                    + "(default: ${DEFAULT-VALUE}).")
    private Format format = Format.table;

    /** How it is shown; as it is typed. */
    enum Format {
        table,
        json
    }

    @Override
    public Integer call() {
        var asked = server.client().get("/status");
        var nodes = new LinkedHashMap<String, @Nullable Map<String, Object>>();
        nodes.put(StatusReport.text(asked, "address"), asked);
        for (var peer : StatusReport.objects(asked.get("nodes"))) {
            var address = StatusReport.text(peer, "address");
            if (!address.isEmpty() && !nodes.containsKey(address)) {
                nodes.put(address, ask(address));
            }
        }
        var out = spec.commandLine().getOut();
        switch (format) {
            case table -> new StatusReport(asked, nodes).print(out);
            case json ->
                nodes.forEach((address, status) -> out.println(Json.text(
                        status == null ? Map.of("address", address, "error", StatusReport.NO_ANSWER) : status)));
        }
        out.flush();
        return ExitCode.OK;
    }

    private static @Nullable Map<String, Object> ask(String address) {
        try {
            return new NodeClient(address, "--server").get("/status");
        } catch (CommandFailure e) {
            return null;
        }
    }
}
