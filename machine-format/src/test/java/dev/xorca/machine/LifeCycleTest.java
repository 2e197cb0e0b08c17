package dev.xorca.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.LifeCycle.Early;
import dev.xorca.machine.LifeCycle.Ending;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What documents say of the time before and after their orchestrations. */
class LifeCycleTest {

    @Test
    void mostMachinesSayNothing() {
        assertThat(lifeCycle("on: { evt.a: {} }\ninitial: A\nstates: { A: { type: final, outcome: done } }"))
                .isEqualTo(LifeCycle.PLAIN);
    }

    @Test
    void allEventsFromOutsideThatTheMachineTakesMayComeEarly() {
        var early = new Early(Duration.ofMinutes(2), 7);
        assertThat(lifeCycle("""
                        early: { keep: PT2M, max: 7 }
                        initial: A
                        on: { evt.a: {}, own: {}, xorca.m.start: {} }
                        after: { PT1S: .A }
                        states: { A: { on: { sys.b.*: {} } } }
                        """).early()).isEqualTo(Map.of("evt.a", early, "sys.b.*", early));
        assertThat(lifeCycle("early: { keep: PT2M, max: 7 }\non: { '*': {} }").early("evt.x"))
                .contains(early);
    }

    @Test
    void aMinuteAndAHundredEventsAreTheDefault() {
        assertThat(lifeCycle("early: { max: 7 }\non: { evt.a: {} }").early("evt.a"))
                .contains(new Early(Duration.ofMinutes(1), 7));
        assertThat(lifeCycle("early: { keep: 1500 }\non: { evt.a: {} }").early("evt.a"))
                .contains(new Early(Duration.ofMillis(1500), 100));
        assertThat(lifeCycle("early: { evt.a: {} }").early("evt.a")).contains(Early.DEFAULT);
    }

    @Test
    void theMostSpecificDescriptorCountsWhateverTheOrder() {
        var lifeCycle = lifeCycle("""
                early:
                  "*": { max: 1 }
                  evt.book.fetch.*: { max: 4 }
                  evt.*: { max: 2 }
                  evt.book.*: { max: 3 }
                  evt.book.fetch.done: { max: 5 }
                """);
        assertThat(lifeCycle.early("sys.a").orElseThrow().max()).isEqualTo(1);
        assertThat(lifeCycle.early("evt.bookshop").orElseThrow().max()).isEqualTo(2);
        assertThat(lifeCycle.early("evt.book").orElseThrow().max()).isEqualTo(3);
        assertThat(lifeCycle.early("evt.book.fetch.late").orElseThrow().max()).isEqualTo(4);
        assertThat(lifeCycle.early("evt.book.fetch.done").orElseThrow().max()).isEqualTo(5);
    }

    @Test
    void whatIsNotNamedIsNotEarly() {
        var lifeCycle = lifeCycle("early: { evt.book.*: {}, evt.paid: { keep: P7D, max: 1000 } }");
        assertThat(lifeCycle.early("evt.bookshop")).isEmpty();
        assertThat(lifeCycle.early("evt.paid.twice")).isEmpty();
        assertThat(lifeCycle.early("evt.paid")).contains(new Early(Duration.ofDays(7), 1000));
    }

    @Test
    void retentionIsForEveryEndingOrForOneEach() {
        assertThat(lifeCycle("retention: P1D").retention())
                .isEqualTo(Map.of(
                        Ending.DONE, Duration.ofDays(1),
                        Ending.FAILED, Duration.ofDays(1),
                        Ending.TERMINATED, Duration.ofDays(1)));
        assertThat(lifeCycle("retention: { done: 0, failed: P36500D }").retention())
                .isEqualTo(Map.of(Ending.DONE, Duration.ZERO, Ending.FAILED, Duration.ofDays(36_500)));
    }

    @Test
    void failuresAreTheFinalStatesThatSaySo() {
        assertThat(lifeCycle("""
                        initial: A
                        states:
                          A: {}
                          Done: { type: final, outcome: done }
                          Failed: { type: final, outcome: failed }
                          Refused: { type: final, outcome: failed }
                        """).failures()).isEqualTo(Set.of("Failed", "Refused"));
    }

    @Test
    void theHashCoversIt() {
        assertThat(read("initial: A\nstates: { A: { type: final } }").hash())
                .isNotEqualTo(read("initial: A\nstates: { A: { type: final, outcome: failed } }")
                        .hash());
        assertThat(read("retention: P1D").hash())
                .isNotEqualTo(read("retention: P2D").hash());
        assertThat(read("early: { evt.a: {} }").hash()).isNotEqualTo(read("").hash());
    }

    @Test
    void theDefinitionIsTheDocument() {
        assertThat(read("retention: { done: 5 }").definition())
                .isEqualTo(Map.of("name", "m", "retention", Map.of("done", 5L)));
    }

    private static LifeCycle lifeCycle(String body) {
        return read(body).lifeCycle();
    }

    private static MachineDocument read(String body) {
        return new MachineDocuments().read("m.machine.yaml", "name: m\n" + body);
    }
}
