package dev.xorca.benchmarks.load;

import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A machine as the load sees it: what starts an orchestration, what tells that it has got where it should.
 *
 * @param machine its name, as in {@code benchmarks/machines}
 * @param end the type, and topic, of the event that ends the measurement of one
 * @param steps how many events an orchestration takes until then
 * @param data the data of a start event, by the id of the process
 */
record Flow(String machine, String end, int steps, Function<String, byte[]> data) {
    /** Three services in a row. */
    static final Flow CHAIN = new Flow("chain", "notif.chain.done", 4, Order::start);

    /** The same orchestrations, watched until the first of the services is asked: one event, one answer. */
    static final Flow ANSWER = new Flow("chain", "cmd.a", 1, Order::start);

    /** Orchestrations that begin and then wait. */
    static final Flow WAITING = new Flow("waiting", "notif.waiting.begun", 1, Order::start);

    /** Orchestrations that ask one service once. */
    static final Flow SINGLE = new Flow("single", "notif.single.done", 2, id -> Order.start(id, 1));

    /** Orchestrations that ask one service for so many items. */
    static Flow fanOut(int items) {
        return new Flow("many", "notif.many.done", items + 1, id -> Order.start(id, items));
    }

    /** Orchestrations that begin and then wait for a time. */
    static Flow timer(Supplier<Instant> due) {
        return new Flow("timer", "notif.timer.set", 1, id -> Order.start(id, due.get()));
    }

    String start() {
        return "xorca." + machine + ".start";
    }

    /** The topics on which nothing may come. */
    Set<String> errors() {
        return Set.of(
                "xorca.deadletter",
                "xorca." + machine + ".start.error",
                "sys.xorca." + machine + ".start.error",
                "xorca.orchestrator." + machine + ".error",
                "sys.xorca.orchestrator." + machine + ".error");
    }
}
