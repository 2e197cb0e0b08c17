package dev.xorca.statechart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What machines do, as tables: a machine in the shorthand of {@link Chart}, then a line for the start and one for each
 * event with the actions in the order in which they ran (a slash between microsteps) and, behind {@code =>}, the leaves.
 */
class InterpreterTest {

    static Stream<Arguments> orderOfEntryAndExit() {
        return Stream.of(
                arguments("outermost first in, innermost first out", """
                        a
                          b
                            c | E -> #m.x.y.z
                        x
                          y
                            z
                        """, """
                        start: +m +a +b +c => a.b.c
                        E: -c -b -a +x +y +z => x.y.z
                        """),
                arguments("regions in document order in, in reverse out", """
                        p:parallel | E -> q
                          r1
                            a
                          r2
                            b
                        q
                        """, """
                        start: +m +p +r1 +a +r2 +b => p.r1.a p.r2.b
                        E: -b -r2 -a -r1 -p +q => q
                        """),
                arguments("actions of the transition between exit and entry, in their order", """
                        a | E -> b do one, two
                        b
                        """, """
                        start: +m +a => a
                        E: -a one two +b => b
                        """),
                arguments("exits of all regions, then all actions, then all entries", """
                        p:parallel
                          r1
                            a | E -> b do one
                            b
                          r2
                            c | E -> d do two
                            d
                        """, """
                        start: +m +p +r1 +a +r2 +c => p.r1.a p.r2.c
                        E: -c -a one two +b +d => p.r1.b p.r2.d
                        """),
                arguments("a target below its sibling enters what lies between, and the other regions", """
                        a | E -> p.r2.d
                        p:parallel
                          r1
                            b
                          r2
                            c
                            d
                        """, """
                        start: +m +a => a
                        E: -a +p +r1 +b +r2 +d => p.r1.b p.r2.d
                        """),
                arguments("several targets, whatever their order", """
                        a | E -> p.r3.f p.r1.b2
                        p:parallel
                          r1
                            b1
                            b2
                          r2
                            c
                          r3
                            e
                            f
                        """, """
                        start: +m +a => a
                        E: -a +p +r1 +b2 +r2 +c +r3 +f => p.r1.b2 p.r2.c p.r3.f
                        """),
                arguments("a target by id, and one by a path below an id", """
                        a | E -> #m.b.c.d | F -> #m.b.c
                        b
                          c
                            d | G -> #m
                        """, """
                        start: +m +a => a
                        E: -a +b +c +d => b.c.d
                        G: -d -c -b -m +m +a => a
                        F: -a +b +c +d => b.c.d
                        """));
    }

    static Stream<Arguments> whatIsLeft() {
        return Stream.of(
                arguments("a compound state that targets itself enters its children again", """
                        a | E -> a
                          x | F -> y
                          y
                        """, """
                        start: +m +a +x => a.x
                        F: -x +y => a.y
                        E: -y +x => a.x
                        """),
                arguments("with reenter it leaves and enters itself", """
                        a | E -> a reenter
                          x | F -> y
                          y
                        """, """
                        start: +m +a +x => a.x
                        F: -x +y => a.y
                        E: -y -a +a +x => a.x
                        """),
                arguments("a target below does not leave the source", """
                        a | E -> .y
                          x
                          y
                        """, """
                        start: +m +a +x => a.x
                        E: -x +y => a.y
                        E: -y +y => a.y
                        """),
                arguments("unless it says reenter", """
                        a | E -> .y reenter
                          x
                          y
                        """, """
                        start: +m +a +x => a.x
                        E: -x -a +a +y => a.y
                        """),
                arguments("an atomic state that targets itself stays, and with reenter is left", """
                        a | E -> a do act | F -> a reenter do act
                        """, """
                        start: +m +a => a
                        E: act => a
                        F: -a act +a => a
                        """),
                arguments("a child that targets its ancestor leaves it", """
                        p
                          a | E -> #m.p
                          b
                        """, """
                        start: +m +p +a => p.a
                        E: -a -p +p +a => p.a
                        """),
                arguments("a parallel state that targets itself enters its regions again", """
                        p:parallel | E -> p | F -> p reenter
                          r1
                            a
                          r2
                            b
                        """, """
                        start: +m +p +r1 +a +r2 +b => p.r1.a p.r2.b
                        E: -b -r2 -a -r1 +r1 +a +r2 +b => p.r1.a p.r2.b
                        F: -b -r2 -a -r1 -p +p +r1 +a +r2 +b => p.r1.a p.r2.b
                        """),
                arguments("a transition within a region leaves the other regions alone", """
                        p:parallel
                          r1
                            a | E -> b
                            b
                          r2
                            c
                        """, """
                        start: +m +p +r1 +a +r2 +c => p.r1.a p.r2.c
                        E: -a +b => p.r1.b p.r2.c
                        """),
                arguments("a transition between regions does not leave the parallel state", """
                        p:parallel
                          r1 | E -> r2
                            a
                          r2
                            b
                        """, """
                        start: +m +p +r1 +a +r2 +b => p.r1.a p.r2.b
                        E: -b -r2 -a -r1 +r1 +a +r2 +b => p.r1.a p.r2.b
                        """),
                arguments("without a target nothing is left", """
                        a | E -> do act
                          x
                        """, """
                        start: +m +a +x => a.x
                        E: act => a.x
                        """),
                arguments("the root targets states below it and itself", """
                        | E -> .b | F -> #m | G -> #m reenter
                        a
                        b
                        """, """
                        start: +m +a => a
                        E: -a +b => b
                        F: -b +a => a
                        G: -a -m +m +a => a
                        """));
    }

