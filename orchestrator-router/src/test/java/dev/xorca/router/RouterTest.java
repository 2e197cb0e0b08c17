package dev.xorca.router;

import static dev.xorca.router.Incoming.event;
import static dev.xorca.router.Incoming.start;
import static dev.xorca.router.Incoming.startOf;
import static dev.xorca.router.RouterScenario.router;
import static dev.xorca.router.TestMachines.SUMMARY;
import static dev.xorca.router.TestMachines.summary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.xorca.store.JournalEntry;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.SeenEvents;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of what happens to events, row by row. */
class RouterTest {
    private static final String START_ERROR = "xorca.summary.start.error";
    private static final String SYSTEM_START_ERROR = "sys.xorca.summary.start.error";
    private static final String ERROR = "xorca.orchestrator.summary.error";
    private static final String SYSTEM_ERROR = "sys.xorca.orchestrator.summary.error";

    private static final Incoming FETCHED =
            event("evt.book.fetch.success").withId("fetched").data("text", "Once.");

    @Nested
    class WhenAllGoesWell {

        @Test
        void aStartBeginsAnOrchestration() {
            router(SUMMARY)
                    .when(start("p1"))
                    .then(Decision.Outcome.STARTED)
                    .thenEmitted("cmd.book.fetch")
                    .thenIn("FetchBook")
                    .thenContext("bookId", "alice")
                    .thenJournalled(JournalEntry.Outcome.TRANSITIONED);
        }

        @Test
        void anEventTakesItsTransition() {
            var scenario = router(SUMMARY)
                    .given(start("p1"))
                    .when(FETCHED)
                    .then(Decision.Outcome.TRANSITIONED)
                    .thenEmitted("cmd.summarise", "notif.book.fetched")
                    .thenIn("Summarise")
                    .thenContext("text", "Once.")
                    .thenJournalled(JournalEntry.Outcome.TRANSITIONED);

            assertThat(scenario.decision().reason()).isEmpty();
        }

        @Test
        void theLastStateEndsTheOrchestration() {
            var scenario = router(SUMMARY)
                    .given(start("p1"), FETCHED)
                    .when(event("evt.summarise.success").data("summary", "short"))
                    .thenEmitted("notif.summary.done")
                    .thenIn("Done");

            assertThat(scenario.state().position().status()).isEqualTo(OrchestrationState.Status.DONE);
        }

        @Test
        void theJournalEntryTellsTheWholeStep() {
            var entry =
                    router(SUMMARY).given(start("p1")).when(FETCHED).decision().entry();

            assertThat(entry.sequence()).isEqualTo(2);
            assertThat(entry.at()).isEqualTo(RouterScenario.BEGIN.plusSeconds(2));
            assertThat(entry.cause())
                    .containsEntry("id", "fetched")
                    .containsEntry("type", "evt.book.fetch.success")
                    .containsEntry("data", Map.of("text", "Once."));
            assertThat(entry.machine().version()).isEqualTo("1.0.0");
            assertThat(entry.machine().hash()).startsWith("sha256:");
            assertThat(entry.microsteps())
                    .extracting(JournalEntry.Step::exited, JournalEntry.Step::entered)
                    .containsExactly(tuple(List.of("FetchBook"), List.of("Summarise")));
            assertThat(entry.context()).isEqualTo(Map.of("text", "Once."));
        }

        @Test
        void oneMachineRunsInSeveralVersionsAtOnce() {
            router(summary("1.0.0"), summary("1.10.0"), summary("1.9.0"))
                    .given(startOf("summary")
                            .data(Map.of("processId", "old", "version", "1.0.0", "context", Map.of("bookId", "b"))))
                    .when(FETCHED)
                    .thenIn("Summarise")
                    .given(start("new"))
                    .thenIn("FetchBook")
                    .when(event("evt.book.fetch.error"))
                    .thenIn("Failed");
        }

        @Test
        void orchestrationsOfOneMachineAreIndependent() {
            router(SUMMARY)
                    .given(start("p1"), FETCHED, start("p2"))
                    .thenIn("FetchBook")
                    .when(FETCHED)
                    .thenEmitted("cmd.summarise", "notif.book.fetched");
        }

        @Test
        void aStartWithoutVersionRunsOnTheHighest() {
            var scenario = router(summary("1.9.0"), summary("1.10.0")).when(start("p1"));

            assertThat(scenario.subject().version()).isEqualTo("1.10.0");
            assertThat(scenario.state().machine().version()).isEqualTo("1.10.0");
        }

        @Test
        void aStartWithoutDataStartsAMachineThatWantsNone() {
            router("""
                    name: bare
                    context: { input: "${input}" }
                    initial: A
                    states: { A: { } }
                    """)
                    .when(startOf("bare"))
                    .then(Decision.Outcome.STARTED)
                    .thenIn("A")
                    .thenContext("input", Map.of());
        }

