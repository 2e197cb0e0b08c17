package dev.xorca.router;

import static dev.xorca.router.Incoming.event;
import static dev.xorca.router.Incoming.start;
import static dev.xorca.router.RouterScenario.router;
import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.store.Due;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.OrchestrationState.Status;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What happens between events, before the first and after the last. */
class RouterOverTimeTest {
    private static final String ERROR = "xorca.orchestrator.summary.error";

    /** Waits for an answer, at most ten minutes, and reminds every minute until it is told to stop. */
    private static final String PATIENT = """
            name: summary
            version: "1.0.0"
            context: { reminders: 0 }
            initial: Waiting
            states:
              Waiting:
                entry: { raise: remind, delay: PT1M, id: reminder }
                after: { PT10M: GaveUp }
                on:
                  remind:
                    actions:
                      - { assign: { reminders: "${context.reminders + 1}" } }
                      - { emit: notif.reminder }
                      - { raise: remind, delay: PT1M, id: reminder }
                  evt.quiet: { actions: { cancel: reminder } }
                  evt.answer: Answered
                  evt.stumble: { actions: { assign: { reminders: "${event.data.none.at.all}" } } }
              Answered: { type: final }
              GaveUp: { type: final, entry: { emit: notif.gave.up } }
            """;

    private static final String EARLY_NOTES =
            TestMachines.SUMMARY + "early: { evt.book.note: { keep: PT1M, max: 2 } }\n";
    private static final String EARLY_BOOK =
            TestMachines.SUMMARY + "early: { evt.book.fetch.success: { keep: PT1M, max: 2 } }\n";

    @Nested
    class Timers {

        @Test
        void areToldWhenTheirTimeHasComeAndNotBefore() {
            var scenario = router(PATIENT).given(start("p1"));
            assertThat(scenario.state().timers().values())
                    .extracting(timer -> Duration.between(scenario.now(), timer.due()))
                    .containsExactlyInAnyOrder(Duration.ofMinutes(1), Duration.ofMinutes(10));
            scenario.thenNothingIsDueFor(Duration.ofMillis(59_999))
                    .whenTimePasses(Duration.ofMinutes(1))
                    .thenEmitted("notif.reminder")
                    .thenContext("reminders", 1L);
        }

        @Test
        void thatEndAStateTakeTheOthersAlong() {
            var scenario = router(PATIENT).given(start("p1"));
            for (int i = 0; i < 9; i++) {
                scenario.whenTimePasses(Duration.ofMinutes(1)).thenEmitted("notif.reminder");
            }
            scenario.given(event("evt.quiet"))
                    .whenTimePasses(Duration.ofMinutes(1))
                    .thenEmitted("notif.gave.up")
                    .thenIn("GaveUp");
            assertThat(scenario.state().timers()).isEmpty();
            assertThat(scenario.state().status()).isEqualTo(Status.DONE);
        }

        @Test
        void thatAreCancelledAreNotTold() {
            var scenario = router(PATIENT).given(start("p1"), event("evt.quiet"));
            assertThat(scenario.state().timers()).hasSize(1);
            scenario.thenNothingIsDueFor(Duration.ofMinutes(9));
            scenario.given(event("evt.answer")).thenNothingIsDueFor(Duration.ofHours(1));
        }

        @Test
        void thatWereToldAndThenCancelledAreStale() {
            var scenario = router(PATIENT).given(start("p1"));
            var due = scenario.store()
                    .agenda()
                    .take(scenario.now().plusSeconds(60), 1)
                    .get(0);
            scenario.given(event("evt.answer"))
                    .tell(due)
                    .thenNothing(Decision.Outcome.OVER)
                    .thenNotJournalled();
            scenario = router(PATIENT).given(start("p1"), event("evt.quiet"));
            scenario.tell(due).thenNothing(Decision.Outcome.STALE).thenNotJournalled();
        }

        @Test
        void thatAreToldTwiceAreAnsweredOnce() {
            var scenario = router(PATIENT).given(start("p1"));
            var due = scenario.store()
                    .agenda()
                    .take(scenario.now().plusSeconds(60), 1)
                    .get(0);
            scenario.tell(due).thenNothing(Decision.Outcome.EARLY).thenNotJournalled();
            scenario.whenTimePassesUntil(due.at())
                    .tell(due)
                    .thenEmitted("notif.reminder")
                    .thenJournalled(JournalEntry.Outcome.TRANSITIONED);
            scenario.tell(due).thenNothing(Decision.Outcome.DUPLICATE).thenContext("reminders", 1L);
        }

