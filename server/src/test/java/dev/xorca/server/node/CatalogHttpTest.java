package dev.xorca.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.catalog.Catalog;
import dev.xorca.catalog.CatalogSettings;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.schemas.Json;
import dev.xorca.server.demo.SampleMachines;
import dev.xorca.server.e2e.ApiDescription;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalogue over HTTP, which needs no Kafka. Every answer is held against the OpenAPI document. */
class CatalogHttpTest {
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    /** Whatever an author may write where texts go. */
    private static final String HOSTILE = """
            name: hostile
            version: 1.0.0
            description: "<script>alert(1)</script> \\" onmouseover='alert(2)' & <img src=x onerror=alert(3)>"
            schemas:
              input:
                type: object
                properties:
                  "</code><script>alert(4)</script>":
                    { type: string, description: "</td><svg onload=alert(5)>", pattern: "^[<\\"'&]*$" }
              accepts:
                "evt.<script>alert(6)</script>": { type: object, description: "<b>bold</b>" }
            initial: Odd
            states:
              Odd:
                description: "<iframe src=javascript:alert(7)></iframe>"
                on: { "evt.<script>alert(6)</script>": Done, "evt.a/b c?d#e": Done }
              Done: { type: final }
            """;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static HttpApi http;
    private static ApiDescription api;

    @BeforeAll
    static void start() {
        var machines = new ArrayList<MachineDocument>(SampleMachines.all());
        machines.add(new MachineDocuments().read("hostile.machine.yaml", HOSTILE));
        machines.add(ticket("1.0.0", "integer"));
        machines.add(ticket("1.1.0", "string"));
        http = HttpApi.start(HttpSettings.at("127.0.0.1", 0), Catalog.of(machines, CatalogSettings.DEFAULT));
        api = new ApiDescription(OpenApiResource.document());
    }

    private static MachineDocument ticket(String version, String type) {
        return new MachineDocuments().read("ticket-" + version + ".machine.yaml", """
                name: ticket
                version: %s
                schemas:
                  accepts: { evt.book.fetch.success: { type: object, properties: { text: { type: %s } } } }
                  emits: { cmd.ticket.print: { type: object, required: [n], properties: { n: { type: integer } } } }
                initial: Open
                states:
                  Open:
                    entry: { emit: cmd.ticket.print, data: { n: 1 } }
                    on: { evt.book.fetch.success: Closed, evt.ticket.print.success: Closed }
                  Closed: { type: final }
                """.formatted(version, type));
    }

    @AfterAll
    static void stop() {
        http.close();
    }

    @Test
    void machinesAreListedWithVersionsAndHashes() throws Exception {
        var orchestrators = list(get("/catalog"), "orchestrators");
        assertThat(orchestrators).extracting(each -> each.get("name")).contains("hostile", "summary", "ticket");
        var ticket = orchestrators.stream()
                .filter(each -> "ticket".equals(each.get("name")))
                .findFirst()
                .orElseThrow();
        assertThat(ticket).containsEntry("defaultVersion", "1.1.0");
        assertThat(String.valueOf(ticket.get("versions"))).contains("1.0.0", "1.1.0", "sha256:");
    }

    @Test
    void whoComesWithoutAPathIsLedToTheCatalogue() throws Exception {
        var response = get("/");
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location").orElse("")).endsWith("/catalog");
    }

    @ParameterizedTest
    @CsvSource({"/catalog,orchestrators,name", "/catalog/events,events,type"})
    void listsComeInPages(String path, String member, String key) throws Exception {
        var whole = list(get(path), member).stream().map(each -> each.get(key)).toList();
        var read = new ArrayList<Object>();
        var next = path + "?limit=1";
        while (next != null) {
            var page = get(next);
            assertThat(list(page, member)).hasSize(1);
            read.add(list(page, member).get(0).get(key));
            next = (String) json(page).get("next");
        }
        assertThat(read).isEqualTo(whole).hasSizeGreaterThan(2);
    }

