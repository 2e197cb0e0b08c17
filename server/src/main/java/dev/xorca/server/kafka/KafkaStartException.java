package dev.xorca.server.kafka;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The broker could not start. The message is one sentence for the user: what is wrong; what to do. */
public final class KafkaStartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private KafkaStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static KafkaStartException portNotUsable(int port, IOException cause) {
        return new KafkaStartException(
                "Kafka cannot listen on 127.0.0.1:" + port + " (" + cause.getMessage()
                        + "); stop the program that uses this port or choose another port (0 takes any free one)",
                cause);
    }

    static KafkaStartException directoryInUse(Path directory) {
        return new KafkaStartException(
                directory + " is in use by another Kafka broker; stop that broker or choose another directory", null);
    }

    static KafkaStartException directoryNotUsable(Path directory, IOException cause) {
        return new KafkaStartException(
                "Kafka cannot keep its data in " + directory + " (" + reason(cause)
                        + "); choose a directory that you may write to",
                cause);
    }

    static KafkaStartException directoryOfOthers(Path directory) {
        return new KafkaStartException(
                directory + " holds files that are not a broker's; choose an empty directory or a new one", null);
    }

    static KafkaStartException commaInDirectory(Path directory) {
        return new KafkaStartException(
                "Kafka cannot use a directory with a comma in its path (" + directory + "); choose another one", null);
    }

    static KafkaStartException failed(Path directory, Throwable cause) {
        return new KafkaStartException(
                "Kafka could not start with the data in " + directory + " (" + cause
                        + "); the log says more, and an empty directory starts afresh",
                cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "access denied";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "it is not a directory";
        }
        var reason = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
        return reason == null ? cause.toString() : reason;
    }
}
