package dev.xorca.crash.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoriesTest {
    private static final int MANY = 500;
    private static final List<Plot> ALL = List.of(Plot.values());

    private static List<Story> stories(long seed, List<Plot> plots) {
        var stories = new Stories(seed, plots, true);
        return IntStream.rangeClosed(1, MANY).mapToObj(stories::of).toList();
    }

    private static List<Story> some(Plot plot) {
        return stories(1, List.of(plot)).subList(0, 60);
    }

    private static <T extends Story> List<T> stories(Class<T> kind, Plot plot) {
        return stories(1, List.of(plot)).stream().map(kind::cast).toList();
    }

    private static Asked asked(Expected command) {
        return new Asked(
                command.sign().type(), command.sign().attempt(), new ObjectMapper().valueToTree(command.data()));
    }

    private static boolean isCommand(Expected event) {
        return event.sign().type().startsWith("cmd.");
    }

    @Test
    void aSeedAndANumberGiveTheSameStory() {
        assertThat(stories(42, ALL)).isEqualTo(stories(42, ALL)).isNotEqualTo(stories(43, ALL));
        assertThat(stories(42, ALL)).extracting(Story::plot).contains(Plot.values());
    }

    @ParameterizedTest
    @EnumSource(Plot.class)
    void everyWayIsWholeAndInOrder(Plot plot) {
        for (var story : some(plot)) {
            for (var way : story.ways()) {
                var before = new HashSet<Sign>();
                for (var each : way) {
                    assertThat(before).as("%s %s", plot, story.number()).containsAll(each.after());
                    assertThat(before).as("%s %s", plot, story.number()).doesNotContain(each.sign());
                    assertThat(story.isLast(each.sign().type()))
                            .as("%s %s: %s", plot, story.number(), each.sign())
                            .isEqualTo(each.equals(way.get(way.size() - 1)));
                    before.add(each.sign());
                }
            }
        }
    }

    /** What services do and what is expected are told apart; these hold them together. */
    @ParameterizedTest
    @EnumSource(Plot.class)
    void whatIsCausedByAnAnswerHasOne(Plot plot) {
        for (var story : some(plot)) {
            for (var way : story.ways()) {
                var commands = way.stream().collect(Collectors.toMap(Expected::sign, each -> each));
                way.stream()
                        .map(Expected::cause)
                        .distinct()
                        .filter(cause -> cause.kind() == Cause.Kind.ANSWER)
                        .forEach(cause -> assertThat(cause.of())
                                .as("%s %s", plot, story.number())
                                .allMatch(sign -> answers(story, commands.get(sign))
                                        .anyMatch(answer -> answer.suffix().equals(cause.text()))));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Plot.class)
    void whatIsTriedAgainHadAnError(Plot plot) {
        for (var story : some(plot)) {
            for (var way : story.ways()) {
                var commands = way.stream().collect(Collectors.toMap(Expected::sign, each -> each));
                assertThat(commands.keySet().stream()
                                .filter(sign -> sign.attempt() > 1)
                                .map(sign -> commands.get(sign.attempt(sign.attempt() - 1))))
                        .as("%s %s", plot, story.number())
                        .allMatch(failed -> answers(story, failed)
                                .anyMatch(answer -> answer.type().endsWith(".error")
                                        && answer.suffix().equals(Answer.SUFFIX)));
            }
        }
    }

    private static Stream<Answer> answers(Story story, Expected command) {
        return story.answers(asked(command)).stream();
    }

    @Test
    void everyStepOfAReservationFailsAndIsUndone() {
        var ends = stories(HotelStory.class, Plot.HOTEL_RESERVATION).stream()
                .map(story -> story.ways().get(0).stream()
                        .filter(StoriesTest::isCommand)
                        .map(each -> each.sign().type())
                        .reduce("", (first, second) -> second))
                .collect(Collectors.toSet());
        assertThat(ends)
                .containsExactlyInAnyOrder(
                        "cmd.reservation.validate",
                        "cmd.client.find",
                        "cmd.client.create",
                        "cmd.room.check",
                        "cmd.room.block",
                        "cmd.booking.create",
                        "cmd.room.free");
    }

    @Test
    void aRoomIsFreedWhenItWasBlockedAndTheBookingFailed() {
        for (var story : stories(HotelStory.class, Plot.HOTEL_RESERVATION)) {
            var types =
                    story.ways().get(0).stream().map(each -> each.sign().type()).toList();
            var booked = types.contains("evt.xorca.hotel-reservation.done");
            assertThat(types.contains("cmd.room.free"))
                    .as("%s", story)
                    .isEqualTo(types.contains("cmd.booking.create") && !booked);
        }
    }

    @Test
    void servicesAnswerInEveryWay() {
        for (var plot : List.of(Plot.HOTEL_RESERVATION, Plot.FAN_OUT, Plot.PURCHASE_ORDER)) {
            var answers = stories(1, List.of(plot)).stream()
                    .flatMap(story -> story.ways().get(0).stream()
                            .filter(StoriesTest::isCommand)
                            .flatMap(each -> story.answers(asked(each)).stream()))
                    .toList();
            assertThat(answers).extracting(Answer::repeat).contains(Repeat.values());
            assertThat(answers).extracting(Answer::suffix).contains(Answer.SUFFIX, Answer.LATE, Answer.AGAIN);
            assertThat(answers).extracting(Answer::attempt).contains(0, 1, 2);
        }
    }

    @Test
    void fanOutsHaveFromOneItemToTheMost() {
        var sizes = stories(FanOutStory.class, Plot.FAN_OUT).stream()
                .map(story -> story.items().size())
                .collect(Collectors.toSet());
        assertThat(sizes).contains(1, FanOutStory.CONCURRENCY + 1, FanOutStory.MOST_ITEMS);
    }

    @Test
    void ordersAreApprovedAtEveryTime() {
        var orders = stories(PurchaseOrderStory.class, Plot.PURCHASE_ORDER);
        assertThat(orders).extracting(PurchaseOrderStory::approval).contains(PurchaseOrderStory.Approval.values());
        for (var order : orders) {
            assertThat(order.ways())
                    .as("%s", order)
                    .hasSize(order.approval() == PurchaseOrderStory.Approval.JUST_THEN ? 2 : 1);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Plot.class, mode = EnumSource.Mode.EXCLUDE, names = "CRASH")
    void theSamplesKnowEveryCommand(Plot plot) throws IOException {
        var documents = documents(plot);
        assertThat(some(plot).stream()
                        .flatMap(story -> story.ways().get(0).stream())
                        .filter(StoriesTest::isCommand)
                        .map(each -> each.sign().type())
                        .distinct())
                .allSatisfy(type -> assertThat(documents).containsPattern(" " + Pattern.quote(type) + "[\\s,]"));
    }

    @Test
    void anEarlyApprovalNamesTheVersionOfTheSample() throws IOException {
        assertThat(documents(Plot.PURCHASE_ORDER)).contains("\nversion: " + PurchaseOrderStory.VERSION + "\n");
    }

    private static String documents(Plot plot) throws IOException {
        var documents = new StringBuilder();
        try (var files = Files.list(Path.of("..", "sample-machines", plot.toString()))) {
            for (var file : files.filter(file -> file.toString().endsWith(".machine.yaml"))
                    .toList()) {
                documents.append(Files.readString(file));
            }
        }
        return documents.toString();
    }

    @Test
    void aTokenIsReadAndWritten() {
        var token = CallToken.parse("12.0.7u-3~eyJ_-x").orElseThrow();
        assertThat(token).isEqualTo(new CallToken("12.0.7u", 3, "eyJ_-x"));
        assertThat(token.of(2)).hasToString("12.0.7u-2~eyJ_-x");
        assertThat(Set.of("", "1.0~x", "1.0-1", "1.0-x~y"))
                .allSatisfy(text -> assertThat(CallToken.parse(text)).isEmpty());
    }

    @Test
    void aStartIsKnownByItsId() {
        assertThat(Map.of("start-7", 7, "start-", 0, "", 0, "another", 0, "start-99999999999", 0))
                .allSatisfy((id, number) -> assertThat(Story.number(id)).isEqualTo(number));
    }
}