        @Test
        void ofWhatWasNeverStartedAreStale() {
            var subject = new Subject("nobody", "summary", "1.0.0").encode();
            router(PATIENT)
                    .tell(new Due(RouterScenario.BEGIN, Due.Kind.TIMER, subject, "1.0"))
                    .thenNothing(Decision.Outcome.STALE)
                    .thenNeverStarted();
        }

        @Test
        void onWhichTheMachineFailsAreOverAllTheSame() {
            var failing = """
                    name: summary
                    version: "1.0.0"
                    initial: A
                    states:
                      A:
                        entry: { raise: tick, delay: 1000 }
                        on: { tick: { actions: { assign: { x: "${event.data.none.at.all}" } } } }
                    """;
            var scenario = router(failing)
                    .given(start("p1"))
                    .whenTimePasses(Duration.ofSeconds(1))
                    .thenError(ERROR, "action-failed")
                    .thenJournalled(JournalEntry.Outcome.FAILED)
                    .thenNothingIsDueFor(Duration.ofDays(1));
            assertThat(scenario.state().timers()).isEmpty();
        }

        @Test
        void thatNoTransitionTakesAreOver() {
            var deaf = """
                    name: summary
                    version: "1.0.0"
                    initial: A
                    states: { A: { entry: { raise: tick, delay: 1000 } } }
                    """;
            var scenario = router(deaf).given(start("p1")).whenTimePasses(Duration.ofSeconds(1));
            scenario.thenNothing(Decision.Outcome.IGNORED).thenJournalled(JournalEntry.Outcome.IGNORED);
            assertThat(scenario.state().timers()).isEmpty();
        }

        @Test
        void waitWhenWhatTheyNeedIsMissingAndAreNotForgotten() {
            var scenario = router(PATIENT)
                    .given(start("p1"))
                    .withoutTopic("notif.reminder")
                    .whenTimePasses(Duration.ofMinutes(1))
                    .thenError(ERROR, "topic-missing")
                    .thenNotJournalled();
            assertThat(scenario.state().timers()).hasSize(2);
        }

        @Test
        void areLimitedInNumber() {
            var many = """
                    name: summary
                    version: "1.0.0"
                    context: { left: 0 }
                    initial: A
                    states:
                      A:
                        on:
                          evt.more:
                            actions:
                              - { raise: a, delay: PT1H }
                              - { raise: b, delay: PT1H }
                    """;
            var scenario = router(many).given(start("p1"));
            for (int i = 0; i < TimerChanges.MAX_TIMERS / 2; i++) {
                scenario.given(event("evt.more"));
            }
            scenario.when(event("evt.more")).thenError(ERROR, "too-many-timers");
            assertThat(scenario.state().timers()).hasSize(TimerChanges.MAX_TIMERS);
        }

        @Test
        void doNotWaitForLongerThanAnyoneLives() {
            var eternal = """
                    name: summary
                    version: "1.0.0"
                    initial: A
                    states: { A: { entry: { raise: a, delay: "${input.delay}" } } }
                    """;
            router(eternal)
                    .when(start("p1").data("context", Map.of("delay", "PT900000000H")))
                    .thenError("xorca.summary.start.error", "delay-too-long")
                    .thenNeverStarted();
        }

        @Test
        void areDueInWholeMillisecondsAndNotTooSoon() {
            var fine = """
                    name: summary
                    version: "1.0.0"
                    initial: A
                    states: { A: { entry: { raise: a, delay: PT0.0000001S } } }
                    """;
            var scenario = router(fine).given(start("p1"));
            assertThat(scenario.state().timers().values())
                    .singleElement()
                    .satisfies(timer ->
                            assertThat(timer.due()).isEqualTo(scenario.now().plusMillis(1)));
        }
    }

    @Nested
    class EarlyEvents {

