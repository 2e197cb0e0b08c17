package dev.xorca.machine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.statechart.ExpressionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No expression that can be written holds up a machine or fills its memory. */
@Timeout(10)
class ExpressionLimitsTest {
    private static final String TEXT = "x".repeat(100_000);
    private static final List<Long> NUMBERS = LongStream.range(0, 5_000).boxed().toList();
    private static final Map<String, Object> CONTEXT = Map.of("text", TEXT, "numbers", NUMBERS, "a", "(a+)+$");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            context.numbers.map(x, context.numbers.map(y, x))                 | limit 'iterations'
            context.numbers.all(x, context.numbers.all(y, true))              | limit 'iterations'
            context.text.replace('', context.text)                            | limit 'expression-work'
            context.text.replace('x', context.text)                           | limit 'expression-work'
            context.numbers.map(x, 'y').join(context.text)                    | limit 'expression-work'
            context.numbers.map(x, context.text).join()                       | limit 'expression-work'
            context.numbers.filter(x, context.text.contains('z'))             | limit 'expression-work'
            context.numbers.exists(x, -1 in context.numbers)                  | limit 'expression-work'
            context.numbers.all(x, context.numbers == context.numbers.map(y, y)) | limit
            context.numbers.map(x, context.text + '!')                        | limit 'expression-work'
            """)
    void tooMuchWorkEnds(String source, String limit) {
        var expression = CelExpressions.compile(source);
        assertThatThrownBy(() -> expression.evaluate(Expressions.scope(CONTEXT)))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining(limit)
                .message()
                .hasSizeLessThan(300);
    }

    @Test
    void textThatDoublesEnds() {
        var expression = CelExpressions.compile(doubling("context.text + ''", "%1$s + %1$s", 10));
        assertThatThrownBy(() -> expression.evaluate(Expressions.scope(CONTEXT)))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("limit 'expression-work'");
    }

    @Test
    void listsThatDoubleAreRefused() {
        for (var step : List.of("[%1$s, %1$s]", "{'a': %1$s, 'b': %1$s}", "%1$s + %1$s")) {
            assertThatThrownBy(() -> CelExpressions.compile(doubling("[1]", step, 40)))
                    .as(step)
                    .isInstanceOf(MalformedExpressionException.class)
                    .hasMessageContaining("limit 'expression-copies'");
        }
        assertThatThrownBy(() -> CelExpressions.compile("[1]" + ".map(x, [x, x])".repeat(30)))
                .isInstanceOf(MalformedExpressionException.class);
    }

    @Test
    void aRegularExpressionTakesTimeInProportionToTheText() {
        assertThat(CelExpressions.compile("('%s' + '!').matches(context.a)".formatted("a".repeat(5_000)))
                        .evaluate(Expressions.scope(CONTEXT)))
                .isEqualTo(false);
    }

    @Test
    void whatPeopleWriteIsFarBelowTheLimits() {
        var expression = CelExpressions.compile(
                "context.numbers.filter(x, x % 2 == 0).map(x, {'n': x, 'text': 'number ' + string(x)})");
        assertThat((List<?>) expression.evaluate(Expressions.scope(CONTEXT))).hasSize(2_500);
        assertThat(CelExpressions.compile("context.numbers.distinct().sort()").evaluate(Expressions.scope(CONTEXT)))
                .isEqualTo(NUMBERS);
    }

    @Test
    void anEvaluationBeginsAnew() {
        var expression = CelExpressions.compile("context.numbers.map(x, x)");
        for (int i = 0; i < 300; i++) {
            assertThat(expression.evaluate(Expressions.scope(CONTEXT))).isEqualTo(NUMBERS);
        }
    }

    private static String doubling(String start, String step, int times) {
        var names = new ArrayList<String>();
        var source = new StringBuilder("cel.bind(v0, " + start + ", ");
        for (int i = 1; i < times; i++) {
            source.append("cel.bind(v" + i + ", " + step.formatted("v" + (i - 1)) + ", ");
            names.add("v" + i);
        }
        return source + names.get(names.size() - 1) + ")".repeat(times);
    }
}
