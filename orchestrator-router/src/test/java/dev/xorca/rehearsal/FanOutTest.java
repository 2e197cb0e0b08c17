package dev.xorca.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.Responder;
import dev.xorca.router.Decision.Outcome;
import dev.xorca.router.InternalEvents.Order;
import dev.xorca.store.OrchestrationState.Status;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One question for each item, and what comes of all. */
class FanOutTest {
    private static final URI SERVICE = URI.create("/service");

    private static String each(String more) {
        return """
                name: each
                context: { items: "${input.items}" }
                initial: Ask
                states:
                  Ask:
                    forEach:
                      id: all
                      items: "${context.items}"
                      as: book
                      invoke: { command: cmd.ask, data: { book: "${book}", index: "${index}" } %s
                      collect: { into: results }
                      onDone: { target: Done, actions: [ { assign: { done: "${has(event.data.done) ? event.data.done : -1}", failed: "${has(event.data.failed) ? event.data.failed : -1}", total: "${has(event.data.total) ? event.data.total : -1}" } } ] }
                    on: { evt.leave: Left }
                  Left: {}
                  Done: {}
                  Failed: { entry: [ { assign: { code: "${event.code}", index: "${has(event.index) ? event.index : -1}" } } ] }
                """.formatted(more.isEmpty() ? "}" : more);
    }