    @Test
    void anEventTypeIsSeenAcrossMachines() throws Exception {
        var event = json(get("/catalog/events/evt.book.fetch.success"));
        assertThat(event).containsEntry("kind", "event").containsEntry("topic", "evt.book.fetch.success");
        assertThat(String.valueOf(event.get("commands"))).contains("cmd.book.fetch");
        assertThat(String.valueOf(event.get("consumers"))).contains("summary", "ticket");
        assertThat(list(event, "schemas")).as("three machines, three opinions").hasSize(3);
        assertThat(list(event, "examples"))
                .hasSize(3)
                .allSatisfy(example -> assertThat(example)
                        .containsEntry("type", "evt.book.fetch.success")
                        .containsKeys("id", "source", "subject", "data"));
    }

    @Test
    void theExampleOfAStartStartsAVersionThatIsHere() throws Exception {
        assertThat(list(json(get("/catalog/events/xorca.summary.start")), "examples"))
                .singleElement()
                .extracting(example -> Json.object(example.get("data")).get("version"))
                .isEqualTo("1.0.0");
    }

    @Test
    void aSchemaStandsByItself() throws Exception {
        var schema = get("/catalog/schemas/cmd.ticket.print/ticket-1.0.0");
        assertThat(schema.headers().firstValue("Content-Type")).contains("application/schema+json");
        assertThat(json(schema)).containsEntry("required", List.of("n"));
        assertThat(json(get("/catalog/schemas/cmd.book.fetch/1.0.0"))).containsEntry("required", List.of("bookId"));
        assertThat(get("/catalog/schemas/cmd.book.fetch/9.9.9").body()).contains("as '9.9.9' has it");
    }

