package dev.xorca.crash.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.crash.check.Violation.Kind;
import dev.xorca.crash.story.CallToken;
import dev.xorca.crash.story.Plot;
import dev.xorca.crash.story.Stories;
import dev.xorca.crash.story.Story;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A perfect log is good; whatever is changed in one is found, and called by its name. */
class CheckerTest {
    private static final int ORCHESTRATIONS = 40;
    private static final Stories CRASH = new Stories(12, List.of(Plot.CRASH), true);
    private static final Stories SAMPLES =
            new Stories(12, List.of(Plot.HOTEL_RESERVATION, Plot.FAN_OUT, Plot.PURCHASE_ORDER), true);
    private static final Stories ALL = new Stories(12, List.of(Plot.values()), true);

    private static final int MOST_PLACES = 25;
    /** Logs of fan-outs are long. */
    private static final int MOST_PLACES_IN_SAMPLES = 5;

    private static final String HOTEL_DONE = "evt.xorca.hotel-reservation.done";
    private static final String HOTEL_ERROR = "evt.xorca.hotel-reservation.error";
    private static final String FAN_OUT_DONE = "evt.xorca.fan-out.done";
    private static final String CHILD_START = "xorca.client-creation.start";
    private static final String CHILD_DONE = "evt.xorca.client-creation.done";

    private static Judgement judge(Stories stories, List<Observed> log, Guarantee guarantee) {
        return judge(stories, log, guarantee, ORCHESTRATIONS);
    }

    private static Judgement judge(Stories stories, List<Observed> log, Guarantee guarantee, int atATime) {
        var checker = new Checker(guarantee, ORCHESTRATIONS, stories::of, atATime);
        read(checker, log);
        return checker.judgement();
    }

