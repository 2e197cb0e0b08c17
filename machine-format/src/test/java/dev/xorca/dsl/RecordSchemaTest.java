package dev.xorca.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.SchemaCompiler;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordSchemaTest {
    enum Size {
        SMALL,
        @JsonProperty("large")
        LARGE
    }

    record Line(String article, int pieces, @Nullable BigDecimal discount) {
        boolean isDiscounted() {
            return discount != null;
        }

        String getLabel() {
            return article + " x " + pieces;
        }
    }

    record Order(
            UUID id,
            List<Line> lines,
            Map<String, Double> weights,
            Set<Size> sizes,
            Optional<Line> gift,
            OptionalInt priority,
            Instant at,
            Duration within,
            LocalDate day,
            @JsonProperty("vip") boolean important,
            @Nullable Size wrapping) {}

    record Tree(String name, List<Tree> children, @Nullable Tree parent) {}

    record Impossible(Map<String, List<Thread>> threads) {}

    private static final Order ORDER = new Order(
            UUID.fromString("0e7c0a0e-3f0c-4a3e-9a4b-1f5f0a6d3c11"),
            List.of(new Line("tea", 2, null), new Line("cup", 1, new BigDecimal("0.25"))),
            Map.of("tea", 0.5),
            Set.of(Size.LARGE),
            Optional.empty(),
            OptionalInt.of(3),
            Instant.parse("2026-01-02T03:04:05Z"),
            Duration.ofHours(24),
            LocalDate.of(2026, 1, 3),
            true,
            null);

    @Test
    void aRecordIsAnObjectWithItsComponents() {
        assertThat(RecordSchema.of(Line.class)).isEqualTo(Json.read("""
                        { "$schema": "http://json-schema.org/draft-07/schema#",
                          "type": "object",
                          "required": ["article", "pieces"],
                          "properties": {
                            "article": { "type": "string" },
                            "pieces": { "type": "integer" },
                            "discount": { "type": ["number", "null"] } } }
                        """));
    }

    @Test
    void everyKindOfComponentHasASchema() {
        var schema = RecordSchema.of(Order.class);
        assertThat(Json.object(schema.get("properties")))
                .containsEntry("id", Map.of("type", "string", "format", "uuid"))
                .containsEntry("weights", Map.of("type", "object", "additionalProperties", Map.of("type", "number")))
                .containsEntry(
                        "sizes",
                        Map.of(
                                "type",
                                "array",
                                "items",
                                Map.of("type", "string", "enum", List.of("SMALL", "large")),
                                "uniqueItems",
                                true))
                .containsEntry("priority", Map.of("type", List.of("integer", "null")))
                .containsEntry("at", Map.of("type", "string", "format", "date-time"))
                .containsEntry("within", Map.of("type", "string", "format", "duration"))
                .containsEntry("day", Map.of("type", "string", "format", "date"))
                .containsEntry("vip", Map.of("type", "boolean"));
        assertThat(schema.get("required"))
                .isEqualTo(List.of("id", "lines", "weights", "sizes", "at", "within", "day", "vip"));
    }

    @Test
    void whatARecordIsWrittenAsFitsItsSchemaAndIsReadBack() {
        var json = JsonRecords.toJson(ORDER);
        assertThat(check(Order.class, json)).isEmpty();
        assertThat(JsonRecords.fromJson(json, Order.class)).isEqualTo(ORDER);
        assertThat(Json.object(json))
                .containsEntry("at", "2026-01-02T03:04:05Z")
                .containsEntry("within", "PT24H")
                .containsEntry("lines", Json.read("""
                        [ { "article": "tea", "pieces": 2, "discount": null },
                          { "article": "cup", "pieces": 1, "discount": 0.25 } ]"""));
    }

    @Test
    void aRecordMayContainItself() {
        var tree = new Tree("a", List.of(new Tree("b", List.of(), null)), null);
        assertThat(check(Tree.class, JsonRecords.toJson(tree))).isEmpty();
        assertThat(check(Tree.class, Json.read("{\"name\":\"a\",\"children\":[{\"name\":1,\"children\":[]}]}")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"article":"tea","pieces":2}                    | true
            {"article":"tea","pieces":2,"discount":null}    | true
            {"article":"tea","pieces":2,"more":true}        | true
            {"article":"tea","pieces":2.5}                  | false
            {"article":null,"pieces":2}                     | false
            {"article":"tea"}                               | false
            {"article":"tea","pieces":2,"discount":"a lot"} | false
            """)
    void whatFitsAndWhatDoesNot(String json, boolean fits) {
        assertThat(check(Line.class, Json.read(json)).isEmpty()).isEqualTo(fits);
    }

    @Test
    void aTypeWithoutASchemaIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> RecordSchema.of(Impossible.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Thread at 'Impossible.threads.*[]'");
    }

    private static List<?> check(Class<?> type, @Nullable Object value) {
        return SchemaCompiler.standard().compile(RecordSchema.of(type)).check(value);
    }
}
