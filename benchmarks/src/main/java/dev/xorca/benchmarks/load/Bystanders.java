package dev.xorca.benchmarks.load;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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
    }

    /** Begins to start so many in each second for either of the two measurements. */
    Bystanders(String bootstrapServers, String run, double perSecond) {
        answers = new Load(bootstrapServers, Flow.ANSWER, run + "-answer");
        chains = new Load(bootstrapServers, Flow.CHAIN, run + "-chain");
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
