package dev.xorca.crash.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The broker and the nodes of a run, and what befalls them. */
public final class Fleet implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    /** The router promises ten seconds; a machine that is busy is given more. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

    /** Twenty seconds, for a node looks for the broker for fifteen. */
    private static final Duration NODE_PATIENCE = Duration.ofSeconds(20);

    private static final Duration STALL_PATIENCE = Duration.ofMinutes(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Launch launch;
    private final int nodes;
    private final Consumer<String> tell;
    private final HttpClient http = HttpClient.newHttpClient();
    /** The present life of each victim, by its number. */
    private final AtomicReferenceArray<ServerProcess> processes;

    private final List<Struck> struck = Collections.synchronizedList(new ArrayList<>());
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> strikers = new ArrayList<>();
    private volatile Supplier<Duration> stood = () -> Duration.ZERO;
    private volatile Runnable endFaults = () -> {};
    private volatile boolean brokerIsUp;
    private volatile long brokerUpSince;
    private volatile boolean closed;

    /**
     * @param tell hears of every fault
     */
    public Fleet(Launch launch, int nodes, Consumer<String> tell) {
        this.launch = launch;
        this.nodes = nodes;
        this.tell = tell;
        this.processes = new AtomicReferenceArray<>(nodes + 1);
    }

    /** Starts all, the nodes at the same time; returns when they are ready. */
    public void start() throws InterruptedException {
        launch.prepare();
        revive(Fault.BROKER).awaitReady(START_PATIENCE);
        var started = IntStream.rangeClosed(1, nodes).mapToObj(this::revive).toList();
        for (var node : started) {
            node.awaitReady(START_PATIENCE);
        }
    }

    /**
     * From now on the faults happen, each at its time; returns at once.
     *
     * @param lastSeen when something last came out of the router, as of {@link System#nanoTime()}
     */
    public void begin(Schedule schedule, LongSupplier lastSeen) {
        var clock = new FaultClock(System::nanoTime, lastSeen, STALL_PATIENCE);
        stood = clock::stood;
        endFaults = clock::stop;
        for (int victim = Fault.BROKER; victim <= nodes; victim++) {
            var faults = schedule.of(victim);
            var striker = new Thread(() -> strike(faults, clock), "strikes-" + Fault.name(victim));
            striker.setDaemon(true);
            strikers.add(striker);
            striker.start();
        }
    }

    private void strike(List<Fault> faults, FaultClock clock) {
        try {
            for (var fault : faults) {
                if (!clock.await(fault.at())) {
                    return;
                }
                tell.accept(fault.toString());
                long began = System.nanoTime();
                clock.gone();
                strike(fault);
                var unused = clock.await(fault.end());
                clock.returned();
                restore(fault, began);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            complaints.add("a fault could not be done: " + e);
        }
    }

    private void strike(Fault fault) throws InterruptedException {
        if (fault.victim() == Fault.BROKER) {
            brokerIsUp = false;
        }
        var process = processes.get(fault.victim());
        switch (fault.kind()) {
            case KILL_NODE, KILL_BROKER -> process.kill();
            case STOP_NODE, STOP_BROKER -> {
                if (!process.stop(STOP_PATIENCE)) {
                    complaints.add(Fault.name(fault.victim()) + " did not end within " + STOP_PATIENCE.toSeconds()
                            + " s of SIGTERM: " + fault);
                }
            }
            case FREEZE_NODE -> process.freeze();
        }
    }

    private void restore(Fault fault, long began) throws InterruptedException {
        if (fault.kind() == Fault.Kind.FREEZE_NODE) {
            processes.get(fault.victim()).thaw();
            struck.add(new Struck(fault, began, System.nanoTime(), true));
            return;
        }
        var unused = revive(fault.victim())
                .ready()
                .handle((line, problem) -> struck.add(new Struck(fault, began, System.nanoTime(), problem == null)));
    }

    private synchronized ServerProcess revive(int victim) {
        if (closed) {
            throw new IllegalStateException("the run is over");
        }
        var process = ServerProcess.start(
                launch.command(victim), launch.environment(), launch.log(victim), code -> endedByItself(victim, code));
        processes.set(victim, process);
        if (victim == Fault.BROKER) {
            var unused = process.ready().thenAccept(line -> {
                brokerUpSince = System.nanoTime();
                brokerIsUp = true;
            });
        }
        return process;
    }

    /** As a supervisor does it: start it again. A node may refuse to start while there is no broker. */
    private void endedByItself(int victim, int code) {
        if (closed) {
            return;
        }
        var what = Fault.name(victim) + " ended by itself, with exit code " + code;
        if (victim != Fault.BROKER && isBrokerAway()) {
            tell.accept(what + ", because there was no broker");
        } else {
            complaints.add(what);
        }
        revive(victim);
    }

    /** Or was, within the time that a node looks for it. */
    private boolean isBrokerAway() {
        return !brokerIsUp || System.nanoTime() - brokerUpSince < NODE_PATIENCE.toNanos();
    }

    /**
     * Returns when the last fault is over and everyone is well again, or cannot be.
     *
     * @param isHopeless whether there need be no more faults, asked again and again
     */
    public void awaitPeace(BooleanSupplier isHopeless) throws InterruptedException {
        for (var striker : strikers) {
            while (striker.isAlive()) {
                if (isHopeless.getAsBoolean()) {
                    endFaults.run();
                }
                striker.join(LOOK_AGAIN.toMillis());
            }
        }
        for (int node = 1; node <= nodes; node++) {
            awaitHealth(node);
        }
    }

    private void awaitHealth(int node) throws InterruptedException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        String health = health(node);
        while (!health.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            health = health(node);
        }
        if (!health.isEmpty()) {
            complaints.add(Fault.name(node) + " did not become well again: " + health);
        }
    }

    /** What is the matter with a node; empty when it does its work. */
    private String health(int node) throws InterruptedException {
        var process = processes.get(node);
        if (!process.isAlive()) {
            return "it has ended";
        }
        try {
            var request = HttpRequest.newBuilder(URI.create(process.http() + "/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? "" : answer.body();
        } catch (IOException | IllegalStateException e) {
            return e.toString();
        }
    }

    /** Ends the nodes in order; the broker stays. */
    public void stopNodes() throws InterruptedException {
        for (int node = 1; node <= nodes; node++) {
            if (!processes.get(node).stop(STOP_PATIENCE)) {
                complaints.add(Fault.name(node) + " did not end within " + STOP_PATIENCE.toSeconds()
                        + " s of SIGTERM at the end of the run");
            }
        }
    }

    /** The faults that are over, in the order of their beginning. */
    public List<Struck> struck() {
        synchronized (struck) {
            return struck.stream()
                    .sorted(Comparator.comparingLong(Struck::began))
                    .toList();
        }
    }

    /** How long the faults waited because nothing came out of the router. */
    public Duration stood() {
        return stood.get();
    }

    /** What processes did that they must not do. */
    public List<String> complaints() {
        synchronized (complaints) {
            return List.copyOf(complaints);
        }
    }

    /** Kills all that is left; returns when it is gone. */
    @Override
    public synchronized void close() {
        closed = true;
        strikers.forEach(Thread::interrupt);
        for (int victim = 0; victim <= nodes; victim++) {
            var process = processes.get(victim);
            if (process != null) {
                process.abandon();
            }
        }
        for (int victim = 0; victim <= nodes; victim++) {
            var process = processes.get(victim);
            if (process != null) {
                process.awaitEnd();
            }
        }
    }
}
