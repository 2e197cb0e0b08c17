package dev.xorca.samples.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.MachineDocument;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The machine in Java is the one in YAML: the scenarios of the one hold for the other, and what is
 * below. Its schemas say what the records say; lengths and the like ({@code minLength}) would have to be given.
 */
class SummaryInJavaTest extends SummaryMachineTest {
    private static final MachineDocument JAVA = SummaryInJava.machine();

    private final MachineDocument yaml;

    SummaryInJavaTest() throws IOException {
        yaml = super.machine();
    }

    @Override
    MachineDocument machine() {
        return JAVA;
    }

    @Test
    void itHasTheSameStatesAndTransitions() {
        assertThat(describe(JAVA)).isEqualTo(describe(yaml));
    }

    private static List<String> describe(MachineDocument document) {
        return document.machine().states().stream()
                .map(state -> state.id() + " " + state.kind() + " "
                        + state.initial().map(Object::toString).orElse("") + " "
                        + state.transitions().stream()
                                .map(transition -> transition + " at " + transition.at() + " "
                                        + transition.guard().isPresent())
                                .sorted()
                                .toList())
                .toList();
    }

    @Test
    void itHasTheSameContracts() {
        assertThat(JAVA.accepts().keySet()).isEqualTo(yaml.accepts().keySet());
        assertThat(JAVA.emits().keySet()).isEqualTo(yaml.emits().keySet());
        assertThat(JAVA.machine().emittedTypes()).isEqualTo(yaml.machine().emittedTypes());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            input                      | {"bookId":"b"}
            input                      | {"bookId":""}
            input                      | {"bookId":"b","more":1}
            input                      | {}
            evt.book.fetch.success     | {"bookId":"b","title":"T","author":"A","text":"One."}
            evt.book.fetch.success     | {"bookId":"b","title":"T","author":"A","text":"One.","more":true}
            evt.book.fetch.success     | {"bookId":"b","title":"T","author":"A"}
            evt.book.fetch.success     | {"bookId":"b","title":3,"author":"A","text":"One."}
            evt.book.fetch.error       | {"reason":"none"}
            evt.book.fetch.error       | {"reason":"none","bookId":"b"}
            evt.book.fetch.error       | {"bookId":"b"}
            evt.text.summarise.success | {"summary":"S","sentences":["S"]}
            evt.text.summarise.success | {"summary":"S","sentences":[1]}
            evt.text.summarise.success | {"summary":"S","sentences":"S"}
            evt.summary.ground.success | {"grounded":true,"missing":[]}
            evt.summary.ground.success | {"grounded":"yes","missing":[]}
            evt.summary.comply.success | {"compliant":false,"words":["x"]}
            evt.summary.comply.success | {"compliant":false}
            evt.summary.comply.error   | {"reason":null}
            cmd.text.summarise         | {"text":"T","sentences":3}
            cmd.text.summarise         | {"text":"T","sentences":2.5}
            notif.summary.done         | {"bookId":"b","title":"T","author":"A","summary":"S"}
            notif.summary.done         | {"bookId":"b","title":"T","author":"A"}
            notif.summary.failed       | {"bookId":"b","reason":"r"}
            notif.summary.failed       | []
            """)
    void itsSchemasJudgeAlike(String type, String data) {
        var value = Json.read(data);
        assertThat(schemas(JAVA).get(type).check(value).isEmpty())
                .isEqualTo(schemas(yaml).get(type).check(value).isEmpty());
    }

    private static Map<String, PayloadSchema> schemas(MachineDocument document) {
        var schemas = new TreeMap<String, PayloadSchema>();
        schemas.put("input", document.input());
        schemas.putAll(document.accepts());
        schemas.putAll(document.emits());
        return schemas;
    }
}
