package dev.xorca.crash.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaunchTest {
    private final Launch launch =
            Launch.onFreePorts(Path.of("dist"), Path.of("work"), 3, List.of("--threads=2"), "WARN");

    @Test
    void everyVictimHasAPortOfItsOwnThatNoClientCanBeGiven() {
        assertThat(launch.ports()).hasSize(4).doesNotHaveDuplicates().allMatch(port -> port >= 1_024 && port < 32_768);
    }

    @Test
    void allListenWhereTheyDidInTheirLastLife() {
        for (int victim = 0; victim <= 3; victim++) {
            assertThat(launch.command(victim))
                    .isEqualTo(launch.command(victim))
                    .contains(launch.ports().get(victim).toString());
        }
        assertThat(launch.command(2))
                .containsSequence("--bootstrap-servers", launch.bootstrapServers())
                .containsSequence("--instance-id", "node-2")
                .contains("--threads=2");
    }
}