    static Stream<Arguments> selection() {
        return Stream.of(
                arguments("the innermost state wins", """
                        a | E -> c do outer
                          b | E -> do inner
                        c
                        """, """
                        start: +m +a +b => a.b
                        E: inner => a.b
                        """),
                arguments("when the inner guard fails the outer state reacts", """
                        a | E -> do outer
                          b | E -> if n do inner
                        """, """
                        start: +m +a +b => a.b
                        E: outer => a.b
                        """),
                arguments("the first candidate whose guard holds is taken", """
                        a | E -> if n do one | E -> if !n do two | E -> do three
                        """, """
                        start: +m +a => a
                        E: two => a
                        """),
                arguments("a forbidden event stops at the state that forbids it", """
                        a | E -> c
                          b | E ->
                        c
                        """, """
                        start: +m +a +b => a.b
                        E: => a.b
                        """),
                arguments("an event that nobody takes changes nothing", """
                        a | E -> a
                        """, """
                        start: +m +a => a
                        X: => a
                        """),
                arguments("exact before longer prefix before shorter prefix before star, whatever the order", """
                        a | * -> do star | x.* -> do x | x.y.* -> do xy | x.y.z -> do exact
                        """, """
                        start: +m +a => a
                        x.y.z: exact => a
                        x.y.w: xy => a
                        x.y: xy => a
                        x.z: x => a
                        x: x => a
                        xy: star => a
                        """),
                arguments(
                        "when the guards of the exact descriptor fail its own wildcards are tried before the parent",
                        """
                        p | E.F -> do outer
                          a | E.F -> if n do exact | E.* -> if n do prefix | * -> do star
                        """,
                        """
                        start: +m +p +a => p.a
                        E.F: star => p.a
                        """),
                arguments("an inner star hides what is exact outside", """
                        p | E -> do outer
                          a | * -> do star
                        """, """
                        start: +m +p +a => p.a
                        E: star => p.a
                        """),
                arguments("a star takes the machine's own events as well", """
                        p | * -> do star
                          a | E -> f
                          f:final
                        """, """
                        start: +m +p +a => p.a
                        E: -a +f / star => p.f
                        """),
                arguments("both regions react to one event", """
                        p:parallel
                          r1
                            a | E -> b
                            b
                          r2
                            c | E -> do act
                        """, """
                        start: +m +p +r1 +a +r2 +c => p.r1.a p.r2.c
                        E: -a act +b => p.r1.b p.r2.c
                        """),
                arguments("of two that leave the same state the first in document order wins", """
                        p:parallel
                          r1
                            a | E -> #m.s
                          r2
                            b | E -> #m.t
                        s
                        t
                        """, """
                        start: +m +p +r1 +a +r2 +b => p.r1.a p.r2.b
                        E: -b -r2 -a -r1 -p +s => s
                        """),
                arguments("a region that stays wins over one that comes later and leaves", """
                        p:parallel
                          r1
                            a | E -> b
                            b
                          r2
                            c | E -> #m.s
                        s
                        """, """
                        start: +m +p +r1 +a +r2 +c => p.r1.a p.r2.c
                        E: -a +b => p.r1.b p.r2.c
                        """),
                arguments("one without a target is in nobody's way", """
                        p:parallel
                          r1
                            a | E -> do act
                          r2
                            c | E -> #m.s
                        s
                        """, """
                        start: +m +p +r1 +a +r2 +c => p.r1.a p.r2.c
                        E: -c -r2 -a -r1 -p act +s => s
                        """),
                arguments("a parallel state does not react as well when a region does", """
                        p:parallel | E -> do outer
                          r1
                            a | E -> do inner
                          r2
                            b
                        """, """
                        start: +m +p +r1 +a +r2 +b => p.r1.a p.r2.b
                        E: inner => p.r1.a p.r2.b
                        """),
                arguments("a guard may ask where the machine is", """
                        p:parallel
                          r1
                            a | E -> b if in p.r2.d | F -> b if in #m.p.r2.c | G -> b if !in p.r2.d
                            b
                          r2
                            c
                            d
                        """, """
                        start: +m +p +r1 +a +r2 +c => p.r1.a p.r2.c
                        E: => p.r1.a p.r2.c
                        F: -a +b => p.r1.b p.r2.c
                        """));
    }

