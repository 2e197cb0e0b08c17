package dev.xorca.server.e2e;

/** The end-to-end suite on the broker that ships with {@code ./xorca dev}. */
class EmbeddedEndToEndTest extends EndToEndSuite {
    @Override
    String bootstrapServers() {
        return TestKafka.bootstrapServers();
    }
}
