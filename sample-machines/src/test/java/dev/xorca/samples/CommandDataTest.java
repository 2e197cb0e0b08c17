package dev.xorca.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandDataTest {

    @Test
    void fieldsAreReadAsTheTypeAskedFor() {
        var data = data("{\"name\":\"Toto\",\"count\":3,\"whole\":3.0,\"names\":[\"Em\",\"Henry\"]}");

        assertThat(data.text("name")).isEqualTo("Toto");
        assertThat(data.wholeNumber("count", 1, 3)).isEqualTo(3);
        assertThat(data.wholeNumber("whole", 1, 3)).isEqualTo(3);
        assertThat(data.texts("names")).containsExactly("Em", "Henry");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', useHeadersInDisplayName = true, textBlock = """
            DATA                  | REASON
            {}                    | Expected 'field' to be a text, but it is missing
            {"field":null}        | Expected 'field' to be a text, but it is null
            {"field":["a"]}       | Expected 'field' to be a text, but it is ["a"]
            ["field"]             | Expected 'field' to be a text, but it is missing
            """)
    void whatIsNoTextIsRefusedWithTheReason(String json, String reason) {
        assertThatThrownBy(() -> data(json).text("field"))
                .isInstanceOf(WrongDataException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"field":0}           | it is 0
            {"field":4}           | it is 4
            {"field":1.5}         | it is 1.5
            {"field":1e99}        | it is 1.0E99
            {"field":"3"}         | it is "3"
            {}                    | it is missing
            """)
    void whatIsNoWholeNumberInRangeIsRefused(String json, String found) {
        assertThatThrownBy(() -> data(json).wholeNumber("field", 1, 3))
                .isInstanceOf(WrongDataException.class)
                .hasMessage("Expected 'field' to be a whole number from 1 to 3, but " + found);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"field":"a"}
            {"field":["a",1]}
            {}
            """)
    void whatIsNoListOfTextsIsRefused(String json) {
        assertThatThrownBy(() -> data(json).texts("field"))
                .isInstanceOf(WrongDataException.class)
                .hasMessageStartingWith("Expected 'field' to be a list of texts, but");
    }

    @Test
    void missingDataMissesEveryField() {
        var data = new CommandData(MissingNode.getInstance());

        assertThatThrownBy(() -> data.text("field")).hasMessageEndingWith("it is missing");
    }

    @Test
    void aLongWrongValueIsNotSentBackWhole() {
        var data = data("{\"field\":[\"" + "long ".repeat(1000) + "\"]}");

        assertThatThrownBy(() -> data.text("field"))
                .hasMessageEndingWith("...")
                .message()
                .hasSizeLessThan(150);
    }

    private static CommandData data(String json) {
        try {
            return new CommandData(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
