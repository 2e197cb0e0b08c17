package dev.xorca.samples.summary;

import com.fasterxml.jackson.databind.JsonNode;
import dev.xorca.samples.Answer;
import dev.xorca.samples.CommandService;
import dev.xorca.samples.summary.book.BookFetchService;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;

/** The four services of the {@code summary} machine in one process; any number of such processes share the work. */
public final class SummaryServices implements AutoCloseable {
    private static final String USAGE = """
            Answers the commands of the summary machine: fetch a book, summarise it, check what came of it.

            Usage: SummaryServices --bootstrap-servers HOST:PORT [--topic-prefix PREFIX]

              --bootstrap-servers  where Kafka is
              --topic-prefix       stands before every topic's name; none by default
              --help               shows this
            """;

    private final List<Running> services;

    private SummaryServices(List<Running> services) {
        this.services = List.copyOf(services);
    }

    /**
     * Starts all four services, each on a thread of its own.
     *
     * @param topicPrefix stands before every type in the name of its topic; may be empty
     * @throws KafkaException when no client can be made for these servers; nothing is left running
     */
    public static SummaryServices start(String bootstrapServers, String topicPrefix) {
        var started = new ArrayList<Running>();
        try {
            started.add(Running.of(BookFetchService.start(
                    "book.service",
                    topicPrefix,
                    Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                    new BookService(Library.open()))));
            for (var service : services()) {
                started.add(Running.of(
                        CommandService.start(service.name, bootstrapServers, topicPrefix, service.answers())));
            }
            return new SummaryServices(started);
        } catch (RuntimeException failure) {
            started.forEach(service -> service.close.run());
            throw failure;
        }
    }

    /** The services by functions from JSON to JSON; that of books is generated from its contract. */
    private static List<Service> services() {
        return List.of(
                new Service("text.service", "cmd.text.summarise", new SummariseService(Summariser.forEnglish())),
                new Service("grounding.service", "cmd.summary.ground", new GroundService()),
                new Service("compliance.service", "cmd.summary.comply", new ComplyService(Compliance.asListed())));
    }

    private record Service(String name, String command, Function<JsonNode, Answer> answer) {
        Map<String, Function<JsonNode, Answer>> answers() {
            return Map.of(command, answer);
        }
    }

    /** A service of either kind. */
    private record Running(CompletableFuture<Void> ready, CompletableFuture<Void> ended, Runnable close) {
        static Running of(BookFetchService service) {
            return new Running(service.ready(), service.ended(), service::close);
        }

        static Running of(CommandService service) {
            return new Running(service.ready(), service.ended(), service::close);
        }
    }

    /**
     * Completes when every service was given partitions to read, which needs its command's topic; exceptionally when one
     * ends before.
     */
    public CompletableFuture<Void> ready() {
        return CompletableFuture.allOf(services.stream().map(Running::ready).toArray(CompletableFuture<?>[]::new));
    }

    /** Completes when the first service has ended: normally once closed, exceptionally when it could not go on. */
    public CompletableFuture<Void> ended() {
        return CompletableFuture.anyOf(services.stream().map(Running::ended).toArray(CompletableFuture<?>[]::new))
                .thenAccept(nothing -> {});
    }

    /** Lets every service finish and commit what it has taken. */
    @Override
    public void close() {
        services.parallelStream().forEach(service -> service.close.run());
    }

    public static void main(String[] arguments) {
        var status = run(arguments, System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Runs until a signal ends the process or a service fails; returns the exit status. */
    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (List.of(arguments).contains("--help")) {
            out.print(USAGE);
            return 0;
        }
        try {
            serve(Options.of(arguments), out);
            return 0;
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
            err.print(USAGE);
            return 2;
        } catch (KafkaException | CompletionException failure) {
            err.println("The summary services ended: " + failure.getMessage());
            return 1;
        }
    }

    private static void serve(Options options, PrintStream out) {
        try (var services = start(options.bootstrapServers, options.topicPrefix)) {
            Runtime.getRuntime().addShutdownHook(new Thread(services::close, "shutdown"));
            out.println("The summary services answer on " + options.bootstrapServers);
            services.ended().join();
        }
    }

    private record Options(String bootstrapServers, String topicPrefix) {
        static Options of(String... arguments) {
            var bootstrapServers = "";
            var topicPrefix = "";
            for (var i = 0; i < arguments.length; i += 2) {
                switch (arguments[i]) {
                    case "--bootstrap-servers" -> bootstrapServers = value(arguments, i);
                    case "--topic-prefix" -> topicPrefix = value(arguments, i);
                    default -> throw new IllegalArgumentException("Unknown option " + arguments[i]);
                }
            }
            if (bootstrapServers.isEmpty()) {
                throw new IllegalArgumentException("Expected --bootstrap-servers, but it is missing");
            }
            return new Options(bootstrapServers, topicPrefix);
        }

        private static String value(String[] arguments, int option) {
            if (option + 1 == arguments.length) {
                throw new IllegalArgumentException("Expected a value after " + arguments[option]);
            }
            return arguments[option + 1];
        }
    }
}
