package dev.xorca.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.server.cli.CommandLines.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateJavaCommandTest {
    private static final Path SAMPLES = Path.of("../sample-machines");
    private static final String PACKAGE = "dev.xorca.samples.summary.book";

    @TempDir
    private Path folder;

    @Test
    void theBookServiceOfTheSampleIsWhatIsGenerated() throws IOException {
        assertThat(generate("cmd.book.fetch", PACKAGE))
                .isEqualTo(new Result(
                        0,
                        "9 files for cmd.book.fetch are in " + folder.resolve(PACKAGE.replace('.', '/'))
                                + System.lineSeparator(),
                        ""));

        var checkedIn = texts(SAMPLES.resolve("src/main/java/" + PACKAGE.replace('.', '/')));
        checkedIn.remove("package-info.java");
        assertThat(texts(folder.resolve(PACKAGE.replace('.', '/'))))
                .as(
                        "generate it again: xorca generate java --for cmd.book.fetch --package %s "
                                + "--machines sample-machines/summary --out sample-machines/src/main/java",
                        PACKAGE)
                .isEqualTo(checkedIn);
    }

    @Test
    void whatWasNotGeneratedIsNeverOverwritten() throws IOException {
        var own = Files.createDirectories(folder.resolve("a")).resolve("BookFetch.java");
        Files.writeString(own, "package a;");

        var result = generate("cmd.book.fetch", "a");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("BookFetch.java was not generated, and would be lost");
        assertThat(own).hasContent("package a;");
    }

    @Test
    void aCommandThatNobodyEmitsIsToldWithThoseThatAre() {
        var result = generate("cmd.book.burn", "a");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("no machine emits cmd.book.burn; there are cmd.book.fetch, cmd.text.summarise");
    }

    @Test
    void whatIsMissingIsNotUnderstood() {
        var nowhere = CommandLines.run("generate", "java", "--for", "cmd.book.fetch", "--package", "a");
        var noPackage = generate("cmd.book.fetch", "a.class");

        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(nowhere.err()).contains("either --machines or --from");
        assertThat(noPackage.exitCode()).isEqualTo(2);
        assertThat(noPackage.err()).contains("'a.class' is no name for a Java package; check --package");
        assertThat(CommandLines.run("generate").exitCode()).isEqualTo(2);
    }

    private Result generate(String command, String packageName) {
        return CommandLines.run(
                "generate",
                "java",
                "--for",
                command,
                "--package",
                packageName,
                "--machines",
                SAMPLES.resolve("summary").toString(),
                "--out",
                folder.toString());
    }

    private static Map<String, String> texts(Path folder) throws IOException {
        var texts = new TreeMap<String, String>();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }
}
