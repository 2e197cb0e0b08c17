package dev.xorca.router;

import static dev.xorca.router.RouterScenario.machines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.machine.DocumentException;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.router.RouterSettings.MissingVersion;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachinesTest {
    private static final String SUMMARY = """
            name: summary
            version: "1.0.0"
            schemas:
              accepts:
                evt.book.fetch.success: { type: object }
                evt.only.declared: { type: object }
              emits:
                notif.only.declared: { type: object }
            initial: Fetch
            states:
              Fetch:
                entry: { emit: cmd.book.fetch }
                on:
                  evt.book.fetch.success: { target: Done, actions: { emit: notif.summary.done } }
                  evt.book.fetch.*: Done
                  sys.book.error: Done
                  own.raised: Done
              Done: { type: final, entry: { emit: xorca.cleanup.start } }
            """;

    @Test
    void machinesAreFoundByNameAndVersion() {
        var machines = machines(machine("summary", "1.0.0"), machine("summary", "2.0.0"), machine("order", "1.0.0"));

        assertThat(machines.names()).containsExactly("order", "summary");
        assertThat(machines.has("summary")).isTrue();
        assertThat(machines.has("summaries")).isFalse();
        assertThat(machines.has("sum")).isFalse();
        assertThat(machines.find("summary", "2.0.0"))
                .hasValueSatisfying(
                        found -> assertThat(found.machine().version()).isEqualTo("2.0.0"));
        assertThat(machines.find("summary", "3.0.0")).isEmpty();
        assertThat(machines.find("nobody", "1.0.0")).isEmpty();
        assertThat(machines.all()).hasSize(3);
    }

    @Test
    void versionsAreInTheOrderOfTheirNumbers() {
        var machines = machines(
                machine("summary", "1.10.0"),
                machine("summary", "1.9.0"),
                machine("summary", "1.9.10"),
                machine("summary", "0.99.99"));

        assertThat(machines.versions("summary")).containsExactly("0.99.99", "1.9.0", "1.9.10", "1.10.0");
        assertThat(machines.defaultVersion("summary")).contains("1.10.0");
        assertThat(machines.versions("nobody")).isEmpty();
        assertThat(machines.defaultVersion("nobody")).isEmpty();
    }

    @Test
    void aVersionIsFoundOnlyAsItIsWritten() {
        var machines = machines(machine("summary", "1.0.0"));

        assertThat(machines.find("summary", "01.0.0")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orchestrator", "orchestrator.summary", "summary.start"})
    void namesWhoseEventsCouldBeTakenForOthersAreRefused(String name) {
        assertThatThrownBy(() -> machines(machine(name, "1.0.0")))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("ambiguous event types");
    }

    @Test
    void noMachinesAtAllAreInOrder() {
        assertThat(machines().names()).isEmpty();
        assertThat(machines().inboundTypes()).isEmpty();
        assertThat(machines().outboundTypes(RouterSettings.DEFAULT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "1.0.00"})
    void twoMachinesOfOneNameAndVersionAreRefusedWithBothFiles(String second) {
        var documents = new MachineDocuments();
        var twins = List.of(
                documents.read("a.machine.yaml", machine("summary", "1.0.0")),
                documents.read("b.machine.yaml", machine("summary", second)));

        assertThatThrownBy(() -> Machines.of(twins))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("b.machine.yaml")
                .hasMessageContaining("a.machine.yaml")
                .hasMessageContaining("give one of them another version");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            MISSING, GOES ON
            1.0.0,   1.10.0
            1.2.0,   1.10.0
            1.9.9,   1.10.0
            1.10.1,  none
            2.0.0,   none
            0.9.0,   none
            3.1.0,   3.1.0
            """)
    void theHighestVersionOfTheSameMajorNumberGoesOnThatIsNotLower(String missing, String goesOn) {
        var machines = machines(machine("summary", "1.2.0"), machine("summary", "1.10.0"), machine("summary", "3.1.0"));

        assertThat(machines.currentOrNewer("summary", missing)
                        .map(document -> document.machine().version())
                        .orElse("none"))
                .isEqualTo(goesOn);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            MISSING, FAIL,  CURRENT_OR_NEWER, CURRENT_OR_OLDER
            1.2.0,   1.2.0, 1.2.0,            1.2.0
            1.3.0,   none,  1.10.0,           3.1.0
            1.10.1,  none,  none,             3.1.0
            2.0.0,   none,  none,             3.1.0
            3.0.9,   none,  3.1.0,            3.1.0
            3.1.1,   none,  none,             none
            4.0.0,   none,  none,             none
            """)
    void thePolicySaysWhoGoesOnForAVersionThatIsMissing(String missing, String fail, String newer, String older) {
        var machines = machines(machine("summary", "1.2.0"), machine("summary", "1.10.0"), machine("summary", "3.1.0"));

        assertThat(Stream.of(MissingVersion.FAIL, MissingVersion.CURRENT_OR_NEWER, MissingVersion.CURRENT_OR_OLDER)
                        .map(policy -> machines.successor("summary", missing, policy)
                                .map(document -> document.machine().version())
                                .orElse("none")))
                .containsExactly(fail, newer, older);
        assertThat(machines.successor("nobody", missing, MissingVersion.CURRENT_OR_OLDER))
                .isEmpty();
    }

    @Test
    void anotherVersionThanTheHighestCanBeTheDefault() {
        var machines = machines(machine("summary", "1.2.0"), machine("summary", "2.0.0"), machine("order", "1.0.0"));

        var chosen = machines.withDefaultVersions(Map.of("summary", "1.2.0"));
        assertThat(chosen.defaultVersion("summary")).contains("1.2.0");
        assertThat(chosen.defaultVersion("order")).contains("1.0.0");
        assertThatThrownBy(() -> machines.withDefaultVersions(Map.of("summary", "1.3.0")))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("summary cannot have the default version 1.3.0")
                .hasMessageContaining("there are 1.2.0, 2.0.0");
        assertThatThrownBy(() -> machines.withDefaultVersions(Map.of("nobody", "1.3.0")))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("no machine of this name is here; there are order, summary");
    }

    @Test
    void successorsStandInOnlyForVersionsThatAreNotThere() {
        var machines = machines(machine("summary", "1.2.0"), machine("summary", "1.10.0"));

        assertThat(machines.find("summary", "1.1.0")).isEmpty();
        var withSuccessors = machines.withSuccessors();
        assertThat(withSuccessors.find("summary", "1.2.0")).isEqualTo(machines.find("summary", "1.2.0"));
        assertThat(withSuccessors.find("summary", "1.1.0")).isEqualTo(machines.find("summary", "1.10.0"));
        assertThat(withSuccessors.find("summary", "2.0.0")).isEmpty();
        assertThat(withSuccessors.find("order", "1.0.0")).isEmpty();
    }

    @Test
    void aRaiseWithoutDelayIsInOrder() {
        assertThat(machines("""
                name: raising
                initial: A
                states: { A: { entry: { raise: tick } } }
                """).names()).containsExactly("raising");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evt.book.fetch.success",
                "sys.xorca.summary.start.error",
                "xorca.summary.start.error",
                "xorca.orchestrator.summary.error",
                "book.fetch",
                "cmd",
                "'cmd.'",
                "'cmd.book fetch'",
                "cmd.bücher",
                "CMD.book.fetch"
            })
    void eventsThatARouterDoesNotEmitAreRefused(String type) {
        assertThatThrownBy(() -> machines(emitting(type)))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("a router emits cmd.*, notif.* and xorca.*.start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cmd.book.fetch", "notif.Summary_1-x.done", "xorca.child.start", "cmd.x"})
    void commandsNotificationsAndStartsMayBeEmitted(String type) {
        assertThat(machines(emitting(type)).outboundTypes(RouterSettings.DEFAULT))
                .contains(type);
    }

    @Test
    void aTypeThatIsTooLongForATopicIsRefused() {
        assertThatThrownBy(() -> machines(emitting("cmd." + "x".repeat(200)))).isInstanceOf(DeploymentException.class);
    }

    @Test
    void everyProblemIsToldAtOnce() {
        assertThatThrownBy(() -> machines(emitting("evt.a"), emitting("evt.b")))
                .hasMessageContaining("'evt.a'")
                .hasMessageContaining("'evt.b'")
                .hasMessageContaining("as well");
    }

    @Test
    void whatLeavesIsWhatMachinesEmitOrDeclareAndTheFourErrors() {
        assertThat(machines(SUMMARY).outboundTypes(RouterSettings.DEFAULT))
                .containsExactlyInAnyOrder(
                        "cmd.book.fetch",
                        "notif.summary.done",
                        "notif.only.declared",
                        "xorca.cleanup.start",
                        "xorca.summary.start.error",
                        "sys.xorca.summary.start.error",
                        "xorca.orchestrator.summary.error",
                        "sys.xorca.orchestrator.summary.error");
    }

    @Test
    void theFourthErrorLeavesUnderItsOtherNameWhereThatIsSet() {
        var settings = RouterSettings.DEFAULT.withAlternativeSystemErrorType(true);

        assertThat(machines(SUMMARY).outboundTypes(settings))
                .contains("sys.orchestrator.summary.error")
                .doesNotContain("sys.xorca.orchestrator.summary.error");
    }

    @Test
    void whatComesInIsTheStartAndWhatMachinesWaitForByName() {
        assertThat(machines(SUMMARY).inboundTypes())
                .containsExactlyInAnyOrder(
                        "xorca.summary.start", "evt.book.fetch.success", "evt.only.declared", "sys.book.error");
    }

    private static String machine(String name, String version) {
        return """
                name: %s
                version: "%s"
                initial: A
                states: { A: { } }
                """.formatted(name, version);
    }

    private static String emitting(String type) {
        return """
                name: emitting
                initial: A
                states: { A: { entry: { emit: %s } } }
                """.formatted(type);
    }
}