        @Test
        void theMachineSeesWhoItIsWhatItWasStartedWithAndTheTime() {
            router("""
                    name: nosy
                    version: "3.2.1"
                    context: { seen: "" }
                    initial: A
                    states:
                      A:
                        on:
                          evt.look:
                            actions:
                              assign:
                                seen: "${self.name} ${self.version} ${self.processId} ${input.colour} ${now}"
                                event: "${event.id} ${event.source} ${event.weight} ${event.data.n}"
                                subject: "${event.subject == self.subject}"
                    """)
                    .given(startOf("nosy").data(Map.of("processId", "p1", "context", Map.of("colour", "red"))))
                    .when(event("evt.look")
                            .withId("look")
                            .from("/eyes")
                            .with("weight", 5)
                            .data("n", 1L))
                    .thenContext("seen", "nosy 3.2.1 p1 red 2026-03-01T08:00:02Z")
                    .thenContext("event", "look /eyes 5 1")
                    .thenContext("subject", true);
        }

        @ParameterizedTest
        @CsvSource({
            "2026-03-01T09:30:00Z, 2026-03-01T09:30:00Z",
            "2026-03-01T10:30:00.500+01:00, 2026-03-01T10:30:00.5+01:00"
        })
        void timesAreWrittenWithTheirSeconds(String sent, String seen) {
            var scenario = router("""
                    name: timed
                    initial: A
                    states: { A: { on: { evt.tick: { actions: { assign: { time: "${event.time}" } } } } } }
                    """)
                    .given(startOf("timed"))
                    .when(event("evt.tick").with("time", OffsetDateTime.parse(sent)))
                    .thenContext("time", seen);

            assertThat(scenario.decision().entry().cause()).containsEntry("time", seen);
        }

        @Test
        void whatTheMachineLogsStandsInTheJournal() {
            var scenario = router("""
                    name: talking
                    initial: A
                    states: { A: { entry: { log: "started by ${event.type}" } } }
                    """).when(startOf("talking"));

            assertThat(scenario.decision().entry().logs()).containsExactly("started by xorca.talking.start");
        }

        @Test
        void whatTheMachineLogsIsShortenedBetweenCharacters() {
            var scenario = router("""
                    name: talking
                    initial: A
                    states: { A: { entry: { log: "x${input.text}" } } }
                    """).when(startOf("talking").data("context", Map.of("text", "😀".repeat(1_000))));

            assertThat(scenario.decision().entry().logs()).containsExactly("x" + "😀".repeat(999) + "…");
        }
    }

    @Nested
    class AStartWhoseDataDoesNotMatch {

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '~', useHeadersInDisplayName = true, textBlock = """
                DATA                                                         | POINTER    | RULE
                {"processId":7,"context":{"bookId":"alice"}}                 | /processId | type
                {"processId":"","context":{"bookId":"alice"}}                | /processId | minLength
                {"processId":null,"context":{"bookId":"alice"}}              | /processId | type
                {"version":"latest","context":{"bookId":"alice"}}            | /version   | pattern
                {"version":"1.0","context":{"bookId":"alice"}}               | /version   | pattern
                {"version":1,"context":{"bookId":"alice"}}                   | /version   | type
                {"context":"alice"}                                          | /context   | type
                {"processId":"p1","context":{}}                              | /context   | required
                {"processId":"p1"}                                           | /context   | required
                {"processId":"p1","context":{"bookId":""}}                   | /context/bookId | minLength
                {"processId":"p1","context":{"bookId":17}}                   | /context/bookId | type
                ["alice"]                                                    | ~~         | type
                "alice"                                                      | ~~         | type
                null                                                         | ~~         | type
                """)
        void isAnsweredWithASystemStartErrorThatSaysWhere(String data, String pointer, String rule) {
            var scenario = router(SUMMARY)
                    .when(startOf("summary").bytes(data))
                    .then(Decision.Outcome.REJECTED)
                    .thenError(SYSTEM_START_ERROR, "schema-mismatch")
                    .thenNeverStarted()
                    .thenNotJournalled();

            assertThat(where(scenario)).containsEntry("pointer", pointer).containsEntry("rule", rule);
            assertThat(scenario.errorData()).containsEntry("errorName", "SchemaValidationError");
        }

        @Test
        void isAnsweredTheSameWhenThereIsNoData() {
            router(SUMMARY)
                    .when(startOf("summary"))
                    .thenError(SYSTEM_START_ERROR, "schema-mismatch")
                    .thenNeverStarted();
        }

        @ParameterizedTest
        @ValueSource(ints = {513, 2000})
        void isAnsweredTheSameWhenTheProcessIdIsTooLong(int length) {
            var scenario = router(SUMMARY)
                    .when(startOf("summary")
                            .data(Map.of("processId", "x".repeat(length), "context", Map.of("bookId", "alice"))))
                    .thenError(SYSTEM_START_ERROR, "schema-mismatch")
                    .thenNeverStarted();

            assertThat(where(scenario)).containsEntry("pointer", "/processId").containsEntry("rule", "maxLength");
        }

