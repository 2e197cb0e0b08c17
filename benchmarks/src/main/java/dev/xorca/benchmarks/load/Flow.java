package dev.xorca.benchmarks.load;

/**
 * A machine as the load sees it: what starts an orchestration, what tells that it has got where it should.
 *
 * @param machine its name, as in {@code benchmarks/machines}
 * @param end the type, and topic, of the event that ends the measurement of one
 * @param steps how many events an orchestration takes until then
 */
record Flow(String machine, String end, int steps) {
    /** Three services in a row. */
    static final Flow CHAIN = new Flow("chain", "notif.chain.done", 4);

    /** Orchestrations that begin and then wait. */
    static final Flow WAITING = new Flow("waiting", "notif.waiting.begun", 1);

    String start() {
        return "xorca." + machine + ".start";
    }
}
