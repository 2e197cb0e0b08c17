package dev.xorca.dsl.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.dsl.Machine;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.statechart.Environment;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Scope;
import dev.xorca.statechart.Transition;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.Invocation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What machines in Java ask of others, beside the same in YAML. */
class InvocationTest {
    record Trip(String guest, List<String> rooms) {}

    record Blocked(String roomId) {}

    record Node(String type, long nid) {}

    private static MachineDocument java(UnaryOperator<Machine<Trip>> change) {
        return change.apply(Machine.named("m")
                        .context(Trip.class, input -> new Trip("Ada", List.of("1", "2")))
                        .initial("A"))
                .build();
    }

    private static MachineDocument booking() {
        return java(machine -> machine.compensateFailures()
                .announceCompletion()
                .startOn(
                        "evt.node",
                        Node.class,
                        start -> start.when(event -> event.data().type().equals("article"))
                                .processId(event -> "n" + event.data().nid())
                                .input(event -> Map.of("nid", event.data().nid()))
                                .announce())
                .state(
                        "A",
                        a -> a.invoke(
                                        "cmd.room.block",
                                        Blocked.class,
                                        room -> room.data(trip -> Map.of("guest", trip.guest()))
                                                .attributes(attributes -> attributes.to(trip -> "desk"))
                                                .retry(policy -> policy.attempts(5)
                                                        .first(Duration.ofMillis(100))
                                                        .on("busy"))
                                                .timeout(
                                                        Duration.ofMinutes(1),
                                                        wait -> wait.fail().ofEachAttempt())
                                                .into("room")
                                                .compensate(
                                                        "cmd.room.free",
                                                        (trip, answer) -> Map.of(
                                                                "roomId",
                                                                answer.data().roomId()))
                                                .onDone("B")
                                                .onError(t -> t.compensate().target("B")))
                                .invokeMachine(
                                        "client", child -> child.version("^1").onDone("B"))
                                .awaitAnswer(
                                        Blocked.class,
                                        answer -> answer.id("approval")
                                                .timeout(Duration.ofHours(1), wait -> wait.announce("t", Trip::guest)))
                                .invoke("cmd.tell", tell -> tell.forget())
                                .forEach(
                                        Trip::rooms,
                                        rooms -> rooms.concurrency(3)
                                                .invoke(
                                                        "cmd.room.clean",
                                                        room -> room.data((trip, event) -> Map.of(
                                                                        "room",
                                                                        event.item(String.class),
                                                                        "number",
                                                                        event.index()))
                                                                .retry(2))
                                                .collect("cleaned")
                                                .until(progress -> progress.done() >= 2 && progress.failed() == 0)
                                                .collectErrors()
                                                .onDone("B"))
                                .timeout(Duration.ofDays(1), "B"))
                .finalState("B"));
    }

    private static final String YAML = """
            name: m
            onFailure: compensate
            completion: true
            starts: { on: evt.node, announce: true }
            initial: A
            states:
              A:
                invoke:
                  - command: cmd.room.block
                    to: desk
                    retry: { attempts: 5, first: 100, on: busy }
                    timeout: { after: 60000, anchor: attempt, action: fail }
                    result: { into: room }
                    compensate: { command: cmd.room.free }
                    onDone: B
                    onError: { target: B, actions: { compensate: true } }
                  - { machine: client, version: ^1, onDone: B }
                  - { wait: true, id: approval, timeout: { after: 3600000, action: notify, tag: t } }
                  - { command: cmd.tell, await: false }
                forEach:
                  items: "${context.rooms}"
                  concurrency: 3
                  invoke: { command: cmd.room.clean, retry: 2 }
                  collect: { into: cleaned }
                  completion: { when: "done >= 2 && failed == 0" }
                  onItemError: collect
                  onDone: B
                timeout: 86400000
                onTimeout: B
              B: { type: final }
            """;

    @Test
    void javaAndYamlAskTheSame() {
        var java = booking();
        var yaml = new MachineDocuments().read("m.machine.yaml", YAML);
        assertThat(invocations(java).stream().map(InvocationTest::shape))
                .containsExactlyElementsOf(
                        invocations(yaml).stream().map(InvocationTest::shape).toList());
        assertThat(ways(java)).isEqualTo(ways(yaml));
        assertThat(java.emittedTypes()).isEqualTo(yaml.emittedTypes());
        assertThat(java.acceptedDescriptors()).isEqualTo(yaml.acceptedDescriptors());
        assertThat(java.lifeCycle().compensatesFailure()).isTrue();
        assertThat(java.lifeCycle().announcesCompletion()).isTrue();
    }