    static Stream<Arguments> alwaysAndRaise() {
        return Stream.of(
                arguments("an eventless transition passes through its state", """
                        a | always -> c
                        c | always -> d do act
                        d
                        """, """
                        start: +m +a / -a +c / -c act +d => d
                        """),
                arguments("eventless ones come before raised events, raised events in their order", """
                        a | E -> b do raise R1, raise R2
                        b | always -> if !n do inc n, always | R1 -> do one | R2 -> do two
                        """, """
                        start: +m +a => a
                        E: -a +b / always / one / two => b
                        """),
                arguments("what a raised event raises comes last", """
                        a | E -> do raise R1, raise R2 | R1 -> do one, raise R3 | R2 -> do two | R3 -> do three
                        """, """
                        start: +m +a => a
                        E: / one / two / three => a
                        """),
                arguments("a raised event that nobody takes is gone", """
                        a | E -> b do raise R
                        b | F -> c
                        c | R -> a
                        """, """
                        start: +m +a => a
                        E: -a +b => b
                        F: -b +c => c
                        """),
                arguments("an eventless transition that changes nothing is taken once", """
                        a | always -> do act | E -> do e
                        """, """
                        start: +m +a / act => a
                        E: e / act => a
                        """),
                arguments("an eventless transition that counts goes on until its guard fails", """
                        a | E -> do inc n | always -> b if n
                        b
                        """, """
                        start: +m +a => a
                        E: / -a +b => b
                        """),
                arguments("one region's eventless transition sees what the other did", """
                        p:parallel
                          r1
                            a | always -> b if in p.r2.d
                            b
                          r2
                            c | E -> d
                            d
                        """, """
                        start: +m +p +r1 +a +r2 +c => p.r1.a p.r2.c
                        E: -c +d / -a +b => p.r1.b p.r2.d
                        """),
                arguments(
                        "the innermost eventless transition goes first, the outer one when it no longer can",
                        """
                        p | always -> q if n
                          a | E -> do inc n | always -> b if n
                          b
                        q
                        """,
                        """
                        start: +m +p +a => p.a
                        E: / -a +b / -b -p +q => q
                        """));
    }

