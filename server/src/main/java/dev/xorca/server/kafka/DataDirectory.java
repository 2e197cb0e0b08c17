package dev.xorca.server.kafka;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** Where a broker keeps its data. Held by one broker until closed, or until its process ends in whatever way. */
final class DataDirectory implements Closeable {
    private static final String LOCK = "xorca.lock";
    private static final String IDENTITY = "meta.properties";

    /**
     * The directories held in this JVM. A file lock is the whole process's, and closing any channel to the file drops
     * it, so that a second attempt in this JVM must not even open it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Holds the directory, made when missing.
     *
     * @throws KafkaStartException when it is in use, not writable, or has files of somebody else's
     */
    static DataDirectory hold(Path wanted) {
        try {
            Files.createDirectories(wanted);
            var path = wanted.toRealPath();
            if (path.toString().contains(",")) {
                throw KafkaStartException.commaInDirectory(path);
            }
            if (!isForBrokers(path)) {
                throw KafkaStartException.directoryOfOthers(path);
            }
            return hold(path, path.resolve(LOCK));
        } catch (IOException e) {
            throw KafkaStartException.directoryNotUsable(wanted.toAbsolutePath().normalize(), e);
        }
    }

    private static boolean isForBrokers(Path path) throws IOException {
        try (var files = Files.list(path)) {
            return files.findAny().isEmpty()
                    || Files.exists(path.resolve(LOCK))
                    || Files.exists(path.resolve(IDENTITY));
        }
    }

    private static DataDirectory hold(Path path, Path lockFile) throws IOException {
        if (!HELD.add(path)) {
            throw KafkaStartException.directoryInUse(path);
        }
        try {
            var lock = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock.tryLock() == null) {
                lock.close();
                throw KafkaStartException.directoryInUse(path);
            }
            return new DataDirectory(path, lock);
        } catch (IOException | RuntimeException e) {
            HELD.remove(path);
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** Gives a new directory a cluster id; the one that it has stays. */
    void formatIfNew() {
        if (Files.exists(path.resolve(IDENTITY))) {
            return;
        }
        try (var unseen = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(unseen)
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(path.toString())
                    .setMetadataLogDirectory(Optional.of(path.toString()))
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException e) {
            throw KafkaStartException.directoryNotUsable(path, e);
        } catch (Exception e) {
            throw KafkaStartException.failed(path, e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest, and nothing was to be written.
        } finally {
            HELD.remove(path);
        }
    }
}
