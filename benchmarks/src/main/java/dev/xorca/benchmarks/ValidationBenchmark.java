package dev.xorca.benchmarks;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.schemas.SchemaCompiler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to hold a payload of ten fields and 500 bytes against its schema, as the router does it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ValidationBenchmark {
    private static final String SCHEMA = """
            { "type": "object",
              "required": ["orderId", "customer", "placedAt", "lines", "total"],
              "properties": {
                "orderId": { "type": "string", "pattern": "^ord-[0-9]{6}$" },
                "customer": { "type": "object", "required": ["id"],
                  "properties": { "id": { "type": "integer", "minimum": 1 }, "email": { "type": "string", "format": "email" } } },
                "placedAt": { "type": "string", "format": "date-time" },
                "channel": { "enum": ["web", "shop", "phone"] },
                "lines": { "type": "array", "minItems": 1, "maxItems": 100, "items": { "$ref": "#/definitions/line" } },
                "total": { "type": "number", "minimum": 0 },
                "currency": { "type": "string", "minLength": 3, "maxLength": 3 },
                "gift": { "type": "boolean" },
                "note": { "type": ["string", "null"], "maxLength": 500 },
                "tags": { "type": "array", "items": { "type": "string" }, "uniqueItems": true } },
              "definitions": {
                "line": { "type": "object", "required": ["sku", "count"], "additionalProperties": false,
                  "properties": { "sku": { "type": "string" }, "count": { "type": "integer" }, "price": { "type": "number" } } } } }
            """;
    private static final String PAYLOAD = """
            {"orderId":"ord-471100","customer":{"id":815,"email":"ada@example.org"},"placedAt":"2026-01-02T03:04:05.678Z",\
            "channel":"web","lines":[{"sku":"book-1984","count":2,"price":9.99},{"sku":"book-2001","count":1,"price":12.5},\
            {"sku":"lamp-7","count":4,"price":19.0}],"total":108.48,"currency":"EUR","gift":false,\
            "note":"%s","tags":["first","express"]}""".formatted("Please ring twice. ".repeat(9));

    private final PayloadSchema schema =
            SchemaCompiler.standard().compile(Json.readObject(SCHEMA.getBytes(StandardCharsets.UTF_8)));
    private final Object valid = Json.object(Json.read(PAYLOAD));
    private final Object invalid = invalid();

    /** One that fits, which is what nearly all do. */
    @Benchmark
    public List<PayloadSchema.Violation> fits() {
        return schema.check(valid);
    }

    /** One that breaks a rule in two fields, with the words for both. */
    @Benchmark
    public List<PayloadSchema.Violation> breaks() {
        return schema.check(invalid);
    }

    private static Map<String, Object> invalid() {
        var payload = Json.object(Json.read(PAYLOAD));
        payload.put("total", -1L);
        payload.put("channel", "fax");
        return payload;
    }
}