    static Stream<Arguments> done() {
        return Stream.of(
                arguments("a compound state is done when a child of its own is final", """
                        p | done -> q
                          a | E -> f
                          f:final
                        q
                        """, """
                        start: +m +p +a => p.a
                        E: -a +f / -f -p +q => q
                        """),
                arguments("a final state further down does not end it", """
                        p | done -> q
                          a | done -> do inner
                            b | E -> f
                            f:final
                        q
                        """, """
                        start: +m +p +a +b => p.a.b
                        E: -b +f / inner => p.a.f
                        """),
                arguments("levels end one after the other", """
                        p | done -> q
                          a | done -> e
                            b | E -> f
                            f:final
                          e:final
                        q
                        """, """
                        start: +m +p +a +b => p.a.b
                        E: -b +f / -f -a +e / -e -p +q => q
                        """),
                arguments("of several onDone the first whose guard holds is taken", """
                        p | done -> q if n | done -> r
                          a | E -> f
                          f:final
                        q
                        r
                        """, """
                        start: +m +p +a => p.a
                        E: -a +f / -f -p +r => r
                        """),
                arguments("a parallel state is done when all of its regions are, once", """
                        p:parallel | done -> do all, inc n
                          r1
                            a | E -> f1
                            f1:final
                          r2
                            b | F -> f2
                            f2:final
                        """, """
                        start: +m +p +r1 +a +r2 +b => p.r1.a p.r2.b
                        E: -a +f1 => p.r1.f1 p.r2.b
                        F: -b +f2 / all => p.r1.f1 p.r2.f2
                        E: => p.r1.f1 p.r2.f2
                        """),
                arguments("regions that end in the same step end their parallel state once", """
                        p:parallel | done -> q
                          r1 | done -> do one
                            a | E -> f1
                            f1:final
                          r2 | done -> do two
                            b | E -> f2
                            f2:final
                        q
                        """, """
                        start: +m +p +r1 +a +r2 +b => p.r1.a p.r2.b
                        E: -b -a +f1 +f2 / one / two / -f2 -r2 -f1 -r1 -p +q => q
                        """),
                arguments("a parallel state within a parallel state ends both", """
                        p:parallel | done -> q
                          r1:parallel | done -> do inner
                            r11
                              a | E -> f1
                              f1:final
                            r12
                              b | E -> f2
                              f2:final
                          r2
                            c | F -> f3
                            f3:final
                        q
                        """, """
                        start: +m +p +r1 +r11 +a +r12 +b +r2 +c => p.r1.r11.a p.r1.r12.b p.r2.c
                        E: -b -a +f1 +f2 / inner => p.r1.r11.f1 p.r1.r12.f2 p.r2.c
                        F: -c +f3 / -f3 -r2 -f2 -r12 -f1 -r11 -r1 -p +q => q
                        """),
                arguments("a region may itself be final", """
                        p:parallel | done -> q
                          r1:final
                          r2
                            a | E -> f
                            f:final
                        q
                        """, """
                        start: +m +p +r1 +r2 +a => p.r1 p.r2.a
                        E: -a +f / -f -r2 -r1 -p +q => q
                        """),
                arguments(
                        "a final state of the root ends the machine: exits from the inside out, the root last",
                        """
                        a | E -> f do raise X
                        f:final
                        | X -> do never
                        """,
                        """
                        start: +m +a => a
                        E: -a +f -f -m => f
                        E: => f
                        """),
                arguments("a machine may be done at once", """
                        f:final
                        """, """
                        start: +m +f -f -m => f
                        """));
    }