        @Test
        void isAnsweredTheSameWhenTheProcessIdHasHalfACharacter() {
            router(SUMMARY)
                    .when(startOf("summary").bytes("""
                            {"processId":"\\ud83d","context":{"bookId":"alice"}}"""))
                    .then(Decision.Outcome.REJECTED)
                    .thenNeverStarted();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "alice", "{\"processId\":", "{'processId':'p1'}", "{} {}", "{\"a\":1,\"a\":2}", "NaN"})
        void isAnsweredTheSameWhenItIsNotJson(String data) {
            router(SUMMARY)
                    .when(startOf("summary").bytes(data))
                    .then(Decision.Outcome.REJECTED)
                    .thenError(SYSTEM_START_ERROR, "data-not-json")
                    .thenNeverStarted();
        }

        @Test
        void isAnsweredTheSameWhenItIsNestedTooDeep() {
            router(SUMMARY)
                    .when(startOf("summary").bytes("{\"processId\":\"p1\",\"context\":" + nested(64) + "}"))
                    .thenError(SYSTEM_START_ERROR, "data-not-json")
                    .thenNeverStarted();
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "application/xml", "application/octet-stream", "", "json"})
        void isAnsweredTheSameWhenItSaysThatItIsSomethingElse(String contentType) {
            router(SUMMARY)
                    .when(start("p1").withContentType(contentType))
                    .then(Decision.Outcome.REJECTED)
                    .thenError(SYSTEM_START_ERROR, "unsupported-content-type")
                    .thenNeverStarted();
        }

        @Test
        void isAnsweredTheSameWhenStatemachineversionIsAnother() {
            router(SUMMARY)
                    .when(start("p1").with("statemachineversion", "2.0.0"))
                    .then(Decision.Outcome.REJECTED)
                    .thenError(SYSTEM_START_ERROR, "state-machine-version-mismatch")
                    .thenNeverStarted();
        }

        @Test
        void leavesTheNameFreeForABetterStart() {
            router(SUMMARY)
                    .when(startOf("summary").data(Map.of("processId", "p1", "context", Map.of())))
                    .thenError(SYSTEM_START_ERROR, "schema-mismatch")
                    .when(start("p1"))
                    .then(Decision.Outcome.STARTED);
        }
    }

    @Nested
    class AStartThatCannotBe {

        @Test
        void ofAnUnknownVersionIsAnsweredWithAStartError() {
            var scenario = router(summary("1.0.0"), summary("1.1.0"))
                    .when(startOf("summary").data(Map.of("processId", "p1", "version", "2.0.0")))
                    .then(Decision.Outcome.FAILED)
                    .thenError(START_ERROR, "unknown-version")
                    .thenNeverStarted()
                    .thenNotJournalled();

            assertThat(scenario.errorData().get("errorMessage"))
                    .isEqualTo("summary has no version 2.0.0 here; there are 1.0.0, 1.1.0");
            assertThat(scenario.subject().version()).isEqualTo("2.0.0");
        }

        @Test
        void ofAnOrchestrationThatAnotherEventStartedIsAnsweredWithAStartError() {
            router(SUMMARY)
                    .given(start("p1").withId("s1"), FETCHED)
                    .when(start("p1").withId("s2"))
                    .then(Decision.Outcome.FAILED)
                    .thenError(START_ERROR, "already-exists")
                    .thenJournalled(JournalEntry.Outcome.FAILED)
                    .thenIn("Summarise");
        }

        @Test
        void isToldFromTheFirstByItsSourceToo() {
            router(SUMMARY)
                    .given(start("p1").withId("s1").from("/shop"))
                    .when(start("p1").withId("s1").from("/office"))
                    .thenError(START_ERROR, "already-exists");
        }

        @Test
        void ofAnOrchestrationThatIsOverIsAnsweredWithAStartError() {
            router(SUMMARY)
                    .given(start("p1"), event("evt.book.fetch.error"))
                    .when(start("p1"))
                    .thenError(START_ERROR, "already-exists")
                    .thenIn("Failed");
        }

        @Test
        void becauseTheMachineFailsIsAnsweredWithAStartError() {
            var scenario = router("""
                    name: hasty
                    context: { bookId: "${input.bookId}" }
                    initial: A
                    states: { A: { entry: { emit: cmd.book.fetch } } }
                    """)
                    .when(startOf("hasty").data("processId", "p1"))
                    .then(Decision.Outcome.FAILED)
                    .thenError("xorca.hasty.start.error", "context-failed")
                    .thenNeverStarted()
                    .thenNotJournalled();

            assertThat(where(scenario)).containsEntry("definition", "/context");
        }

        @Test
        void becauseAnActionFailsEmitsNothingOfWhatCameBefore() {
            var scenario = router("""
                    name: hasty
                    initial: A
                    states:
                      A:
                        entry:
                          - { emit: cmd.book.fetch }
                          - { emit: cmd.book.print, data: { pages: "${input.pages}" } }
                    """)
                    .when(startOf("hasty").data("processId", "p1"))
                    .thenError("xorca.hasty.start.error", "action-failed")
                    .thenNeverStarted();

            assertThat(where(scenario)).isEqualTo(Map.of("state", "A", "definition", "/states/A/entry/1"));
        }

        @Test
        void becauseTheMachineNeverSettlesIsAnsweredWithAStartError() {
            router("""
                    name: spinning
                    context: { n: 0 }
                    initial: A
                    states: { A: { always: { actions: { assign: { n: "${context.n + 1}" } } } } }
                    """)
                    .when(startOf("spinning"))
                    .thenError("xorca.spinning.start.error", "too-many-microsteps")
                    .thenNeverStarted();
        }

        @Test
        void becauseAnEmittedEventBreaksItsSchemaIsAnsweredWithAStartError() {
            var scenario = router(SUMMARY)
                    .when(startOf("summary")
                            .data(Map.of("processId", "p1", "context", Map.of("bookId", "b".repeat(21)))))
                    .then(Decision.Outcome.FAILED)
                    .thenError(START_ERROR, "emitted-event-invalid")
                    .thenNeverStarted();

            assertThat(where(scenario)).containsEntry("pointer", "/bookId").containsEntry("rule", "maxLength");
            assertThat(scenario.errorData().get("errorMessage").toString()).contains("cmd.book.fetch");
        }

        @Test
        void becauseTheStateCannotBeLoadedIsAnsweredWithAStartError() {
            router(SUMMARY)
                    .withDamagedJournal()
                    .when(start("p1"))
                    .then(Decision.Outcome.FAILED)
                    .thenError(START_ERROR, "state-unavailable")
                    .thenNotJournalled();
        }

        @Test
        void becauseATopicIsMissingIsAnsweredWithAStartError() {
            router(SUMMARY)
                    .withoutTopic("cmd.book.fetch")
                    .when(start("p1"))
                    .then(Decision.Outcome.FAILED)
                    .thenError(START_ERROR, "topic-missing")
                    .thenNeverStarted();
        }
    }

    @Nested
    class AnEventThatBreaksItsContract {

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '~', useHeadersInDisplayName = true, textBlock = """
                DATA          | POINTER | RULE
                {}            | ~~      | required
                {"text":5}    | /text   | type
                {"text":null} | /text   | type
                "Once."       | ~~      | type
                null          | ~~      | type
                """)
        void isAnsweredWithASystemErrorThatSaysWhere(String data, String pointer, String rule) {
            var scenario = router(SUMMARY)
                    .given(start("p1"))
                    .when(event("evt.book.fetch.success").bytes(data))
                    .then(Decision.Outcome.REJECTED)
                    .thenError(SYSTEM_ERROR, "schema-mismatch")
                    .thenJournalled(JournalEntry.Outcome.REJECTED)
                    .thenIn("FetchBook");

            assertThat(where(scenario)).containsEntry("pointer", pointer).containsEntry("rule", rule);
        }

        @Test
        void isAnsweredTheSameWhenThereIsNoDataAndSomeIsWanted() {
            router(SUMMARY)
                    .given(start("p1"))
                    .when(event("evt.book.fetch.success"))
                    .thenError(SYSTEM_ERROR, "schema-mismatch")
                    .thenIn("FetchBook");
        }

        @Test
        void isHeldToTheSchemaOfTheVersionThatItsOrchestrationRunsOn() {
            var strict = summary("2.0.0").replace("properties: { text: { type: string } }", "maxProperties: 0");

            router(SUMMARY, strict)
                    .given(startOf("summary")
                            .data(Map.of("processId", "p1", "version", "1.0.0", "context", Map.of("bookId", "b"))))
                    .when(FETCHED)
                    .then(Decision.Outcome.TRANSITIONED)
                    .given(start("p2"))
                    .when(FETCHED)
                    .thenError(SYSTEM_ERROR, "schema-mismatch");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "Once.", "{\"text\":", "{\"text\":\"a\",\"text\":\"b\"}"})
        void isAnsweredTheSameWhenItsDataIsNotJson(String data) {
            router(SUMMARY)
                    .given(start("p1"))
                    .when(event("evt.book.fetch.success").bytes(data))
                    .then(Decision.Outcome.REJECTED)
                    .thenError(SYSTEM_ERROR, "data-not-json")
                    .thenIn("FetchBook");
        }

        @Test
        void isAnsweredTheSameWhenItsDataIsNestedTooDeep() {
            router(SUMMARY)
                    .given(start("p1"))
                    .when(event("evt.book.fetch.error").bytes(nested(65)))
                    .thenError(SYSTEM_ERROR, "data-not-json")
                    .thenIn("FetchBook")
                    .when(event("evt.book.fetch.error").bytes(nested(64)))
                    .thenIn("Failed");
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "application/xml", "application/jsonx", "application/x+jsonb"})
        void isAnsweredTheSameWhenItSaysThatItIsSomethingElse(String contentType) {
            var scenario = router(SUMMARY)
                    .given(start("p1"))
                    .when(event("evt.book.fetch.error")
                            .withContentType(contentType)
                            .bytes("{}"))
                    .then(Decision.Outcome.REJECTED)
                    .thenError(SYSTEM_ERROR, "unsupported-content-type")
                    .thenIn("FetchBook");

            assertThat(scenario.errorData().get("errorMessage").toString()).contains("'" + contentType + "'");
        }

        @Test
        void isAnsweredTheSameWhenStatemachineversionIsAnother() {
            router(SUMMARY, summary("2.0.0"))
                    .given(startOf("summary")
                            .data(Map.of("processId", "p1", "version", "1.0.0", "context", Map.of("bookId", "b"))))
                    .when(event("evt.book.fetch.error").with("statemachineversion", "2.0.0"))
                    .then(Decision.Outcome.REJECTED)
                    .thenError(SYSTEM_ERROR, "state-machine-version-mismatch")
                    .thenIn("FetchBook")
                    .when(event("evt.book.fetch.error").with("statemachineversion", "1.0.0"))
                    .thenIn("Failed");
        }

        @Test
        void isRefusedEvenWhenNoTransitionWouldTakeIt() {
            router(SUMMARY)
                    .given(start("p1"), FETCHED)
                    .when(event("evt.book.fetch.success").data(Map.of()))
                    .thenError(SYSTEM_ERROR, "schema-mismatch");
        }

        @Test
        void isAnsweredUnderTheOtherNameWhereThatIsSet() {
            var settings = RouterSettings.DEFAULT.withAlternativeSystemErrorType(true);

            router(SUMMARY)
                    .with(settings)
                    .given(start("p1"))
                    .when(event("evt.book.fetch.success"))
                    .thenError("sys.orchestrator.summary.error", "schema-mismatch")
                    .when(event("evt.book.note").data(Map.of()))
                    .thenEmitted(ERROR)
                    .when(startOf("summary"))
                    .thenEmitted(SYSTEM_START_ERROR);
        }
    }

    @Nested
    class AnEventThatFails {

        @Test
        void becauseNothingWasEverStartedIsAnsweredWithAnError() {
            var scenario = router(SUMMARY)
                    .when(FETCHED)
                    .then(Decision.Outcome.FAILED)
                    .thenError(ERROR, "not-started")
                    .thenNeverStarted()
                    .thenNotJournalled();

            assertThat(scenario.errorData().get("errorMessage"))
                    .isEqualTo("no orchestration of summary 1.0.0 with processId 'p1' was ever started");
        }

        @Test
        void becauseNothingWasEverStartedIsAnsweredTheSameUnderAVersionThatIsNotHere() {
            router(SUMMARY)
                    .when(FETCHED.about(new Subject("p1", "summary", "9.0.0")))
                    .thenError(ERROR, "not-started");
        }

        @Test
        void becauseAnActionFailsIsAnsweredWithAnError() {
            var scenario = router(SUMMARY)
                    .given(start("p1"))
                    .when(event("evt.book.note").data(Map.of()))
                    .then(Decision.Outcome.FAILED)
                    .thenError(ERROR, "action-failed")
                    .thenJournalled(JournalEntry.Outcome.FAILED)
                    .thenIn("FetchBook");

            assertThat(where(scenario))
                    .isEqualTo(
                            Map.of("state", "FetchBook", "definition", "/states/FetchBook/on/evt.book.note/actions/0"));
            assertThat(scenario.decision().entry().reason().code()).isEqualTo("action-failed");
        }

        @Test
        void becauseAGuardFailsIsAnsweredWithAnError() {
            var scenario = router(SUMMARY)
                    .given(start("p1"))
                    .when(event("evt.book.rated").data(Map.of()))
                    .then(Decision.Outcome.FAILED)
                    .thenError(ERROR, "guard-failed")
                    .thenIn("FetchBook");

            assertThat(where(scenario)).containsEntry("state", "FetchBook");
        }

        @Test
        void becauseAnEmittedEventBreaksItsSchemaIsAnsweredWithAnError() {
            var scenario = router(SUMMARY)
                    .given(start("p1"), FETCHED)
                    .when(event("evt.summarise.success").data("summary", ""))
                    .then(Decision.Outcome.FAILED)
                    .thenError(ERROR, "emitted-event-invalid")
                    .thenJournalled(JournalEntry.Outcome.FAILED)
                    .thenIn("Summarise");

            assertThat(where(scenario)).containsEntry("pointer", "/length").containsEntry("rule", "minimum");
        }

        @Test
        void becauseTheOutputBreaksItsSchemaIsAnsweredWithAnError() {
            var scenario = router(ENDING)
                    .given(startOf("ending"))
                    .when(event("evt.over").data("result", "none"))
                    .then(Decision.Outcome.FAILED)
                    .thenError("xorca.orchestrator.ending.error", "output-invalid")
                    .thenJournalled(JournalEntry.Outcome.FAILED)
                    .thenIn("Open");

            assertThat(where(scenario)).containsEntry("pointer", "/result").containsEntry("rule", "type");
        }

        @Test
        void anOutputThatKeepsItsSchemaEndsTheOrchestration() {
            var scenario = router(ENDING)
                    .given(startOf("ending"))
                    .when(event("evt.over").data("result", 5L))
                    .then(Decision.Outcome.TRANSITIONED);

            assertThat(scenario.state().status()).isEqualTo(OrchestrationState.Status.DONE);
        }

        @Test
        void theOutputOfAFailureHasNoContract() {
            var scenario = router(ENDING)
                    .given(startOf("ending"))
                    .when(event("evt.broken").data("result", "none"))
                    .then(Decision.Outcome.TRANSITIONED);

            assertThat(scenario.state().status()).isEqualTo(OrchestrationState.Status.FAILED);
        }

        private static final String ENDING = """
                name: ending
                schemas:
                  output: { type: object, required: [result], properties: { result: { type: integer } } }
                initial: Open
                states:
                  Open: { on: { evt.over: { target: Over, actions: { assign: { result: "${event.data.result}" } } }, evt.broken: Broken } }
                  Over: { type: final }
                  Broken: { type: final, outcome: failed }
                output: { result: "${context.result}" }
                context: { result: "" }
                """;

        @Test
        void becauseTheStateCannotBeLoadedIsAnsweredWithAnError() {
            router(SUMMARY)
                    .given(start("p1"))
                    .withDamagedJournal()
                    .when(FETCHED)
                    .then(Decision.Outcome.FAILED)
                    .thenError(ERROR, "state-unavailable")
                    .thenNotJournalled();
        }

        @Test
        void becauseItsVersionIsNoLongerDeployedIsAnsweredWithAnError() {
            router(SUMMARY)
                    .given(start("p1"))
                    .redeployed(summary("2.0.0"))
                    .when(FETCHED)
                    .then(Decision.Outcome.FAILED)
                    .thenError(ERROR, "unknown-version")
                    .thenIn("FetchBook");
        }

        @Test
        void becauseOfTheDeploymentMayBeSentAgainAsItIs() {
            router(SUMMARY)
                    .given(start("p1"))
                    .redeployed(summary("2.0.0"))
                    .when(FETCHED)
                    .thenError(ERROR, "unknown-version")
                    .redeployed(SUMMARY)
                    .when(FETCHED)
                    .thenIn("Summarise");
        }

        @Test
        void becauseItsStateIsGoneFromTheMachineIsAnsweredWithAnError() {
            router(SUMMARY)
                    .given(start("p1"))
                    .redeployed(SUMMARY.replace("FetchBook", "Fetch"))
                    .when(FETCHED)
                    .thenError(ERROR, "state-unavailable")
                    .thenIn("FetchBook");
        }

        @Test
        void becauseATopicIsMissingIsAnsweredWithAnErrorThatNamesIt() {
            var scenario = router(SUMMARY)
                    .withoutTopic("notif.book.fetched")
                    .given(start("p1"))
                    .when(FETCHED)
                    .then(Decision.Outcome.FAILED)
                    .thenError(ERROR, "topic-missing")
                    .thenIn("FetchBook");

            assertThat(scenario.errorData().get("errorMessage").toString()).contains("'notif.book.fetched'");
        }

        @Test
        void becauseAnEmittedEventIsTooLargeIsAnsweredWithAnError() {
            var scenario = router(SUMMARY)
                    .with(RouterSettings.DEFAULT.withMaxEventBytes(5_000))
                    .given(start("p1"))
                    .when(event("evt.book.fetch.success").data("text", "x".repeat(5_000)))
                    .then(Decision.Outcome.FAILED)
                    .thenError(ERROR, "event-too-large")
                    .thenIn("FetchBook");

            assertThat(scenario.errorData().get("errorMessage").toString())
                    .contains("'cmd.summarise'")
                    .contains("5000 (max-event-bytes)");
        }

        @Test
        void becauseTheStepWouldRecordTooMuchIsAnsweredWithAnError() {
            var scenario = router(SUMMARY)
                    .with(RouterSettings.DEFAULT.withMaxStepBytes(20_000))
                    .given(start("p1"))
                    .when(event("evt.book.fetch.success").data("text", "x".repeat(7_000)))
                    .then(Decision.Outcome.FAILED)
                    .thenError(ERROR, "step-too-large")
                    .thenIn("FetchBook");

            assertThat(scenario.errorData().get("errorMessage").toString()).contains("20000 (max-step-bytes)");
        }

        @Test
        void becauseTheContextGrowsTooDeepIsAnsweredWithAnError() {
            var scenario = router("""
                    name: nesting
                    context: { inner: { leaf: 1 } }
                    initial: A
                    states:
                      A: { on: { evt.deeper: { actions: { assign: { inner: { inner: "${context.inner}" } } } } } }
                    """).given(startOf("nesting"));
            for (int depth = 3; depth <= 64; depth++) {
                scenario.given(event("evt.deeper"));
            }

            scenario.when(event("evt.deeper"))
                    .thenError("xorca.orchestrator.nesting.error", "step-too-large")
                    .when(event("evt.deeper"))
                    .thenError("xorca.orchestrator.nesting.error", "step-too-large");
        }

        @Test
        void becauseAnEmittedEventIsNestedTooDeepIsAnsweredWithAnError() {
            router("""
                    name: wrapping
                    initial: A
                    states:
                      A: { on: { evt.wrap: { actions: { emit: cmd.wrapped, data: { inner: "${event.data}" } } } } }
                    """)
                    .given(startOf("wrapping"))
                    .when(event("evt.wrap").bytes(nested(63)))
                    .thenEmitted("cmd.wrapped")
                    .when(event("evt.wrap").bytes(nested(64)))
                    .thenError("xorca.orchestrator.wrapping.error", "emitted-event-invalid");
        }

        @Test
        void leavesTheOrchestrationReadyForTheNext() {
            router(SUMMARY)
                    .given(start("p1"))
                    .when(event("evt.book.note").data(Map.of()))
                    .thenEmitted(ERROR)
                    .when(event("evt.book.note").data("note", "good"))
                    .then(Decision.Outcome.TRANSITIONED)
                    .thenContext("note", "good")
                    .when(FETCHED)
                    .thenIn("Summarise");
        }
    }

    @Nested
    class AnEventWithoutConsequence {

        @Test
        void becauseNoTransitionTakesItIsNotedAndNothingLeaves() {
            router(SUMMARY)
                    .given(start("p1"))
                    .when(event("evt.summarise.success").data("summary", "early"))
                    .thenNothing(Decision.Outcome.IGNORED)
                    .thenJournalled(JournalEntry.Outcome.IGNORED)
                    .thenIn("FetchBook");
        }

        @Test
        void becauseNoTransitionKnowsItIsNotedAndNothingLeaves() {
            router(SUMMARY)
                    .given(start("p1"))
                    .when(event("evt.never.heard.of"))
                    .thenNothing(Decision.Outcome.IGNORED)
                    .thenIn("FetchBook");
        }

        @Test
        void becauseItsGuardSaysNoIsNotedAndNothingLeaves() {
            router(SUMMARY)
                    .given(start("p1"))
                    .when(event("evt.book.rated").data("stars", 2L))
                    .thenNothing(Decision.Outcome.IGNORED)
                    .thenIn("FetchBook");
        }

        @Test
        void becauseTheOrchestrationIsOverLeavesNoTrace() {
            router(SUMMARY)
                    .given(start("p1"), event("evt.book.fetch.error"))
                    .when(FETCHED)
                    .thenNothing(Decision.Outcome.OVER)
                    .thenNotJournalled()
                    .thenIn("Failed");
        }

        @Test
        void becauseTheOrchestrationIsOverIsNotEvenHeldToItsContract() {
            router(SUMMARY)
                    .given(start("p1"), event("evt.book.fetch.error"))
                    .when(event("evt.book.fetch.success").bytes("not JSON"))
                    .thenNothing(Decision.Outcome.OVER);
        }
    }

    @Nested
    class ForeignNames {
        private static final RouterSettings RAISING = RouterSettings.DEFAULT.withRaiseOnForeignName(true);

        @Test
        void passInSilence() {
            var foreign = new Subject("p1", "summary.of.others", "1.0.0");

            router(SUMMARY)
                    .when(FETCHED.about(foreign))
                    .thenNothing(Decision.Outcome.FOREIGN)
                    .thenNotJournalled()
                    .when(startOf("others").data("processId", "p1"))
                    .thenNothing(Decision.Outcome.FOREIGN)
                    .thenNotJournalled();
        }

        @Test
        void areComparedWhole() {
            router(SUMMARY)
                    .when(FETCHED.about(new Subject("p1", "sum", "1.0.0")))
                    .thenNothing(Decision.Outcome.FOREIGN)
                    .when(FETCHED.about(new Subject("p1", "Summary", "1.0.0")))
                    .thenNothing(Decision.Outcome.FOREIGN);
        }

        @Test
        void areAnErrorWhereThatIsSet() {
            var scenario = router(SUMMARY)
                    .with(RAISING)
                    .when(FETCHED.about(new Subject("p1", "others", "1.0.0")))
                    .then(Decision.Outcome.FOREIGN)
                    .thenError("xorca.orchestrator.others.error", "foreign-name")
                    .thenNotJournalled();

            assertThat(scenario.errorData().get("errorMessage"))
                    .isEqualTo("no machine named 'others' runs here; there are summary");
        }

        @Test
        void ofStartsAreAnErrorWhereThatIsSet() {
            router(SUMMARY)
                    .with(RAISING)
                    .when(startOf("others").data("processId", "p1"))
                    .then(Decision.Outcome.FOREIGN)
                    .thenError("xorca.others.start.error", "foreign-name")
                    .thenNotJournalled();
        }
    }

    @Nested
    class Duplicates {

        @Test
        void ofTheStartAreAnsweredWithNothing() {
            router(SUMMARY)
                    .given(start("p1"))
                    .whenDeliveredAgain()
                    .thenNothing(Decision.Outcome.DUPLICATE)
                    .thenNotJournalled()
                    .thenIn("FetchBook");
        }

        @Test
        void ofTheStartAreRecognisedHoweverMuchCameBetween() {
            var scenario = router(SUMMARY).given(start("p1").withId("s1"));
            for (int i = 0; i <= 2 * SeenEvents.COUNT; i++) {
                scenario.when(event("evt.nobody.waits").withId("e" + i));
            }
            scenario.when(start("p1").withId("s1")).thenNothing(Decision.Outcome.DUPLICATE);
        }

        @Test
        void ofAStartWithoutProcessIdAreAnsweredWithNothing() {
            router(SUMMARY)
                    .given(startOf("summary").data("context", Map.of("bookId", "alice")))
                    .whenDeliveredAgain()
                    .thenNothing(Decision.Outcome.DUPLICATE);
        }

        @Test
        void ofTheStartAreAnsweredWithNothingWhenTheOrchestrationIsOver() {
            router(SUMMARY)
                    .given(start("p1").withId("s1"), event("evt.book.fetch.error"))
                    .when(start("p1").withId("s1"))
                    .thenNothing(Decision.Outcome.DUPLICATE);
        }

        @Test
        void ofAnEventThatWasTakenAreAnsweredWithNothing() {
            router(SUMMARY)
                    .given(start("p1"), FETCHED)
                    .whenDeliveredAgain()
                    .thenNothing(Decision.Outcome.DUPLICATE)
                    .thenNotJournalled()
                    .thenIn("Summarise");
        }

        @Test
        void ofARejectedEventAreAnsweredWithNothing() {
            router(SUMMARY)
                    .given(start("p1"))
                    .when(event("evt.book.fetch.success"))
                    .thenEmitted(SYSTEM_ERROR)
                    .whenDeliveredAgain()
                    .thenNothing(Decision.Outcome.DUPLICATE)
                    .thenNotJournalled();
        }

        @Test
        void ofAFailedEventAreAnsweredWithNothing() {
            router(SUMMARY)
                    .given(start("p1"))
                    .when(event("evt.book.note"))
                    .thenEmitted(ERROR)
                    .whenDeliveredAgain()
                    .thenNothing(Decision.Outcome.DUPLICATE)
                    .thenNotJournalled();
        }

        @Test
        void ofAnIgnoredEventAreAnsweredWithNothingEvenIfATransitionWouldTakeItNow() {
            var early = event("evt.summarise.success").withId("early").data("summary", "short");

            router(SUMMARY)
                    .given(start("p1"))
                    .when(early)
                    .thenNothing(Decision.Outcome.IGNORED)
                    .given(FETCHED)
                    .when(early)
                    .thenNothing(Decision.Outcome.DUPLICATE)
                    .thenIn("Summarise");
        }

        @Test
        void ofASecondStartAreAnsweredWithNothing() {
            router(SUMMARY)
                    .given(start("p1"))
                    .when(start("p1"))
                    .thenError(START_ERROR, "already-exists")
                    .whenDeliveredAgain()
                    .thenNothing(Decision.Outcome.DUPLICATE);
        }

        @Test
        void areEventsWithTheSameSourceAndIdWhateverElseTheySay() {
            router(SUMMARY)
                    .given(start("p1"), FETCHED)
                    .when(event("evt.summarise.success").withId("fetched").data("summary", "short"))
                    .thenNothing(Decision.Outcome.DUPLICATE);
        }

        @Test
        void areNoEventsWithTheSameIdFromElsewhere() {
            router(SUMMARY)
                    .given(start("p1"), FETCHED)
                    .when(event("evt.summarise.success")
                            .withId("fetched")
                            .from("/else")
                            .data("summary", "short"))
                    .then(Decision.Outcome.TRANSITIONED);
        }

        @Test
        void areNoEventsOfOtherOrchestrations() {
            router(SUMMARY).given(start("p1"), FETCHED, start("p2"), FETCHED).thenIn("Summarise");
        }

        @Test
        void ofWhatNeverStartedAreAnsweredWithTheSameErrorAgain() {
            var scenario = router(SUMMARY).when(startOf("summary"));
            var first = scenario.answer();

            var second = scenario.whenDeliveredAgain().answer();

            assertThat(second.getId()).isEqualTo(first.getId());
            assertThat(second.getData()).isEqualTo(first.getData());
        }
    }

    @Nested
    class SystemEvents {

        @Test
        void areOfferedToTheMachine() {
            router(SUMMARY)
                    .given(start("p1"))
                    .when(event("sys.book.fetch.error"))
                    .then(Decision.Outcome.TRANSITIONED)
                    .thenIn("Failed");
        }

        @Test
        void thatNoTransitionTakesAreNotedAndNothingLeaves() {
            router(SUMMARY)
                    .given(start("p1"))
                    .when(event("sys.printer.on.fire"))
                    .thenNothing(Decision.Outcome.IGNORED);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    START_ERROR,
                    SYSTEM_START_ERROR,
                    ERROR,
                    SYSTEM_ERROR,
                    "sys.orchestrator.summary.error",
                    "sys.xorca.orchestrator.others.error"
                })
        void thatAreErrorsOfRoutersNeverComeBackIn(String type) {
            var error = event(type).about(new Subject("p1", "summary", "1.0.0")).build();

            assertThat(Address.of(error, RouterScenario.machines(SUMMARY))).isInstanceOf(Address.Nobody.class);
        }
    }

    @Nested
    class ContentTypes {

        @ParameterizedTest
        @NullSource
        @ValueSource(
                strings = {
                    "application/json",
                    "application/json; charset=utf-8",
                    "Application/JSON;charset=UTF-8",
                    "text/json",
                    "application/problem+json",
                    "application/vnd.books+json; version=2",
                    "application/cloudevents+json",
                    "application/cloudevents+json; charset=UTF-8"
                })
        void ofJsonInAnyDressAreAccepted(String contentType) {
            router(SUMMARY)
                    .given(start("p1").withContentType(contentType))
                    .when(event("evt.book.fetch.success")
                            .withContentType(contentType)
                            .data("text", "Once."))
                    .then(Decision.Outcome.TRANSITIONED)
                    .thenContext("text", "Once.");
        }

        @Test
        void doNotMatterWhereThereIsNoData() {
            router(SUMMARY)
                    .given(start("p1"))
                    .when(event("evt.book.fetch.error").withContentType("text/plain"))
                    .thenIn("Failed");
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> where(RouterScenario scenario) {
        return (Map<String, Object>) scenario.errorData().get("where");
    }

    /** Objects within objects, as many as said. */
    private static String nested(int depth) {
        return "{\"inner\":".repeat(depth) + "1" + "}".repeat(depth);
    }
}