    @Test
    void lambdasSeeTheContextTheAnswerAndTheItem() {
        var all = invocations(booking());
        var answer = new Event("evt.room.block.success", Map.of("roomId", "7"), Map.of());
        assertThat(all.get(0).request().evaluate(scope(answer, Map.of()))).isEqualTo(Map.of("guest", "Ada"));
        assertThat(all.get(0).compensation()).isNotNull();
        assertThat(all.get(0).compensation().request().evaluate(scope(answer, Map.of())))
                .isEqualTo(Map.of("roomId", "7"));
        var fanOut = (Call.ForEach) all.get(4).call();
        assertThat(all.get(4).request().evaluate(scope(answer, Map.of()))).isEqualTo(List.of("1", "2"));
        assertThat(fanOut.each().request().evaluate(scope(answer, Map.of("item", "1", "index", 0L))))
                .isEqualTo(Map.of("room", "1", "number", 0L));
        var condition = fanOut.completion().condition();
        assertThat(condition).isNotNull();
        assertThat(condition.test(scope(answer, Map.of("done", 2L, "failed", 0L, "total", 3L, "result", 1L))))
                .isTrue();
        assertThat(condition.test(scope(answer, Map.of("done", 1L, "failed", 0L, "total", 3L, "result", 1L))))
                .isFalse();
    }

    @Test
    void aForeignEventStartsByLambda() {
        var rule = booking().lifeCycle().starts().get(0);
        var scope = scope(new Event("evt.node", Map.of("type", "article", "nid", 5L), Map.of()), Map.of());
        assertThat(rule.when()).isNotNull();
        assertThat(rule.when().test(scope)).isTrue();
        assertThat(rule.processId()).isNotNull();
        assertThat(rule.processId().evaluate(scope)).isEqualTo("n5");
        assertThat(rule.context().evaluate(scope)).isEqualTo(Map.of("nid", 5L));
    }

    @Test
    void theRecordOfAnAnswerIsItsContract() {
        assertThat(booking().accepts()).containsOnlyKeys("evt.node", "evt.room.block.success");
    }

    @Test
    void theHashCoversWhatIsAsked() {
        assertThat(booking().hash()).isEqualTo(booking().hash());
        assertThat(java(m -> m.state("A", a -> a.invoke("cmd.a", i -> i.retry(2))))
                        .hash())
                .isNotEqualTo(java(m -> m.state("A", a -> a.invoke("cmd.a", i -> i.retry(3))))
                        .hash());
    }

    @Test
    void aCompensationThatIsLateHasFailed() {
        var invocation = invocations(java(m -> m.state(
                        "A",
                        a -> a.invoke(
                                "cmd.a",
                                i -> i.compensate(
                                        "cmd.b",
                                        (trip, event) -> Map.of(),
                                        undo -> undo.timeout(Duration.ofMinutes(1)))))))
                .get(0);
        assertThat(invocation.compensation()).isNotNull();
        assertThat(invocation.compensation().deadline()).isNotNull();
        assertThat(invocation.compensation().deadline().action()).isEqualTo(Deadline.Action.FAIL);
    }

    @Test
    void whatMeansNothingIsRefused() {
        assertThatThrownBy(() -> java(m ->
                        m.state("A", a -> a.invoke("cmd.a", i -> i.forget().onDone("A")))))
                .hasMessageContaining("nothing can be said of its answer");
        assertThatThrownBy(() -> java(m -> m.state("A", a -> a.invoke("cmd.a", i -> i.retry(0)))))
                .hasMessageContaining("1 to 10000 attempts");
        assertThatThrownBy(() -> java(m -> m.state("A", a -> a.invokeMachine("b", i -> i.version("new")))))
                .hasMessageContaining("no range of versions");
        assertThatThrownBy(() -> java(m -> m.state("A", a -> a.forEach(Trip::rooms, f -> f.onDone("A")))))
                .hasMessageContaining("add invoke");
        assertThatThrownBy(() -> java(m -> m.state("A", a -> a.remind(Duration.ofMillis(1), "t", Trip::guest))))
                .hasMessageContaining("a second at least");
        assertThatThrownBy(() -> java(m -> m.startOn("cmd.a", Node.class, s -> s.announce())))
                .hasMessageContaining("no exact type");
    }

    /** All that can be compared of an invocation whose values are lambdas. */
    private static List<Object> shape(Invocation invocation) {
        var deadline = invocation.deadline();
        var compensation = invocation.compensation();
        return List.of(
                invocation.id(),
                shape(invocation.call()),
                String.valueOf(invocation.into()),
                invocation.awaited(),
                invocation.retry(),
                deadline == null
                        ? ""
                        : List.of(
                                deadline.after(), deadline.anchor(), deadline.action(), String.valueOf(deadline.tag())),
                compensation == null ? "" : shape(compensation),
                invocation.at());
    }

    private static Object shape(Call call) {
        if (call instanceof Call.Command command) {
            return List.of(command.type(), command.attributes().keySet(), command.done(), command.error());
        }
        return call instanceof Call.ForEach each
                ? List.of(
                        each.as(),
                        each.concurrency(),
                        shape(each.each()),
                        String.valueOf(each.into()),
                        each.completion().count(),
                        each.collectsErrors())
                : call;
    }

    private static Scope scope(Event event, Map<String, Object> locals) {
        var machine = booking().machine();
        return new Scope(
                machine,
                machine.configuration(List.of("A")),
                Map.of("guest", "Ada", "rooms", List.of("1", "2")),
                event,
                new Environment(Map.of(), Map.of(), Instant.EPOCH),
                locals);
    }

    private static List<Invocation> invocations(MachineDocument document) {
        return document.machine().find("A").orElseThrow().invocations();
    }

    private static List<String> ways(MachineDocument document) {
        return document.machine().find("A").orElseThrow().transitions().stream()
                .map(Transition::toString)
                .toList();
    }
}
