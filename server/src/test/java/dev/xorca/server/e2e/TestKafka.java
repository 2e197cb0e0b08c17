package dev.xorca.server.e2e;

import dev.xorca.server.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** The one broker that all end-to-end tests of this JVM share; each works under a topic prefix of its own. */
final class TestKafka {
    private static final EmbeddedKafka SHARED = start();

    private TestKafka() {}

    static String bootstrapServers() {
        return SHARED.bootstrapServers();
    }

    private static EmbeddedKafka start() {
        try {
            var kafka = EmbeddedKafka.start(Files.createTempDirectory("xorca-e2e"), 0);
            Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
            return kafka;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