    static Stream<Arguments> history() {
        return Stream.of(
                arguments("shallow history returns to the child and its initial state", """
                        a | LEAVE -> o
                          b | E -> c
                          c
                            x | F -> y
                            y
                          h:history
                        o | BACK -> a.h
                        """, """
                        start: +m +a +b => a.b
                        E: -b +c +x => a.c.x
                        F: -x +y => a.c.y
                        LEAVE: -y -c -a +o => o
                        BACK: -o +a +c +x => a.c.x
                        """),
                arguments("deep history returns to the innermost states", """
                        a | LEAVE -> o
                          b | E -> c
                          c
                            x | F -> y
                            y
                          h:deep
                        o | BACK -> a.h
                        """, """
                        start: +m +a +b => a.b
                        E: -b +c +x => a.c.x
                        F: -x +y => a.c.y
                        LEAVE: -y -c -a +o => o
                        BACK: -o +a +c +y => a.c.y
                        """),
                arguments("never visited, it leads to its target", """
                        o | BACK -> a.h
                        a
                          b
                          c
                            x
                            y
                          h:history -> c.y
                        """, """
                        start: +m +o => o
                        BACK: -o +a +c +y => a.c.y
                        """),
                arguments("without a target to the parent's initial state", """
                        o | BACK -> a.h
                        a
                          b
                          c
                          h:deep
                        """, """
                        start: +m +o => o
                        BACK: -o +a +b => a.b
                        """),
                arguments("history of a parallel state, shallow: the regions from their beginning", """
                        p:parallel | LEAVE -> o
                          r1
                            a | E -> b
                            b
                          r2
                            c | E -> d
                            d
                          h:history
                        o | BACK -> p.h
                        """, """
                        start: +m +p +r1 +a +r2 +c => p.r1.a p.r2.c
                        E: -c -a +b +d => p.r1.b p.r2.d
                        LEAVE: -d -r2 -b -r1 -p +o => o
                        BACK: -o +p +r1 +a +r2 +c => p.r1.a p.r2.c
                        """),
                arguments("history of a parallel state, deep: every region where it was", """
                        p:parallel | LEAVE -> o
                          r1
                            a | E -> b
                            b
                          r2
                            c | E -> d
                            d
                          h:deep
                        o | BACK -> p.h
                        """, """
                        start: +m +p +r1 +a +r2 +c => p.r1.a p.r2.c
                        E: -c -a +b +d => p.r1.b p.r2.d
                        LEAVE: -d -r2 -b -r1 -p +o => o
                        BACK: -o +p +r1 +b +r2 +d => p.r1.b p.r2.d
                        """),
                arguments("never visited, history of a parallel state means the state itself", """
                        o | BACK -> p.h
                        p:parallel
                          r1
                            a
                          r2
                            b
                          h:deep
                        """, """
                        start: +m +o => o
                        BACK: -o +p +r1 +a +r2 +b => p.r1.a p.r2.b
                        """),
                arguments("one region may resume while the other begins", """
                        p:parallel | LEAVE -> o
                          r1
                            a | E -> b
                            b
                            h:history
                          r2
                            c | E -> d
                            d
                        o | BACK -> p.r1.h
                        """, """
                        start: +m +p +r1 +a +r2 +c => p.r1.a p.r2.c
                        E: -c -a +b +d => p.r1.b p.r2.d
                        LEAVE: -d -r2 -b -r1 -p +o => o
                        BACK: -o +p +r1 +b +r2 +c => p.r1.b p.r2.c
                        """),
                arguments("history that leads to a neighbour does not enter what they share again", """
                        a | LEAVE -> o
                          b
                            x | E -> y | BACK -> #m.a.h
                            y
                          h:deep
                        o | AGAIN -> a
                        """, """
                        start: +m +a +b +x => a.b.x
                        E: -x +y => a.b.y
                        LEAVE: -y -b -a +o => o
                        AGAIN: -o +a +b +x => a.b.x
                        BACK: -x +y => a.b.y
                        """),
                arguments("what is remembered is what was left last", """
                        a | LEAVE -> o
                          b | E -> c
                          c | E -> b
                          h:history
                        o | BACK -> a.h
                        """, """
                        start: +m +a +b => a.b
                        E: -b +c => a.c
                        LEAVE: -c -a +o => o
                        BACK: -o +a +c => a.c
                        E: -c +b => a.b
                        LEAVE: -b -a +o => o
                        BACK: -o +a +b => a.b
                        """),
                arguments("a history state may be where a state begins", """
                        a | LEAVE -> o
                          h:history -> b
                          b | E -> c
                          c
                        o | BACK -> a
                        """, """
                        start: +m +a +b => a.b
                        E: -b +c => a.c
                        LEAVE: -c -a +o => o
                        BACK: -o +a +c => a.c
                        """),
                arguments("a history state may lead to another one that leads to a state", """
                        o | BACK -> a.h
                        a
                          b
                          c
                            x
                            y
                            g:history -> y
                          h:history -> c.g
                        """, """
                        start: +m +o => o
                        BACK: -o +a +c +y => a.c.y
                        """));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"orderOfEntryAndExit", "whatIsLeft", "selection", "alwaysAndRaise", "done", "history"})
    void theMachineDoes(String what, String chart, String script) {
        var machine = Chart.machine(chart);
        var state = MachineState.NOT_STARTED;
        for (var line : script.lines().toList()) {
            var event = line.substring(0, line.indexOf(':'));
            var step = event.equals("start") ? Chart.start(machine) : Chart.send(machine, state, event);
            state = step.after();
            var leaves = String.join(" ", state.configuration().leaves());
            assertThat(event + ": " + (Chart.trace(step) + " => " + leaves).strip())
                    .as(what)
                    .isEqualTo(line);
            assertThat(machine.configuration(state.configuration().leaves()))
                    .as("%s: the leaves identify the configuration", what)
                    .isEqualTo(state.configuration());
        }
    }
}
