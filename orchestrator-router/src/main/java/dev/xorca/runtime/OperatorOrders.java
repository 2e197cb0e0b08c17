package dev.xorca.runtime;

import dev.xorca.router.InternalEvents;
import dev.xorca.router.InternalEvents.Order;
import dev.xorca.router.Subject;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/**
 * Writes what an operator orders into the inbox, where it stands in line with everything else. Safe for several threads.
 */
public final class OperatorOrders {
    private final InboxProducer producer;

    OperatorOrders(InboxProducer producer) {
        this.producer = producer;
    }

    /**
     * Gives an order; returns when Kafka has it for good. It is carried out in its turn.
     *
     * @param token which invocation it is about; empty for the whole orchestration
     * @param reason why, for the journal
     * @return the id of the event that carries the order
     * @throws NotAcknowledgedException when Kafka has not said within some seconds that it has it
     */
    public String give(Order order, Subject subject, String token, String reason) throws NotAcknowledgedException {
        var id = UUID.randomUUID().toString();
        try {
            producer.send(producer.encode(subject, InternalEvents.order(order, subject, id, token, reason)))
                    .get();
            return id;
        } catch (ExecutionException e) {
            throw NotAcknowledgedException.of(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NotAcknowledgedException.of(e);
        }
    }
}
