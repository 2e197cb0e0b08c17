package dev.xorca.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The official test suite for draft-07: all that a validator must do, and of what it may do the formats and the dialect of
 * regular expressions. Where we differ is listed here, with the reason; a difference that is gone fails the test as well.
 */
class JsonSchemaTestSuiteTest {
    private static final Path SUITE = Path.of("src/test/resources/json-schema-test-suite");
    private static final SchemaDocuments REMOTES = remotes();

    /** How the tests begin that we do not pass, with the reason. Of what must be done there is none. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "optional/content: ",
            "content of strings is not looked at; draft-07 leaves that open",
            "optional/cross-draft: refs to future drafts",
            "the test refers to a schema of draft 2019-09, which is none that we take",
            "optional/format/idn-hostname: ",
            "the JDK converts names by IDNA 2003, which does not know the rules of context of IDNA 2008",
            "optional/format/iri: validation of IRIs: an invalid IRI based on IPv6",
            "the JDK takes an address without brackets for the name of a registry");

    static Stream<Path> files() throws IOException {
        try (var files = Files.walk(SUITE.resolve("draft7"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void weDifferOnlyWhereWeSaySo(Path file) throws IOException {
        var name = SUITE.resolve("draft7")
                .relativize(file)
                .toString()
                .replace('\\', '/')
                .replace(".json", "");
        var different = new TreeSet<String>();
        for (var each : list(Json.read(Files.readAllBytes(file)))) {
            var group = Json.object(each);
            for (var test : list(group.get("tests"))) {
                var outcome = outcome(group.get("schema"), Json.object(test).get("data"));
                if (!outcome.equals(String.valueOf(Json.object(test).get("valid")))) {
                    different.add(name + ": " + group.get("description") + ": "
                            + Json.object(test).get("description") + " -> " + outcome);
                }
            }
        }
        var expected = EXCEPTIONS.keySet().stream()
                .filter(each -> each.startsWith(name + ": "))
                .toList();
        assertThat(expected)
                .as("exceptions that are none any more")
                .allMatch(each -> different.stream().anyMatch(difference -> difference.startsWith(each)));
        different.removeIf(difference -> expected.stream().anyMatch(difference::startsWith));
        assertThat(different).isEmpty();
    }

    @Test
    void everythingThatMustBeDoneIsHere() throws IOException {
        int tests = 0;
        try (var files = Files.list(SUITE.resolve("draft7"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                for (var group : list(Json.read(Files.readAllBytes(file)))) {
                    tests += list(Json.object(group).get("tests")).size();
                }
            }
        }
        assertThat(tests).isEqualTo(861);
    }

    private static String outcome(Object schema, Object data) {
        try {
            // A schema that is true or false is none that a payload can have, but a part of one.
            var document =
                    schema instanceof Boolean ? Map.<String, Object>of("allOf", List.of(schema)) : Json.object(schema);
            return String.valueOf(SchemaCompiler.standard()
                    .compile(document, REMOTES)
                    .check(data)
                    .isEmpty());
        } catch (SchemaException e) {
            return e.rule() + " " + e.getMessage();
        }
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }

    /** What the suite's tests find at their server, and the meta-schema. */
    private static SchemaDocuments remotes() {
        var byUri = new HashMap<String, Object>();
        var remotes = SUITE.resolve("remotes");
        try (var files = Files.walk(remotes)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                byUri.put(
                        "http://localhost:1234/"
                                + remotes.relativize(file).toString().replace('\\', '/'),
                        Json.read(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byUri.put("http://json-schema.org/draft-07/schema", byUri.get("http://localhost:1234/meta/draft-07.json"));
        return new SchemaDocuments() {
            @Override
            public Optional<Document> byId(String uri) {
                return byUri.containsKey(uri) ? Optional.of(new Document(uri, byUri.get(uri))) : Optional.empty();
            }
        };
    }
}
