package dev.xorca.server.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;

/** That this JVM goes on after {@code Exit.halt} is the point. */
class FaultWatchTest {

    @Test
    void aFaultIsToldOnceAndTheJvmLives() {
        var told = new ArrayList<String>();
        try (var watch = FaultWatch.open()) {
            watch.onFault(() -> told.add("before"));

            Exit.halt(1);
            Exit.exit(1);
            watch.onFault(() -> told.add("after"));

            assertThat(watch.happened()).isTrue();
        }
        assertThat(told).containsExactly("before", "after");
    }

    @Test
    void aClosedWatchIsToldNothing() {
        var watch = FaultWatch.open();
        watch.close();

        Exit.halt(1);

        assertThat(watch.happened()).isFalse();
    }
}
