package dev.xorca.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;

/** Drops warnings that mean nothing to a user, of loggers whose other warnings do. */
public final class KnownNoise extends Filter<ILoggingEvent> {
    private static final List<String> MESSAGES = List.of(
            // At every stop of a broker.
            "Attempting to close NetworkClient that has already been closed.",
            // A broker that calls itself before it listens, when a transaction was open at its end; 20 times a second.
            "[TransactionCoordinator id=1] Connection to node",
            // At every start of Kafka Streams; there is no global store.
            "Processing exception handler is not enabled for the GlobalThread.",
            // Tried again by the client, which says so itself in the end.
            "[AdminClient clientId=",
            // Told to the user as a sentence.
            "Unable to obtain lock as state directory is already locked",
            // The demo means to forget its state.
            "/xorca-demo");

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return MESSAGES.stream().anyMatch(event.getFormattedMessage()::contains)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
