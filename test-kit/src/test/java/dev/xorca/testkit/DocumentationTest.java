package dev.xorca.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every piece of Java that the documentation shows stands in a test here, and so compiles and runs. */
class DocumentationTest {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"java-dsl.md", "testing-machines.md"})
    void whatIsShownIsTested(String name) throws IOException {
        var tests = new StringBuilder();
        try (var files = Files.list(Path.of("src/test/java/dev/xorca/testkit"))) {
            for (var file : files.toList()) {
                tests.append(withoutSpaces(Files.readString(file)));
            }
        }
        var shown = JAVA.matcher(Files.readString(Path.of("../docs", name)));
        assertThat(shown.results().map(block -> withoutSpaces(block.group(1))))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(tests).contains(block));
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }
}
