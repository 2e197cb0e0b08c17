package dev.xorca.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.everit.json.schema.ValidationException;
import org.everit.json.schema.loader.SchemaLoader;
import org.everit.json.schema.regexp.RE2JRegexpFactory;
import org.json.JSONException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick check and the library agree, on schemas and values that nobody thought of. */
class QuickCheckTest {
    private static final int SCHEMAS = 3_000;
    private static final int VALUES = 8;
    private static final List<String> NAMES = List.of("a", "b", "c");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void bothSayTheSame(long seed) {
        var random = new Random(seed);
        int fitting = 0;
        for (int i = 0; i < SCHEMAS; i++) {
            var schema = schema(random, 3);
            if (random.nextBoolean()) {
                schema.put("definitions", Map.of("d", schema(random, 2)));
                schema.put("properties", Map.of("a", Map.of("$ref", "#/definitions/d"), "b", Map.of("$ref", "#")));
            }
            var quick = QuickCheck.of(schema, Draft.DRAFT_07);
            var everit = SchemaLoader.builder()
                    .draftV7Support()
                    .regexpFactory(new RE2JRegexpFactory())
                    .schemaJson(OrgJson.of(schema))
                    .build()
                    .load()
                    .build();
            for (int j = 0; j < VALUES; j++) {
                var value = value(random, 3);
                var fits = quick.fits(value, new QuickCheck.Run(1_000_000));
                fitting += fits ? 1 : 0;
                var library = fits(everit, value);
                if (library.isPresent()) {
                    assertThat(fits)
                            .as("seed %d, schema %s, value %s", seed, Json.text(schema), Json.text(value))
                            .isEqualTo(library.get());
                }
            }
        }
        assertThat(fitting).isBetween(SCHEMAS * VALUES / 20, SCHEMAS * VALUES * 19 / 20);
    }

    @Test
    void whatTheLibraryCannotTellIsToldAllTheSame() {
        var schema = SchemaCompiler.standard()
                .compile(Json.object(
                        Json.read("{\"not\":{\"dependencies\":{\"a\":{\"type\":\"object\"},\"c\":[\"a\"]}}}")));
        assertThat(schema.check(Map.of()))
                .extracting(PayloadSchema.Violation::rule)
                .containsExactly("not");
    }

    /** Empty when the library fails at writing down a schema that the value should not fit. */
    private static Optional<Boolean> fits(org.everit.json.schema.Schema schema, Object value) {
        try {
            schema.validate(OrgJson.of(value));
            return Optional.of(true);
        } catch (ValidationException e) {
            return Optional.of(false);
        } catch (JSONException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> schema(Random random, int depth) {
        var schema = new LinkedHashMap<String, Object>();
        int keywords = 1 + random.nextInt(2);
        for (int i = 0; i < keywords; i++) {
            keyword(schema, random, depth);
        }
        return schema;
    }

    private static void keyword(Map<String, Object> schema, Random random, int depth) {
        int number = random.nextInt(4);
        switch (random.nextInt(depth > 0 ? 27 : 14)) {
            case 0 -> schema.put("type", type(random));
            case 1 ->
                schema.put(
                        "type",
                        List.of("string", "object", type(random)).stream()
                                .distinct()
                                .toList());
            case 2 -> schema.put("enum", List.of(value(random, 1), value(random, 0), "x"));
            case 3 -> schema.put("const", value(random, 1));
            case 4 -> schema.put("minimum", number(random));
            case 5 -> schema.put("exclusiveMaximum", number(random));
            case 6 -> schema.put("multipleOf", random.nextBoolean() ? (Object) 2L : 0.5);
            case 7 -> schema.put("minLength", (long) number);
            case 8 -> schema.put("maxLength", (long) number);
            case 9 -> schema.put("pattern", List.of("^a", "b$", "[0-9]", ".").get(number));
            case 10 -> schema.put("required", List.of(name(random)));
            case 11 -> schema.put(random.nextBoolean() ? "minProperties" : "minItems", (long) number);
            case 12 -> schema.put(random.nextBoolean() ? "maxProperties" : "maxItems", (long) number);
            case 13 -> schema.put("uniqueItems", true);
            case 14 -> schema.put("properties", Map.of(name(random), below(random, depth)));
            case 15 -> schema.put("additionalProperties", below(random, depth));
            case 16 -> schema.put("patternProperties", Map.of("[ab]", below(random, depth)));
            case 17 -> schema.put("items", below(random, depth));
            case 18 -> {
                schema.put("items", List.of(below(random, depth)));
                schema.put("additionalItems", below(random, depth));
            }
            case 19 -> schema.put("contains", below(random, depth));
            case 20 -> schema.put("propertyNames", below(random, depth));
            case 21 ->
                schema.put(
                        "dependencies", Map.of(NAMES.get(random.nextInt(2)), below(random, depth), "c", List.of("a")));
            case 22 -> schema.put("allOf", List.of(below(random, depth), below(random, depth)));
            case 23 -> schema.put("anyOf", List.of(below(random, depth), below(random, depth)));
            case 24 -> schema.put("oneOf", List.of(below(random, depth), below(random, depth)));
            case 25 -> schema.put("not", below(random, depth));
            default -> {
                schema.put("if", below(random, depth));
                schema.put("then", below(random, depth));
                schema.put("else", below(random, depth));
            }
        }
    }

    private static Object below(Random random, int depth) {
        return random.nextInt(12) == 0 ? (Object) random.nextBoolean() : schema(random, depth - 1);
    }

    private static String name(Random random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private static String type(Random random) {
        return List.of("null", "boolean", "integer", "number", "array").get(random.nextInt(5));
    }

    private static Number number(Random random) {
        return random.nextBoolean() ? (Number) (long) (random.nextInt(5) - 1) : (Number) (random.nextInt(9) / 2.0 - 1);
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 5)) {
            case 0 -> random.nextBoolean();
            case 1 -> number(random);
            case 2 -> List.of("", "a", "ab", "b1", "x").get(random.nextInt(5));
            case 3 -> number(random);
            case 4 -> "abc".substring(random.nextInt(3));
            case 5, 6 -> {
                var list = new ArrayList<Object>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
            default -> {
                var map = new LinkedHashMap<String, Object>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(name(random), value(random, depth - 1));
                }
                yield map;
            }
        };
    }
}
