package dev.xorca.server.cli;

import dev.xorca.schemas.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xorca show}: how an orchestration is, and what it waits for. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Show how an orchestration is: its status and states, and each question that it waits to be answered or to have "
                    + "tried again, with the token for 'xorca answer' and 'xorca retry'."
        })
final class ShowCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "SUBJECT", description = SubjectParameter.DESCRIPTION)
    private String subject = "";

    @Mixin
    private ServerOption server = new ServerOption();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}: a table for people, or all that the node says as a line of JSON "
                    + "(default: ${DEFAULT-VALUE}).")
    private Format format = Format.table;

    /** How it is shown; as it is typed. */
    enum Format {
        table,
        json
    }

    @Override
    public Integer call() {
        var asked = SubjectParameter.parse(subject, spec.commandLine());
        var json = server.client().get("/orchestrations/" + asked.encodeForUrl());
        var out = spec.commandLine().getOut();
        switch (format) {
            case table -> new OrchestrationReport(asked, json).print(out);
            case json -> out.println(Json.text(json));
        }
        out.flush();
        return ExitCode.OK;
    }
}
