package dev.xorca.benchmarks.load;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program that the scripts in {@code benchmarks/} start; a scenario is a subcommand. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "End-to-end load on this machine alone.",
        subcommands = {
            ChainCommand.class,
            TimersCommand.class,
            FanOutCommand.class,
            ProfileCommand.class,
            EchoCommand.class,
            BareLoopCommand.class
        })
final class LoadProgram {
    private LoadProgram() {}

    public static void main(String[] arguments) {
        var program = new CommandLine(LoadProgram.class, new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                return type == LoadProgram.class
                        ? type.cast(new LoadProgram())
                        : CommandLine.defaultFactory().create(type);
            }
        });
        program.setCaseInsensitiveEnumValuesAllowed(true);
        program.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println(failure instanceof LoadException ? failure.getMessage() : failure.toString());
            if (!(failure instanceof LoadException)) {
                failure.printStackTrace(line.getErr());
            }
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(program.execute(arguments));
    }
}
