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
            NEUTRAL | [Producer clientId=p] Connection to node 1 (/127.0.0.1:9092) could not be established. Node may not be available.
            DENY    | [Producer clientId=p] Got error produce response on topic-partition t-0, retrying (9 attempts left). Error: CONCURRENT_TRANSACTIONS
            NEUTRAL | [Producer clientId=p] Got error produce response on topic-partition t-0, retrying (9 attempts left). Error: NOT_LEADER_OR_FOLLOWER
            """)
    void onlyWhatMeansNothingIsDropped(FilterReply reply, String message) {
        var event = new LoggingEvent();
        event.setMessage(message);

        assertThat(new KnownNoise().decide(event)).isEqualTo(reply);
    }
}
