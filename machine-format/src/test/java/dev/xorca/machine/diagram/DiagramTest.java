package dev.xorca.machine.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.statechart.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pictures of a small machine with everything in it. */
class DiagramTest {
    private static final Machine MACHINE =
            new MachineDocuments().read("m.machine.yaml", """
                    name: m
                    initial: Work
                    states:
                      Work:
                        type: parallel
                        on: { pause: Paused }
                        onDone: End
                        states:
                          Back: { type: history, history: deep }
                          One: { initial: A, states: { A: { on: { go: { target: B, guard: 'event.data.n < 3' } } }, B: { type: final } } }
                          Two: { type: final }
                      Paused:
                        entry: { emit: notif.paused }
                        on: { resume: Work.Back }
                        after: { PT1S: End }
                      End: { type: final }
                    """).machine();

    @Test
    void mermaid() {
        assertThat(Mermaid.of(MACHINE)).isEqualTo("""
                stateDiagram-v2
                  [*] --> s1
                  state "Work" as s1
                  state s1 {
                    state "H#42;" as s2
                    state "One" as s3
                    state s3 {
                      [*] --> s4
                      state "A" as s4
                      state "B" as s5
                      s5 --> [*]
                    }
                    --
                    state "Two" as s6
                    s6 --> [*]
                  }
                  state "Paused<br>entry / emit notif.paused" as s7
                  state "End" as s8
                  s8 --> [*]
                  s1 --> s7 : pause
                  s1 --> s8 : done
                  s4 --> s5 : go #91;event.data.n #60; 3#93;
                  s7 --> s2 : resume
                  s7 --> s8 : after PT1S
                """);
    }

    @Test
    void dot() {
        assertThat(Dot.of(MACHINE))
                .startsWith("digraph \"m\" {")
                .contains("subgraph cluster_s1 {", "style=dashed; label=\"One\";")
                .contains("s2 [shape=circle, label=\"H*\"];", "s5 [peripheries=2, label=\"B\"];")
                .contains("s0 -> s1 [lhead=cluster_s1];")
                .contains("s1 -> s7 [label=\"pause\", ltail=cluster_s1];")
                .contains("s4 -> s5 [label=\"go\\n[event.data.n < 3]\"];")
                .endsWith("}\n");
    }

    @Test
    void whatIsAskedStandsInTheBoxAndHowItEndsBesideTheArrow() {
        var machine = new MachineDocuments().read("m.machine.yaml", """
                name: m
                initial: A
                states:
                  A:
                    invoke:
                      - { command: cmd.a, onDone: B, onError: { target: B, actions: { compensate: true } } }
                      - { machine: child, onDone: B }
                    forEach: { items: 5, as: book, invoke: { wait: true }, onDone: B }
                    timeout: PT1H
                    onTimeout: B
                  B: {}
                """).machine();
        assertThat(Labels.inner(machine.find("A").orElseThrow()))
                .containsExactly(
                        "invoke / cmd.a", "invoke / machine child", "invoke / each book: wait", "timeout / PT1H");
        assertThat(Picture.of(machine).arrows().stream().map(Picture.Arrow::label))
                .containsExactly(
                        List.of("done cmd.a"),
                        List.of("error cmd.a", "/ compensate"),
                        List.of("done machine child"),
                        List.of("done each book: wait"),
                        List.of("timeout"));
        assertThat(Dot.of(machine)).contains("invoke / cmd.a").contains("done cmd.a");
        assertThat(Mermaid.of(machine)).contains("invoke / cmd.a").contains("done cmd.a");
    }
}
