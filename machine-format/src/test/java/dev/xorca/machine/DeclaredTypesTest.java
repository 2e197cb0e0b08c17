package dev.xorca.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions against the schemas that the same document declares. */
class DeclaredTypesTest {
    private static final String SCHEMAS = """
            name: m
            schemas:
              input:
                type: object
                properties: { book: { type: string }, pages: { type: integer } }
              accepts:
                evt.x:
                  type: object
                  required: [id]
                  definitions: { person: { type: object, properties: { age: { type: integer } } } }
                  properties:
                    cost: { type: number }
                    title: { type: string }
                    ok: { type: boolean }
                    maybe: { type: [string, "null"] }
                    any: {}
                    free: { type: object, properties: { a: {} }, additionalProperties: true }
                    open: { type: object }
                    none: { type: object, additionalProperties: false }
                    words: { type: array, items: { type: string } }
                    people: { type: array, items: { $ref: "#/definitions/person" } }
                    either: { oneOf: [ { properties: { l: { type: string } } }, { properties: { r: { type: integer } } } ] }
                    both: { allOf: [ { $ref: "#/definitions/person" }, { properties: { name: { type: string } } } ] }
                    kind: { enum: [a, b] }
                    tree: { $ref: "#" }
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            event.data.cost < 1000 && event.data.ok
            event.data.cost == 1
            event.data.id == 'a'
            event.data.any.thing.at.all > 3
            event.data.free.b == event.data.open.c
            event.data.maybe == null || event.data.maybe.startsWith('a')
            event.data.title != null
            event.data.words.exists(w, w.contains('a'))
            event.data.people.all(p, p.age > 17)
            event.data.people[0].age + 1 > 2
            event.data.either.l == 'a' || event.data.either.r == 2
            event.data.both.age > 1 && event.data.both.name.size() > 1
            event.data.kind == 'a'
            event.data.tree.tree.tree.cost > 1
            event.data['cost'] > 1
            has(event.data.typo) ? event.data.typo == 1 : false
            event.data.?typo.orValue(false)
            'cost' in event.data
            input.book == event.data.title
            self.processId == 'a'
            cel.bind(d, event.data, d.cost > 1)
            event.data.words.map(w, w.size()).exists(n, n > 2)
            timestamp(event.data.title) < now
            event.extension == 'a'
            """)
    void whatFitsIsTaken(String guard) {
        assertThat(read("evt.x", guard).machine().name()).isEqualTo("m");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            event.data.cots < 1                    | 11 | event.data has no field 'cots' [unknown-field
            event.data['cots'] < 1                 | 11 | event.data has no field 'cots' [unknown-field
            event.data.none.a == 1                 | 16 | event.data.none has no field 'a' [unknown-field
            event.data.either.x == 1               | 18 | event.data.either has no field 'x' [unknown-field
            event.data.both.x == 1                 | 16 | event.data.both has no field 'x' [unknown-field
            event.data.people.all(p, p.aeg > 1)    | 27 | p has no field 'aeg' [unknown-field
            event.data.people[0].aeg > 1           | 21 | this has no field 'aeg' [unknown-field
            event.data.tree.tree.cots > 1          | 21 | event.data.tree.tree has no field 'cots' [unknown-field
            cel.bind(d, event.data, d.cots > 1)    | 26 | d has no field 'cots' [unknown-field
            has(event.data.nope.deeper)            | 15 | event.data has no field 'nope' [unknown-field
            input.boook == 'a'                     | 6  | input has no field 'boook' [unknown-field
            self.id == 'a'                         | 5  | self has no field 'id' [unknown-field
            event.data.title.length > 1            | 17 | event.data.title is a string, which has no field 'length' [type-mismatch
            event.data.title < 1000                | 18 | '<' never fits here: event.data.title is a string, this is a number [type-mismatch
            event.data.cost == 'x'                 | 17 | '==' never fits here: event.data.cost is a number, this is a string [type-mismatch
            event.data.cost + event.data.title > 1 | 17 | '+' never fits here: event.data.cost is a number, event.data.title is a string [type-mismatch
            event.data.ok + 1 > 1                  | 11 | event.data.ok is a boolean; '+' takes a number
            event.data.title && event.data.ok      | 11 | event.data.title is a string; '&&' takes a boolean [type-mismatch
            !event.data.title                      | 12 | event.data.title is a string; '!' takes a boolean [type-mismatch
            event.data.cost                        | 1  | a condition must be true or false, this is a number [type-mismatch
            event.data.words.startsWith('a')       | 11 | event.data.words is a list; 'startsWith' takes a string [type-mismatch
            event.data.cost.size() > 1             | 11 | event.data.cost is a number; 'size' takes a string or a list or an object
            event.data.title.all(x, true)          | 11 | event.data.title is a string; 'all, exists, map, filter' takes a list or an object
            'a' in event.data.title                | 18 | event.data.title is a string; 'in' takes a list or an object [type-mismatch
            event.data.words.exists(w, w > 1)      | 30 | '>' never fits here: w is a string, this is a number [type-mismatch
            event.data.title.getHours() > 1        | 11 | event.data.title is a string; 'getHours' takes a time or a duration [type-mismatch
            """)
    void whatCannotFitIsAProblemOfTheDocument(String guard, int position, String problem) {
        var refusal = catchThrowableOfType(DocumentException.class, () -> read("evt.x", guard));
        assertThat(refusal).as(guard).isNotNull();
        assertThat(refusal.problems()).hasSize(1);
        assertThat(refusal.problems().get(0).toString())
                .startsWith("m.machine.yaml:27:")
                .contains("position " + position + ": " + problem);
    }

    @Test
    void theFieldsThatThereAreAreNamed() {
        var refusal = catchThrowableOfType(DocumentException.class, () -> read("evt.x", "input.boook == 'a'"));
        assertThat(refusal).hasMessageEndingWith("; the schema has book, pages");
    }

    @Test
    void nothingIsKnownOfEventsThatCanBeOfManyTypes() {
        for (var descriptor : new String[] {"evt.*", "*", "evt.y"}) {
            assertThat(read(descriptor, "event.data.whatever == 1").machine().name())
                    .isEqualTo("m");
        }
    }

    @Test
    void everyExpressionOfATransitionIsChecked() {
        var refusal = catchThrowableOfType(
                DocumentException.class, () -> new MachineDocuments().read("m.machine.yaml", SCHEMAS + """
                        context: { b: "${input.bok}" }
                        initial: a
                        states:
                          a:
                            entry: { log: "${event.data.cots} ${input.bok}" }
                            on:
                              evt.x:
                                actions:
                                  - assign: { x: "text ${event.data.cots}" }
                                  - { emit: cmd.y, data: { deep: [ "${event.data.cots}" ] } }
                                  - { raise: z, delay: "${event.data.cots}" }
                        """));
        assertThat(refusal.problems())
                .extracting(problem -> problem.line() + " " + problem.rule())
                .containsExactly(
                        "26 unknown-field",
                        "30 unknown-field",
                        "34 unknown-field",
                        "35 unknown-field",
                        "36 unknown-field");
    }

    private static MachineDocument read(String descriptor, String guard) {
        return new MachineDocuments()
                .read(
                        "m.machine.yaml",
                        SCHEMAS + "on:\n  \"" + descriptor + "\": { guard: \"" + guard.replace("\"", "\\\"")
                                + "\" }\n");
    }
}