    private static Play of(Object items, String document) {
        return Play.of(Map.of(), Map.of("items", items), document);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void resultsStandInTheOrderOfTheItemsAndConcurrencyIsNeverExceeded(long seed) {
        var random = new Random(seed);
        var items = LongStream.range(0, 40).boxed().toList();
        var play = of(items, each("}\n      concurrency: 7"));
        int asked = 0;
        while (!play.questions().isEmpty()) {
            assertThat(play.questions().size()).as("seed %d", seed).isLessThanOrEqualTo(7);
            assertThat(play.questions()).hasSize(Math.min(7, 40 - asked));
            var open = play.questions();
            var next = open.get(random.nextInt(open.size()));
            var data = (Map<?, ?>) next.data();
            play.event(next.answer(SERVICE, play.nextId(), true, "r" + data.get("book")));
            asked++;
        }
        play.in("Done")
                .context("results", items.stream().map(item -> "r" + item).toList());
        play.context("done", 40L).context("failed", 0L).context("total", 40L);
        assertThat(play.state().calls()).isEmpty();
        assertThat(play.state().timers()).isEmpty();
    }

    @Test
    void noItemsAreDoneAtOnce() {
        of(List.of(), each("")).in("Done").context("results", List.of()).context("total", 0L);
    }

    @Test
    void oneItemIsAFanOutToo() {
        of(List.of("a"), each(""))
                .waitsFor("cmd.ask")
                .done("cmd.ask", 1)
                .in("Done")
                .context("results", List.of(1L));
    }

    @Test
    void aNumberStandsForSoManyItems() {
        var play = of(3, each(""));
        assertThat(play.questions())
                .extracting(question -> (Object) ((Map<?, ?>) question.data()).get("book"))
                .containsExactly(0L, 1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"text\"", "-1", "100001", "1.5"})
    void whatIsNoListIsRefused(String items) {
        var play = Play.of(Map.of(), Map.of("items", dev.xorca.schemas.Json.read(items)), each(""));
        play.failure("action-failed");
        assertThat(play.rehearsal().state(play.subject())).isEmpty();
    }

    @Test
    void anyIsDoneWithTheFirstAndTheOthersAreCancelled() {
        var play = of(List.of("a", "b", "c"), each("}\n      completion: any"));
        var open = play.questions();
        play.event(open.get(1).answer(SERVICE, "x", true, "B")).in("Done").waitsFor();
        assertThat(play.state().context()).containsEntry("results", Arrays.asList(null, "B", null));
        play.event(open.get(0).answer(SERVICE, "y", true, "A"))
                .outcome(Outcome.LATE)
                .in("Done");
        play.context("done", 1L).context("total", 3L);
    }

    @Test
    void anyIsDoneThoughOthersFailed() {
        var play = of(List.of("a", "b"), each("}\n      completion: any\n      onItemError: collect"));
        play.fails("cmd.ask", "x").in("Ask").done("cmd.ask", 1).in("Done").context("failed", 1L);
    }

    @Test
    void aCountIsDoneWithSoMany() {
        var play = of(5, each("}\n      completion: { count: 3 }"));
        play.done("cmd.ask", 0)
                .done("cmd.ask", 1)
                .in("Ask")
                .done("cmd.ask", 2)
                .in("Done")
                .waitsFor();
    }

    @Test
    void whereTooFewAreDoneTheWholeFails() {
        var play = of(2, each("}\n      completion: { count: 2 }\n      onItemError: collect\n      onError: Failed"));
        play.fails("cmd.ask", "x").done("cmd.ask", 1).in("Failed").context("code", "too-few-done");
    }

    @Test
    void aConditionSeesTheResults() {
        var play = of(5, each("}\n      completion: { when: \"result == 'enough' || done == 4\" }"));
        play.done("cmd.ask", "a")
                .in("Ask")
                .done("cmd.ask", "enough")
                .in("Done")
                .context("done", 2L)
                .waitsFor();
        var other = of(5, each("}\n      completion: { when: \"result == 'enough' || done == 4\" }"));
        other.done("cmd.ask", 0)
                .done("cmd.ask", 0)
                .done("cmd.ask", 0)
                .in("Ask")
                .done("cmd.ask", 0)
                .in("Done");
    }

    @Test
    void failFailsTheWholeWithTheItem() {
        var play = of(3, each("}\n      onError: Failed"));
        var open = play.questions();
        play.event(open.get(1).answer(SERVICE, "x", false, Map.of("code", "gone")))
                .in("Failed")
                .waitsFor();
        play.context("code", "gone").context("index", 1L);
        assertThat(play.state().calls()).isEmpty();
    }

    @Test
    void collectPutsTheErrorAmongTheResults() {
        var play = of(2, each("}\n      onItemError: collect"));
        play.fails("cmd.ask", "gone")
                .done("cmd.ask", "ok")
                .in("Done")
                .context("failed", 1L)
                .context("done", 1L);
        play.context("results", List.of(Map.of("error", Map.of("code", "gone", "message", "gone!")), "ok"));
    }

    @Test
    void anItemThatNobodyHandlesIsAnIncidentAndTheOthersGoOn() {
        var play = of(3, each("}\n      concurrency: 1"));
        play.fails("cmd.ask", "gone").emitted("notif.xorca.each.incident").incidents("gone");
        play.order(Order.RETRY)
                .emitted("cmd.ask")
                .done("cmd.ask", 0)
                .done("cmd.ask", 1)
                .done("cmd.ask", 2)
                .in("Done");
        play.context("results", List.of(0L, 1L, 2L));
    }

    @Test
    void itemsAreTriedAgain() {
        var play = of(2, each(", retry: 2 }\n      onError: Failed"));
        play.fails("cmd.ask", "busy").in("Ask").waitsFor("cmd.ask").done("cmd.ask", "b");
        play.advance("PT1S").emitted("cmd.ask").done("cmd.ask", "a").in("Done").context("results", List.of("a", "b"));
    }

    @Test
    void leavingTheStateCancelsAll() {
        var play = of(500, each("}\n      concurrency: 10"));
        play.event("evt.leave", 1).in("Left").waitsFor().advance("P1D").emitted();
        assertThat(play.state().calls()).isEmpty();
        assertThat(play.state().timers()).isEmpty();
    }

    @Test
    void theWholeHasADeadline() {
        var play = of(3, each("}\n      timeout: PT1M")).done("cmd.ask", 1);
        play.advance("PT1M").in("Done").waitsFor();
        assertThat(play.state().calls()).isEmpty();
    }

    @Test
    void answersWithTheSubjectAloneAreCorrelatedWithTheItem() {
        var play = of(List.of("a", "b"), each(", correlate: \"event.data.id == book\" }"));
        play.event("evt.ask.success", Map.of("id", "b"))
                .in("Ask")
                .event("evt.ask.success", Map.of("id", "a"))
                .in("Done");
        play.context("results", List.of(Map.of("id", "a"), Map.of("id", "b")));
        of(List.of("a", "b"), each("")).event("evt.ask.success", 1).failure("ambiguous-answer");
    }

    @Test
    void respondersAnswerAllWithinBoundedSteps() {
        var play = Play.of(
                Map.of("cmd.ask", question -> new Responder.Done(((Map<?, ?>) question.data()).get("index"))),
                Map.of("items", 1_000),
                each(""));
        play.in("Done")
                .emitted()
                .context("results", LongStream.range(0, 1_000).boxed().toList());
        assertThat(play.steps().size()).isBetween(2, 100);
    }

    @Test
    void aHundredThousandItemsAreDoneInSeconds() {
        var play = Play.of(
                Map.of("cmd.ask", question -> new Responder.Done(((Map<?, ?>) question.data()).get("index"))),
                Map.of("items", 100_000),
                each(""));
        play.in("Done").context("done", 100_000L).status(Status.ACTIVE);
        assertThat((List<?>) play.state().context().get("results"))
                .hasSize(100_000)
                .element(99_999)
                .isEqualTo(99_999L);
    }

    @Test
    void thousandsOfAnswersFromOutsideAreTakenOneByOne() {
        var play = of(5_000, each("}\n      concurrency: 100"));
        var order = new ArrayList<Integer>();
        while (!play.questions().isEmpty()) {
            for (var question : play.questions()) {
                order.add(question.token().attempt());
                play.event(question.answer(SERVICE, play.nextId(), true, "x"));
            }
        }
        assertThat(order).hasSize(5_000);
        play.in("Done").context("total", 5_000L);
    }
}
