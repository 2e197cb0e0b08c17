package dev.xorca.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemas and payloads that mean harm: each ends soon and by name, and nothing outside is touched. */
class HostileSchemasTest {
    private static final String FITS = "fits";
    private static final List<String> PLACES = List.of(
            "{'properties':{'a':{'$ref':'%s'}}}",
            "{'items':{'$ref':'%s'}}",
            "{'allOf':[{'$ref':'%s'}]}",
            "{'if':true,'then':{'$ref':'%s'}}",
            "{'additionalProperties':{'$ref':'%s'}}",
            "{'definitions':{'unused':{'$ref':'%s'}}}",
            "{'dependencies':{'a':{'$ref':'%s'}}}",
            "{'$ref':'%s'}");

    /** Text with single quotes; the payload is not looked at when the schema is refused. */
    private record Attack(String schema, String payload, String ends) {}

    @Test
    void everyAttackEndsByNameAndTouchesNothing(@TempDir Path folder) throws IOException {
        var canary = Files.writeString(folder.resolve("canary.json"), "{}");
        var asked = new ConcurrentLinkedQueue<URI>();
        var before = ProxySelector.getDefault();
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(1);
            ProxySelector.setDefault(new Trap(asked));
            var attacks = attacks(server.getLocalPort(), canary);
            assertThat(attacks).hasSizeGreaterThanOrEqualTo(500);
            var other = new TreeMap<String, String>();
            assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
                for (var attack : attacks) {
                    var end = end(attack);
                    if (!end.equals(attack.ends)) {
                        other.put(brief(attack), "expected " + attack.ends + ", ended with " + end);
                    }
                }
            });
            assertThat(other).isEmpty();
            assertThat(asked).as("connections that were tried").isEmpty();
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    private static String brief(Attack attack) {
        var text = attack.schema + " <- " + attack.payload;
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    private static String end(Attack attack) {
        try {
            var schema = SchemaCompiler.standard().compile(Json.object(Json.read(attack.schema.replace('\'', '"'))));
            var violations = schema.check(Json.read(attack.payload.replace('\'', '"')));
            return violations.isEmpty() ? FITS : violations.get(0).rule();
        } catch (SchemaException e) {
            return e.rule();
        } catch (JsonException e) {
            return e.rule();
        }
    }

    private static List<Attack> attacks(int port, Path canary) {
        var attacks = new ArrayList<Attack>();
        references(attacks, port, canary);
        circles(attacks);
        depths(attacks);
        patterns(attacks);
        numbers(attacks);
        names(attacks);
        malformed(attacks);
        sizes(attacks);
        return attacks;
    }

    private static void references(List<Attack> attacks, int port, Path canary) {
        var rules = new TreeMap<String, String>();
        var host = "localhost:" + port;
        for (var scheme : List.of("http", "https", "ftp", "HTTP", "ws", "gopher", "ldap", "rmi")) {
            rules.put(scheme + "://" + host + "/x.json", "ref-unknown");
            rules.put(scheme + "://" + host + "/x.json#/definitions/a", "ref-unknown");
        }
        for (var uri : List.of(
                canary.toUri().toString(),
                "file:" + canary,
                "file://localhost" + canary,
                "FILE:" + canary,
                "jar:" + canary.toUri() + "!/x",
                "classpath:canary.json",
                "data:application/json,1",
                "javascript:1",
                "urn:x:y",
                "mailto:a@b.c",
                "c:/canary.json",
                "c:canary.json")) {
            rules.put(uri, "ref-unknown");
        }
        for (var path : List.of("//" + host + "/x.json", "?x=1", "x.json?y=1")) {
            rules.put(path, "ref-outside");
        }
        for (var path : List.of(
                canary.toString(),
                "canary.json",
                "./canary.json",
                "../canary.json",
                "..%2fcanary.json",
                "%2e%2e/canary.json",
                "....//canary.json",
                "canary.json#/a",
                "/proc/self/environ",
                "/dev/zero")) {
            rules.put(path, "ref-not-found");
        }
        for (var text : List.of("a b", "%", "%zz", "\\\\\\\\host\\\\x", "<x>", "http://[", "{x}", "^")) {
            rules.put(text, "ref-malformed");
        }
        rules.put("#%zz", "ref-malformed");
        for (var fragment : List.of("#nowhere", "#/nowhere", "#/definitions/nowhere", "#//", "#/-1", "#/~2")) {
            rules.put(fragment, "ref-not-found");
        }
        rules.forEach((reference, rule) ->
                PLACES.forEach(place -> attacks.add(new Attack(place.replace("%s", reference), "{}", rule))));
        for (var id :
                List.of("http://" + host + "/", "file:///etc/", canary.toUri().toString(), "urn:a", "../", "%")) {
            attacks.add(new Attack("{'$id':'" + id + "','properties':{'a':{'type':'string'}}}", "{'a':1}", "type"));
        }
        attacks.add(new Attack(
                "{'$id':'http://" + host + "/','properties':{'a':{'$ref':'x.json'}}}", "{}", "ref-not-found"));
    }

    private static void circles(List<Attack> attacks) {
        for (var circle : List.of(
                "{'$ref':'#'}",
                "{'allOf':[{'$ref':'#'}]}",
                "{'anyOf':[{'$ref':'#'}]}",
                "{'oneOf':[{'$ref':'#'}]}",
                "{'not':{'$ref':'#'}}",
                "{'if':{'$ref':'#'}}",
                "{'if':true,'then':{'$ref':'#'}}",
                "{'if':true,'else':{'$ref':'#'}}",
                "{'dependencies':{'a':{'$ref':'#'}}}",
                "{'properties':{'x':{'allOf':[{'$ref':'#/properties/x'}]}}}",
                "{'definitions':{'a':{'$ref':'#/definitions/b'},'b':{'$ref':'#/definitions/a'}}}",
                "{'$ref':''}")) {
            attacks.add(new Attack(circle, "1", "ref-circular"));
        }
        var doubling = new StringBuilder("{'$ref':'#/definitions/d0','definitions':{");
        for (int i = 0; i < 40; i++) {
            var next = "{'$ref':'#/definitions/d" + (i + 1) + "'}";
            doubling.append("'d" + i + "':{'allOf':[" + next + "," + next + "]},");
        }
        attacks.add(new Attack(doubling + "'d40':{}}}", "1", "limit-schema-recursion"));
        var chain = IntStream.range(0, 200)
                .mapToObj(i -> "'d" + i + "':{'$ref':'#/definitions/d" + (i + 1) + "'}")
                .collect(Collectors.joining(","));
        attacks.add(new Attack(
                "{'$ref':'#/definitions/d0','definitions':{" + chain + ",'d200':{}}}", "1", "limit-schema-recursion"));
        // Each level of the value doubles the work.
        for (var keyword : List.of("allOf", "anyOf", "oneOf")) {
            var schema = "{'properties':{'a':{'" + keyword + "':[{'$ref':'#'},{'$ref':'#'}"
                    + (keyword.equals("allOf") ? "" : ",{'$ref':'#'}") + "]}},'required':['b']}";
            attacks.add(new Attack(
                    schema,
                    "{'b':1,'a':".repeat(60) + "1" + "}".repeat(60),
                    keyword.equals("anyOf") ? FITS : "limit-schema-recursion"));
            attacks.add(new Attack(
                    schema.replace("'required':['b']", "'items':false"),
                    "{'a':".repeat(60) + "[1]" + "}".repeat(60),
                    "limit-schema-recursion"));
        }
    }

    private static void depths(List<Attack> attacks) {
        for (var keyword : List.of("not", "items", "additionalProperties", "contains", "if", "propertyNames", "else")) {
            for (int depth : new int[] {65, 5_000}) {
                attacks.add(new Attack(nested("{'" + keyword + "':", depth, "}"), "1", "limit-json"));
            }
        }
        for (var level : List.of("[", "{'a':", "[[", "[{'a':", "{'__proto__':")) {
            for (int depth : new int[] {65, 100_000}) {
                var close = level.chars()
                        .filter(c -> c == '[' || c == '{')
                        .mapToObj(c -> c == '[' ? "]" : "}")
                        .collect(Collectors.collectingAndThen(
                                Collectors.joining(),
                                s -> new StringBuilder(s).reverse().toString()));
                attacks.add(new Attack("{}", level.repeat(depth) + "1" + close.repeat(depth), "limit-json"));
            }
        }
        attacks.add(new Attack("{}", "[".repeat(100_000), "limit-json"));
    }

    private static String nested(String open, int depth, String close) {
        return open.repeat(depth) + "true" + close.repeat(depth);
    }

    private static void patterns(List<Attack> attacks) {
        var word = "'" + "a".repeat(5_000) + "!'";
        for (var evil : List.of(
                "^(a+)+$",
                "^(a*)*$",
                "^(a|a)*$",
                "^(a|aa)+$",
                "^([a-z]+)*$",
                "^(.*a){20}$",
                "^(a?){50}a{50}$",
                "^((a+)+)+$",
                "^(\\\\w+\\\\s?)*$",
                "^(a+){10}$",
                "^.*.*.*.*=$",
                "^(([a-z])+.)+[A-Z]$",
                "(x+x+)+y")) {
            attacks.add(new Attack("{'pattern':'" + evil + "'}", word, "pattern"));
            attacks.add(new Attack(
                    "{'patternProperties':{'" + evil + "':false},'additionalProperties':false}",
                    "{" + word + ":1}",
                    "additionalProperties"));
        }
        for (var refused : List.of(
                "(?=a)",
                "(?!a)",
                "(?<=a)",
                "(?<!a)",
                "(a)\\\\1",
                "(?<n>a)\\\\k<n>",
                "(?>a)",
                "a{1001}",
                "(a{100}){100}",
                "((a{1000}){1000}){1000}",
                "((((a{0,99}){0,99}){0,99}){0,99}){0,99}",
                "(",
                ")",
                "[",
                "a**",
                "\\\\",
                "a{2}{3}",
                "\\\\Qa\\\\E",
                "\\\\Z",
                "\\\\u12",
                "[b-a]",
                "x".repeat(4_001),
                "(".repeat(101) + ")".repeat(101),
                "*a",
                "(?P=n)",
                "(?(1)a)",
                "[[:foo",
                "\\\\p{Nonsense}",
                "(){1000}(){1000}(){1000}")) {
            attacks.add(new Attack("{'pattern':'" + refused + "'}", "'a'", "bad-pattern"));
            attacks.add(new Attack("{'patternProperties':{'" + refused + "':true}}", "{}", "bad-pattern"));
        }
    }

    private static void numbers(List<Attack> attacks) {
        var digits = "9".repeat(400);
        for (var infinite :
                List.of("1e400", "-1e400", digits, "-" + digits.substring(1), "1" + "0".repeat(310), "1e99999")) {
            attacks.add(new Attack("{'type':'number'}", infinite, "limit-number"));
            attacks.add(new Attack("{'maximum':" + infinite + "}", "1", "limit-number"));
            attacks.add(new Attack("{}", "[{'a':" + infinite + "}]", "limit-number"));
        }
        for (var endless : List.of(digits + "9", "0." + digits + digits, "1" + digits)) {
            attacks.add(new Attack("{'type':'number'}", endless, "limit-json"));
            attacks.add(new Attack("{'minimum':" + endless + "}", "1", "limit-json"));
        }
        for (var tiny : List.of("1e-400", "-1e-400", "1e-99999", "0e400", "-0", "-0.0")) {
            attacks.add(new Attack("{'type':'number','minimum':0,'maximum':0}", tiny, FITS));
        }
        for (var huge : List.of("9223372036854775808", "1e308", "-1e308", "9".repeat(300), "1.7976931348623157e308")) {
            attacks.add(new Attack("{'type':'integer','multipleOf':1}", huge, FITS));
            attacks.add(new Attack("{'multipleOf':1e-300}", huge, FITS));
            attacks.add(new Attack("{'maximum':1}", huge.startsWith("-") ? huge.substring(1) : huge, "maximum"));
            attacks.add(new Attack("{'uniqueItems':true}", "[" + huge + "," + huge + "]", "uniqueItems"));
            attacks.add(new Attack("{'enum':[" + huge + "]}", huge, FITS));
            attacks.add(new Attack("{'type':'string'}", huge, "type"));
        }
        for (var word : List.of("NaN", "Infinity", "-Infinity", "0x1", "01", "+1", ".5", "1.", "1e", "--1")) {
            attacks.add(new Attack("{}", word, "syntax"));
            attacks.add(new Attack("{'minimum':" + word + "}", "1", "syntax"));
        }
    }

    private static void names(List<Attack> attacks) {
        for (var name : List.of(
                "__proto__",
                "constructor",
                "prototype",
                "toString",
                "hasOwnProperty",
                "valueOf",
                "class",
                "$ref",
                "$id",
                "",
                "~",
                "/",
                "%25",
                "hashCode",
                "\\u0000",
                "length")) {
            var key = "'" + name + "'";
            attacks.add(new Attack("{'properties':{" + key + ":{'type':'string'}}}", "{" + key + ":1}", "type"));
            attacks.add(new Attack("{'properties':{" + key + ":{'type':'string'}}}", "{}", FITS));
            attacks.add(new Attack("{'required':[" + key + "]}", "{}", "required"));
            attacks.add(new Attack("{'required':[" + key + "]}", "{" + key + ":1}", FITS));
            attacks.add(new Attack("{'additionalProperties':false}", "{" + key + ":1}", "additionalProperties"));
            attacks.add(new Attack("{'dependencies':{" + key + ":['b']}}", "{" + key + ":1}", "dependencies"));
            attacks.add(new Attack("{'const':{" + key + ":1}}", "{}", "const"));
            attacks.add(new Attack("{'enum':[" + key + "]}", key, FITS));
            attacks.add(new Attack("{}", "{" + key + ":1," + key + ":2}", "duplicate-key"));
            attacks.add(new Attack("{'properties':{" + key + ":{}," + key + ":{}}}", "{}", "duplicate-key"));
        }
    }

    private static void malformed(List<Attack> attacks) {
        for (var schema : List.of(
                "{'type':1}",
                "{'type':'strng'}",
                "{'properties':[]}",
                "{'required':'a'}",
                "{'enum':1}",
                "{'pattern':1}",
                "{'minimum':'1'}",
                "{'maximum':[]}",
                "{'minLength':'1'}",
                "{'maxItems':{}}",
                "{'multipleOf':0}",
                "{'$ref':1}",
                "{'$ref':{}}",
                "{'$ref':null}",
                "{'allOf':{}}",
                "{'anyOf':1}",
                "{'oneOf':'a'}",
                "{'patternProperties':[]}",
                "{'dependencies':[]}",
                "{'items':1}",
                "{'uniqueItems':'x'}",
                "{'not':1}",
                "{'format':1}")) {
            attacks.add(new Attack(schema, "{}", "bad-schema"));
        }
        for (var draft : List.of(
                "'https://json-schema.org/draft/2020-12/schema'", "'http://localhost:1/x'", "7", "null", "''", "{}")) {
            attacks.add(new Attack("{'$schema':" + draft + "}", "{}", "unsupported-draft"));
        }
        for (var text : List.of("", "{", "{'a'}", "[1,]", "{'a':1,}", "'\\u12'", "nul", "{} {}", "\u0000")) {
            attacks.add(new Attack("{}", text, "syntax"));
        }
    }

    private static void sizes(List<Attack> attacks) {
        var many = IntStream.range(0, 100_000).mapToObj(i -> "'k" + i + "'").toList();
        attacks.add(new Attack("{'enum':[" + String.join(",", many) + "]}", "1", "limit-schema-values"));
        attacks.add(new Attack("{'required':[" + String.join(",", many) + "]}", "{}", "limit-schema-values"));
        attacks.add(new Attack("{'uniqueItems':true}", "[" + String.join(",", many) + "]", FITS));
        attacks.add(new Attack("{'uniqueItems':true}", "[" + String.join(",", many) + ",'k99999']", "uniqueItems"));
        attacks.add(new Attack("{'items':{'type':'integer'}}", "[" + String.join(",", many) + "]", "type"));
        attacks.add(new Attack(
                "{'additionalProperties':{'type':'integer'}}",
                many.stream().map(key -> key + ":'x'").collect(Collectors.joining(",", "{", "}")),
                "type"));
        // Strings with one and the same hash code.
        var same = IntStream.range(0, 1 << 14)
                .mapToObj(i -> IntStream.range(0, 14)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "'", "'")))
                .toList();
        attacks.add(new Attack("{'uniqueItems':true}", "[" + String.join(",", same) + "]", FITS));
        attacks.add(new Attack(
                "{'uniqueItems':true}",
                same.stream().map(each -> "[" + each + "]").collect(Collectors.joining(",", "[", "]")),
                FITS));
        attacks.add(new Attack(
                "{'maxProperties':1}",
                same.stream().map(each -> each + ":1").collect(Collectors.joining(",", "{", "}")),
                "maxProperties"));
    }

    /** Notes whoever wants to go out. */
    private static final class Trap extends ProxySelector {
        private final ConcurrentLinkedQueue<URI> asked;

        Trap(ConcurrentLinkedQueue<URI> asked) {
            this.asked = asked;
        }

        @Override
        public List<Proxy> select(URI uri) {
            asked.add(uri);
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
            // It was noted when it was asked for.
        }
    }
}
