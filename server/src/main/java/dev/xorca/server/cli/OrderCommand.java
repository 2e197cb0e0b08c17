package dev.xorca.server.cli;

import dev.xorca.router.InternalEvents.Order;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xorca suspend}, {@code resume}, {@code terminate} and {@code retry}: an order to an orchestration. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
abstract sealed class OrderCommand implements Callable<Integer> {
    private final Order order;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "SUBJECT", description = SubjectParameter.DESCRIPTION)
    private String subject = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the journal.")
    private String reason = "";

    @Mixin
    private ServerOption server = new ServerOption();

    private OrderCommand(Order order) {
        this.order = order;
    }

    /** What goes with the order. */
    Map<String, Object> details() {
        var details = new LinkedHashMap<String, Object>();
        if (!reason.isEmpty()) {
            details.put("reason", reason);
        }
        return details;
    }

    @Override
    public Integer call() {
        var to = SubjectParameter.parse(subject, spec.commandLine());
        var word = order.name().toLowerCase(Locale.ROOT);
        server.client().post("/orchestrations/" + to.encodeForUrl() + "/" + word, details(), "");
        spec.commandLine().getOut().println(to + " is told to " + word + "; it does so in its turn");
        return ExitCode.OK;
    }

    /** {@code xorca suspend}. */
    @Command(
            name = "suspend",
            description = "Hold an orchestration: events and timers wait in line until it is resumed.")
    static final class Suspend extends OrderCommand {
        Suspend() {
            super(Order.SUSPEND);
        }
    }

    /** {@code xorca resume}. */
    @Command(
            name = "resume",
            description = "Let an orchestration that is suspended go on, first with what waits in line.")
    static final class Resume extends OrderCommand {
        Resume() {
            super(Order.RESUME);
        }
    }

    /** {@code xorca terminate}. */
    @Command(
            name = "terminate",
            description = "End an orchestration as it stands, with what it has started and waits for.")
    static final class Terminate extends OrderCommand {
        Terminate() {
            super(Order.TERMINATE);
        }
    }

    /** {@code xorca retry}. */
    @Command(
            name = "retry",
            description = "Try again what has failed for good of an orchestration: all of it, or one invocation.")
    static final class Retry extends OrderCommand {
        @Option(
                names = "--token",
                paramLabel = "TOKEN",
                description = "Only the invocation with this token, as 'xorca show' and the journal have it.")
        private String token = "";

        Retry() {
            super(Order.RETRY);
        }

        @Override
        Map<String, Object> details() {
            var details = super.details();
            if (!token.isEmpty()) {
                details.put("token", token);
            }
            return details;
        }
    }
}
