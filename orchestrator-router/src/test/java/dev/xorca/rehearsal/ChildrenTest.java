package dev.xorca.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.router.InternalEvents;
import dev.xorca.router.InternalEvents.Order;
import dev.xorca.store.OrchestrationState.Status;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Orchestrations that start others. */
class ChildrenTest {
    private static final String PARENT = """
            name: parent
            initial: Ask
            states:
              Ask:
                invoke: { id: child, machine: child, input: { name: ann }, result: { into: result }, onDone: Done, onError: Failed }
                on: { evt.leave: Left }
              Left: {}
              Done: { type: final }
              Failed: { entry: [ { assign: { code: "${event.code}", data: "${event.data}" } } ] }
            """;

    private static final String CHILD = """
            name: child
            schemas: { input: { type: object, required: [name] } }
            context: { name: "${input.name}", root: "${self.root}", parent: "${self.parent}" }
            initial: Work
            states:
              Work: { invoke: { command: cmd.work, onDone: Good, onError: Bad } }
              Good: { type: final, output: { greeting: "${'hello ' + context.name}" } }
              Bad: { type: final, outcome: failed, output: { why: "${event.code}" } }
            """;

    @Test
    void theOutputOfAChildComesBack() {
        var play =
                Play.of(PARENT, CHILD).emitted("xorca.child.start", "cmd.work").in("Ask");
        var child = play.child("child");
        var state = play.rehearsal().state(child).orElseThrow();
        assertThat(state.start().parent().subject()).isEqualTo(play.subject().encode());
        assertThat(state.start().parent().root()).isEqualTo(play.subject().encode());
        assertThat(state.start().parent().depth()).isEqualTo(1);
        assertThat(state.context())
                .containsEntry("root", play.subject().encode())
                .containsEntry("parent", play.subject().encode());
        assertThat(play.state().calls().values())
                .allSatisfy(call -> assertThat(call.child()).isEqualTo(child.encode()));
        play.done("cmd.work", 1).emitted("evt.xorca.child.done").in("Done");
        play.context("result", Map.of("greeting", "hello ann")).status(Status.DONE);
    }

    @Test
    void theFailureOfAChildComesBack() {
        var play = Play.of(PARENT, CHILD)
                .fails("cmd.work", "broken")
                .emitted("evt.xorca.child.error")
                .in("Failed");
        play.context("code", "failed");
        assertThat(((Map<?, ?>) play.state().context().get("data")).get("data")).isEqualTo(Map.of("why", "broken"));
    }

    @Test
    void aChildThatIsTerminatedHasFailed() {
        var play = Play.of(PARENT, CHILD);
        play.internal(InternalEvents.order(Order.TERMINATE, play.child("child"), "x", "because"));
        play.in("Failed").context("code", "terminated");
    }

    @Test
    void aStartThatIsRefusedHasFailed() {
        var play = Play.of(PARENT.replace("{ name: ann }", "{ nobody: ann }"), CHILD);
        play.in("Failed").context("code", "schema-mismatch").waitsFor();
    }

    @Test
    void aMachineThatIsNotThereIsAFailure() {
        Play.of(PARENT).in("Failed").context("code", "unknown-machine");
        Play.of(PARENT.replace("machine: child", "machine: child, version: ^2"), CHILD)
                .in("Failed")
                .context("code", "unknown-machine");
    }

    @Test
    void theHighestVersionOfTheRangeIsStarted() {
        var versions = new String[] {"1.0.0", "1.9.0", "1.10.0", "2.0.0"};
        var documents = new String[] {
            PARENT.replace("machine: child", "machine: child, version: ^1"),
            CHILD.replace("name: child\n", "name: child\nversion: 1.0.0\n"),
            CHILD.replace("name: child\n", "name: child\nversion: 1.9.0\n"),
            CHILD.replace("name: child\n", "name: child\nversion: 1.10.0\n"),
            CHILD.replace("name: child\n", "name: child\nversion: 2.0.0\n")
        };
        assertThat(versions).hasSize(4);
        assertThat(Play.of(documents).child("child").version()).isEqualTo("1.10.0");
        documents[0] = PARENT;
        assertThat(Play.of(documents).child("child").version()).isEqualTo("2.0.0");
    }

