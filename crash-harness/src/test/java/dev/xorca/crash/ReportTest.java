package dev.xorca.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xorca.crash.check.Guarantee;
import dev.xorca.crash.check.Judgement;
import dev.xorca.crash.check.Judgement.Tally;
import dev.xorca.crash.check.Violation;
import dev.xorca.crash.fault.Fault;
import dev.xorca.crash.fault.Fault.Kind;
import dev.xorca.crash.fault.Schedule;
import dev.xorca.crash.fault.Struck;
import dev.xorca.crash.story.Plot;
import dev.xorca.crash.story.Stories;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    Path folder;

    private static Report report(int violations) {
        var settings = new Settings(
                new Stories(99, List.of(Plot.CRASH), false),
                10,
                new Schedule(List.of()),
                2,
                Guarantee.EXACTLY_ONCE,
                20,
                5,
                1,
                Duration.ofSeconds(6),
                Path.of("dist"),
                Path.of("samples"),
                List.of(),
                "WARN");
        var found = IntStream.rangeClosed(1, violations)
                .mapToObj(number -> new Violation(Violation.Kind.LOST, number, "cmd.crash.b"))
                .toList();
        var judgement = new Judgement(
                Map.of(Plot.CRASH, new Tally(10, 9, 10, violations)),
                Map.of("cmd.crash.a", 10L, "notif.crash.done", 9L),
                3,
                found);
        var fault = new Fault(Duration.ZERO, Kind.KILL_NODE, 1, Duration.ZERO);
        var gaps = new Gaps(4.5, 12.25, List.of(new Gaps.AtFault(fault, 11, 2, true, true, 3.25)));
        return new Report(new Outcome(
                settings,
                judgement,
                List.of(new Struck(fault, 0, 1, true)),
                gaps,
                Duration.ofSeconds(7),
                4,
                Duration.ofSeconds(61)));
    }

    @Test
    void aGoodRunSaysWhatItWas() {
        assertThat(String.join("\n", report(0).lines()))
                .contains(
                        "seed                   99",
                        "10 started, 9 ended",
                        "  crash                10 started, 9 ended, 10 commands, 0 violations",
                        "1 (1 kill-node)",
                        "faults waited          7 s",
                        "commands               10",
                        "longest gap            4.5 s, from 12.25 s on",
                        "at 11.0 s kill-node node-1, back after 2.0 s",
                        "one node, kill-node  3.25 s",
                        "verdict                GOOD")
                .doesNotContain("BROKEN");
    }

    @Test
    void aBadRunSaysWhatWasBrokenAndHowOften() {
        assertThat(report(2).lines())
                .contains("BROKEN  LOST in orchestration 1: cmd.crash.b", "verdict                BAD {LOST=2}");
    }

    @Test
    void ofManyViolationsTheFirstAreTold() {
        assertThat(report(500).lines()).hasSizeLessThan(40).contains("... of 500");
    }

    @Test
    void programsReadTheSame() throws IOException {
        report(1).write(folder.resolve("outcome.json"));
        var json = new ObjectMapper().readTree(folder.resolve("outcome.json").toFile());
        assertThat(json.path("verdict").asText()).isEqualTo("bad");
        assertThat(json.path("seed").asLong()).isEqualTo(99);
        assertThat(json.at("/orchestrations/ended").asInt()).isEqualTo(9);
        assertThat(json.at("/stories/crash/violations").asInt()).isEqualTo(1);
        assertThat(json.at("/faults/kill-node").asInt()).isEqualTo(1);
        assertThat(json.at("/events/cmd.crash.a").asInt()).isEqualTo(10);
        assertThat(json.at("/broken/LOST").asInt()).isEqualTo(1);
        assertThat(json.at("/faultsInOrder/0/victim").asText()).isEqualTo("node-1");
        assertThat(json.at("/longestGapSecondsWithOneNodeAway/kill-node").asDouble())
                .isEqualTo(3.25);
    }
}
