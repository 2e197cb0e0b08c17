package dev.xorca.server.cli;

import dev.xorca.machine.DocumentException;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.machine.check.Finding;
import dev.xorca.machine.check.MachineCheck;
import dev.xorca.machine.check.Rule;
import dev.xorca.machine.check.Severity;
import dev.xorca.machine.diagram.Dot;
import dev.xorca.machine.diagram.Mermaid;
import dev.xorca.server.diagram.Svg;
import dev.xorca.statechart.Machine;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xorca check}: what is wrong or suspicious about machine documents; also draws one. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Check machine documents: what keeps them from loading, and what is suspicious about those that load.",
            "Ends with 1 when there are errors. docs/check.md has every code.",
            "With --against: also what they would break for services, compared with what runs or was there before; ends "
                    + "with 1 when the policy forbids it, with 2 when there is nothing to compare with. "
                    + "docs/compatibility.md explains it."
        })
final class CheckCommand implements Callable<Integer> {
    enum Format {
        text,
        json,
        github
    }

    enum Diagram {
        mermaid,
        dot,
        svg
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "Machine documents, or folders in which every *.machine.yaml and *.machine.json is one.")
    private List<Path> paths = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "How findings are told: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Option(
            names = "--ignore",
            paramLabel = "CODE",
            split = ",",
            description = "Leave out the findings of a rule; may be repeated.")
    private List<String> ignored = List.of();

    @Option(
            names = "--strict",
            description = "End with 1 when there are warnings, too, and when something only may break.")
    private boolean strict;

    @Option(
            names = "--against",
            paramLabel = "DIR|URL",
            description = "Compare the contracts with those of the machines in a folder, or of a running node "
                    + "(http://HOST:PORT).")
    private @Nullable String against;

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description = "What must not break: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, which is that the "
                    + "machines work with the services as they are).")
    private Policy policy = Policy.services;

    /** As it is typed. */
    enum Policy {
        services,
        backward,
        forward,
        full,
        none
    }

    @Option(
            names = "--diagram",
            paramLabel = "FORMAT",
            description = "Print a picture of the one machine given instead: ${COMPLETION-CANDIDATES}.")
    private @Nullable Diagram diagram;

    @Mixin
    private ExtensionOptions extensions = new ExtensionOptions();

    @Override
    public Integer call() {
        for (var code : ignored) {
            if (Rule.of(code).isEmpty()) {
                throw new ParameterException(spec.commandLine(), "there is no rule '" + code + "' to ignore");
            }
        }
        var files = files();
        if (diagram != null) {
            return draw(files, diagram);
        }
        return against == null ? check(files) : compare(files, against);
    }

    private int compare(Set<Path> files, String deployed) {
        if (format == Format.github) {
            throw new ParameterException(spec.commandLine(), "--format github is not for --against");
        }
        ContractCheck comparison;
        try {
            comparison = ContractCheck.of(
                    files, this::documents, DeployedContracts.of(deployed, "--against", extensions.documents()));
        } catch (CommandFailure e) {
            throw new CommandFailure(e, ExitCode.USAGE);
        }
        var forbidden =
                dev.xorca.machine.compatibility.Policy.valueOf(policy.name().toUpperCase(Locale.ROOT));
        var out = spec.commandLine().getOut();
        out.print(format == Format.json ? comparison.json(forbidden, strict) : comparison.text(forbidden, strict));
        out.flush();
        return comparison.violates(forbidden, strict) ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private int check(Set<Path> files) {
        var findings = new ArrayList<Finding>();
        var machines = files.size() == 1 ? null : loaded(files);
        for (var file : files) {
            for (var finding : check(file, machines)) {
                if (!ignored.contains(finding.code())) {
                    findings.add(finding);
                }
            }
        }
        var out = spec.commandLine().getOut();
        out.print(
                switch (format) {
                    case text -> FindingFormats.text(findings, files.size());
                    case json -> FindingFormats.json(findings, files.size());
                    case github -> FindingFormats.github(findings, files.size());
                });
        out.flush();
        var fails = findings.stream()
                .anyMatch(finding ->
                        finding.severity() == Severity.ERROR || (strict && finding.severity() == Severity.WARNING));
        return fails ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    /** The machines among these files; what does not load is told with the file's own findings. */
    private List<MachineDocument> loaded(Set<Path> files) {
        return files.stream().flatMap(file -> loaded(file).stream()).toList();
    }

    private Optional<MachineDocument> loaded(Path file) {
        try {
            return Optional.of(documents(file).read(file));
        } catch (DocumentException | IOException toldLater) {
            return Optional.empty();
        }
    }

    /** @param machines those that are checked together; null for one alone, of which nobody says what is beside it */
    private List<Finding> check(Path file, @Nullable List<MachineDocument> machines) {
        try {
            var check = new MachineCheck(documents(file));
            return (machines == null ? check : check.among(machines)).check(file, Files.readString(file));
        } catch (MalformedInputException e) {
            return List.of(unreadable(file, "encoding", "the file is not UTF-8 text", "save it as UTF-8"));
        } catch (IOException e) {
            return List.of(unreadable(file, "unreadable", "the file cannot be read", "check its permissions"));
        }
    }

    private static Finding unreadable(Path file, String code, String message, String fix) {
        return new Finding(code, Severity.ERROR, file.toString(), 1, 1, "", message, fix, "");
    }

    private int draw(Set<Path> files, Diagram kind) {
        if (files.size() != 1) {
            throw new ParameterException(
                    spec.commandLine(), "--diagram draws one machine, and there are " + files.size());
        }
        Machine machine;
        try {
            var file = files.iterator().next();
            machine = documents(file).read(file).machine();
        } catch (DocumentException | IOException e) {
            throw new CommandFailure(e);
        }
        var out = spec.commandLine().getOut();
        out.print(
                switch (kind) {
                    case mermaid -> Mermaid.of(machine);
                    case dot -> Dot.of(machine);
                    case svg -> Svg.of(machine);
                });
        out.flush();
        return ExitCode.OK;
    }

    /** Machines share the schemas of the folder that they were found in. */
    private MachineDocuments documents(Path file) {
        return paths.stream()
                .filter(path -> Files.isDirectory(path) && file.startsWith(path))
                .findFirst()
                .map(extensions.documents()::sharing)
                .orElseGet(extensions::documents);
    }

    private Set<Path> files() {
        var files = new LinkedHashSet<Path>();
        for (var path : paths) {
            if (Files.isDirectory(path)) {
                files.addAll(documentsBelow(path));
            } else if (Files.exists(path)) {
                files.add(path);
            } else {
                throw new ParameterException(spec.commandLine(), "there is no file or folder " + path);
            }
        }
        return files;
    }

    private List<Path> documentsBelow(Path folder) {
        List<Path> documents;
        try {
            documents = MachineDocuments.files(folder);
        } catch (IOException e) {
            throw new CommandFailure("folder " + folder + " cannot be read: " + e.getMessage());
        }
        if (documents.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no machine in " + folder
                            + "; machine documents are files whose names end in .machine.yaml or .machine.json");
        }
        return documents;
    }
}
