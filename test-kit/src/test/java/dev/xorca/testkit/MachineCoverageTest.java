package dev.xorca.testkit;

import static dev.xorca.testkit.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs test classes and looks at what becomes of them. */
class MachineCoverageTest {
    @TempDir
    private static Path folder;

    /** Read anew each time, as tests do. */
    private static MachineDocument machine() {
        try {
            var file = folder.resolve("gate.machine.yaml");
            Files.writeString(file, """
                    name: gate
                    initial: Shut
                    states:
                      Shut:
                        on:
                          open: Open
                          kick: [ { guard: "false", target: Broken }, { } ]
                      Open: { on: { shut: Shut } }
                      Broken: {}
                    """);
            return new MachineDocuments().read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @MachineCoverage(machine = "gate", states = 66, transitions = 75)
    static class Enough {
        @Test
        void opens() {
            given(machine()).when("open").thenIn("Open");
        }

        @Nested
        class Further {
            @Test
            void shuts() {
                given(machine()).when("open").when("shut").thenIn("Shut");
            }

            @Test
            void withstands() {
                given(machine()).when("kick").thenIn("Shut");
            }
        }
    }

    @MachineCoverage(transitions = 76)
    static class TooFew extends Enough {}

    @MachineCoverage(machine = "door")
    static class AnotherMachine extends Enough {}

    static class Registered {
        @RegisterExtension
        static final MachineCoverageExtension COVERAGE =
                MachineCoverageExtension.of("gate").states(67);

        @Test
        void opens() {
            given(machine()).when("open").thenIn("Open");
        }
    }

    @Test
    void enoughIsEnough() {
        assertThat(failuresOf(Enough.class, true)).isEmpty();
    }

    @Test
    void tooLittleFailsTheClassAndSaysWhatIsMissing() {
        var file = folder.resolve("gate.machine.yaml");
        assertThat(failuresOf(TooFew.class, true)).singleElement().isEqualTo("""
                wanted are 0 %% of the states and 76 %% of the transitions
                Coverage of machine gate 1.0.0 (%1$s): states 2 of 3 (66 %%), transitions 3 of 4 (75 %%)
                  not entered: Broken (%1$s:9, /states/Broken)
                  not taken:   Shut --kick--> Broken (%1$s:7, /states/Shut/on/kick/0)""".formatted(file));
    }

    @Test
    void aRegisteredExtensionCountsToo() {
        assertThat(failuresOf(Registered.class, true))
                .singleElement()
                .satisfies(message -> assertThat(message).startsWith("wanted are 67 % of the states"));
    }

    @Test
    void aMachineThatNoScenarioRanIsMissing() {
        assertThat(failuresOf(AnotherMachine.class, true))
                .singleElement()
                .satisfies(message -> assertThat(message).contains("no scenario ran the machine 'door'"));
    }

    @Test
    void theThresholdCanBeSwitchedOff() {
        assertThat(failuresOf(TooFew.class, false)).isEmpty();
    }

    private static List<String> failuresOf(Class<?> testClass, boolean enforce) {
        var listener = new SummaryGeneratingListener();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(testClass))
                .configurationParameter("xorca.coverage.enforce", String.valueOf(enforce))
                .build();
        LauncherFactory.create().execute(request, listener);
        assertThat(listener.getSummary().getTestsSucceededCount()).isPositive();
        return listener.getSummary().getFailures().stream()
                .map(failure -> String.valueOf(failure.getException().getMessage()))
                .toList();
    }
}
