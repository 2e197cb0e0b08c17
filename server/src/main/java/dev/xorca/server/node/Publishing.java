package dev.xorca.server.node;

import dev.xorca.runtime.NotAcknowledgedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Publishes what requests bring: so many events in a second, and so many requests at a time. Safe for several threads. */
final class Publishing {
    private final RateLimit rate;
    private final int most;
    private final Semaphore places;
    private final Executor executor;

    /**
     * Prepares to publish.
     *
     * @param nanoTime the time, for the rate
     * @param executor goes on with a request when Kafka has answered; Kafka's own thread has better things to do
     */
    Publishing(HttpSettings settings, LongSupplier nanoTime, Executor executor) {
        this.rate = new RateLimit(settings.eventsPerSecond(), nanoTime);
        this.most = settings.maxPublishing();
        this.places = new Semaphore(most);
        this.executor = executor;
    }

    /**
     * What became of an event.
     *
     * @param failure why Kafka has not said that it took it; null when it has
     */
    record Receipt<E>(E event, @Nullable String failure) {
        boolean isAcknowledged() {
            return failure == null;
        }
    }

    /**
     * Publishes events.
     *
     * @param send publishes one of them; what it returns ends when Kafka has it
     * @return what became of each, once that is known
     * @throws Problem when it is too much now; nothing was published then
     */
    <E> CompletableFuture<List<Receipt<E>>> publish(List<E> events, Function<E, CompletableFuture<Void>> send) {
        if (!places.tryAcquire()) {
            throw Problem.tooMany(
                    "this node waits for Kafka on behalf of " + most + " requests already (http-max-publishing)", 1);
        }
        try {
            long seconds = rate.take(events.size());
            if (seconds > 0) {
                throw Problem.tooMany("more events come than are let in (http-events-per-second)", seconds);
            }
            return sendAll(events, send).whenComplete((receipts, failure) -> places.release());
        } catch (RuntimeException e) {
            places.release();
            throw e;
        }
    }

    private <E> CompletableFuture<List<Receipt<E>>> sendAll(List<E> events, Function<E, CompletableFuture<Void>> send) {
        var receipts = new ArrayList<CompletableFuture<Receipt<E>>>();
        var stopped = false;
        for (var event : events) {
            if (stopped) {
                var receipt = new Receipt<>(event, "not published, because Kafka did not take the one before it");
                receipts.add(CompletableFuture.completedFuture(receipt));
            } else {
                var sent = send.apply(event);
                // Where Kafka does not answer, each further one would be held as long.
                stopped = sent.isCompletedExceptionally();
                receipts.add(sent.handle(
                        (nothing, failure) -> new Receipt<>(event, failure == null ? null : reason(failure))));
            }
        }
        return CompletableFuture.allOf(receipts.toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                        done -> receipts.stream().map(CompletableFuture::join).toList(), executor);
    }

    private static String reason(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof NotAcknowledgedException
                ? cause.getMessage() + "; it may have, nevertheless"
                : cause.toString();
    }
}
