package dev.xorca.schemas.compatibility;

import dev.xorca.schemas.PayloadSchema;
import dev.xorca.schemas.example.Example;
import dev.xorca.schemas.example.Samples;
import dev.xorca.schemas.structure.Constraints;
import dev.xorca.schemas.structure.JsonType;
import dev.xorca.schemas.structure.SchemaNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks for values that break what could not be proven. */
final class CounterExamples {
    private static final int TRIES = 24;
    private static final int RANDOM_TRIES = 200;
    private static final int MAX_DIFFERENCES = 100;

    private final PayloadSchema writer;
    private final PayloadSchema reader;
    private final Fragments fragments = new Fragments();

    CounterExamples(PayloadSchema writer, PayloadSchema reader) {
        this.writer = writer;
        this.reader = reader;
    }

    /** The differences, of which each place and rule has one. */
    List<Difference> differences() {
        var obstacles =
                new Inclusion(fragments).obstacles(SchemaNode.of(writer.document()), SchemaNode.of(reader.document()));
        var differences = new LinkedHashMap<String, Difference>();
        for (var obstacle : obstacles) {
            var key = obstacle.place().path() + " " + obstacle.rule() + " " + obstacle.message();
            var known = differences.get(key);
            if ((known == null && differences.size() < MAX_DIFFERENCES) || (known != null && !known.isProven())) {
                differences.put(key, difference(obstacle));
            }
        }
        if (!differences.isEmpty() && differences.values().stream().noneMatch(Difference::isProven)) {
            anywhere().ifPresent(found -> differences.put("", found));
        }
        return List.copyOf(differences.values());
    }

    private Difference difference(Obstacle obstacle) {
        return new Difference(obstacle.place().path(), obstacle.rule(), obstacle.message(), counterExample(obstacle));
    }

    private Optional<Example> counterExample(Obstacle obstacle) {
        Example best = null;
        int fewest = Integer.MAX_VALUE;
        for (var value : breaking(obstacle)) {
            for (var whole : obstacle.place().around(value, fragments)) {
                if (writer.check(whole).isEmpty()) {
                    int violations = reader.check(whole).size();
                    if (violations > 0 && violations < fewest) {
                        fewest = violations;
                        best = new Example(whole);
                    }
                }
            }
            if (fewest == 1) {
                break;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Values for the place that the writer may write there and that break the rule, a few. */
    private List<@Nullable Object> breaking(Obstacle obstacle) {
        var values = new ArrayList<@Nullable Object>();
        var ways = new ArrayList<Constraints>();
        obstacle.towards().forEach(way -> ways.add(obstacle.writer().and(way)));
        ways.add(obstacle.writer());
        for (var way : ways) {
            var random = Samples.random(11);
            for (int i = 0; i < TRIES && values.size() < 6; i++) {
                (i == 0 ? Samples.preferred() : random)
                        .of(way)
                        .map(Example::value)
                        .ifPresent(value -> addIfBreaking(value, obstacle, values));
                if (i == 0) {
                    nullIfBreaking(way, obstacle, values);
                }
            }
        }
        return values;
    }

    private void addIfBreaking(Object value, Obstacle obstacle, List<@Nullable Object> values) {
        if (isBreaking(value, obstacle) && !values.contains(value)) {
            values.add(value);
        }
    }

    private void nullIfBreaking(Constraints way, Obstacle obstacle, List<@Nullable Object> values) {
        if (way.types().contains(JsonType.NULL) && isBreaking(null, obstacle)) {
            values.add(null);
        }
    }

    private boolean isBreaking(@Nullable Object value, Obstacle obstacle) {
        return fragments.refuses(obstacle.wanted(), value) && fragments.accept(obstacle.writer(), value);
    }

    /** Any value that breaks anything. */
    private Optional<Difference> anywhere() {
        var random = Samples.random(3);
        for (int i = 0; i < RANDOM_TRIES; i++) {
            var found = random.of(SchemaNode.of(writer.document()));
            if (found.isPresent() && writer.check(found.get().value()).isEmpty()) {
                var violations = reader.check(found.get().value());
                if (!violations.isEmpty()) {
                    var first = violations.get(0);
                    return Optional.of(new Difference(first.pointer(), first.rule(), first.message(), found));
                }
            }
        }
        return Optional.empty();
    }
}
