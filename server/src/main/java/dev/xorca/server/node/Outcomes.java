package dev.xorca.server.node;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Waits for what orchestrations come to, on behalf of a limited number of requests. No request holds a thread: a few threads
 * look again and again, first soon, then more and more seldom. Safe for several threads.
 */
final class Outcomes implements AutoCloseable {
    private static final int THREADS = 4;
    private static final long FIRST_LOOK_MILLIS = 10;
    private static final long MAX_PAUSE_MILLIS = 500;

    private final int most;
    private final Semaphore seats;
    private final ScheduledThreadPoolExecutor looking;
    private final Set<Wait> waiting = ConcurrentHashMap.newKeySet();

    Outcomes(int most) {
        this.most = most;
        this.seats = new Semaphore(most);
        var count = new AtomicInteger();
        looking = new ScheduledThreadPoolExecutor(THREADS, task -> {
            var thread = new Thread(task, "xorca-outcomes-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A place among those that wait; to be closed. */
    final class Seat implements AutoCloseable {
        private boolean taken = true;

        /**
         * Waits.
         *
         * @param look finds the outcome; empty when there is none yet, or it cannot be said
         * @return the outcome; empty when there is none in time, or the node ends
         */
        CompletableFuture<Optional<Answer>> await(Duration patience, Supplier<Optional<Answer>> look) {
            var wait = new Wait(look);
            waiting.add(wait);
            wait.outcome.completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS);
            wait.lookAfter(FIRST_LOOK_MILLIS);
            return wait.outcome.whenComplete((outcome, failure) -> waiting.remove(wait));
        }

        @Override
        public synchronized void close() {
            if (taken) {
                taken = false;
                seats.release();
            }
        }
    }

    /** One that waits. */
    private final class Wait {
        private final Supplier<Optional<Answer>> look;
        private final CompletableFuture<Optional<Answer>> outcome = new CompletableFuture<>();

        Wait(Supplier<Optional<Answer>> look) {
            this.look = look;
        }

        void lookAfter(long millis) {
            try {
                var unused = looking.schedule(() -> look(millis), millis, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                outcome.complete(Optional.empty());
            }
        }

        private void look(long pause) {
            if (outcome.isDone()) {
                return;
            }
            try {
                var found = look.get();
                if (found.isPresent()) {
                    outcome.complete(found);
                } else {
                    lookAfter(Math.min(MAX_PAUSE_MILLIS, pause * 3 / 2 + 1));
                }
            } catch (RuntimeException e) {
                outcome.completeExceptionally(e);
            }
        }
    }

    /**
     * Takes a place.
     *
     * @throws Problem when all are taken
     */
    Seat takeSeat() {
        if (!seats.tryAcquire()) {
            throw Problem.tooMany(
                    most + " requests wait for an outcome already (http-max-waiting); start it without 'wait'", 1);
        }
        return new Seat();
    }

    @Override
    public void close() {
        looking.shutdownNow();
        waiting.forEach(wait -> wait.outcome.complete(Optional.empty()));
    }
}