        @Test
        void areErrorsWhereTheMachineSaysNothingOfThem() {
            router(TestMachines.SUMMARY).when(event("evt.book.note")).thenError(ERROR, "not-started");
            router(EARLY_NOTES).when(event("evt.book.rated")).thenError(ERROR, "not-started");
        }

        @Test
        void areOfferedInTheirOrderOnceItStarts() {
            var scenario = router(EARLY_NOTES)
                    .when(event("evt.book.note").data("note", "first"))
                    .thenNothing(Decision.Outcome.HELD)
                    .thenNeverStarted()
                    .when(event("evt.book.note").data("note", "second"))
                    .thenNothing(Decision.Outcome.HELD)
                    .when(start("p1"))
                    .then(Decision.Outcome.STARTED);
            assertThat(scenario.decisions())
                    .extracting(Decision::outcome)
                    .containsExactly(
                            Decision.Outcome.STARTED, Decision.Outcome.TRANSITIONED, Decision.Outcome.TRANSITIONED);
            scenario.thenContext("note", "second");
            assertThat(scenario.state().sequence()).isEqualTo(3);
            assertThat(scenario.store().held(scenario.subject().encode())).isEmpty();
            scenario.thenNothingIsDueFor(Duration.ofHours(1));
        }

        @Test
        void areErrorsOnceTheirTimeIsOver() {
            var scenario = router(EARLY_NOTES)
                    .when(event("evt.book.note").withId("n1"))
                    .thenNothingIsDueFor(Duration.ofMillis(59_999))
                    .whenTimePasses(Duration.ofMinutes(1))
                    .then(Decision.Outcome.EXPIRED)
                    .thenError(ERROR, "not-started")
                    .thenNeverStarted();
            assertThat(scenario.answer().getExtension("causationid")).isEqualTo("n1");
            assertThat(scenario.store().held(scenario.subject().encode())).isEmpty();
            scenario.thenNothingIsDueFor(Duration.ofHours(1));
        }

        @Test
        void areErrorsWhenTooManyWait() {
            router(EARLY_NOTES)
                    .when(event("evt.book.note"))
                    .when(event("evt.book.note"))
                    .when(event("evt.book.note"))
                    .thenError(ERROR, "not-started");
        }

        @Test
        void thatComeTwiceWaitOnce() {
            router(EARLY_NOTES)
                    .when(event("evt.book.note"))
                    .whenDeliveredAgain()
                    .thenNothing(Decision.Outcome.DUPLICATE);
        }

        @Test
        void thatBreakTheirContractAreToldSoWhenTheyAreOffered() {
            var scenario = router(EARLY_BOOK)
                    .when(event("evt.book.fetch.success").data("text", 5L))
                    .when(start("p1"));
            assertThat(scenario.decisions()).hasSize(2);
            assertThat(scenario.decisions().get(1).events())
                    .extracting(CloudEvent::getType)
                    .containsExactly("sys.xorca.orchestrator.summary.error");
        }
    }

    @Nested
    class Orders {

        @Test
        void toSuspendLetEventsAndTimersWaitUntilItGoesOn() {
            var scenario = router(PATIENT)
                    .given(start("p1"))
                    .whenOrdered(InternalEvents.Order.SUSPEND)
                    .then(Decision.Outcome.SUSPENDED)
                    .thenJournalled(JournalEntry.Outcome.ORDERED);
            scenario.whenTimePasses(Duration.ofMinutes(1)).thenNothing(Decision.Outcome.HELD);
            scenario.when(event("evt.answer"))
                    .thenNothing(Decision.Outcome.HELD)
                    .thenIn("Waiting");
            scenario.whenOrdered(InternalEvents.Order.RESUME).then(Decision.Outcome.RESUMED);
            assertThat(scenario.decisions())
                    .extracting(Decision::outcome)
                    .containsExactly(
                            Decision.Outcome.RESUMED, Decision.Outcome.TRANSITIONED, Decision.Outcome.TRANSITIONED);
            scenario.thenIn("Answered").thenContext("reminders", 1L);
            assertThat(scenario.store().held(scenario.subject().encode())).isEmpty();
        }

