package dev.xorca.server.kafka;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a broker cannot go on. Kafka would end the JVM on the spot; the JVM belongs to somebody else here, so
 * that it is left alive and every open watch is told. Kafka does not say which broker it was.
 */
final class FaultWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FaultWatch.class);
    private static final Set<FaultWatch> watches = ConcurrentHashMap.newKeySet();

    private final CompletableFuture<@Nullable Void> fault = new CompletableFuture<>();

    private FaultWatch() {}

    static FaultWatch open() {
        var watch = new FaultWatch();
        watches.add(watch);
        Exit.setExitProcedure((status, message) -> report());
        Exit.setHaltProcedure((status, message) -> report());
        return watch;
    }

    /** Runs this once: at the fault, or now if that has been. */
    void onFault(Runnable action) {
        var unused = fault.thenRun(action);
    }

    boolean happened() {
        return fault.isDone();
    }

    @Override
    public void close() {
        watches.remove(this);
    }

    private static void report() {
        log.error("The Kafka broker has met a fault that it cannot go on after");
        watches.forEach(watch -> watch.fault.complete(null));
    }
}
