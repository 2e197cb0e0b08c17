package dev.xorca.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.Responder;
import dev.xorca.router.Machines;
import dev.xorca.runtime.RuntimeSettings;
import dev.xorca.samples.CommandService;
import dev.xorca.samples.Sample;
import dev.xorca.samples.Samples;
import dev.xorca.server.demo.SampleDemo;
import dev.xorca.server.demo.SampleMachines;
import dev.xorca.server.node.HttpSettings;
import dev.xorca.server.node.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What {@code xorca demo NAME} shows, of every sample, on one node: all ends as it must. */
class SamplesEndToEndTest {
    private static final List<Sample> samples = Samples.all();
    private static final Machines machines = Machines.of(samples.stream()
            .flatMap(sample -> SampleMachines.of(sample).stream())
            .toList());
    private static final List<AutoCloseable> running = new ArrayList<>();
    private static Node node;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        var responders = new HashMap<String, Responder>();
        samples.forEach(sample -> responders.putAll(sample.responders()));
        var settings = RuntimeSettings.of(TestKafka.bootstrapServers(), "samples", folder);
        node = Node.start(machines, responders, settings, HttpSettings.at("127.0.0.1", 0));
        running.add(node);
        for (var sample : samples) {
            if (!sample.services().isEmpty()) {
                running.add(
                        0,
                        CommandService.start(
                                sample.name() + ".service", TestKafka.bootstrapServers(), "", sample.services()));
            }
        }
        assertThat(node.awaitReady(Duration.ofSeconds(60), () -> false)).isTrue();
    }

    @AfterAll
    static void stop() throws Exception {
        for (var each : running) {
            each.close();
        }
    }

    @ParameterizedTest
    @FieldSource("samples")
    void everyStartEndsAsItMust(Sample sample) throws Exception {
        var lines = new ArrayList<String>();
        var result = new SampleDemo(sample, lines::add)
                .play(TestKafka.bootstrapServers(), machines, node.httpPort(), () -> false);
        assertThat(result.asExpected()).as(String.join("\n", lines)).isTrue();
    }
}
