package dev.xorca.server.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/**
 * Lets a command run until SIGTERM or Ctrl-C, close what it opened, and end with its own exit code.
 *
 * <p>Of itself the JVM runs its shutdown hooks while the command goes on, and ends with the signal's code. The hook here
 * only asks the command to end, waits until {@code main} has the exit code, and ends the JVM with that.
 */
final class Termination implements AutoCloseable {
    private static final int LIMIT_SECONDS = 9;
    private static final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

    private final CountDownLatch requested = new CountDownLatch(1);
    private volatile @Nullable CommandFailure failure;
    private final Thread hook = new Thread(this::endInOrder, "xorca-termination");

    private Termination() {}

    /** From now on a signal makes {@link #await} return. */
    static Termination onSignal() {
        var termination = new Termination();
        Runtime.getRuntime().addShutdownHook(termination.hook);
        return termination;
    }

    /** Ends the JVM; the last thing that {@code main} does. */
    static void exit(int code) {
        exitCode.complete(code);
        System.exit(code);
    }

    /**
     * Returns when the process is asked to end.
     *
     * @throws CommandFailure what {@link #fail} was given
     */
    void await() throws InterruptedException {
        requested.await();
        var reason = failure;
        if (reason != null) {
            throw reason;
        }
    }

    /** Whether the process is ending, so that what fails to start now is no failure. */
    boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Ends the wait, because the command can no longer do its work. */
    void fail(CommandFailure reason) {
        failure = reason;
        requested.countDown();
    }

    /** Signals have their usual effect again. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook waits for the exit code.
        }
    }

    private void endInOrder() {
        requested.countDown();
        var code = ExitCode.SOFTWARE;
        try {
            code = exitCode.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            System.err.println(
                    "xorca: it did not end within " + LIMIT_SECONDS + " s and was cut off; its data are safe");
        }
        Runtime.getRuntime().halt(code);
    }
}
