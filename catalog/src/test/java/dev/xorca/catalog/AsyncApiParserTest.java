package dev.xorca.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.xorca.catalog.CatalogSettings.Encoding;
import dev.xorca.schemas.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The AsyncAPI documents of all machines of this project before AsyncAPI's own parser.
 *
 * <p>Needs Node and the npm registry, or npm's cache; skipped where they are not.
 */
class AsyncApiParserTest {
    private static final Path SOURCES = Path.of("src/test/asyncapi");
    private static final Path FOLDER = Path.of("target/asyncapi");

    @BeforeAll
    static void installTheParser() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (var name : List.of("package.json", "package-lock.json", "validate.mjs")) {
            Files.copy(SOURCES.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        assumeTrue(
                runs("node", "--version"), "there is no Node here: AsyncAPI documents are not validated by its parser");
        if (!Files.exists(FOLDER.resolve("node_modules/.package-lock.json"))) {
            assumeTrue(
                    runs("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"),
                    "the AsyncAPI parser cannot be installed (no npm, or no registry within reach): "
                            + "AsyncAPI documents are not validated by it");
        }
    }

    @Test
    void theParserFindsNothingToSayAboutOurDocuments() throws IOException, InterruptedException {
        var machines = TestMachines.all();
        var plain = CatalogSettings.DEFAULT.withBootstrapServers("localhost:9092");
        var named = CatalogSettings.DEFAULT.withUrl("http://localhost:8080").withTopicPrefix("test.");
        var files = documents(Catalog.of(machines, plain));
        files.add(write("all.yaml", Yaml.text(AsyncApi.of(Catalog.of(machines, named)))));
        files.add(write(
                "structured.yaml",
                Yaml.text(AsyncApi.of(Catalog.of(machines, plain.withEncoding(Encoding.STRUCTURED))))));
        var command = new ArrayList<>(List.of("node", "validate.mjs"));
        command.addAll(files);

        assertThat(runs(command.toArray(String[]::new))).as("node validate.mjs").isTrue();
        var verdicts = Files.readAllLines(FOLDER.resolve("node.out"));
        assertThat(verdicts).hasSameSizeAs(files).hasSizeGreaterThan(20);
        for (var line : verdicts) {
            var verdict = Json.object(Json.read(line));
            assertThat(verdict.get("problems")).as(line).isEqualTo(List.of());
            assertThat(verdict.get("valid")).as(line).isEqualTo(true);
            assertThat((List<?>) verdict.get("operations")).as(line).isNotEmpty();
        }
    }

    /** Writes the documents of every machine and of every service, and gives the names of their files. */
    private static List<String> documents(Catalog catalog) throws IOException {
        var files = new ArrayList<String>();
        for (var machine : catalog.machines()) {
            files.add(write(machine.id() + ".json", Json.text(AsyncApi.of(machine, catalog.settings()))));
        }
        for (var type : catalog.eventTypes()) {
            if (type.kind() == EventKind.COMMAND) {
                var document = AsyncApi.ofService(type.type(), catalog.machines(), catalog.settings());
                files.add(write(type.type() + ".json", Json.text(document.orElseThrow())));
            }
        }
        return files;
    }

    private static String write(String name, String text) throws IOException {
        Files.writeString(FOLDER.resolve(name), text);
        return name;
    }

    /** Runs a program in the folder, its output in files there; false when it cannot be run, fails or takes too long. */
    private static boolean runs(String... command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(FOLDER.resolve(command[0] + ".out").toFile())
                    .redirectError(FOLDER.resolve(command[0] + ".err").toFile())
                    .start();
            if (process.waitFor(150, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
