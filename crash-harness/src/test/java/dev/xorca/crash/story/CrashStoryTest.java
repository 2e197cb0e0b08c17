package dev.xorca.crash.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrashStoryTest {
    private static CrashStory story(Trouble trouble, Step at, boolean timers) {
        return new CrashStory(5, true, trouble, at, Repeat.NO, Repeat.NO, Step.A, timers);
    }

    private static CrashStory story(Trouble trouble, Step at) {
        return story(trouble, at, false);
    }

    private static List<Expected> way(Story story) {
        return story.ways().get(0);
    }

    private static List<String> types(Story story) {
        return way(story).stream().map(each -> each.sign().type()).toList();
    }

    private static List<Answer> answers(Story story, Step step, int attempt) {
        return story.answers(new Asked(step.command(), 0, new ObjectMapper().valueToTree(Map.of("attempt", attempt))));
    }

    @Test
    void withoutTroubleThereAreThreeCommandsAndAnEnd() {
        assertThat(types(story(Trouble.NONE, Step.B)))
                .containsExactly("cmd.crash.a", "cmd.crash.b", "cmd.crash.c", "notif.crash.done");
        assertThat(types(story(Trouble.NONE, Step.B, true)))
                .containsExactly("cmd.crash.a", "cmd.crash.b", "notif.crash.paused", "cmd.crash.c", "notif.crash.done");
    }

    @Test
    void anErrorIsTriedAgainOnce() {
        assertThat(way(story(Trouble.ERROR, Step.B)).get(2).data())
                .isEqualTo(Map.of("number", 5, "attempt", 2, "trail", "a5."));
        assertThat(types(story(Trouble.ERROR, Step.B)))
                .containsExactly("cmd.crash.a", "cmd.crash.b", "cmd.crash.b", "cmd.crash.c", "notif.crash.done");
        assertThat(types(story(Trouble.ERROR_TWICE, Step.B)))
                .containsExactly("cmd.crash.a", "cmd.crash.b", "cmd.crash.b", "notif.crash.failed");
    }

    @Test
    void aBrokenAnswerIsToldAndChangesNothing() {
        assertThat(types(story(Trouble.BROKEN_ANSWER, Step.A)))
                .containsExactly(
                        "cmd.crash.a",
                        "sys.xorca.orchestrator.crash.error",
                        "cmd.crash.b",
                        "cmd.crash.c",
                        "notif.crash.done");
        assertThat(answers(story(Trouble.BROKEN_ANSWER, Step.A), Step.A, 1))
                .extracting(Answer::suffix)
                .containsExactly(Answer.BROKEN, Answer.SUFFIX);
    }

    /** What the services do and what is expected are told apart; this holds them together. */
    @ParameterizedTest
    @EnumSource(Trouble.class)
    void theAnswersLeadToWhatIsExpected(Trouble trouble) {
        for (var at : Step.values()) {
            var story = story(trouble, at);
            assertThat(walk(story)).as("%s", story).isEqualTo(types(story));
        }
    }

    /** The machine, told once more: what leaves it when it is given these answers. */
    private static List<String> walk(Story story) {
        var seen = new ArrayList<String>();
        var steps = List.of(Step.values());
        int step = 0;
        int attempt = 1;
        while (step < steps.size()) {
            var now = steps.get(step);
            seen.add(now.command());
            for (var answer : answers(story, now, attempt)) {
                if (answer.type().equals(now.success()) && answer.data().get("word") instanceof String) {
                    step++;
                    attempt = 1;
                } else if (answer.type().equals(now.success())) {
                    seen.add("sys.xorca.orchestrator.crash.error");
                } else if (attempt == 1) {
                    attempt = 2;
                } else {
                    seen.add("notif.crash.failed");
                    return seen;
                }
            }
        }
        seen.add("notif.crash.done");
        return seen;
    }

    @ParameterizedTest
    @ValueSource(strings = {"machines", "machines-without-timers"})
    void theMachineKnowsEveryType(String folder) throws IOException {
        String machine;
        try (var document = Story.class.getResourceAsStream("/dev/xorca/crash/" + folder + "/crash.machine.yaml")) {
            machine = new String(document.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(Arrays.stream(Step.values())
                        .flatMap(step -> List.of(step.command(), step.success(), step.error()).stream()))
                .allSatisfy(type -> assertThat(machine).contains(" " + type + ":"));
        assertThat(machine).contains("notif.crash.done", "notif.crash.failed");
    }

    @Test
    void theFirstAnswerOfAStepIsRepeatedAsTold() {
        var story = new CrashStory(5, true, Trouble.ERROR, Step.B, Repeat.NO, Repeat.LATER, Step.B, true);
        assertThat(answers(story, Step.B, 1)).extracting(Answer::repeat).containsExactly(Repeat.LATER);
        assertThat(answers(story, Step.B, 2)).extracting(Answer::repeat).containsExactly(Repeat.NO);
        assertThat(answers(story, Step.A, 1)).extracting(Answer::repeat).containsExactly(Repeat.NO);
    }
}
