package dev.xorca.server.cli;

import dev.xorca.router.CallToken;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xorca answer}: answers a question in place of whoever was asked. */
@Command(
        name = "answer",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Answer what an orchestration waits for: with its result, or by saying that it has failed.",
            "Who waits is asked first; what nobody waits for any more, and what breaks the machine's contract, is refused."
        })
final class AnswerCommand implements Callable<Integer> {
    /** As much as a node takes by default. */
    private static final int MAX_BYTES = 4_000_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            paramLabel = "TOKEN",
            description = "The question, as 'xorca show SUBJECT' and the command's xorcatoken have it.")
    private String token = "";

    @Option(names = "--data", paramLabel = "JSON", description = "The result.")
    private @Nullable String data;

    @Option(
            names = "--data-file",
            paramLabel = "FILE",
            description = "A file with the result as JSON; '-' for the standard input.")
    private @Nullable String file;

    @Option(
            names = "--error",
            paramLabel = "CODE",
            description = "It has failed, and this is the kind of error; retries go by it.")
    private @Nullable String error;

    @Option(names = "--message", paramLabel = "TEXT", description = "With --error: what went wrong, for people.")
    private @Nullable String message;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "The same answer under the same key is given once, however often it comes.")
    private String key = "";

    @Mixin
    private ServerOption server = new ServerOption();

    @Override
    public Integer call() {
        var question = CallToken.parse(token)
                .orElseThrow(() -> usage("'" + TextTable.harmless(token) + "' is no token; one looks like "
                        + "2.0-1~eyJwcm9jZXNz..., and 'xorca show SUBJECT' tells those that are waited for"));
        server.client().post("/answers/" + question, body(), key);
        spec.commandLine().getOut().println(question.subject() + " is answered; it goes on in its turn");
        return ExitCode.OK;
    }

    private Map<String, @Nullable Object> body() {
        if (Stream.of(data, file, error).filter(Objects::nonNull).count() != 1) {
            throw usage("give one of --data JSON, --data-file FILE and --error CODE");
        } else if (message != null && error == null) {
            throw usage("--message says more of an --error; give --error CODE with it");
        } else if (error != null) {
            var failure = new LinkedHashMap<String, Object>();
            failure.put("code", error);
            if (message != null) {
                failure.put("message", message);
            }
            return Map.of("error", failure);
        }
        var result = file == null
                ? json(String.valueOf(data).getBytes(StandardCharsets.UTF_8), "--data")
                : json(bytes(file), name(file));
        return Collections.singletonMap("data", result);
    }

    private static String name(String file) {
        return file.equals("-") ? "the standard input" : "file " + file;
    }

    private @Nullable Object json(byte[] bytes, String what) {
        try {
            return Json.read(bytes);
        } catch (JsonException e) {
            throw usage(what + " is not JSON: " + e.getMessage() + "; a text stands in quotes");
        }
    }

    private static byte[] bytes(String file) {
        try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            var bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new CommandFailure(name(file) + " has more than " + MAX_BYTES + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new CommandFailure(name(file) + " cannot be read (" + e.getMessage() + "); check --data-file");
        }
    }

    private ParameterException usage(String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
