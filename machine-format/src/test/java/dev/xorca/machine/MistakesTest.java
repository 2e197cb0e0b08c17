package dev.xorca.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people read when a document is wrong, word for word. The files of the folder are lists of mistakes: a line
 * {@code ### what is wrong}, the document, and the problems, each on a line that begins with {@code >>>}. JSON documents
 * are marked with {@code [json]}.
 */
class MistakesTest {
    private static final Path FOLDER = Path.of("src/test/resources/mistakes");
    private static final String PROBLEM = ">>> ";

    static Stream<Arguments> mistakes() throws IOException {
        var mistakes = new ArrayList<Arguments>();
        for (var file : files()) {
            var parts = Pattern.compile("^### ", Pattern.MULTILINE).splitAsStream(Files.readString(file));
            parts.filter(part -> !part.isEmpty()).forEach(part -> {
                var lines = part.lines().toList();
                var problems = lines.stream().filter(line -> line.startsWith(PROBLEM));
                var document = lines.stream().skip(1).takeWhile(line -> !line.startsWith(PROBLEM));
                mistakes.add(arguments(
                        lines.get(0),
                        document.map(line -> line + "\n").collect(Collectors.joining()),
                        problems.map(line -> line.substring(PROBLEM.length())).toList()));
            });
        }
        return mistakes.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void theAuthorReads(String what, String document, List<String> problems) {
        var file = what.startsWith("[json]") ? "m.machine.json" : "m.machine.yaml";
        var failure = catchThrowableOfType(DocumentException.class, () -> new MachineDocuments().read(file, document));
        assertThat(failure).as("%s is accepted", what).isNotNull();
        assertThat(failure.getMessage().lines().map(line -> line.replaceFirst("^" + file + ":", "")))
                .as(what)
                .containsExactlyElementsOf(problems);
        assertThat(failure.problems()).hasSameSizeAs(problems);
    }

    @Test
    void thereAreManyAndEachIsSaidOnce() throws IOException {
        assertThat(mistakes().map(mistake -> mistake.get()[0]))
                .hasSizeGreaterThan(100)
                .doesNotHaveDuplicates();
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }
}
