package dev.xorca.machine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.xorca.schemas.Json;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.ExpressionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            TEMPLATE                             | RESULT
            ``                                   | ""
            plain                                | "plain"
            ${context.cost}                      | 999
            ${context.price}                     | 999.5
            ${context.yes}                       | true
            ${context.none}                      | null
            ${context.list}                      | [3,1,2,1]
            ${context.object}                    | {"key":"v","none":null}
            ${context.text}                      | "héllo wörld"
            `${context.cost} `                   | "999 "
            cost ${context.cost}!                | "cost 999!"
            ${context.cost}${context.cost}       | "999999"
            ${'a'}${'b'}                         | "ab"
            ${context.text}?                     | "héllo wörld?"
            x${context.unit}                     | "x1.0"
            x${context.none}                     | "xnull"
            x${context.list}                     | "x[3,1,2,1]"
            x${context.object}                   | "x{\\"key\\":\\"v\\",\\"none\\":null}"
            x${now}                              | "x2026-01-31T10:20:30.123Z"
            `${ 1 + 1 }`                         | 2
            """)
    void oneExpressionKeepsItsTypeAndSeveralMakeText(String template, String result) {
        assertThat(Json.text(evaluate(template))).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            TEMPLATE                             | RESULT
            $${x}                                | ${x}
            $${                                  | ${
            a $${b} ${context.one}               | a ${b} 1
            $$${x}                               | $${x}
            $                                    | $
            5 $                                  | 5 $
            $ {x}                                | $ {x}
            $x                                   | $x
            a}b{c                                | a}b{c
            }${context.one}{                     | }1{
            """)
    void aDollarSignIsOnlySpecialBeforeABrace(String template, String text) {
        assertThat(evaluate(template)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            TEMPLATE                             | RESULT
            ${{'a': 1}}                          | {"a":1}
            ${{'a': {'b': 2}}.a.b} z             | "2 z"
            ${'}'}                               | "}"
            ${"}"}                               | "}"
            ${'{'}{                              | "{{"
            ${'${x}'}                            | "${x}"
            ${'it\\'s'}                          | "it's"
            ${"say \\"}\\""} ok                  | "say \\"}\\" ok"
            ${'\\\\'} ok                         | "\\\\ ok"
            """)
    void bracesAndQuotesMayLieWithin(String template, String result) {
        assertThat(Json.text(evaluate(template))).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            TEMPLATE                 | POSITION | MESSAGE
            ${                       | 1        | '${' is not closed by '}'
            ${1                      | 1        | '${' is not closed by '}'
            abc ${1                  | 5        | '${' is not closed by '}'
            ${1} ${2                 | 6        | '${' is not closed by '}'
            ${'}                     | 1        | '${' is not closed by '}'
            ${ {1 }                  | 1        | '${' is not closed by '}'
            ${}                      | 3        | mismatched input '<EOF>'
            ${1 +}                   | 6        | mismatched input '<EOF>'
            ab ${1 +}                | 9        | mismatched input '<EOF>'
            ab ${foo} ${bar}         | 6        | undeclared reference to 'foo'
            ${1} and ${2 + foo}      | 16       | undeclared reference to 'foo'
            $${x} ${foo}             | 9        | undeclared reference to 'foo'
            """)
    void aMistakeIsToldWithItsPositionInTheWholeText(String template, int position, String message) {
        var refusal = catchThrowableOfType(MalformedExpressionException.class, () -> Template.compile(template));
        assertThat(refusal).as(template).hasMessageStartingWith(message);
        assertThat(refusal.position()).as(template).isEqualTo(position);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', nullValues = "none", textBlock = """
            ${context.a}      | context.a
            ${{'a': 1}}       | {'a': 1}
            ${'}'}            | '}'
            plain             | none
            ``                | none
            ${a} b            | none
            ${a}${b}          | none
            b ${a}            | none
            ${a               | none
            $${a}             | none
            """)
    void aSoleExpressionIsFound(String template, String expression) {
        assertThat(Template.soleExpression(template)).isEqualTo(expression);
    }

    @Test
    void whatHasNoExpressionsIsConstant() {
        assertThat(Template.compile("plain")).isEqualTo(Expression.constant("plain"));
        assertThat(Template.compile("$${x}")).isEqualTo(Expression.constant("${x}"));
        assertThat(Template.list(List.of(Expression.constant(1L), Expression.constant(null))))
                .isInstanceOf(Expression.Constant.class);
        assertThat(Template.object(Map.of("a", Expression.constant(1L)))).isInstanceOf(Expression.Constant.class);
        assertThat(Template.object(Map.of("a", Template.compile("${now}")))).isInstanceOf(Template.ObjectOf.class);
        assertThat(Template.list(List.of(Template.compile("${now}")))).isInstanceOf(Template.ListOf.class);
    }

    @Test
    void objectsAndListsAreFilledInOrder() {
        var members = new LinkedHashMap<String, Expression>();
        members.put("z", Template.compile("${context.cost}"));
        members.put("a", Template.list(List.of(Template.compile("${context.none}"), Expression.constant(2L))));
        assertThat(Json.text(Template.object(members).evaluate(Scopes.scope())))
                .isEqualTo("{\"z\":999,\"a\":[null,2]}");
    }

    @Test
    void aTemplateReadsAsItsText() {
        assertThat(Template.compile("a ${context.cost}")).hasToString("a ${context.cost}");
    }

    @Test
    void anExpressionWithoutAValueNamesItself() {
        var template = Template.compile("a ${context.missing} b");
        assertThatThrownBy(() -> template.evaluate(Scopes.scope()))
                .isInstanceOf(ExpressionException.class)
                .hasMessage(
                        "'context.missing': context has no 'missing'; it is an object with keys [cost, price, power, one, unit, big, none, text, face, yes, list, empty, object, items]");
    }

    private static Object evaluate(String template) {
        return Template.compile(template).evaluate(Scopes.scope());
    }
}
