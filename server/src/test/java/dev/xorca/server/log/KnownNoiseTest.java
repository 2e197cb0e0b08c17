package dev.xorca.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownNoiseTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DENY    | [NodeToControllerChannelManager id=1 name=registration] Attempting to close NetworkClient that has already been closed.
            DENY    | [TransactionCoordinator id=1] Connection to node 1 (/127.0.0.1:9092) could not be established. Node may not be available.
            DENY    | Processing exception handler is not enabled for the GlobalThread. It's recommended to set it.
            DENY    | Using an OS temp directory in the state.dir property. Resolved state.dir: [/tmp/xorca-demo1/state]
            NEUTRAL | Using an OS temp directory in the state.dir property. Resolved state.dir: [/tmp/mine]
            NEUTRAL | [Producer clientId=p] Connection to node 1 (/127.0.0.1:9092) could not be established. Node may not be available.
            """)
    void onlyWhatMeansNothingIsDropped(FilterReply reply, String message) {
        var event = new LoggingEvent();
        event.setMessage(message);

        assertThat(new KnownNoise().decide(event)).isEqualTo(reply);
    }
}
