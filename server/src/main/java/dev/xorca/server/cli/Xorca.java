package dev.xorca.server.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command {@code xorca}. It ends with 0 when done, 1 when something failed, 2 when it was not understood. A failure
 * is one line on stderr, "xorca: what; what to do"; a stack trace is for {@code --verbose} alone.
 */
@Command(
        name = "xorca",
        description = "An event-sourced CloudEvents orchestrator on Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = Xorca.Version.class,
        subcommands = {
            DemoCommand.class,
            DevCommand.class,
            ServeCommand.class,
            CheckCommand.class,
            CatalogCommand.class,
            SimulateCommand.class,
            GenerateCommand.class,
            StatusCommand.class,
            ShowCommand.class,
            JournalCommand.class,
            ReplayCommand.class,
            AnswerCommand.class,
            OrderCommand.Retry.class,
            OrderCommand.Suspend.class,
            OrderCommand.Resume.class,
            OrderCommand.Terminate.class,
            KafkaCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:not understood"},
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  XORCA_LOG        what xOrca logs: DEBUG, INFO (default), WARN, ERROR, OFF",
            "  XORCA_LOG_ALL    what all else logs, such as Kafka (default: WARN)",
            "  XORCA_JAVA_OPTS  options for the JVM, such as -Xmx2g"
        })
public final class Xorca implements Callable<Integer> {
    /** Read by logback.xml: how much of a stack trace is logged. */
    private static final String LOGGED_STACK_TRACES = "xorca.log.stacktraces";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private boolean verbose;

    public static void main(String... args) {
        Thread.setDefaultUncaughtExceptionHandler(Xorca::logUncaught);
        // Explicitly, because threads of Kafka's would keep a JVM alive whose command has ended.
        Termination.exit(run(commandLine(), args));
    }

    static CommandLine commandLine() {
        var xorca = new Xorca();
        return new CommandLine(xorca)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, args) -> notUnderstood(e))
                .setExecutionExceptionHandler((e, command, result) -> xorca.failed(e, command.getErr()));
    }

    /** As {@link CommandLine#execute}, and an {@link Error} is a failure like others. */
    static int run(CommandLine commandLine, String... args) {
        try {
            return commandLine.execute(OptionSources.expand(commandLine, args, System.getenv()));
        } catch (CommandFailure | Error e) {
            return commandLine.<Xorca>getCommand().failed(e, commandLine.getErr());
        }
    }

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack traces of errors.")
    void verbose(boolean verbose) {
        this.verbose = verbose;
        if (verbose) {
            System.setProperty(LOGGED_STACK_TRACES, "full");
        }
    }

    /** No command was given. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    private static int notUnderstood(ParameterException e) {
        var command = e.getCommandLine();
        var name = command.getCommandSpec().qualifiedName();
        command.getErr().println("xorca: " + e.getMessage() + "; see '" + name + " --help'");
        return ExitCode.USAGE;
    }

    private int failed(Throwable e, PrintWriter err) {
        err.println("xorca: " + (e instanceof CommandFailure ? e.getMessage() : unexpected(e)));
        if (verbose) {
            e.printStackTrace(err);
        }
        return e instanceof CommandFailure failure ? failure.exitCode() : ExitCode.SOFTWARE;
    }

    private static String unexpected(Throwable e) {
        var what = e.toString().lines().findFirst().orElseThrow();
        return "unexpected error: " + what + "; run it with --verbose for the stack trace, and report it";
    }

    private static void logUncaught(Thread thread, Throwable e) {
        LoggerFactory.getLogger(Xorca.class).error("Thread {} ended with an unexpected error", thread.getName(), e);
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Xorca.class.getPackage().getImplementationVersion();
            return new String[] {"xorca " + (version == null ? "(not packaged)" : version)};
        }
    }
}