    private static void read(Checker checker, List<Observed> log) {
        try {
            checker.read((events, violations) -> log.forEach(events));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Observed> perfect(Stories stories) {
        return PerfectLog.of(stories, ORCHESTRATIONS);
    }

    static Stream<Stories> mixtures() {
        return Stream.concat(
                Arrays.stream(Plot.values()).map(plot -> new Stories(12, List.of(plot), true)),
                Stream.of(SAMPLES, ALL));
    }

    @ParameterizedTest
    @MethodSource("mixtures")
    void aPerfectLogIsGood(Stories stories) {
        for (var guarantee : Guarantee.values()) {
            var judgement = judge(stories, perfect(stories), guarantee);
            assertThat(judgement.violations()).isEmpty();
            assertThat(judgement.isGood()).isTrue();
            assertThat(judgement.ended()).isEqualTo(ORCHESTRATIONS);
            assertThat(judgement.orchestrations()).isEqualTo(ORCHESTRATIONS);
            assertThat(judgement.repeats()).isZero();
            assertThat(judgement.tallies()).containsOnlyKeys(stories.plots());
            assertThat(judgement.commands())
                    .isEqualTo(perfect(stories).stream()
                            .filter(CheckerTest::isCommand)
                            .count());
        }
    }

    @Test
    void aPerfectLogOfAMachineWithoutTimersIsGood() {
        var stories = new Stories(12, List.of(Plot.CRASH), false);
        assertThat(judge(stories, perfect(stories), Guarantee.EXACTLY_ONCE).violations())
                .isEmpty();
    }

    @Test
    void whereTwoWaysAreRightEitherIsGoodButNotBoth() {
        var orders = new Stories(12, List.of(Plot.PURCHASE_ORDER), true);
        var other = PerfectLog.of(orders, ORCHESTRATIONS, ways -> ways.get(ways.size() - 1));
        assertThat(other).isNotEqualTo(perfect(orders));
        assertThat(judge(orders, other, Guarantee.EXACTLY_ONCE).violations()).isEmpty();

        var both = new ArrayList<>(perfect(orders));
        other.stream()
                .filter(event -> event.data().path("result").asText().equals("Canceled"))
                .map(event -> Changed.of(event, change -> change.id = "another-" + event.id()))
                .forEach(both::add);
        var judgement = judge(orders, both, Guarantee.EXACTLY_ONCE);
        assertThat(judgement.broken()).containsKeys(Kind.DOUBLED);
        assertThat(judgement.tallies().get(Plot.PURCHASE_ORDER).violations())
                .isEqualTo(judgement.violations().size());
    }

    @ParameterizedTest
    @MethodSource("mixtures")
    void topicsMayBeReadInAnyOrder(Stories stories) {
        var shuffled = new ArrayList<Observed>();
        var log = perfect(stories);
        log.stream()
                .map(Observed::topic)
                .distinct()
                .sorted()
                .forEach(topic -> log.stream()
                        .filter(event -> event.topic().equals(topic))
                        .forEach(shuffled::add));
        assertThat(shuffled).isNotEqualTo(log).hasSameSizeAs(log);
        assertThat(judge(stories, shuffled, Guarantee.EXACTLY_ONCE).violations())
                .isEmpty();
    }

    /** One way to spoil a log, where it can be done, and what the checker must call it. */
    private record Damage(
            String name,
            Stories stories,
            Kind kind,
            Predicate<Observed> where,
            BiFunction<List<Observed>, Integer, List<Observed>> spoil) {
        /** One that changes an event. */
        static Damage change(
                String name, Stories stories, Kind kind, Predicate<Observed> where, Consumer<Changed> change) {
            return new Damage(
                    name, stories, kind, where, (log, at) -> replaced(log, at, Changed.of(log.get(at), change)));
        }

        /** One that adds an event that is like another one, at the end of its topic. */
        static Damage more(
                String name, Stories stories, Kind kind, Predicate<Observed> where, Consumer<Changed> change) {
            return new Damage(name, stories, kind, where, (log, at) -> {
                var another = Changed.of(log.get(at), changed -> changed.offset = 10_000);
                return with(log, Changed.of(another, change));
            });
        }

        static Damage lost(String name, Stories stories, Kind kind, Predicate<Observed> where) {
            return new Damage(name, stories, kind, where, CheckerTest::without);
        }

        /** The same log with this damage at one place after another, all over it. */
        List<List<Observed>> everywhere() {
            var log = perfect(stories);
            var places = IntStream.range(0, log.size())
                    .filter(at -> where.test(log.get(at)))
                    .boxed()
                    .toList();
            int each = 1 + places.size() / (stories.equals(CRASH) ? MOST_PLACES : MOST_PLACES_IN_SAMPLES);
            return IntStream.range(0, places.size())
                    .filter(place -> place % each == 0)
                    .mapToObj(place -> spoil.apply(log, places.get(place)))
                    .toList();
        }

        @Override
        public String toString() {
            return name + " of " + stories.plots();
        }
    }

    static Stream<Damage> damages() {
        return Stream.of(damages(CRASH), damages(SAMPLES), damagesOfCrash(), damagesOfSamples())
                .flatMap(List::stream);
    }

    /** What can go wrong with any machine. */
    private static List<Damage> damages(Stories stories) {
        var other = PerfectLog.subject(stories.of(1));
        return List.of(
                Damage.lost("a command is lost", stories, Kind.LOST, CheckerTest::isCommand),
                Damage.lost("the end is lost", stories, Kind.STUCK, CheckerTest::isEnd),
                new Damage(
                        "all of it is lost",
                        stories,
                        Kind.STUCK,
                        CheckerTest::isEnd,
                        (log, at) -> log.stream()
                                .filter(event ->
                                        !event.correlation().equals(log.get(at).correlation()))
                                .toList()),
                Damage.more("a command stands twice", stories, Kind.REPEATED, CheckerTest::isCommand, event -> {}),
                Damage.more("the end stands twice", stories, Kind.REPEATED, CheckerTest::isEnd, event -> {}),
                Damage.more(
                        "a command is given twice",
                        stories,
                        Kind.DOUBLED,
                        CheckerTest::isCommand,
                        event -> event.id = "another"),
                Damage.more("it ends twice", stories, Kind.DOUBLED, CheckerTest::isEnd, event -> event.id = "another"),
                Damage.more(
                        "it ends in two ways",
                        stories,
                        Kind.UNEXPECTED,
                        CheckerTest::isEnd,
                        event -> event.become(otherEnd(event.type))),
                Damage.more(
                        "an id has two contents",
                        stories,
                        Kind.SAME_ID_DIFFERS,
                        CheckerTest::isCommand,
                        event -> event.content = "something else"),
                Damage.change(
                        "two orchestrations share an id",
                        stories,
                        Kind.SAME_ID_DIFFERS,
                        event -> event.id().equals("event-2-1"),
                        event -> event.id = "event-1-1"),
                Damage.change(
                        "the cause is another",
                        stories,
                        Kind.OUT_OF_ORDER,
                        CheckerTest::isEnd,
                        event -> event.extensions.put("causationid", "event-1-1:another")),
                Damage.change(
                        "a command comes first",
                        stories,
                        Kind.OUT_OF_ORDER,
                        CheckerTest::isLaterCommand,
                        event -> event.time = Instant.EPOCH),
                Damage.more(
                        "an error event leaves",
                        stories,
                        Kind.UNEXPECTED,
                        CheckerTest::isEnd,
                        event -> event.become("xorca.orchestrator.crash.error")),
                Damage.more("nobody started it", stories, Kind.UNEXPECTED, CheckerTest::isEnd, event -> {
                    event.id = "another";
                    event.extensions.put("correlationid", "start-99");
                }),
                Damage.change(
                        "it is in another topic",
                        stories,
                        Kind.WRONG_ADDRESS,
                        CheckerTest::isCommand,
                        event -> event.topic = "cmd.other"),
                Damage.change(
                        "the key is another",
                        stories,
                        Kind.WRONG_ADDRESS,
                        CheckerTest::isCommand,
                        event -> event.key = "other"),
                Damage.change(
                        "the subject is that of another",
                        stories,
                        Kind.WRONG_ADDRESS,
                        event -> event.id().equals("event-2-1"),
                        event -> event.address(other)),
                Damage.change(
                        "the subject cannot be read",
                        stories,
                        Kind.WRONG_ADDRESS,
                        CheckerTest::isEnd,
                        event -> event.address("%")),
                Damage.change(
                        "the source is another",
                        stories,
                        Kind.WRONG_ADDRESS,
                        CheckerTest::isEnd,
                        event -> event.source = "me"));
    }

    private static List<Damage> damagesOfCrash() {
        Predicate<Observed> isError = event -> event.type().endsWith(".error");
        Predicate<Observed> isSecondTry = event -> event.data().path("attempt").asInt() == 2;
        Predicate<Observed> isTimed = event -> event.cause().equals("timer");
        return List.of(
                Damage.change(
                        "the data are those of another step",
                        CRASH,
                        Kind.WRONG_DATA,
                        CheckerTest::isCommand,
                        event -> event.put("trail", "x")),
                Damage.change(
                        "the number is that of another",
                        CRASH,
                        Kind.WRONG_DATA,
                        CheckerTest::isEnd,
                        event -> event.put("number", 1_000)),
                Damage.change(
                        "the second try stands before the first", CRASH, Kind.OUT_OF_ORDER, isSecondTry, event -> {
                            event.partition = 0;
                            event.offset = 0;
                        }),
                Damage.change(
                        "the second try stands elsewhere",
                        CRASH,
                        Kind.OUT_OF_ORDER,
                        isSecondTry,
                        event -> event.partition = 9),
                Damage.change(
                        "the timer is early",
                        CRASH,
                        Kind.EARLY,
                        isTimed,
                        event -> event.time = event.time.minusMillis(1)),
                Damage.more(
                        "a timer fires that was cancelled",
                        CRASH,
                        Kind.UNEXPECTED,
                        CheckerTest::isEnd,
                        event -> event.become("notif.crash.timed-out")),
                Damage.lost("an error event that had to leave does not", CRASH, Kind.LOST, isError),
                Damage.change(
                        "an error event has another code",
                        CRASH,
                        Kind.WRONG_DATA,
                        isError,
                        event -> event.put("errorCode", "not-started")));
    }

    private static List<Damage> damagesOfSamples() {
        return List.of(
                Damage.lost("a room is not freed", SAMPLES, Kind.LOST, is("cmd.room.free")),
                Damage.more(
                        "a room is freed that is booked",
                        SAMPLES,
                        Kind.UNEXPECTED,
                        is(HOTEL_DONE),
                        event -> event.become("cmd.room.free")),
                Damage.more(
                        "a room is freed twice",
                        SAMPLES,
                        Kind.DOUBLED,
                        is("cmd.room.free"),
                        event -> event.id = "another"),
                Damage.more(
                        "it is freed once more, as if it had failed",
                        SAMPLES,
                        Kind.UNEXPECTED,
                        is("cmd.room.free"),
                        event -> {
                            event.id = "another";
                            event.extensions.computeIfPresent(
                                    CallToken.ATTRIBUTE,
                                    (name, token) -> CallToken.parse(token)
                                            .orElseThrow()
                                            .of(9)
                                            .toString());
                        }),
                Damage.change(
                        "another room is freed",
                        SAMPLES,
                        Kind.WRONG_DATA,
                        is("cmd.room.free"),
                        event -> event.put("blockId", "block-0")),
                Damage.change(
                        "it is freed before the booking failed",
                        SAMPLES,
                        Kind.OUT_OF_ORDER,
                        is("cmd.room.free"),
                        event -> event.time = event.time.minusSeconds(50)),
                Damage.change(
                        "it is over before it is freed",
                        SAMPLES,
                        Kind.OUT_OF_ORDER,
                        is(HOTEL_ERROR),
                        event -> event.time = event.time.minusSeconds(50)),
                Damage.change(
                        "it failed for another reason",
                        SAMPLES,
                        Kind.WRONG_DATA,
                        is(HOTEL_ERROR),
                        event -> event.put("code", "another")),
                Damage.change(
                        "a late answer was taken",
                        SAMPLES,
                        Kind.WRONG_DATA,
                        is("cmd.booking.create"),
                        event -> event.put("price", 0)),
                Damage.more(
                        "a child is started twice",
                        SAMPLES,
                        Kind.DOUBLED,
                        is(CHILD_START),
                        event -> event.id = "another"),
                Damage.lost("a child's start is lost", SAMPLES, Kind.LOST, is(CHILD_START)),
                Damage.lost("a child's end is lost", SAMPLES, Kind.LOST, is(CHILD_DONE)),
                Damage.more("a child ends twice", SAMPLES, Kind.DOUBLED, is(CHILD_DONE), event -> event.id = "another"),
                Damage.change(
                        "a child is another than was started",
                        SAMPLES,
                        Kind.WRONG_ADDRESS,
                        is(CHILD_START),
                        event -> event.put("processId", "another")),
                Damage.change(
                        "a token is that of another",
                        SAMPLES,
                        Kind.WRONG_ADDRESS,
                        CheckerTest::isAttempt,
                        event -> event.extensions.put(CallToken.ATTRIBUTE, "1.0-1~another")),
                Damage.change(
                        "an attempt has no token",
                        SAMPLES,
                        Kind.UNEXPECTED,
                        CheckerTest::isAttempt,
                        event -> event.extensions.remove(CallToken.ATTRIBUTE)),
                Damage.change(
                        "an attempt is early",
                        SAMPLES,
                        Kind.EARLY,
                        CheckerTest::isRetry,
                        event -> event.time = event.time.minusMillis(1)),
                Damage.change(
                        "an attempt comes of an answer",
                        SAMPLES,
                        Kind.OUT_OF_ORDER,
                        CheckerTest::isRetry,
                        event -> event.extensions.put("causationid", "event-1-1:answer")),
                Damage.change(
                        "an item is another",
                        SAMPLES,
                        Kind.LOST,
                        is("cmd.work.process"),
                        event -> event.put("item", "another")),
                Damage.change(
                        "the total is another",
                        SAMPLES,
                        Kind.WRONG_DATA,
                        is(FAN_OUT_DONE),
                        event -> event.put("total", -1)),
                Damage.change(
                        "the items are in another order",
                        SAMPLES,
                        Kind.WRONG_DATA,
                        is(FAN_OUT_DONE),
                        event -> event.put("items", List.of("1.1", "1.0"))),
                Damage.change(
                        "an item stands before the one before it",
                        SAMPLES,
                        Kind.OUT_OF_ORDER,
                        event -> event.data().path("item").asText().matches(".*\\.[1-9]\\d*"),
                        event -> event.offset = 0),
                Damage.change(
                        "an order is cancelled too soon",
                        SAMPLES,
                        Kind.EARLY,
                        event -> event.data().path("result").asText().equals("Canceled"),
                        event -> event.time = event.time.minusMillis(1)),
                Damage.change(
                        "somebody else has approved",
                        SAMPLES,
                        Kind.WRONG_DATA,
                        event -> event.data().path("result").asText().startsWith("Approved"),
                        event -> event.put("result", "Approved by 'another'")));
    }

    private static Predicate<Observed> is(String type) {
        return event -> event.type().equals(type);
    }

    @ParameterizedTest
    @MethodSource("damages")
    void everyDamageIsFoundWhereverItIs(Damage damage) {
        assertThat(damage.everywhere().size()).isPositive();
        for (var log : damage.everywhere()) {
            var judgement = judge(damage.stories, log, Guarantee.EXACTLY_ONCE);
            assertThat(judgement.isGood()).isFalse();
            assertThat(judgement.broken()).containsKey(damage.kind);
        }
    }

    @ParameterizedTest
    @MethodSource("damages")
    void theOtherGuaranteeForgivesRepeatsAlone(Damage damage) {
        for (var log : damage.everywhere()) {
            var judgement = judge(damage.stories, log, Guarantee.IDEMPOTENT);
            if (damage.kind == Kind.REPEATED) {
                assertThat(judgement.violations()).isEmpty();
                assertThat(judgement.repeats()).isEqualTo(1);
            } else {
                assertThat(judgement.broken()).containsKey(damage.kind);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsFoundElsewhereCountsToo(long seed) {
        var kinds = Kind.values();
        var kind = kinds[new Random(seed).nextInt(kinds.length)];
        var checker = new Checker(Guarantee.EXACTLY_ONCE, 0, CRASH::of);
        checker.add(new Violation(kind, 0, "found elsewhere"));
        read(checker, List.of());
        assertThat(checker.judgement().broken()).containsEntry(kind, 1);
    }

    @ParameterizedTest
    @MethodSource("damages")
    void inPartsItFindsTheSame(Damage damage) {
        var log = damage.everywhere().get(0);
        var whole = judge(damage.stories, log, Guarantee.EXACTLY_ONCE);
        for (int atATime : new int[] {1, 4, 7}) {
            var inParts = judge(damage.stories, log, Guarantee.EXACTLY_ONCE, atATime);
            assertThat(inParts.broken()).isEqualTo(whole.broken());
            assertThat(inParts.tallies()).isEqualTo(whole.tallies());
            assertThat(inParts.events()).isEqualTo(whole.events());
        }
    }

    @Test
    void whatIsWrongWithTheLogItselfIsToldOnce() throws InterruptedException {
        var checker = new Checker(Guarantee.EXACTLY_ONCE, ORCHESTRATIONS, CRASH::of, 1);
        checker.read((events, violations) -> {
            perfect(CRASH).forEach(events);
            violations.accept(new Violation(Kind.UNREADABLE, 0, "no event"));
        });
        assertThat(checker.judgement().violations()).extracting(Violation::kind).containsExactly(Kind.UNREADABLE);
    }

    @Test
    void aStuckOrchestrationIsNotCountedAsEnded() {
        var log = Damage.lost("the end is lost", CRASH, Kind.STUCK, CheckerTest::isEnd)
                .everywhere()
                .get(0);
        var judgement = judge(CRASH, log, Guarantee.EXACTLY_ONCE);
        assertThat(judgement.ended()).isEqualTo(ORCHESTRATIONS - 1);
        assertThat(judgement.violations())
                .singleElement()
                .extracting(Violation::toString)
                .asString()
                .startsWith("STUCK in orchestration 1: the last that was seen of it is cmd.crash.");
    }

    private static boolean isCommand(Observed event) {
        return event.type().startsWith("cmd.");
    }

    /** One that follows another event of its orchestration. */
    private static boolean isLaterCommand(Observed event) {
        return isCommand(event) && !event.id().endsWith("-1");
    }

    private static boolean isAttempt(Observed event) {
        return event.token().isPresent();
    }

    private static boolean isRetry(Observed event) {
        return event.token().map(token -> token.attempt() > 1).orElse(false);
    }

    private static boolean isEnd(Observed event) {
        return Arrays.stream(Plot.values())
                .map(plot -> new Stories(12, List.of(plot), true).of(Story.number(event.correlation())))
                .anyMatch(story -> story.isLast(event.type()));
    }

    private static String otherEnd(String end) {
        return switch (end) {
            case "notif.crash.done" -> "notif.crash.failed";
            case "notif.crash.failed" -> "notif.crash.done";
            default -> end.endsWith(".done") ? end.replace(".done", ".error") : end.replace(".error", ".done");
        };
    }

    private static List<Observed> without(List<Observed> log, int at) {
        var changed = new ArrayList<>(log);
        changed.remove(at);
        return changed;
    }

    private static List<Observed> with(List<Observed> log, Observed event) {
        var changed = new ArrayList<>(log);
        changed.add(event);
        return changed;
    }

    private static List<Observed> replaced(List<Observed> log, int at, Observed event) {
        var changed = new ArrayList<>(log);
        changed.set(at, event);
        return changed;
    }
}
