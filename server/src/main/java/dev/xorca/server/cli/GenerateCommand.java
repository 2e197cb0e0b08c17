package dev.xorca.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code xorca generate}: code for services. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Write the code of a service from the contracts of machines.",
        subcommands = GenerateJavaCommand.class,
        synopsisSubcommandLabel = "LANGUAGE")
final class GenerateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** No language was given. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }
}
