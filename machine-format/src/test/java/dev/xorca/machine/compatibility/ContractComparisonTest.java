package dev.xorca.machine.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.schemas.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractComparisonTest {
    private static final String BEFORE = """
            name: order
            version: 1.0.0
            schemas:
              input: { type: object, required: [id], properties: { id: { type: string } } }
              accepts: { evt.pay.success: { type: object, required: [amount], properties: { amount: { type: number } } } }
              emits: { cmd.pay: { type: object, required: [sum], properties: { sum: { type: number } } } }
            initial: Pay
            states:
              Pay: { entry: { emit: cmd.pay, data: { sum: 1 } }, on: { evt.pay.success: Done, evt.pay.error: Done } }
              Done: { type: final }
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            WHAT         | BY                                          | TYPE            | CHANGE  | LEVEL    | BREAKS
            amount: {    | amount: {                                   | evt.pay.success | SAME    | FULL     |
            [amount]     | [amount, currency]                          | evt.pay.success | CHANGED | FORWARD  | NEW_MACHINE_OLD_SERVICES BACKWARD true
            required: [amount], | ``                                   | evt.pay.success | CHANGED | BACKWARD | OLD_MACHINE_NEW_SERVICES FORWARD true
            [sum]        | [sum, currency]                             | cmd.pay         | CHANGED | FORWARD  | OLD_MACHINE_NEW_SERVICES BACKWARD true
            required: [sum], | ``                                      | cmd.pay         | CHANGED | BACKWARD | NEW_MACHINE_OLD_SERVICES FORWARD true
            [id]         | [id, name]                                  | xorca.order.start | CHANGED | FORWARD | NEW_MACHINE_OLD_SERVICES BACKWARD true
            , evt.pay.error: Done | ``                                 | evt.pay.error   | REMOVED | FORWARD  | NEW_MACHINE_OLD_SERVICES BACKWARD true
            evt.pay.error: Done | "evt.pay.*": Done                    | evt.pay.error   | CHANGED | BACKWARD |
            evt.pay.error: Done | evt.pay.error: Done, evt.late: Done  | evt.late        | ADDED   | FULL     |
            { type: final } | { type: final, entry: { emit: cmd.ship } } | cmd.ship      | ADDED   | BACKWARD | NEW_MACHINE_OLD_SERVICES FORWARD false
            { type: final } | { type: final, entry: { emit: notif.done } } | notif.done  | ADDED   | FULL     |
            """)
    void aChangeSaysForWhomItBreaks(
            String what, String by, String type, Change.Kind kind, String level, String breaks) {
        assertThat(BEFORE).contains(what);
        var comparison = ContractComparison.of(contract(BEFORE), contract(next(BEFORE.replace(what, by))));

        var change = comparison.changes().stream()
                .filter(each -> each.payload().type().equals(type))
                .findFirst()
                .orElseThrow();
        assertThat(change.kind()).isEqualTo(kind);
        assertThat(change.level().name()).isEqualTo(level);
        assertThat(change.breaks().stream().map(each -> each.pairing() + " " + each.broken() + " " + each.isProven()))
                .containsExactlyElementsOf(breaks == null ? List.of() : List.of(breaks));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            WHAT                | BY                 | SERVICES | BACKWARD | FORWARD | FULL  | NONE
            amount: {           | amount: {          | false    | false    | false   | false | false
            [amount]            | [amount, currency] | true     | true     | false   | true  | false
            [sum]               | [sum, currency]    | false    | true     | false   | true  | false
            'required: [sum],'  | ''                 | true     | false    | true    | true  | false
            """)
    void aPolicyForbidsWhatItIsFor(
            String what, String by, boolean services, boolean backward, boolean forward, boolean full, boolean none) {
        var comparison = ContractComparison.of(contract(BEFORE), contract(next(BEFORE.replace(what, by))));

        assertThat(List.of(Policy.values()).stream().map(policy -> comparison.violates(policy, false)))
                .containsExactly(services, backward, forward, full, none);
    }

    @Test
    void aComparisonReadsLikeThis() {
        var after = next(BEFORE.replace("[amount]", "[amount, currency]"));

        assertThat(ComparisonText.text(ContractComparison.of(contract(BEFORE), contract(after))))
                .isEqualTo("""
                order 1.0.0 -> 1.1.0
                  accepted evt.pay.success: changed, FORWARD
                    breaks BACKWARD: the new machine refuses what the services that send it may send today
                      upgrade the services that send it first
                      (whole) required: 'currency' is required, and may be missing
                        refused: {"amount":12.5}
                  4 contracts are the same
                """);
    }

    @Test
    void aDeployedDefinitionHasTheContractsOfItsDocument() {
        var document = new MachineDocuments().read("order.machine.yaml", BEFORE);
        var recorded = Json.object(Json.read(Json.text(document.definition())));
        var deployed = MachineContract.of("order", "1.0.0", document.hash(), recorded);

        assertThat(ContractComparison.of(deployed, MachineContract.of(document)).changes())
                .hasSize(5)
                .allSatisfy(change -> assertThat(change.kind()).isEqualTo(Change.Kind.SAME));
    }

    @Test
    void aDefinitionThatNoLongerLoadsHasTheContractsThatItDeclares() {
        var definition = Json.object(Json.read("""
                {"states":"by other rules","schemas":{"input":{"type":"object"},"accepts":{"evt.a":{"type":"string"}},"emits":{"cmd.b":true}}}"""));
        var contract = MachineContract.of("old", "1.0.0", "sha256:0", definition);

        assertThat(contract.schemas().keySet().stream().map(payload -> payload.role() + " " + payload.type()))
                .containsExactly("INPUT xorca.old.start", "ACCEPTED evt.a", "EMITTED cmd.b", "OUTPUT old");
    }

    @Test
    void aVersionIsComparedWithTheSameOrTheHighestBelow() {
        var deployed = List.of(version("1.0.0"), version("1.9.0"), version("1.10.0"), version("3.0.0"));

        assertThat(ContractComparison.predecessor(version("2.0.0"), deployed))
                .hasValueSatisfying(before -> assertThat(before.version()).isEqualTo("1.10.0"));
        assertThat(ContractComparison.predecessor(version("1.9.0"), deployed))
                .hasValueSatisfying(before -> assertThat(before.version()).isEqualTo("1.9.0"));
        assertThat(ContractComparison.predecessor(version("0.9.0"), deployed)).isEmpty();
    }

    private static MachineContract version(String version) {
        return contract(BEFORE.replace("version: 1.0.0", "version: " + version));
    }

    private static String next(String document) {
        return document.replace("version: 1.0.0", "version: 1.1.0");
    }

    private static MachineContract contract(String document) {
        return MachineContract.of(new MachineDocuments().read("order.machine.yaml", document));
    }
}
