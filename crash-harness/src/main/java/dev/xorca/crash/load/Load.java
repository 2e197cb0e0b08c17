package dev.xorca.crash.load;

import dev.xorca.crash.story.Stories;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The load of a run: its orchestrations are started and their commands answered, each in a thread of its own. */
public final class Load implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Progress progress;
    private final Sender sender;
    private final Waits waits = new Waits();
    private final Services services;
    private final Thread starter;
    private final Thread answering;
    private volatile @Nullable Throwable failure;

    /**
     * @param rate orchestrations a second
     */
    public Load(String bootstrapServers, Stories stories, double rate, Progress progress) {
        this.progress = progress;
        this.sender = new Sender(bootstrapServers);
        var starting = new Starter(stories, rate, progress, sender, waits);
        this.services = new Services(bootstrapServers, stories, progress, sender, waits);
        this.starter = thread("starter", starting::run);
        this.answering = thread("services", services::run);
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private Thread thread(String name, Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException | Error e) {
                        failure = e;
                    }
                },
                name);
        thread.setDaemon(true);
        return thread;
    }

    /** Begins; returns at once. */
    public void begin() {
        answering.start();
        starter.start();
    }

    /**
     * Returns when all orchestrations have ended and all repeats were sent, or when nothing new was seen for so long that
     * the rest must be stuck.
     *
     * @return whether all have ended
     * @throws IllegalStateException when the load itself failed, so that the run says nothing
     */
    public boolean await(Duration patience) throws InterruptedException {
        long idleSince = System.nanoTime();
        while (starter.isAlive() || !progress.isComplete() || !sender.isDone()) {
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            sender.check();
            if (failure != null) {
                throw new IllegalStateException("the load failed, so that this run says nothing", failure);
            }
            idleSince = Math.max(idleSince, progress.lastSeen());
            if (!progress.isComplete() && System.nanoTime() - idleSince > patience.toNanos()) {
                return false;
            }
        }
        sender.flush();
        return true;
    }

    /** How long orchestrations waited. */
    public Waits waits() {
        return waits;
    }

    /** How many events were sent a second time. */
    public long repeated() {
        return sender.repeated();
    }

    @Override
    public void close() {
        starter.interrupt();
        services.stop();
        try {
            answering.join(CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.close();
    }
}
