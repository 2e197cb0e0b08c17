package dev.xorca.machine.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.MachineDocuments;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InteractiveSimulationTest {
    private static final String ORDER = """
            name: order
            schemas:
              accepts:
                evt.pay.success: { type: object, properties: { sum: { type: integer, minimum: 5 }, by: { enum: [card] } } }
            context: { sum: 0 }
            initial: Paying
            on: { evt.cancel: .Cancelled }
            states:
              Paying:
                on:
                  evt.pay.success: { target: Paid, actions: { assign: { sum: "${event.data.sum}" } } }
                  evt.note.*: {}
                after: { PT10M: Cancelled }
              Paid: { type: final, entry: { emit: notif.paid, data: { sum: "${context.sum}" } }, output: "${context.sum}" }
              Cancelled: { type: final }
            """;

    @Test
    void itShowsWhereTheMachineIsAndWhatItWaitsFor() throws IOException {
        assertThat(conversation("q\n")).isEqualTo("""
                order 1.0.0; ? explains what to type

                state    Paying
                context  {"sum":0}
                timer    1970-01-01T00:10:00Z (in PT10M) xstate.after.PT10M.order.Paying
                  1  evt.note.*
                  2  evt.pay.success {"sum":5,"by":"card"}
                  3  evt.cancel
                >\s""");
    }

    @Test
    void anEventIsChosenByItsNumber() throws IOException {
        assertThat(conversation("2 {\"sum\":7}\n")).endsWith("""
                >\s
                emitted  notif.paid {"sum":7}
                state    Paid
                context  {"sum":7}
                output   7
                The machine is done.
                """);
    }

    @Test
    void anEventIsChosenByItsType() throws IOException {
        assertThat(conversation("evt.cancel\n")).contains("state    Cancelled");
    }

    @Test
    void anInputLineIsTakenAsItIs() throws IOException {
        assertThat(conversation("{\"advance\":\"PT10M\"}\n")).contains("state    Cancelled");
    }

    @Test
    void timePassesAsFarAsTold() throws IOException {
        assertThat(conversation("+ PT4M\n")).contains("(in PT6M)");
        assertThat(conversation("+\n")).contains("state    Cancelled");
    }

    @Test
    void whatIsNotUnderstoodIsToldAndAskedAgain() throws IOException {
        assertThat(conversation("9\n1\n2 {\n+ soon\n2 {\"sum\":\"x\"}\n?\n\n3\n"))
                .contains("there is no event 9")
                .contains("'evt.note.*' stands for many types")
                .contains("the data of 'evt.pay.success' is not JSON")
                .contains("'soon' is no ISO-8601 duration")
                .contains("error    the data of evt.pay.success breaks its schema")
                .contains("let time pass")
                .contains("state    Cancelled");
    }

    private static String conversation(String typed) throws IOException {
        var out = new StringWriter();
        var document = new MachineDocuments().read("order.machine.yaml", ORDER);
        new InteractiveSimulation(
                        new StatechartRun(document, null, Instant.EPOCH),
                        new BufferedReader(new StringReader(typed)),
                        new PrintWriter(out))
                .run();
        return out.toString();
    }
}