    @Test
    void terminationReachesChildren() {
        var play = Play.of(PARENT, CHILD).order(Order.TERMINATE).status(Status.TERMINATED);
        assertThat(play.rehearsal().state(play.child("child")).orElseThrow().status())
                .isEqualTo(Status.TERMINATED);
    }

    @Test
    void suspensionAndResumptionReachChildren() {
        var play = Play.of(PARENT, CHILD).order(Order.SUSPEND).status(Status.SUSPENDED);
        assertThat(play.rehearsal().state(play.child("child")).orElseThrow().status())
                .isEqualTo(Status.SUSPENDED);
        var answer = play.question("cmd.work").answer(URI.create("/s"), "x", true, 1);
        play.event(answer).in("Ask");
        play.order(Order.RESUME).in("Done").status(Status.DONE);
    }

    @Test
    void leavingTheStateTerminatesTheChild() {
        var play = Play.of(PARENT, CHILD).event("evt.leave", 1).in("Left");
        assertThat(play.rehearsal().state(play.child("child")).orElseThrow().status())
                .isEqualTo(Status.TERMINATED);
        assertThat(play.state().calls()).isEmpty();
    }

    @Test
    void aDeadlineTerminatesTheChild() {
        var play = Play.of(PARENT.replace("onDone: Done", "timeout: PT1M, onDone: Done"), CHILD)
                .advance("PT1M")
                .in("Done");
        assertThat(play.rehearsal().state(play.child("child")).orElseThrow().status())
                .isEqualTo(Status.TERMINATED);
    }

    @Test
    void anotherAttemptIsAnotherChild() {
        var play = Play.of(PARENT.replace("onDone: Done", "retry: 2, onDone: Done"), CHILD);
        var first = play.child("child");
        play.fails("cmd.work", "x").in("Ask").advance("PT1S").emitted("xorca.child.start", "cmd.work");
        assertThat(play.child("child")).isNotEqualTo(first);
        play.done("cmd.work", 1).in("Done");
    }

    @Test
    void recursionEnds() {
        var play = Play.of("""
                name: deep
                initial: Ask
                states:
                  Ask: { invoke: { machine: deep, onDone: Done, onError: Failed } }
                  Done: { type: final }
                  Failed: { type: final, outcome: failed, output: { code: "${event.code}", depth: 1 } }
                """);
        assertThat(play.rehearsal().orchestrations()).hasSize(21);
        assertThat(play.rehearsal().orchestrations())
                .allMatch(each -> play.rehearsal().state(each).orElseThrow().status() == Status.FAILED);
    }

    @Test
    void oneChildForEachItem() {
        var play = Play.of("""
                name: parent
                initial: Ask
                states:
                  Ask: { forEach: { items: ["a", "b"], as: name, invoke: { machine: child, input: { name: "${name}" } }, collect: { into: results }, onDone: Done } }
                  Done: { type: final }
                """, CHILD).waitsFor("cmd.work", "cmd.work");
        play.done("cmd.work", 1).done("cmd.work", 1).in("Done");
        play.context("results", List.of(Map.of("greeting", "hello a"), Map.of("greeting", "hello b")));
    }

    @Test
    void whoeverWantsItKnownSaysWhenItIsOver() {
        var play = Play.of(CHILD.replace("name: child", "name: child\ncompletion: true")
                        .replace("required: [name]", "properties: {}")
                        .replace("input.name", "'x' + string(size(input))"))
                .done("cmd.work", 1)
                .emitted("evt.xorca.child.done");
        assertThat(play.events().get(0).getSubject()).isEqualTo(play.subject().encode());
    }

    @Test
    void aChildThatNobodyWaitsForGoesItsOwnWay() {
        var play = Play.of(
                "name: parent\ninitial: A\nstates: { A: { invoke: { machine: child, input: { name: b }, await: false } } }",
                CHILD);
        assertThat(play.rehearsal()
                        .state(play.child("child"))
                        .orElseThrow()
                        .start()
                        .parent())
                .isNull();
        play.done("cmd.work", 1).emitted().in("A");
    }
}