        @Test
        void toTerminateEndItAndAllThatWaits() {
            var scenario = router(PATIENT)
                    .given(start("p1"))
                    .whenOrdered(InternalEvents.Order.SUSPEND)
                    .when(event("evt.answer"))
                    .whenOrdered(InternalEvents.Order.TERMINATE)
                    .then(Decision.Outcome.TERMINATED);
            assertThat(scenario.state().status()).isEqualTo(Status.TERMINATED);
            assertThat(scenario.state().timers()).isEmpty();
            assertThat(scenario.store().held(scenario.subject().encode())).isEmpty();
            scenario.when(event("evt.answer")).thenNothing(Decision.Outcome.OVER);
            scenario.whenOrdered(InternalEvents.Order.RESUME).thenNothing(Decision.Outcome.OVER);
        }

        @Test
        void thatSayWhatIsTheCaseChangeNothing() {
            router(PATIENT)
                    .given(start("p1"))
                    .whenOrdered(InternalEvents.Order.RESUME)
                    .thenNothing(Decision.Outcome.IGNORED)
                    .whenOrdered(InternalEvents.Order.SUSPEND)
                    .whenOrdered(InternalEvents.Order.SUSPEND)
                    .thenNothing(Decision.Outcome.IGNORED)
                    .thenNotJournalled();
        }

        @Test
        void forWhatWasNeverStartedAreErrors() {
            router(TestMachines.SUMMARY)
                    .whenOrdered(InternalEvents.Order.TERMINATE)
                    .thenError(ERROR, "not-started");
        }

        @Test
        void leaveTheLineNoLongerThanItMayBe() {
            var scenario = router(TestMachines.SUMMARY).given(start("p1")).whenOrdered(InternalEvents.Order.SUSPEND);
            for (int i = 0; i < Waiting.MAX_IN_LINE; i++) {
                scenario.when(event("evt.book.note"));
            }
            scenario.when(event("evt.book.note")).thenError(ERROR, "line-full");
        }

        @Test
        void endWhatHasNoMachineAnyMore() {
            router(TestMachines.SUMMARY)
                    .given(start("p1"))
                    .redeployed(TestMachines.summary("2.0.0"))
                    .whenOrdered(InternalEvents.Order.TERMINATE)
                    .then(Decision.Outcome.TERMINATED);
        }
    }

    @Nested
    class Endings {

        @Test
        void areKeptAsLongAsTheMachineSays() {
            var document =
                    TestMachines.SUMMARY.replace("Failed: { type: final }", "Failed: { type: final, outcome: failed }")
                            + "retention: { failed: P30D }\n";
            var scenario = router(document).given(start("p1"), event("evt.book.fetch.error"));
            assertThat(scenario.state().status()).isEqualTo(Status.FAILED);
            assertThat(scenario.decision().entry().removeAt())
                    .isEqualTo(scenario.now().plus(Duration.ofDays(30)));
        }

        @Test
        void areKeptADayWhereNobodySaysOtherwise() {
            var scenario = router(TestMachines.SUMMARY).given(start("p1"), event("evt.book.fetch.error"));
            assertThat(scenario.state().status()).isEqualTo(Status.DONE);
            assertThat(scenario.store().agenda().take(scenario.now().plus(Duration.ofDays(1)), 10))
                    .containsExactly(new Due(
                            scenario.now().plus(Duration.ofDays(1)),
                            Due.Kind.REMOVAL,
                            scenario.subject().encode(),
                            ""));
        }
    }

    @Nested
    class AMissingVersion {

        @Test
        void isAnErrorUnlessANewerOneMayGoOn() {
            router(TestMachines.SUMMARY)
                    .given(start("p1"))
                    .redeployed(TestMachines.summary("1.3.0"))
                    .when(event("evt.book.fetch.success").data("text", "a"))
                    .thenError(ERROR, "unknown-version")
                    .thenNotJournalled();
        }

        @Test
        void isReplacedByTheNewestOfItsMajorNumberWhereThatIsWanted() {
            var settings = RouterSettings.DEFAULT.withMissingVersion(RouterSettings.MissingVersion.CURRENT_OR_NEWER);
            var scenario = router(TestMachines.SUMMARY)
                    .with(settings)
                    .given(start("p1"))
                    .redeployed(TestMachines.summary("1.3.0"), TestMachines.summary("2.0.0"))
                    .when(event("evt.book.fetch.success").data("text", "a"))
                    .then(Decision.Outcome.TRANSITIONED);
            assertThat(scenario.decision().entry().machine().version()).isEqualTo("1.3.0");
            assertThat(scenario.subject().version()).isEqualTo("1.0.0");
        }

