package dev.xorca.testkit;

import static dev.xorca.testkit.Scenario.given;

import dev.xorca.machine.MachineDocument;
import dev.xorca.testkit.PurchaseOrder.Approval;
import dev.xorca.testkit.PurchaseOrder.Order;
import dev.xorca.testkit.PurchaseOrder.Result;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@MachineCoverage(machine = "purchase-order", states = 100, transitions = 100)
class PurchaseOrderTest {
    private static final MachineDocument MACHINE = PurchaseOrder.machine();
    private static final Order LARGE = new Order("desk", 4, 1200);

    @Test
    void aSmallOrderNeedsNobody() {
        given(MACHINE)
                .input(new Order("pencil", 10, 999.5))
                .thenIn("AutoApproved")
                .thenNothingEmitted()
                .thenDone(new Result("Auto-approved"));
    }

    @Test
    void aLargeOrderIsPlacedOnceApproved() {
        given(MACHINE)
                .input(LARGE)
                .thenIn("AwaitingApproval")
                .thenEmitted("cmd.approval.request", LARGE)
                .when("evt.approval.received", new Approval("Ann"))
                .thenIn("PlacingOrder")
                .thenContext("approver", "Ann")
                .thenEmitted("cmd.order.place", Map.of("product", "desk", "quantity", 4, "cost", 1200.0))
                .when("evt.order.place.success")
                .thenDone(new Result("Approved by 'Ann'"));
    }

    @Test
    void aLargeOrderIsCanceledAfterADay() {
        given(MACHINE)
                .input("{ \"product\": \"desk\", \"quantity\": 4, \"cost\": 1200 }")
                .whenTimePasses(Duration.ofHours(24).minusMillis(1))
                .thenIn("AwaitingApproval")
                .whenTimePasses(Duration.ofMillis(1))
                .thenDone(Map.of("text", "Canceled"))
                .when("evt.approval.received", new Approval("Ann"))
                .thenIgnored();
    }

    @Test
    void anApprovalHasAnApprover() {
        given(MACHINE).input(LARGE).thenRefuses("evt.approval.received", Map.of("by", "Ann"));
    }
}