    @Test
    void aMachineIsShownAsItIs() throws Exception {
        var events = list(get("/catalog/summary/1.0.0"), "events");
        assertThat(events).extracting(each -> each.get("type")).contains("xorca.summary.start", "cmd.book.fetch");
        assertThat(json(get("/catalog/summary/1.0.0/machine"))).containsEntry("name", "summary");
        assertThat(get("/catalog/summary/1.0.0/diagram.svg").body())
                .startsWith("<svg")
                .contains("FetchBook");
        assertThat(get("/catalog/summary/1.0.0/diagram.mmd").body()).startsWith("stateDiagram");
        assertThat(String.valueOf(json(get("/catalog/summary")).get("machineSchema")))
                .contains("orchestrationInit");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /catalog/asyncapi                                            | */*              | application/json
            /catalog/asyncapi                                            | application/yaml | application/yaml
            /catalog/asyncapi.yaml                                       | application/json | application/yaml
            /catalog/asyncapi.json                                       | application/yaml | application/json
            /catalog/asyncapi.json?for=cmd.ticket.print                  | */*              | application/json
            /catalog/summary/1.0.0/asyncapi                              | */*              | application/json
            /catalog/summary/1.0.0/asyncapi.yaml?for=cmd.book.fetch      | */*              | application/yaml
            """)
    void asyncApiComesInBothForms(String path, String accept, String contentType) throws Exception {
        var response = get(path, "Accept", accept);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith(contentType);
        assertThat(response.body()).contains("asyncapi", "3.0.0", path.contains("for=") ? "success" : "start");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /catalog/nobody                            | no machine named 'nobody' runs here; there are hostile, summary, ticket
            /catalog/nobody/1.0.0                      | no machine named 'nobody' runs here
            /catalog/ticket/3.0.0                      | ticket has no version '3.0.0' here; there are 1.0.0, 1.1.0
            /catalog/ticket/1.0.0/asyncapi?for=cmd.x   | ticket 1.0.0 emits no 'cmd.x'
            /catalog/asyncapi?for=cmd.x                | no machine here emits 'cmd.x'
            /catalog/events/evt.none                   | no machine here takes or emits 'evt.none'
            """)
    void whatIsNotThereIsAProblemForProgramsAndAPageForPeople(String path, String why) throws Exception {
        var problem = get(path);
        assertThat(problem.statusCode()).isEqualTo(404);
        assertThat(String.valueOf(json(problem).get("detail"))).contains(why);
        var page = get(path, "Accept", BROWSER);
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/catalog",
                "/catalog/events",
                "/catalog/summary",
                "/catalog/summary/1.0.0",
                "/catalog/summary/1.0.0/diagram.svg",
                "/catalog/asyncapi.yaml",
                "/assets/catalog.css"
            })
    void whoHasItAlreadyIsNotSentItAgain(String path) throws Exception {
        var first = get(path);
        var tag = first.headers().firstValue("ETag").orElseThrow();
        var again = get(path, "If-None-Match", "\"other\", W/" + tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(get(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void pagesAndProgramsAreToldApartByCaches() throws Exception {
        var page = get("/catalog", "Accept", BROWSER);
        assertThat(page.headers().allValues("Vary")).anyMatch(vary -> vary.contains("Accept"));
        assertThat(page.headers().firstValue("ETag"))
                .isNotEqualTo(get("/catalog").headers().firstValue("ETag"));
    }

    @Test
    void everyPageIsWellFormedAndEveryLinkLeadsSomewhere() throws Exception {
        var seen = new HashSet<String>(Set.of("/catalog"));
        var open = new ArrayDeque<String>(seen);
        while (!open.isEmpty()) {
            var path = open.remove();
            var response = get(path, "Accept", BROWSER);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            if (!response.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
                continue;
            }
            assertIsSafe(path, response);
            var links = Pattern.compile("(?:href|src)=\"([^\"#]+)\"").matcher(response.body());
            while (links.find()) {
                var link = links.group(1).replace("&amp;", "&").replace("&#39;", "'");
                assertThat(link).as("on %s", path).startsWith("/");
                if (seen.add(link)) {
                    open.add(link);
                }
            }
        }
        assertThat(seen).hasSizeBetween(40, 400).contains("/catalog/events/cmd.book.fetch", "/catalog/ticket/1.1.0");
    }

    private static void assertIsSafe(String path, HttpResponse<String> page) throws Exception {
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "style-src 'self'")
                .doesNotContain("unsafe", "script-src");
        // Void elements closed, it is XML: then nothing in it has opened or closed an element but ours.
        var xml = page.body().replace("<!DOCTYPE html>", "").replaceAll("<(meta|link|input|img|hr)([^>]*)>", "<$1$2/>");
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        for (var name : List.of("script", "iframe", "svg", "b", "style")) {
            assertThat(document.getElementsByTagName(name).getLength())
                    .as("%s on %s", name, path)
                    .isZero();
        }
        assertThat(document.getElementsByTagName("h1").getLength())
                .as("headings of %s", path)
                .isEqualTo(1);
        var all = document.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            var attributes = all.item(i).getAttributes();
            for (int j = 0; j < attributes.getLength(); j++) {
                assertThat(attributes.item(j).getNodeName())
                        .as(path)
                        .doesNotStartWith("on")
                        .isNotEqualTo("style");
            }
        }
    }

    @Test
    void aSearchFindsMachinesAndEventsByWhatIsInThem() throws Exception {
        var page = get("/catalog?q=BOOKID%20notif", "Accept", BROWSER);
        assertThat(page.body()).contains("notif.summary.done").doesNotContain("evt.book.fetch.success");
        var json = json(get("/catalog?q=bookid%20notif"));
        assertThat(list(json, "events")).extracting(each -> each.get("type")).contains("notif.summary.done");
        assertThat(get("/catalog?q=%3Cscript%3Enothing", "Accept", BROWSER).body())
                .contains("&lt;script&gt;nothing", "Nothing here has all of these words")
                .doesNotContain("<script>");
        assertThat(get("/catalog?q=" + "x".repeat(201)).statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        var response = HTTP.send(request.build(), BodyHandlers.ofString());
        if (!response.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
            api.assertDescribes(response);
        }
        return response;
    }

    private static Map<String, Object> json(HttpResponse<String> response) {
        return Json.object(Json.read(response.body()));
    }

    private static List<Map<String, Object>> list(HttpResponse<String> response, String member) {
        return list(json(response), member);
    }

    private static List<Map<String, Object>> list(Map<String, Object> json, String member) {
        return ((List<?>) json.get(member)).stream().map(Json::object).toList();
    }
}
