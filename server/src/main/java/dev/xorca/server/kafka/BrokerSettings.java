package dev.xorca.server.kafka;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration of a broker that is alone in its cluster, and small. */
final class BrokerSettings {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private BrokerSettings() {}

    static Map<String, String> of(Path directory, BrokerPorts ports) {
        var settings = new LinkedHashMap<String, String>();
        oneNode(settings, ports);
        oneReplica(settings);
        quickToReturn(settings);
        small(settings);
        settings.put("log.dirs", directory.toString());
        settings.put("auto.create.topics.enable", "false");
        return settings;
    }

    private static void oneNode(Map<String, String> settings, BrokerPorts ports) {
        var controller = "127.0.0.1:" + ports.controller();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE_ID));
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + ports.clients() + "," + CONTROLLER_LISTENER + "://" + controller);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        // A fixed list of voters, so that the controller's port may differ from one start to the next.
        settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
    }

    private static void oneReplica(Map<String, String> settings) {
        for (var topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", "1");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
    }

    private static void quickToReturn(Map<String, String> settings) {
        // After a kill the controller refuses this broker until its old session has expired.
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // Nobody takes over from a lone broker. Asked to, the controller would leave its partitions without a leader
        // while
        // it still ends transactions, and the ends of those partitions would be passed over (decision 0021).
        settings.put("controlled.shutdown.enable", "false");
        // What a killed node left open keeps readers waiting until its time is out and this has looked for it.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        // A transaction right after another one waits this long, so it bounds how often one can commit.
        settings.put("add.partitions.to.txn.retry.backoff.ms", "1");
        settings.put("add.partitions.to.txn.retry.backoff.max.ms", "5");
    }

    private static void small(Map<String, String> settings) {
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "4");
        settings.put("group.coordinator.threads", "1");
        settings.put("share.coordinator.threads", "1");
    }
}
