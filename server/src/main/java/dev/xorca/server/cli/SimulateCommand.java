package dev.xorca.server.cli;

import dev.xorca.machine.DocumentException;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.simulate.BadInputException;
import dev.xorca.machine.simulate.InteractiveSimulation;
import dev.xorca.machine.simulate.Run;
import dev.xorca.machine.simulate.SimulationBatch;
import dev.xorca.machine.simulate.SimulationLines;
import dev.xorca.machine.simulate.StatechartRun;
import dev.xorca.rehearsal.RehearsedRun;
import dev.xorca.router.DeploymentException;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xorca simulate}: a machine in virtual time, without Kafka. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Run a machine in virtual time, without Kafka: one line of JSON out after the start, and one after each line "
                    + "of input, which is an event or lets time pass:",
            "  {\"type\":\"evt.book.fetch.success\",\"data\":{\"text\":\"...\"}}",
            "  {\"advance\":\"PT10S\"}",
            "A machine that asks others runs as a router would run it. What it asks has a name (\"asked\" in the lines), by "
                    + "which it can be answered, or tried again when it has failed for good:",
            "  {\"answer\":\"cmd.book.fetch#2\",\"data\":{\"text\":\"...\"}}",
            "  {\"fail\":\"cmd.book.fetch#2\",\"data\":{\"code\":\"gone\",\"message\":\"...\"}}",
            "  {\"retry\":true}",
            "On a terminal, without --events, it shows what the machine waits for and asks."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ran to the end of the input; lines with 'error' are answers of the machine",
            "1:a machine or file could not be read, or an input line not be understood (its output line has the error "
                    + "code bad-input)",
            "2:not understood"
        })
final class SimulateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            paramLabel = "MACHINE",
            arity = "0..1",
            description = "A machine document, in YAML, or in JSON if its name ends in .json.")
    private @Nullable Path machine;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description = "Where the input lines are (default: standard input).")
    private @Nullable Path events;

    @Option(
            names = "--batch",
            paramLabel = "DIR",
            description = "Run each NAME.machine.json or .yaml in DIR that has NAME.events.jsonl beside it, and write "
                    + "NAME.out.jsonl. Machines that do not load are reported, the others run.")
    private @Nullable Path batch;

    @Option(
            names = "--machines",
            paramLabel = "DIR",
            description =
                    "Where the machines of orchestrations are that MACHINE starts; may be repeated. MACHINE itself may "
                            + "be among them.")
    private List<Path> folders = new ArrayList<>();

    @Mixin
    private ExtensionOptions extensions = new ExtensionOptions();

    private @Nullable Object input;

    private Instant now = Instant.EPOCH;

    @Option(names = "--input", paramLabel = "JSON", description = "What the orchestration is started with.")
    void input(String text) {
        try {
            input = Json.read(text);
        } catch (JsonException e) {
            throw new ParameterException(spec.commandLine(), "--input is not JSON: " + e.getMessage());
        }
    }

    @Option(
            names = "--now",
            paramLabel = "TIME",
            description = "Where virtual time begins, such as 2026-01-31T12:00:00Z (default: 1970-01-01T00:00:00Z).")
    void now(Instant time) {
        now = time;
    }

    @Override
    public Integer call() {
        if ((machine == null) == (batch == null) || (batch != null && events != null)) {
            throw new ParameterException(spec.commandLine(), "give either a MACHINE or --batch DIR");
        }
        return machine == null ? runBatch(batch) : simulate(machine);
    }

    private int runBatch(@Nullable Path folder) {
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CommandFailure("there is no folder " + folder + "; check --batch");
        }
        try {
            var result = new SimulationBatch(extensions.documents().sharing(folder), runs()).run(folder);
            if (result.cases() == 0) {
                throw new CommandFailure("there is nothing to run in " + folder
                        + "; a case is NAME.machine.json (or .yaml) with NAME.events.jsonl");
            }
            return report(result.problems());
        } catch (IOException e) {
            throw new CommandFailure("folder " + folder + " cannot be read: " + e.getMessage());
        }
    }

    private int simulate(Path file) {
        if (events != null && !Files.isRegularFile(events)) {
            throw new CommandFailure("there is no file " + events + "; check --events");
        }
        var run = run(read(file));
        var out = spec.commandLine().getOut();
        try {
            if (events == null && isOnTerminal()) {
                new InteractiveSimulation(run, reader(System.in), out).run();
                return ExitCode.OK;
            }
            try (var lines = events == null ? reader(System.in) : Files.newBufferedReader(events)) {
                return report(new SimulationLines(run).run(lines, line -> print(out, line)));
            }
        } catch (CharacterCodingException e) {
            throw new CommandFailure((events == null ? "the input" : events) + " is not UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            throw new CommandFailure(
                    (events == null ? "the input" : "file " + events) + " cannot be read: " + e.getMessage());
        }
    }

    private Run run(MachineDocument document) {
        try {
            return runs().apply(document);
        } catch (BadInputException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }

    /** A machine that asks others runs under a router; one that asks nobody may have events of any names. */
    private Function<MachineDocument, Run> runs() {
        var others =
                folders.stream().flatMap(folder -> readFolder(folder).stream()).toList();
        return document -> {
            if (document.machine().states().stream()
                    .allMatch(state -> state.invocations().isEmpty())) {
                return new StatechartRun(document, input, now);
            }
            try {
                return new RehearsedRun(document, others, extensions.responders(), input, now);
            } catch (DeploymentException e) {
                throw new BadInputException(String.valueOf(e.getMessage()));
            }
        };
    }

    private List<MachineDocument> readFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure("there is no folder " + folder + "; check --machines");
        }
        try {
            return extensions.documents().readFolder(folder);
        } catch (DocumentException e) {
            throw new CommandFailure(e);
        } catch (IOException e) {
            throw new CommandFailure("folder " + folder + " cannot be read: " + e.getMessage());
        }
    }

    private MachineDocument read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure("there is no file " + file + "; check MACHINE");
        }
        try {
            return extensions.documents().read(file);
        } catch (DocumentException e) {
            throw new CommandFailure(e);
        } catch (IOException e) {
            throw new CommandFailure("file " + file + " cannot be read: " + e.getMessage());
        }
    }

    private static void print(PrintWriter out, String line) {
        // One line feed on every system, and at once: the reader may be waiting for it.
        out.print(line + "\n");
        out.flush();
    }

    private int report(List<String> problems) {
        problems.forEach(problem -> spec.commandLine().getErr().println("xorca: " + problem));
        return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
    }

    /** From Java 22 on there is a console even where there is no terminal, and it can tell. */
    @SuppressWarnings("SystemConsoleNull") // before Java 22 it is null
    private static boolean isOnTerminal() {
        var console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
