package dev.xorca.testkit;

import dev.xorca.dsl.Machine;
import dev.xorca.machine.MachineDocument;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Orders of 1,000 and more need somebody's approval within a day. The machine that docs/java-dsl.md shows. */
final class PurchaseOrder {
    private PurchaseOrder() {}

    record Order(String product, int quantity, double cost) {}

    record Approval(String approver) {}

    record Result(String text) {}

    record Purchase(Order order, @Nullable String approver) {
        static Purchase of(Order order) {
            return new Purchase(order, null);
        }

        boolean isSmall() {
            return order.cost() < 1000;
        }

        Purchase approvedBy(String name) {
            return new Purchase(order, name);
        }
    }

    static MachineDocument machine() {
        return Machine.named("purchase-order")
                .version("1.0.0")
                .input(Order.class)
                .context(Purchase.class, Purchase::of)
                .initial("Deciding")
                .state(
                        "Deciding",
                        state -> state.always(t -> t.when(Purchase::isSmall).target("AutoApproved"))
                                .always("AwaitingApproval"))
                .state(
                        "AwaitingApproval",
                        state -> state.entry(a -> a.emit("cmd.approval.request", Order.class, Purchase::order))
                                .on(
                                        "evt.approval.received",
                                        Approval.class,
                                        t -> t.assign((purchase, event) -> purchase.approvedBy(
                                                        event.data().approver()))
                                                .target("PlacingOrder"))
                                .after(Duration.ofHours(24), "Canceled"))
                .state(
                        "PlacingOrder",
                        state -> state.entry(a -> a.emit("cmd.order.place", Order.class, Purchase::order))
                                .on("evt.order.place.success", "Approved"))
                .finalState("AutoApproved", state -> state.output(purchase -> new Result("Auto-approved")))
                .finalState(
                        "Approved",
                        state -> state.output(purchase -> new Result("Approved by '" + purchase.approver() + "'")))
                .finalState("Canceled", state -> state.output(purchase -> new Result("Canceled")))
                .build();
    }
}
