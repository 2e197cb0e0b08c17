package dev.xorca.server.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server$;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Controller and broker of a cluster of one. Kafka's own server starts the two right behind each other, and after a kill
 * the broker takes up its work from what was known before, loses all of it a moment later, when the controller finds that it
 * was gone, and gets it back. In between, it forgets to end transactions, and mixes up what it loads of groups. Here the
 * broker starts once it knows that it was gone.
 */
final class LoneServer {
    private static final Logger log = LoggerFactory.getLogger(LoneServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SharedServer shared;
    private final ControllerServer controller;
    private final BrokerServer broker;

    LoneServer(KafkaConfig config, Time clock) {
        var directories = KafkaRaftServer.initializeLogDirs(config, log, "");
        var properties = directories._1();
        var quorum = config.quorumConfig();
        shared = new SharedServer(
                config,
                properties,
                clock,
                Server$.MODULE$.initializeMetrics(
                        config, clock, properties.clusterId().orElseThrow()),
                CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(quorum.voters())),
                QuorumConfig.parseBootstrapServers(quorum.bootstrapServers()),
                new StandardFaultHandlerFactory(),
                ServerSocketFactory.INSTANCE);
        broker = new BrokerServer(shared);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2());
    }

    /** Returns once the broker accepts requests. */
    void startUp() throws InterruptedException {
        controller.startup();
        awaitThatTheBrokerIsGone();
        broker.startup();
    }

    /** At the latest when the session is over that it had when it was killed; it could not register before, either. */
    private void awaitThatTheBrokerIsGone() throws InterruptedException {
        var gone = new Gone();
        var loader = shared.loader();
        var installed = loader.installPublishers(List.of(gone));
        try {
            installed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            gone.known.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("The controller does not say whether the broker is gone; it is started nevertheless", e);
        } finally {
            var unused = loader.removeAndClosePublisher(gone);
        }
    }

    /** Hears from the controller how the cluster is. */
    private static final class Gone implements MetadataPublisher {
        private final CompletableFuture<@Nullable Void> known = new CompletableFuture<>();

        @Override
        public String name() {
            return "xorca-broker-is-gone";
        }

        @Override
        public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
            var broker = image.cluster().broker(BrokerSettings.NODE_ID);
            if (broker == null || broker.fenced()) {
                known.complete(null);
            }
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }

    /** Returns when all has stopped. */
    void shutDown() {
        broker.shutdown();
        controller.shutdown();
        broker.awaitShutdown();
        controller.awaitShutdown();
    }
}
