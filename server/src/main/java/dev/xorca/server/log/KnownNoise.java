package dev.xorca.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;

/** Drops warnings that mean nothing to a user, of loggers whose other warnings do. */
public final class KnownNoise extends Filter<ILoggingEvent> {
    private static final List<String> MESSAGES = List.of(
            // At every stop of a broker.
            "Attempting to close NetworkClient that has already been closed.");

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return MESSAGES.stream().anyMatch(event.getFormattedMessage()::endsWith)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
