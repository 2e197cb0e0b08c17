package dev.xorca.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no compiler looks after, in the whole repository. */
class TidyTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void nothingIsLeftForLater() throws IOException {
        // Written apart, so that this file does not find itself.
        var marks = List.of("FIX" + "ME", "TO" + "DO", "HA" + "CK");
        assertThat(files(path -> path.toString().endsWith(".java")))
                .allSatisfy(file ->
                        assertThat(Files.readString(file)).as("%s", file).doesNotContain(marks));
    }

    @Test
    void everySampleMachineIsNamedByATest() throws IOException {
        var tests = new StringBuilder();
        for (var file : files(path ->
                path.toString().contains("/src/test/") && path.toString().endsWith(".java"))) {
            tests.append(Files.readString(file));
        }
        assertThat(files(path -> path.startsWith(ROOT.resolve("sample-machines"))
                        && path.toString().endsWith(".machine.yaml")))
                .isNotEmpty()
                .allSatisfy(machine ->
                        assertThat(tests).contains(machine.getFileName().toString()));
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        var sources = files(path ->
                path.toString().contains("/src/main/java/") && path.toString().endsWith(".java"));
        assertThat(sources.stream().map(Path::getParent).distinct())
                .allSatisfy(folder ->
                        assertThat(folder.resolve("package-info.java")).exists());
    }

    private static List<Path> files(Predicate<Path> wanted) throws IOException {
        try (Stream<Path> paths = Files.walk(ROOT)) {
            return paths.filter(path -> !path.toString().contains("/target/"))
                    .filter(Files::isRegularFile)
                    .filter(wanted)
                    .sorted()
                    .toList();
        }
    }
}
