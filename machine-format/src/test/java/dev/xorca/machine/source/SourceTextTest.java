package dev.xorca.machine.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.source.SourceMap.Place;
import dev.xorca.schemas.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** Strings by chance in which every character stands once, so that where it stands in the text is beyond doubt. */
class SourceTextTest {
    private static final int STRINGS = 300;

    private final Random random = new Random(1);

    @ParameterizedTest
    @EnumSource(ScalarStyle.class)
    void everyCharacterIsFoundWhereYamlHasIt(ScalarStyle style) {
        var settings = DumpSettings.builder()
                .setDefaultScalarStyle(style)
                .setWidth(20)
                .setUseUnicodeEncoding(true)
                .setSplitLines(true)
                .build();
        for (int i = 0; i < STRINGS; i++) {
            var text = new Dump(settings).dumpToString(Map.of("k", List.of(1, Map.of("v", string()))));
            checkEveryCharacter("m.yaml", text, "/k/1/v");
        }
    }

    @Test
    void everyCharacterIsFoundWhereJsonHasIt() {
        for (int i = 0; i < STRINGS; i++) {
            checkEveryCharacter("m.json", "{\n \"k\": [1,\n " + Json.text(string()) + "] }", "/k/1");
        }
    }

    @Test
    void whereTheStringIsNotFoundItIsItsBeginning() {
        var text = new SourceText("a: b\n");
        assertThat(text.placeOf(new SourceNode.Scalar(1, 4, "other"), 3)).isEqualTo(new Place(1, 4));
        assertThat(text.placeOf(new SourceNode.Scalar(7, 4, "b"), 1)).isEqualTo(new Place(7, 4));
        assertThat(text.placeOf(new SourceNode.Scalar(1, 4, "bc"), 1)).isEqualTo(new Place(1, 4));
    }

    @ParameterizedTest
    @EnumSource(LineBreak.class)
    void linesEndAsTheyDoAnywhere(LineBreak lineBreak) {
        var text = "a:\n- 1\n- |\n  b\n  c\n".replace("\n", lineBreak.text);
        var string =
                (SourceNode.Scalar) SourceMap.read("m.yaml", text).node("/a/1").orElseThrow();
        assertThat(new SourceText(text).placeOf(string, 2)).isEqualTo(new Place(5, 3));
        assertThat(new SourceText(text).placeOf(string, 4))
                .as("behind the last")
                .isEqualTo(new Place(5, 4));
    }

    private enum LineBreak {
        UNIX("\n"),
        WINDOWS("\r\n"),
        OLD("\r");

        private final String text;

        LineBreak(String text) {
            this.text = text;
        }
    }

    private static void checkEveryCharacter(String file, String text, String pointer) {
        var string =
                (SourceNode.Scalar) SourceMap.read(file, text).node(pointer).orElseThrow();
        var value = String.valueOf(string.value());
        var sourceText = new SourceText(text);
        var lines = text.split("\n", -1);
        for (int i = 0; i < value.length(); i = value.offsetByCodePoints(i, 1)) {
            int expected = value.codePointAt(i);
            if (!Character.isWhitespace(expected)) {
                var place = sourceText.placeOf(string, i);
                var line = lines[place.line() - 1];
                int found = line.codePointAt(line.offsetByCodePoints(0, place.column() - 1));
                var isEscaped = found == '\\' && expected != '\\';
                assertThat(isEscaped ? line.codePointAt(line.offsetByCodePoints(0, place.column())) : found)
                        .as("%s at %s in%n%s", Character.toString(expected), place, text)
                        .isIn(expected, (int) 'x', (int) 'u', (int) 'U');
            }
        }
    }

    private String string() {
        var characters = new ArrayList<>(List.of("\"", "\\", "'", "#", ":", "-", "ä", "€", "😀", "{", "&", "|"));
        "abcdefghijklmnopqrstvwyzABCDEFGH".chars().forEach(c -> characters.add(Character.toString(c)));
        Collections.shuffle(characters, random);
        var string = new StringBuilder();
        for (var character : characters) {
            string.append(character);
            switch (random.nextInt(6)) {
                case 0 -> string.append(' ');
                case 1 -> string.append(random.nextInt(4) == 0 ? "\n\n  " : "\n");
                case 2 -> string.append(random.nextInt(4) == 0 ? "  " : "");
                default -> {}
            }
        }
        return string.toString();
    }
}
