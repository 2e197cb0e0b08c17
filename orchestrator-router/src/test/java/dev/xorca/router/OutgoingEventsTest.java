package dev.xorca.router;

import static dev.xorca.router.Incoming.event;
import static dev.xorca.router.Incoming.start;
import static dev.xorca.router.Incoming.startOf;
import static dev.xorca.router.RouterScenario.dataOf;
import static dev.xorca.router.RouterScenario.router;
import static dev.xorca.router.TestMachines.SUMMARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands on the envelope of the events that leave. */
class OutgoingEventsTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + SPAN + "-01";

    private static final Incoming FETCHED =
            event("evt.book.fetch.success").withId("fetched").data("text", "Once.");
    private static final Incoming SUMMARISED =
            event("evt.summarise.success").withId("summarised").data("summary", "short");

    @Test
    void theyAreJsonEventsOfTheOrchestratorAboutTheOrchestrationAtTheTimeOfTheStep() {
        var scenario = router(SUMMARY).given(start("p1")).when(FETCHED);

        for (var emitted : scenario.emitted()) {
            assertThat(emitted.getSource()).hasToString("xorca.orchestrator.summary");
            assertThat(emitted.getSubject()).isEqualTo(new Subject("p1", "summary", "1.0.0").encode());
            assertThat(emitted.getTime()).isEqualTo(OffsetDateTime.parse("2026-03-01T08:00:02Z"));
            assertThat(emitted.getDataContentType()).isEqualTo("application/json");
        }
        assertThat(dataOf(scenario.emitted().get(0))).isEqualTo(Map.of("text", "Once."));
        assertThat(dataOf(scenario.emitted().get(1))).isEmpty();
    }

    @Test
    void theSubjectIsTheCanonicalOneHoweverTheEventSpeltIt() {
        var canonical = new Subject("p1", "summary", "1.0.0").encode();

        var scenario = router(SUMMARY).given(start("p1")).when(FETCHED.about(canonical.replace("=", "")));

        assertThat(scenario.emitted()).extracting(CloudEvent::getSubject).containsOnly(canonical);
    }

    @Test
    void theyNameTheirSchemaWhereTheCatalogueIsServedAndTheMachineDeclaresOne() {
        var named = router(SUMMARY)
                .with(RouterSettings.DEFAULT.withCatalogUrl("https://catalog.example/x"))
                .when(start("p1"));

        assertThat(named.answer().getDataSchema())
                .hasToString("https://catalog.example/x/catalog/schemas/cmd.book.fetch/summary-1.0.0");
        assertThat(named.when(FETCHED).emitted().get(0).getType()).isEqualTo("cmd.summarise");
        assertThat(named.emitted().get(0).getDataSchema())
                .as("nobody declares it")
                .isNull();
        assertThat(named.when(event("evt.book.fetch.success").withId("bad"))
                        .answer()
                        .getDataSchema())
                .as("an error")
                .isNull();
        assertThat(router(SUMMARY).when(start("p1")).answer().getDataSchema()).isNull();
    }

    @Nested
    class Ids {

        @Test
        void areTheSameWhenTheSameHappensAgain() {
            assertThat(idsOfALife("p1")).isEqualTo(idsOfALife("p1"));
        }

        @Test
        void differBetweenPositionsStepsAndOrchestrations() {
            var ids = idsOfALife("p1");
            ids.addAll(idsOfALife("p2"));

            assertThat(ids).hasSize(10).doesNotHaveDuplicates();
        }

        @Test
        void ofErrorsDifferToo() {
            var scenario = router(SUMMARY);
            var ids = new ArrayList<String>();
            ids.add(scenario.when(FETCHED.withId("a")).answer().getId());
            ids.add(scenario.when(FETCHED.withId("b")).answer().getId());
            ids.add(scenario.when(FETCHED.withId("b").from("/else")).answer().getId());
            ids.add(scenario.when(startOf("summary").data("processId", "p1"))
                    .answer()
                    .getId());
            scenario.given(start("p1"));
            ids.add(scenario.when(event("evt.book.note")).answer().getId());
            ids.add(scenario.when(event("evt.book.note")).answer().getId());

            assertThat(ids).doesNotHaveDuplicates();
        }

        /** Of everything that an orchestration emits, one error included. */
        private List<String> idsOfALife(String processId) {
            var scenario = router(SUMMARY);
            var ids = new ArrayList<String>();
            for (var each : List.of(
                    start(processId),
                    event("evt.book.note"),
                    event("evt.book.fetch.success").data("text", "Once."),
                    event("evt.summarise.success").data("summary", "short"))) {
                scenario.when(each).emitted().forEach(emitted -> ids.add(emitted.getId()));
            }
            return ids;
        }
    }

    @Nested
    class CausationAndCorrelation {

        @Test
        void theCauseIsTheEventThatCameIn() {
            var scenario = router(SUMMARY).given(start("p1")).when(FETCHED);

            assertThat(extensions(scenario, "causationid")).containsExactly("fetched", "fetched");
        }

        @Test
        void theStartsCorrelationIdIsKeptForLife() {
            var scenario = router(SUMMARY).when(start("p1").with("correlationid", "order-17"));

            assertThat(extensions(scenario, "correlationid")).containsExactly("order-17");
            assertThat(extensions(scenario.when(FETCHED.with("correlationid", "other")), "correlationid"))
                    .containsExactly("order-17", "order-17");
            assertThat(extensions(scenario.when(event("evt.summarise.success")), "correlationid"))
                    .as("of an error")
                    .containsExactly("order-17");
            assertThat(extensions(scenario.when(SUMMARISED), "correlationid")).containsExactly("order-17");
        }

        @ParameterizedTest
        @ValueSource(strings = {"without", "empty"})
        void aStartWithoutOneIsItsOwn(String which) {
            var bare = start("p1").withId("start-1");

            var scenario = router(SUMMARY).when(which.equals("empty") ? bare.with("correlationid", "") : bare);

            assertThat(extensions(scenario, "correlationid")).containsExactly("start-1");
            assertThat(extensions(scenario.when(FETCHED), "correlationid")).containsExactly("start-1", "start-1");
        }

        @Test
        void aStartThatIsRefusedIsAStoryOfItsOwn() {
            var scenario = router(SUMMARY)
                    .given(start("p1").with("correlationid", "order-17"))
                    .when(start("p1").with("correlationid", "order-18"));

            assertThat(extensions(scenario, "correlationid")).containsExactly("order-18");
        }

        @Test
        void anErrorOfWhatNeverStartedHasThatOfItsCause() {
            var scenario =
                    router(SUMMARY).when(event("evt.book.note").withId("e1").with("correlationid", "c1"));

            assertThat(scenario.answer().getExtension("correlationid")).isEqualTo("c1");
            assertThat(scenario.when(event("evt.book.note").withId("e2"))
                            .answer()
                            .getExtension("correlationid"))
                    .isEqualTo("e2");
        }
    }

    @Nested
    class Traces {

        @Test
        void goOnWithANewSpanForEachEvent() {
            var scenario = router(SUMMARY)
                    .given(start("p1"))
                    .when(FETCHED.with("traceparent", TRACEPARENT).with("tracestate", "vendor=1,other=2"));

            assertThat(extensions(scenario, "traceparent"))
                    .allSatisfy(parent -> assertThat((String) parent)
                            .matches("00-" + TRACE + "-[0-9a-f]{16}-01")
                            .doesNotContain(SPAN))
                    .doesNotHaveDuplicates();
            assertThat(extensions(scenario, "tracestate")).containsOnly("vendor=1,other=2");
        }

        @Test
        void goOnInErrors() {
            var error = router(SUMMARY)
                    .when(FETCHED.with("traceparent", TRACEPARENT).with("tracestate", "vendor=1"))
                    .answer();

            assertThat((String) error.getExtension("traceparent")).startsWith("00-" + TRACE + "-");
            assertThat(error.getExtension("tracestate")).isEqualTo("vendor=1");
        }

        @Test
        void beginWhereNoneCameIn() {
            var scenario = router(SUMMARY).when(start("p1"));
            var first = traceId(scenario.answer());

            assertThat(first).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
            assertThat(scenario.answer().getExtension("tracestate")).isNull();
            assertThat(scenario.when(FETCHED).emitted())
                    .as("one trace for the orchestration")
                    .allSatisfy(emitted -> assertThat(traceId(emitted)).isEqualTo(first));
            assertThat(traceId(scenario.when(start("p2")).answer())).isNotEqualTo(first);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "garbage",
                    "00-" + TRACE + "-" + SPAN,
                    "00-" + TRACE + "-" + SPAN + "-1",
                    "00-" + TRACE + "-" + SPAN + "-01-more",
                    "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-01",
                    "00-00000000000000000000000000000000-" + SPAN + "-01",
                    "00-" + TRACE + "-0000000000000000-01",
                    "ff-" + TRACE + "-" + SPAN + "-01",
                    "01-" + TRACE + "-" + SPAN + "-01more"
                })
        void beginAnewWhereTheParentIsMalformed(String traceparent) {
            var fresh = traceId(router(SUMMARY).when(start("p1")).answer());

            var command = router(SUMMARY)
                    .when(start("p1").with("traceparent", traceparent).with("tracestate", "vendor=1"))
                    .answer();

            assertThat(traceId(command)).isEqualTo(fresh);
            assertThat(command.getExtension("tracestate")).isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"00", "01", "09"})
        void keepTheFlags(String flags) {
            var parent = "00-" + TRACE + "-" + SPAN + "-" + flags;

            var command = router(SUMMARY)
                    .when(start("p1").with("traceparent", parent))
                    .answer();

            assertThat((String) command.getExtension("traceparent"))
                    .startsWith("00-" + TRACE)
                    .endsWith("-" + flags);
        }

        @ParameterizedTest
        @ValueSource(strings = {"01-" + TRACE + "-" + SPAN + "-01", "cc-" + TRACE + "-" + SPAN + "-01-what-comes-next"})
        void ofLaterVersionsAreReadAsFarAsKnown(String traceparent) {
            var command = router(SUMMARY)
                    .when(start("p1").with("traceparent", traceparent))
                    .answer();

            assertThat((String) command.getExtension("traceparent")).startsWith("00-" + TRACE + "-");
        }

        private String traceId(CloudEvent emitted) {
            return ((String) emitted.getExtension("traceparent")).split("-", -1)[1];
        }
    }

    @Nested
    class Attributes {
        private static final String ROUTED = """
                name: routed
                initial: A
                states:
                  A:
                    on:
                      evt.plain: { actions: { emit: cmd.work } }
                      evt.directed:
                        actions:
                          - emit: cmd.work
                            to: "com.example.${event.data.who}"
                            redirectTo: com.example.auditor
                      evt.more:
                        actions:
                          - emit: cmd.work
                            executionUnits: "${event.data.units}"
                            attributes:
                              priority: 5
                              urgent: true
                              region: "${event.data.region}"
                              absent: null
                """;
        private static final RouterSettings ROUTING = RouterSettings.DEFAULT.withRoutingMetadata(true);

        @Test
        void executionUnitsAreZeroUnlessTheMachineSays() {
            var scenario = router(ROUTED).given(startOf("routed"));

            assertThat(scenario.when(event("evt.plain")).answer().getExtension("executionunits"))
                    .isEqualTo("0");
            assertThat(scenario.when(event("evt.more").data(Map.of("units", 2.5, "region", "t")))
                            .answer()
                            .getExtension("executionunits"))
                    .isEqualTo("2.5");
        }

        @Test
        void attributesOfTheMachineAreCarriedAlong() {
            var command = router(ROUTED)
                    .given(startOf("routed"))
                    .when(event("evt.more").data(Map.of("units", 3L, "region", "acme")))
                    .answer();

            assertThat(command.getExtension("priority")).isEqualTo("5");
            assertThat(command.getExtension("urgent")).isEqualTo(true);
            assertThat(command.getExtension("region")).isEqualTo("acme");
            assertThat(command.getExtensionNames()).doesNotContain("absent");
        }

        @Test
        void elapsedTimeCountsFromTheStart() {
            var scenario = router(SUMMARY).when(start("p1"));

            assertThat(extensions(scenario, "elapsedtime")).containsExactly("0");
            assertThat(extensions(scenario.when(FETCHED), "elapsedtime")).containsExactly("1000", "1000");
            assertThat(extensions(scenario.when(SUMMARISED), "elapsedtime")).containsExactly("2000");
        }

        @Test
        void routingMetadataStaysAwayUnlessItIsSet() {
            var scenario = router(ROUTED)
                    .given(startOf("routed"))
                    .when(event("evt.directed").data("who", "ann"));

            assertThat(scenario.answer().getExtensionNames()).doesNotContain("to", "redirectto");
        }

        @Test
        void theMachineSaysWhereTo() {
            var command = router(ROUTED)
                    .with(ROUTING)
                    .given(startOf("routed"))
                    .when(event("evt.directed").data("who", "ann"))
                    .answer();

            assertThat(command.getExtension("to")).isEqualTo("com.example.ann");
            assertThat(command.getExtension("redirectto")).isEqualTo("com.example.auditor");
        }

        @Test
        void otherwiseItGoesWhereTheCauseWantsItsAnswer() {
            var command = router(ROUTED)
                    .with(ROUTING)
                    .given(startOf("routed"))
                    .when(event("evt.plain").with("redirectto", "com.example.next"))
                    .answer();

            assertThat(command.getExtension("to")).isEqualTo("com.example.next");
            assertThat(command.getExtensionNames()).doesNotContain("redirectto");
        }

        @Test
        void otherwiseItGoesBackToWhereTheCauseCameFrom() {
            var command = router(ROUTED)
                    .with(ROUTING)
                    .given(startOf("routed"))
                    .when(event("evt.plain").from("/workers/7"))
                    .answer();

            assertThat(command.getExtension("to")).isEqualTo("/workers/7");
        }
    }

    @Nested
    class Errors {

        @Test
        void carryWhatWentWrongAndWithWhat() {
            var scenario = router(SUMMARY)
                    .given(start("p1"))
                    .when(event("evt.book.fetch.success").data("text", 5L));

            assertThat(scenario.errorData())
                    .containsOnlyKeys("errorName", "errorMessage", "errorCode", "where", "eventData")
                    .containsEntry("errorName", "SchemaValidationError")
                    .containsEntry("errorCode", "schema-mismatch")
                    .containsEntry("eventData", Map.of("text", 5L))
                    .containsEntry(
                            "where", Map.of("pointer", "/text", "schemaPath", "#/properties/text", "rule", "type"));
            assertThat(scenario.errorData().get("errorMessage").toString())
                    .startsWith("event 'evt.book.fetch.success' does not match its schema: /text: ");
            assertThat(scenario.answer().getExtension("executionunits")).isEqualTo("0");
        }

        @Test
        void nameTheWholeDataWhereItIsTheWholeThatIsWrong() {
            var scenario = router(SUMMARY).given(start("p1")).when(event("evt.book.fetch.success"));

            assertThat(scenario.errorData().get("errorMessage").toString())
                    .startsWith("event 'evt.book.fetch.success' does not match its schema: (whole): ");
        }

        @Test
        void tellEveryViolationUpToALimit() {
            var machine = """
                    name: strict
                    schemas:
                      input:
                        type: object
                        additionalProperties: { type: string }
                    initial: A
                    states: { A: { } }
                    """;
            var context = new LinkedHashMap<String, Object>();
            for (int i = 10; i < 30; i++) {
                context.put("key" + i, 5L);
            }

            var message = router(machine)
                    .when(startOf("strict").data(Map.of("context", context)))
                    .errorData()
                    .get("errorMessage")
                    .toString();

            assertThat(message.split("/context/key", -1)).hasSize(11);
        }

        @Test
        void sayWhereInTheMachineItFailed() {
            var scenario = router(SUMMARY).given(start("p1")).when(event("evt.book.note"));

            assertThat(scenario.errorData())
                    .containsEntry("errorName", "MachineError")
                    .containsEntry("errorCode", "action-failed")
                    .containsEntry(
                            "where",
                            Map.of("state", "FetchBook", "definition", "/states/FetchBook/on/evt.book.note/actions/0"));
            assertThat(scenario.errorData().get("errorMessage").toString())
                    .contains("state 'FetchBook'")
                    .contains("event.data.note");
        }

        @Test
        void leaveOutWhatIsNotKnownOfWhere() {
            var start = router("""
                    name: hasty
                    context: { bookId: "${input.bookId}" }
                    initial: A
                    states: { A: { } }
                    """).when(startOf("hasty"));
            var spin = router("""
                    name: spinning
                    initial: A
                    states: { A: { always: B }, B: { always: A } }
                    """).when(startOf("spinning"));

            assertThat(start.errorData()).containsEntry("where", Map.of("definition", "/context"));
            assertThat(spin.errorData())
                    .containsEntry("errorCode", "too-many-microsteps")
                    .doesNotContainKey("where");
        }

        @Test
        void haveNoStackUnlessItIsSet() {
            var scenario = router(SUMMARY).given(start("p1")).when(event("evt.book.note"));

            assertThat(scenario.errorData()).doesNotContainKey("errorStack");
        }

        @Test
        void haveTheStackOfAFailedMachineWhereItIsSet() {
            var scenario = router(SUMMARY)
                    .with(RouterSettings.DEFAULT.withErrorStack(true))
                    .given(start("p1"))
                    .when(event("evt.book.note"));

            assertThat(scenario.errorData().get("errorStack").toString()).contains("StepException");
            assertThat(scenario.when(event("evt.book.fetch.success")).errorData())
                    .as("nothing failed here, so there is none")
                    .doesNotContainKey("errorStack");
        }

        @Test
        void bringBackDataThatIsNotJsonAsText() {
            var scenario = router(SUMMARY).when(startOf("summary").bytes("<book/>"));

            assertThat(scenario.errorData()).containsEntry("eventData", "<book/>");
        }

        @Test
        void haveNoEventDataWhereThereWasNone() {
            var scenario = router(SUMMARY).when(event("evt.book.note"));

            assertThat(scenario.errorData()).containsEntry("eventData", null);
        }

        @Test
        void leaveOutEventDataThatIsTooLarge() {
            var scenario = router(SUMMARY)
                    .with(RouterSettings.DEFAULT.withMaxEventBytes(10_000))
                    .when(startOf("summary").data("context", Map.of("other", "x".repeat(10_000))));

            assertThat(scenario.errorData().get("eventData")).isEqualTo(Map.of("omitted", true, "bytes", 10_024L));
            assertThat(EventJson.size(scenario.answer())).isLessThan(10_000);
        }

        @Test
        void leaveOutEventDataThatIsTooLargeOnlyTogetherWithTheEnvelope() {
            var scenario = router(SUMMARY)
                    .with(RouterSettings.DEFAULT.withMaxEventBytes(10_000))
                    .when(startOf("summary")
                            .data("context", Map.of("other", "x".repeat(8_000)))
                            .with("traceparent", TRACEPARENT)
                            .with("tracestate", "s=" + "x".repeat(1_500)));

            assertThat(EventJson.size(scenario.answer())).isLessThanOrEqualTo(10_000);
        }

        @Test
        void shortenAMessageThatIsVeryLong() {
            var scenario = router(SUMMARY).when(start("p1").withContentType("x".repeat(20_000)));

            assertThat(scenario.errorData().get("errorMessage").toString()).hasSizeLessThan(300);
        }

        @Test
        void goBackToWhereTheCauseCameFromWhereRoutingMetadataIsSet() {
            var error = router(SUMMARY)
                    .with(RouterSettings.DEFAULT.withRoutingMetadata(true))
                    .when(startOf("summary").from("/shop"))
                    .answer();

            assertThat(error.getExtension("to")).isEqualTo("/shop");
        }
    }

    private static List<Object> extensions(RouterScenario scenario, String name) {
        return scenario.emitted().stream()
                .map(emitted -> emitted.getExtension(name))
                .toList();
    }
}
