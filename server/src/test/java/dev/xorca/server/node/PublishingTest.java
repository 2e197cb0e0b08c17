package dev.xorca.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.server.node.Publishing.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PublishingTest {
    private static final CompletableFuture<Void> ACKNOWLEDGED = CompletableFuture.completedFuture(null);

    private final Publishing publishing =
            new Publishing(new HttpSettings("127.0.0.1", 0, 1_000, 3, 2, 1, Set.of()), () -> 0, Runnable::run);

    @Test
    void everyEventHasItsReceipt() {
        var failed = new CompletableFuture<Void>();
        var receipts = publishing.publish(List.of("a", "b"), event -> event.equals("a") ? ACKNOWLEDGED : failed);
        assertThat(receipts).isNotDone();
        failed.completeExceptionally(new IllegalStateException("the disk is full"));
        assertThat(receipts.join())
                .containsExactly(
                        new Receipt<>("a", null),
                        new Receipt<>("b", "java.lang.IllegalStateException: the disk is full"));
    }

    @Test
    void whenKafkaIsAwayTheRestOfABatchIsNotTried() {
        var tried = new ArrayList<String>();
        var receipts = publishing
                .publish(List.of("a", "b", "c"), event -> {
                    tried.add(event);
                    return event.equals("a")
                            ? ACKNOWLEDGED
                            : CompletableFuture.failedFuture(new IllegalStateException("no broker"));
                })
                .join();
        assertThat(tried).containsExactly("a", "b");
        assertThat(receipts).extracting(Receipt::isAcknowledged).containsExactly(true, false, false);
        assertThat(receipts.get(2).failure()).contains("not published");
    }

    @Test
    void soManyRequestsMayWaitForKafkaAndNoMore() {
        var first = new CompletableFuture<Void>();
        var unused = publishing.publish(List.of("a"), event -> first);
        unused = publishing.publish(List.of("b"), event -> new CompletableFuture<>());
        assertThatThrownBy(() -> publishing.publish(List.of("c"), event -> ACKNOWLEDGED))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("http-max-publishing");
        first.complete(null);
        assertThat(publishing.publish(List.of("c"), event -> ACKNOWLEDGED)).isDone();
    }

    @Test
    void aRefusalTakesNoPlace() {
        for (int i = 0; i < 3; i++) {
            assertThat(publishing.publish(List.of("a"), event -> ACKNOWLEDGED)).isDone();
        }
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> publishing.publish(List.of("a"), event -> ACKNOWLEDGED))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("http-events-per-second");
        }
    }
}
