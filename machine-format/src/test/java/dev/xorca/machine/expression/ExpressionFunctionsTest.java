package dev.xorca.machine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.schemas.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the tables in docs/expressions.md: what stands there gives what it says. */
class ExpressionFunctionsTest {
    private static final Path DOCUMENT = Path.of("../docs/expressions.md");
    private static final Pattern ROW = Pattern.compile("\\| `(.+)` \\| `(.+)` \\|(?: .* \\|)?");

    static Stream<Arguments> rows() throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> Arguments.of(
                        row.group(1).replace("\\|", "|"), row.group(2).replace("\\|", "|")))
                .toList()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theTableIsRight(String expression, String result) {
        assertThat(Json.text(Expressions.evaluate(expression))).isEqualTo(result);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyFunctionIsInTheTable(String function) throws IOException {
        assertThat(rows().map(row -> (String) row.get()[0])).anyMatch(row -> row.contains(function + "("));
    }

    static List<String> functions() {
        return List.of(
                "has size contains startsWith endsWith matches charAt indexOf lastIndexOf lowerAscii upperAscii replace split"
                        .concat(" substring trim join reverse strings.quote all exists exists_one filter map")
                        .concat(" flatten distinct sort sortBy slice math.greatest math.least")
                        .concat(" math.ceil math.floor math.round math.trunc math.abs math.sign math.isNaN")
                        .concat(" timestamp duration getFullYear getMonth getDate getDayOfMonth getDayOfWeek")
                        .concat(" getDayOfYear getHours getMinutes getSeconds getMilliseconds int double string")
                        .concat(" bool type orValue hasValue cel.bind stateIn math.sqrt math.bitAnd math.bitOr")
                        .split(" "));
    }
}
