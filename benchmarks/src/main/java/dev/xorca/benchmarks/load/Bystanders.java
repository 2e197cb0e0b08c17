package dev.xorca.benchmarks.load;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Orchestrations of the chain at a low rate, while something else is the matter. */
final class Bystanders implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Load answers;
    private final Load chains;

    /**
     * How long they took.
     *
     * @param answers from when an event was due to be sent until a reader of committed records had the answer to it
     * @param chains the same for a whole chain, three services and four steps
     */
    record Times(String name, Latencies answers, Latencies chains) {
        Map<String, Object> toJson() {
            var json = new LinkedHashMap<String, Object>();
            json.put("name", name);
            json.put("answerMillis", answers.toJson());
            json.put("chainMillis", chains.toJson());
            return json;
        }

        /** A line for each, below a heading that says what they are. */
        static void addTo(Table table, String heading, List<Times> all) {
            table.line(
                    "%-32s %10s   %-32s   %-32s",
                    heading, "count", "answer ms: p50, p99, max", "chain ms: p50, p99, max");
            for (var each : all) {
                table.line(
                        "%-32s %10d   %-32s   %-32s",
                        each.name, each.answers.count(), each.answers.inMillis(), each.chains.inMillis());
            }
        }
    }

    /** Begins to start so many in each second for either of the two measurements. */
    Bystanders(String bootstrapServers, String run, double perSecond) {
        this(bootstrapServers, run, perSecond, id -> true);
    }

    /** The same with chosen process ids. */
    Bystanders(String bootstrapServers, String run, double perSecond, Predicate<String> chosen) {
        answers = new Load(bootstrapServers, Flow.ANSWER, run + "-answer", chosen);
        chains = new Load(bootstrapServers, Flow.CHAIN, run + "-chain", chosen);
        answers.open(perSecond);
        chains.open(perSecond);
    }

    /** Forgets those that have ended before. */
    void measureFromNow() {
        answers.takeLatencies();
        chains.takeLatencies();
    }

    void goOn(int seconds) throws InterruptedException {
        for (int second = 0; second < seconds; second++) {
            TimeUnit.SECONDS.sleep(1);
            answers.check();
            chains.check();
        }
    }

    /** Starts no more, and waits for those under way: they count as well. */
    Times stop(String name) throws InterruptedException {
        answers.stopSending();
        chains.stopSending();
        answers.awaitAll(PATIENCE);
        chains.awaitAll(PATIENCE);
        return new Times(name, answers.takeLatencies(), chains.takeLatencies());
    }

    @Override
    public void close() throws InterruptedException {
        answers.close();
        chains.close();
    }
}
