package dev.xorca.samples.patterns;

import static dev.xorca.testkit.Scenario.given;

import dev.xorca.machine.MachineDocument;
import dev.xorca.testkit.MachineCoverage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@MachineCoverage(machine = "purchase-order", states = 100, transitions = 100)
class PurchaseOrderTest {
    private final MachineDocument machine = Documents.read("purchase-order", "purchase-order.machine.yaml");

    @Test
    void aCheapOrderIsApprovedByItself() {
        given(machine).input(Map.of("cost", 999)).thenDone(Map.of("result", "Auto-approved"));
    }

    @Test
    void aDearOrderIsPlacedOnceSomebodyHasApprovedIt() {
        given(machine)
                .input(Map.of("cost", 1_000))
                .thenIn("Approval")
                .thenEmittedOnly("cmd.approval.request")
                .whenTimePasses(Duration.ofHours(23))
                .when("evt.approval.received", Map.of("approver", "Ada"))
                .thenIn("Order")
                .whenTimePasses(Duration.ofHours(2))
                .thenIn("Order")
                .whenAnswered("cmd.order.place")
                .thenDone(Map.of("result", "Approved by 'Ada'"));
    }

    @Test
    void whatNobodyApprovesWithinADayIsCanceled() {
        given(machine)
                .input(Map.of("cost", 1_000))
                .whenTimePasses(Duration.ofHours(24).minusMillis(1))
                .thenIn("Approval")
                .whenTimePasses(Duration.ofMillis(1))
                .thenDone(Map.of("result", "Canceled"));
    }

    @Test
    void howLongIsWaitedCanBeSaid() {
        given(machine)
                .input(Map.of("cost", 1_000, "patience", "PT5S"))
                .whenTimePasses(Duration.ofSeconds(5))
                .thenDone(Map.of("result", "Canceled"));
    }

    @Test
    void anOrderThatCannotBePlacedFails() {
        var scenario =
                given(machine).input(Map.of("cost", 1_000)).when("evt.approval.received", Map.of("approver", "Ada"));
        for (int attempt = 1; attempt <= 5; attempt++) {
            scenario.whenFails("cmd.order.place", "closed", "the shop is closed")
                    .whenTimePasses(Duration.ofSeconds(5));
        }
        scenario.thenFailed();
    }
}
