package dev.xorca.machine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.xorca.schemas.Json;
import dev.xorca.statechart.Environment;
import dev.xorca.statechart.ExpressionException;
import dev.xorca.statechart.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelExpressionsTest {

    /** JSON does not tell 1 from 1.0; a machine's author should not have to either. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            EXPRESSION                       | RESULT
            context.cost < 1000              | true
            context.price < 1000             | true
            context.power < 1000             | true
            context.cost < 1000.0            | true
            context.cost >= 999.0            | true
            context.power == 100             | true
            context.unit == 1                | true
            context.one == 1.0               | true
            context.one != 1.0               | false
            context.unit in [1, 2]           | true
            [1.0, 2] == [1, 2.0]             | true
            1 + 1.5                          | 2.5
            1.5 - 1                          | 0.5
            context.one + context.unit       | 2.0
            context.price * 2                | 1999.0
            2 * context.price                | 1999.0
            context.cost - 0.5               | 998.5
            context.cost / 2.0               | 499.5
            context.cost / 2                 | 499
            7 % 4                            | 3
            -context.price                   | -999.5
            -context.cost                    | -999
            context.big                      | 9007199254740993
            context.big + 1                  | 9007199254740994
            math.greatest(1, 2.5)            | 2.5
            math.least(context.list)         | 1
            math.round(2.5)                  | 3.0
            math.abs(-3)                     | 3
            int(1.9)                         | 1
            int('42')                        | 42
            double(1)                        | 1.0
            string(999)                      | "999"
            1u + 1u                          | 2
            18446744073709551615u            | 1.8446744073709552E19
            """)
    void numbersMeet(String expression, String result) {
        assertThat(Json.text(evaluate(expression))).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            EXPRESSION                             | RESULT
            context.none == null                   | true
            context.none != null                   | false
            context.none == false                  | false
            context.none                           | null
            event.data.b.c                         | null
            has(context.none)                      | true
            has(context.missing)                   | false
            has(context.object.key)                | true
            has(context.object.missing)            | false
            has(event.data.a) && event.data.a == 1 | true
            context.?missing.orValue(7)            | 7
            context.?none.orValue(7)               | null
            context.?cost.orValue(7)               | 999
            context.?missing.?deeper.orValue('d')  | "d"
            context.?object.?key.orValue('d')      | "v"
            context.?missing.hasValue()            | false
            context.?text                          | "héllo wörld"
            {?'b': context.?missing, 'c': 1}       | {"c":1}
            [?context.?missing, 2]                 | [2]
            context.yes || context.missing         | true
            context.missing || context.yes         | true
            !context.yes && context.missing        | false
            context.yes ? 'a' : context.missing    | "a"
            """)
    void whatIsMissingIsAskedForInThreeWays(String expression, String result) {
        assertThat(Json.text(evaluate(expression))).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            EXPRESSION                              | RESULT
            context.text.size()                     | 11
            context.face.size()                     | 2
            context.face.substring(1)               | "x"
            context.text + '!'                      | "héllo wörld!"
            context.text.contains('wör')            | true
            context.text.startsWith('h')            | true
            context.text.endsWith('d')              | true
            context.text.matches('^h.*d$')          | true
            context.text.matches('(a+)+b')          | false
            context.text.split(' ')                 | ["héllo","wörld"]
            context.text.substring(1, 3)            | "él"
            context.text.charAt(1)                  | "é"
            context.text.indexOf('w')               | 6
            context.text.replace('l', 'L')          | "héLLo wörLd"
            context.text.upperAscii()               | "HéLLO WöRLD"
            ' x '.trim()                            | "x"
            ['a', 'b'].join('-')                    | "a-b"
            r'\\d' + "x"                            | "\\\\dx"
            context.list.size()                     | 4
            context.list[0]                         | 3
            context.list + [9]                      | [3,1,2,1,9]
            2 in context.list                       | true
            context.list.filter(x, x > 1)           | [3,2]
            context.list.map(x, x * 2)              | [6,2,4,2]
            context.list.exists(x, x == 3)          | true
            context.list.all(x, x > 0)              | true
            context.list.exists_one(x, x == 3)      | true
            context.list.sort()                     | [1,1,2,3]
            context.list.sortBy(x, -x)              | [3,2,1,1]
            context.list.distinct()                 | [3,1,2]
            context.list.reverse()                  | [1,2,1,3]
            context.list.slice(1, 3)                | [1,2]
            context.empty.size() == 0               | true
            [[1], [2, 3]].flatten()                 | [1,2,3]
            context.items.map(i, i.count * i.price) | [3.0,3]
            context.items.filter(i, i.count > 1).map(i, i.price) | [1.5]
            context.object.key                      | "v"
            context.object['key']                   | "v"
            'key' in context.object                 | true
            'x' in context.object                   | false
            context.object.map(k, k)                | ["key","none"]
            context.object == {'key': 'v', 'none': null} | true
            {'a': [1, 2.5, null, {'b': true}]}      | {"a":[1,2.5,null,{"b":true}]}
            cel.bind(x, context.cost, x + x)        | 1998
            b'abc'                                  | "YWJj"
            """)
    void stringsListsAndObjects(String expression, String result) {
        assertThat(Json.text(evaluate(expression))).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            EXPRESSION                               | RESULT
            now                                      | "2026-01-31T10:20:30.123Z"
            now + duration('1h')                     | "2026-01-31T11:20:30.123Z"
            now - duration('90s')                    | "2026-01-31T10:19:00.123Z"
            now - timestamp('2026-01-31T00:00:00Z')  | "PT10H20M30.123S"
            now < timestamp('2027-01-01T00:00:00Z')  | true
            duration('1h30m') > duration('90s')      | true
            duration('1h30m')                        | "PT1H30M"
            now.getFullYear()                        | 2026
            now.getMonth()                           | 0
            now.getHours('+02:00')                   | 12
            int(now)                                 | 1769854830
            string(now)                              | "2026-01-31T10:20:30.123Z"
            [now]                                    | ["2026-01-31T10:20:30.123Z"]
            event.type                               | "evt.x"
            event.id                                 | "e1"
            event.source                             | "/s"
            event.data                               | {"a":1,"b":{"c":null}}
            input.i                                  | 5
            self.processId                           | "p1"
            stateIn('a')                             | true
            stateIn('a.b')                           | true
            stateIn('a.c')                           | false
            stateIn('d')                             | false
            stateIn('#with-id')                      | true
            stateIn('#m')                            | true
            stateIn('#m.d')                          | false
            stateIn('a') && !stateIn('d')            | true
            ['a', 'd'].filter(s, stateIn(s))         | ["a"]
            """)
    void timeEventAndPlace(String expression, String result) {
        assertThat(Json.text(evaluate(expression))).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            EXPRESSION                    | REASON
            context.missing               | context has no 'missing'; it is an object with keys [cost, price, power, one, unit, big, none, text, face, yes, list, empty, object, items]
            context.object.missing        | context.object has no 'missing'; it is an object with keys [key, none]
            context.missing.deeper        | context has no 'missing'; it is an object with keys [cost, price, power, one, unit, big, none, text, face, yes, list, empty, object, items]
            event.data.zzz                | event.data has no 'zzz'; it is an object with keys [a, b]
            context.yes && context.zzz    | context has no 'zzz'; it is an object with keys [cost, price, power, one, unit, big, none, text, face, yes, list, empty, object, items]
            context.none + 1              | '+' does not take values of these types; context.none is null
            context.text + 1              | '+' does not take values of these types; context.text is a string of 11
            context.cost > 'a'            | '>' does not take values of these types; context.cost is an integer
            context.cost ? 1 : 2          | a condition in it is neither true nor false; context.cost is an integer
            context.list[9]               | there is no item at this index; context.list is an array of 4
            context.list[-1]              | there is no item at this index; context.list is an array of 4
            1 / 0                         | division by zero
            9223372036854775807 + 1       | a number is out of range
            int('x')                      | the text is no number
            context.text.matches('(')     | the regular expression is malformed; context.text is a string of 11
            duration('P1D')               | the text is no duration such as '90m' or '1h30m'
            timestamp('x')                | the text is no time such as '2026-01-31T12:00:00Z'
            stateIn('nowhere')            | stateIn: the machine has no state 'nowhere'
            stateIn(context.text)         | stateIn: the machine has no state 'héllo wörld'
            1.0 / 0                       | the result Infinity is no JSON number
            -1.0 / 0.0                    | the result -Infinity is no JSON number
            0.0 / 0.0                     | the result NaN is no JSON number
            [0.0 / 0.0]                   | the result NaN is no JSON number
            {1: 'a'}                      | the result has a key that is no string
            {'a': {true: 1}}              | the result has a key that is no string
            type(1)                       | the expression has no value that JSON could hold
            context.?missing              | the expression has no value that JSON could hold
            [optional.none()]             | the expression has no value that JSON could hold
            """)
    void anExpressionWithoutAValueSaysWhy(String expression, String reason) {
        var compiled = CelExpressions.compile(expression);
        assertThatThrownBy(() -> compiled.evaluate(Scopes.scope()))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("'" + expression + "': " + reason);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            EXPRESSION            | POSITION | MESSAGE
            ``                    | 1        | mismatched input '<EOF>'
            context.              | 9        | no viable alternative at input '.'
            context.cost <        | 15       | mismatched input '<EOF>'
            context.cost <> 1     | 15       | extraneous input '>'
            'unclosed             | 1        | token recognition error at: ''unclosed'
            foo                   | 1        | undeclared reference to 'foo'
            1 + foo               | 5        | undeclared reference to 'foo'
            context.foo()         | 12       | undeclared reference to 'foo'
            java.lang.System      | 1        | undeclared reference to 'java'
            context.getClass()    | 17       | undeclared reference to 'getClass'
            stateIn()             | 8        | undeclared reference to 'stateIn'
            lists.range(5)        | 1        | undeclared reference to 'lists'
            1 + 'a'               | 3        | found no matching overload for '_+_' applied to '(int, string)'
            'a' < 1               | 5        | found no matching overload for '_<_' applied to '(string, int)'
            !1                    | 1        | found no matching overload for '!_' applied to '(int)'
            5.5 % 2.0             | 5        | found no matching overload for '_%_' applied to '(double, double)'
            true ? 1 : 'a'        | 6        | found no matching overload for '_?_:_'
            """)
    void whatCannotBeRightIsRefusedWithThePosition(String expression, int position, String message) {
        var refusal =
                catchThrowableOfType(MalformedExpressionException.class, () -> CelExpressions.compile(expression));
        assertThat(refusal).as(expression).hasMessageStartingWith(message);
        assertThat(refusal.position()).as(expression).isEqualTo(position);
    }

    @Test
    void thePositionCountsThroughTheLines() {
        for (var expression :
                List.of("true &&\n  contxt.b", "'äöü😀' == \n contxt.b", "true &&\r\n\ncontxt", "1 +\n2 +")) {
            var refusal =
                    catchThrowableOfType(MalformedExpressionException.class, () -> CelExpressions.compile(expression));
            int found = expression.indexOf("contxt");
            assertThat(refusal.position()).as(expression).isEqualTo(1 + (found < 0 ? expression.length() : found));
        }
    }

    @Test
    void aConditionIsTrueOrFalse() {
        assertThat(CelExpressions.compileCondition("context.cost > 1").evaluate(Scopes.scope()))
                .isEqualTo(true);
        assertThat(CelExpressions.compileCondition("context.yes").evaluate(Scopes.scope()))
                .isEqualTo(true);
        for (var expression : List.of("1", "'true'", "[true]", "now")) {
            assertThatThrownBy(() -> CelExpressions.compileCondition(expression))
                    .as(expression)
                    .isInstanceOf(MalformedExpressionException.class)
                    .hasMessageStartingWith("a condition must be true or false, this is ");
        }
    }

    @Test
    void anExpressionReadsAsItsSource() {
        assertThat(CelExpressions.compile("context.cost < 1000")).hasToString("context.cost < 1000");
    }

    @Test
    void valuesGoThroughUnchanged() {
        assertThat(evaluate("context")).isEqualTo(Scopes.scope().context());
        assertThat(evaluate("context.list")).isEqualTo(List.of(3L, 1L, 2L, 1L));
        assertThat(evaluate("{'a': context.object}"))
                .isEqualTo(Map.of("a", Scopes.scope().context().get("object")));
    }

    @Test
    void nothingButTheScopeCounts() {
        var expression = CelExpressions.compile("[now, context.cost, stateIn('a'), input.i]");
        assertThat(expression.evaluate(Scopes.scope())).isEqualTo(expression.evaluate(Scopes.scope()));
        var later = Scopes.scope();
        var other = new Scope(
                later.machine(),
                later.machine().configuration(List.of("d")),
                Map.of("cost", 1L),
                later.event(),
                Environment.of(Map.of("i", 6L), Instant.EPOCH));
        assertThat(Json.text(expression.evaluate(other))).isEqualTo("[\"1970-01-01T00:00:00Z\",1,false,6]");
    }

    @Test
    void aMissingInputIsNull() {
        var scope = Scopes.scope();
        var without = new Scope(
                scope.machine(),
                scope.configuration(),
                scope.context(),
                scope.event(),
                Environment.of(null, Instant.EPOCH));
        assertThat(CelExpressions.compile("input == null").evaluate(without)).isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "context.numbers.map(x, x).size()",
                "context.numbers.all(x, x >= 0)",
                "context.some.map(x, context.some.map(y, x * y)).size()"
            })
    @Timeout(20)
    void loopsOverTooManyMembersEnd(String source) {
        var expression = CelExpressions.compile(source);
        assertThatThrownBy(() -> expression.evaluate(numbers(10_001, 101)))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("'" + source + "': more than 10000 iterations over members (limit 'iterations'); context."
                        + (source.contains("numbers") ? "numbers is an array of 10001" : "some is an array of 101"));
        assertThat(expression.evaluate(numbers(10_000, 99))).isNotNull();
    }

    private static Scope numbers(int many, int some) {
        var scope = Scopes.scope();
        var context = Map.<String, Object>of(
                "numbers", LongStream.range(0, many).boxed().toList(),
                "some", LongStream.range(0, some).boxed().toList());
        return new Scope(scope.machine(), scope.configuration(), context, scope.event(), scope.environment());
    }

    @Test
    @Timeout(20)
    void sourcesThatAreTooLongOrTooDeepAreRefused() {
        var refused = new ArrayList<String>();
        for (var source : List.of(
                "1" + "+1".repeat(5_000), "1" + "+1".repeat(100), "(".repeat(5_000) + "1" + ")".repeat(5_000))) {
            refused.add(catchThrowableOfType(MalformedExpressionException.class, () -> CelExpressions.compile(source))
                    .getMessage());
        }
        assertThat(refused)
                .satisfiesExactly(
                        tooLong -> assertThat(tooLong).contains("8192"),
                        tooDeep -> assertThat(tooDeep).contains("recursion limit"),
                        tooLong -> assertThat(tooLong).contains("8192"));
    }

    @Test
    void aRegularExpressionThatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> evaluate("context.text.matches('(x{100}){100}')"))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("the regular expression is too large (limit 'regex-program')");
    }

    private static Object evaluate(String expression) {
        return CelExpressions.compile(expression).evaluate(Scopes.scope());
    }
}