        @Test
        void isReplacedByTheHighestOfAllWhereANewerNodeTakesWhatIsOlder() {
            var settings = RouterSettings.DEFAULT.withMissingVersion(RouterSettings.MissingVersion.CURRENT_OR_OLDER);
            var next =
                    TestMachines.summary("2.0.0").replace("text: \"${event.data.text}\"", "text: \"${self.version}\"");
            var scenario = router(TestMachines.SUMMARY)
                    .with(settings)
                    .given(start("p1"))
                    .redeployed(TestMachines.summary("1.3.0"), next)
                    .when(event("evt.book.fetch.success").data("text", "a"))
                    .then(Decision.Outcome.TRANSITIONED)
                    .thenContext("text", "1.0.0");
            assertThat(scenario.decision().entry().machine().version()).isEqualTo("2.0.0");
            scenario.redeployed(TestMachines.summary("0.9.0"))
                    .when(event("evt.summarise.success").data("summary", "s"))
                    .thenError(ERROR, "unknown-version");
        }
    }

    /** With 'idempotent', what was written can be ahead of where reading goes on. */
    @Nested
    class ARecordReadAgain {
        private final RouterSettings settings = RouterSettings.DEFAULT.withRepeatsRecords(true);

        /** Events as a consumer sees them, whatever class holds their data here. */
        private static List<Map<String, Object>> told(List<CloudEvent> events) {
            return events.stream().map(EventJson::toJson).toList();
        }

        @Test
        void emitsTheSameEventsOnceMoreAndChangesNothing() {
            var scenario = router(TestMachines.SUMMARY).with(settings).given(start("p1"));
            var first = told(scenario.emitted());
            scenario.whenReadAgain().then(Decision.Outcome.REPEATED).thenNotJournalled();
            assertThat(told(scenario.emitted())).isEqualTo(first);
        }

        @Test
        void emitsTheSameErrorsOnceMore() {
            var scenario = router(TestMachines.SUMMARY)
                    .with(settings)
                    .given(start("p1"))
                    .when(event("evt.book.fetch.success").data("text", 7L));
            var first = told(scenario.emitted());
            scenario.whenReadAgain().then(Decision.Outcome.REPEATED);
            assertThat(told(scenario.emitted())).isEqualTo(first).hasSize(1);
        }

        @Test
        void isTakenForTheDuplicateThatItIsWhenItComesFromOutside() {
            router(TestMachines.SUMMARY)
                    .with(settings)
                    .given(start("p1"))
                    .whenDeliveredAgain()
                    .thenNothing(Decision.Outcome.DUPLICATE);
        }

        @Test
        void thatCameBeforeTheStartIsAnsweredAsThen() {
            var scenario = router(TestMachines.SUMMARY).with(settings).when(event("evt.book.note"));
            var tooSoon = scenario.input();
            var error = told(scenario.emitted());
            scenario.given(start("p1"))
                    .whenReadAgain(tooSoon)
                    .thenError(ERROR, "not-started")
                    .thenNotJournalled();
            assertThat(told(scenario.emitted())).isEqualTo(error);
        }

        @Test
        void emitsWhatTheEventsInLineLedToAsWell() {
            var scenario = router(EARLY_BOOK)
                    .with(settings)
                    .when(event("evt.book.fetch.success").data("text", "Once"))
                    .when(start("p1"));
            var all = told(scenario.decisions().stream()
                    .flatMap(decision -> decision.events().stream())
                    .toList());
            scenario.whenReadAgain().then(Decision.Outcome.REPEATED);
            assertThat(told(scenario.emitted())).isEqualTo(all).hasSize(3);
        }

        @Test
        void thatHadNoConsequenceHasNone() {
            var scenario = router(TestMachines.SUMMARY).with(settings).given(start("p1"));
            scenario.when(event("evt.book.note").withId("x")).whenDeliveredAgain();
            var duplicate = scenario.input();
            scenario.given(event("evt.book.fetch.error"));
            scenario.whenReadAgain(duplicate).thenNothing(Decision.Outcome.DUPLICATE);
        }
    }
}
