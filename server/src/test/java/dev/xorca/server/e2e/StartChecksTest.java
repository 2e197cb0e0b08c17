package dev.xorca.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.router.Machines;
import dev.xorca.router.RouterSettings;
import dev.xorca.runtime.DeploymentChecks;
import dev.xorca.runtime.DeploymentChecks.Compatibility;
import dev.xorca.runtime.EventRecords.EventEncoding;
import dev.xorca.runtime.OrchestratorRuntime;
import dev.xorca.runtime.RuntimeSettings;
import dev.xorca.runtime.StartException;
import dev.xorca.server.demo.SampleMachines;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a router finds out before it starts, told as a sentence that says how to mend it. */
class StartChecksTest {
    @TempDir
    Path folder;

    private final String prefix = "c" + UUID.randomUUID().toString().substring(0, 8) + ".";

    @Test
    void aBrokerThatDoesNotAnswerIsNamed() throws Exception {
        int freePort;
        try (var socket = new ServerSocket(0)) {
            freePort = socket.getLocalPort();
        }
        var settings = settings("127.0.0.1:" + freePort, true, Map.of("default.api.timeout.ms", "2000"));
        assertThatThrownBy(() -> prepare(settings))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("no Kafka broker answers at 127.0.0.1:" + freePort)
                .hasMessageContaining("--bootstrap-servers");
    }

    @Test
    void anAddressThatIsNoneIsNamed() {
        assertThatThrownBy(() -> prepare(settings("nonsense", true, Map.of())))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("nonsense")
                .hasMessageContaining("--bootstrap-servers");
    }

    @Test
    void missingTopicsAreNamedWhenTheyMayNotBeCreated() {
        assertThatThrownBy(() -> prepare(settings(TestKafka.bootstrapServers(), false, Map.of())))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(prefix + "cmd.book.fetch")
                .hasMessageContaining(prefix + "xorca.inbox")
                .hasMessageContaining("create-topics");
    }

    @Test
    void anInboxThatTheBrokerDoesNotStampIsRefusedWithTheCommandThatMendsIt() throws Exception {
        create(prefix + "xorca.inbox", 4);
        assertThatThrownBy(() -> prepare(settings(TestKafka.bootstrapServers(), true, Map.of())))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("--add-config message.timestamp.type=LogAppendTime");
    }

    @Test
    void anInboxWithAnotherPartitionCountThanTheStoreIsRefused() throws Exception {
        create(prefix + "app-orchestrations-changelog", 3);
        assertThatThrownBy(() -> prepare(settings(TestKafka.bootstrapServers(), true, Map.of())))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("has 4 partitions")
                .hasMessageContaining("has 3")
                .hasMessageContaining("--application-id");
    }

    @Test
    void everythingThatIsMissingIsCreated() throws Exception {
        prepare(settings(TestKafka.bootstrapServers(), true, Map.of()));
        try (var admin = admin()) {
            assertThat(admin.listTopics().names().get())
                    .contains(
                            prefix + "xorca.inbox",
                            prefix + "xorca.deadletter",
                            prefix + "xorca.summary.start",
                            prefix + "evt.book.fetch.success",
                            prefix + "cmd.book.fetch",
                            prefix + "notif.summary.done",
                            prefix + "xorca.summary.start.error",
                            prefix + "sys.xorca.summary.start.error",
                            prefix + "xorca.orchestrator.summary.error",
                            prefix + "sys.xorca.orchestrator.summary.error");
        }
    }

    @Test
    void aMachineThatWasDeployedAsAnotherIsRefusedWithTheDifference() {
        prepare(settings(false), waitsFor("evt.first", "1.0.0"));
        prepare(settings(false), waitsFor("evt.first", "1.0.0"));
        assertThatThrownBy(() -> prepare(settings(false), waitsFor("evt.second", "1.0.0")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("was deployed with another definition; give this one a higher version")
                .hasMessageContaining("evt.first")
                .hasMessageContaining("evt.second");
        prepare(settings(false), waitsFor("evt.second", "1.1.0"));
    }

    @Test
    void aMachineMayBeAnotherWhereThatIsAllowed() {
        prepare(settings(false), waitsFor("evt.first", "1.0.0"));
        prepare(settings(true), waitsFor("evt.second", "1.0.0"));
        prepare(settings(false), waitsFor("evt.second", "1.0.0"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            COMPATIBILITY | AMOUNT | IS REFUSED
            REFUSE        | true   | true
            REFUSE        | false  | false
            WARN          | true   | false
            OFF           | true   | false
            """)
    void aNewVersionThatBreaksTheServicesAsTheyAreIsRefusedWhereThatIsSet(
            Compatibility compatibility, boolean isAmountRequired, boolean isRefused) {
        var checks = new DeploymentChecks(false, compatibility);
        prepare(settings(checks), pays("1.0.0", false));
        if (isRefused) {
            assertThatThrownBy(() -> prepare(settings(checks), pays("1.1.0", isAmountRequired)))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("pays 1.0.0 -> 1.1.0")
                    .hasMessageContaining("'amount' is required, and may be missing")
                    .hasMessageContaining("--compatibility");
        } else {
            prepare(settings(checks), pays("1.1.0", isAmountRequired));
        }
    }

    private static Machines pays(String version, boolean isAmountRequired) {
        return Machines.of(List.of(new MachineDocuments()
                .read("pays.machine.yaml", """
                name: pays
                version: "%s"
                schemas: { accepts: { evt.paid: { type: object, required: [%s] } } }
                initial: A
                states: { A: { on: { evt.paid: B } }, B: { type: final } }
                """.formatted(version, isAmountRequired ? "amount" : ""))));
    }

    private RuntimeSettings settings(DeploymentChecks checks) {
        return settings(TestKafka.bootstrapServers(), true, checks, Map.of());
    }

    private RuntimeSettings settings(boolean allowRedefinition) {
        return settings(new DeploymentChecks(allowRedefinition, Compatibility.WARN));
    }

    private static Machines waitsFor(String type, String version) {
        return Machines.of(List.of(new MachineDocuments().read("waits.machine.yaml", """
                name: waits
                version: "%s"
                initial: A
                states: { A: { on: { %s: B } }, B: { type: final } }
                """.formatted(version, type))));
    }

    private static void prepare(RuntimeSettings settings, Machines machines) {
        new OrchestratorRuntime(machines, settings).close();
    }

    private static void prepare(RuntimeSettings settings) {
        new OrchestratorRuntime(Machines.of(SampleMachines.all()), settings).close();
    }

    private RuntimeSettings settings(String servers, boolean createTopics, Map<String, String> kafka) {
        return settings(servers, createTopics, DeploymentChecks.DEFAULT, kafka);
    }

    private RuntimeSettings settings(
            String servers, boolean createTopics, DeploymentChecks checks, Map<String, String> kafka) {
        return new RuntimeSettings(
                servers,
                prefix + "app",
                folder,
                "",
                prefix,
                "",
                createTopics,
                4,
                1,
                EventEncoding.BINARY,
                RuntimeSettings.Guarantee.EXACTLY_ONCE,
                20,
                1,
                1_000_000,
                checks,
                false,
                RuntimeSettings.Placement.ALONE,
                RouterSettings.DEFAULT,
                kafka);
    }

    private static void create(String topic, int partitions) throws Exception {
        try (var admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static Admin admin() {
        return Admin.create(
                Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, TestKafka.bootstrapServers()));
    }
}
