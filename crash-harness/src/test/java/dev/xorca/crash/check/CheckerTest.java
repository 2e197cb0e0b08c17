package dev.xorca.crash.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.xorca.crash.check.Violation.Kind;
import dev.xorca.crash.load.Story;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A perfect log is good; whatever is changed in one is found, and called by its name. */
class CheckerTest {
    private static final int ORCHESTRATIONS = 40;
    private static final long SEED = 12;

    private static Judgement judge(List<Observed> log, Guarantee guarantee) {
        var checker = new Checker(guarantee, true, ORCHESTRATIONS, number -> Story.of(SEED, number));
        log.forEach(checker::add);
        return checker.judge();
    }

    private static List<Observed> perfect() {
        return PerfectLog.of(SEED, ORCHESTRATIONS, true);
    }

    @ParameterizedTest
    @EnumSource(Guarantee.class)
    void aPerfectLogIsGood(Guarantee guarantee) {
        var judgement = judge(perfect(), guarantee);
        assertThat(judgement.violations()).isEmpty();
        assertThat(judgement.isGood()).isTrue();
        assertThat(judgement.ended()).isEqualTo(ORCHESTRATIONS);
        assertThat(judgement.repeats()).isZero();
        assertThat(judgement.commands())
                .isEqualTo(perfect().stream()
                        .filter(event -> event.type().startsWith("cmd."))
                        .count());
    }

    @Test
    void aPerfectLogOfAMachineWithoutTimersIsGood() {
        var checker = new Checker(Guarantee.EXACTLY_ONCE, false, ORCHESTRATIONS, number -> Story.of(SEED, number));
        PerfectLog.of(SEED, ORCHESTRATIONS, false).forEach(checker::add);
        assertThat(checker.judge().violations()).isEmpty();
    }

    @Test
    void topicsMayBeReadInAnyOrder() {
        var shuffled = new ArrayList<Observed>();
        var log = perfect();
        log.stream()
                .map(Observed::topic)
                .distinct()
                .sorted()
                .forEach(topic -> log.stream()
                        .filter(event -> event.topic().equals(topic))
                        .forEach(shuffled::add));
        assertThat(shuffled).isNotEqualTo(log).hasSameSizeAs(log);
        assertThat(judge(shuffled, Guarantee.EXACTLY_ONCE).violations()).isEmpty();
    }

    /** One way to spoil a log, where it can be done, and what the checker must call it. */
    private record Damage(
            String name,
            Kind kind,
            Predicate<Observed> where,
            BiFunction<List<Observed>, Integer, List<Observed>> spoil) {
        /** The same log with this damage at one place after another. */
        List<List<Observed>> everywhere() {
            var log = perfect();
            return IntStream.range(0, log.size())
                    .filter(at -> where.test(log.get(at)))
                    .mapToObj(at -> spoil.apply(log, at))
                    .toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Damage> damages() {
        return List.of(
                new Damage("a command is lost", Kind.LOST, CheckerTest::isCommand, (log, at) -> without(log, at)),
                new Damage("the end is lost", Kind.STUCK, CheckerTest::isEnd, (log, at) -> without(log, at)),
                new Damage(
                        "all of it is lost",
                        Kind.STUCK,
                        CheckerTest::isEnd,
                        (log, at) -> log.stream()
                                .filter(event ->
                                        !event.correlation().equals(log.get(at).correlation()))
                                .toList()),
                new Damage(
                        "a command stands twice",
                        Kind.REPEATED,
                        CheckerTest::isCommand,
                        (log, at) -> with(log, again(log.get(at)))),
                new Damage(
                        "the end stands twice",
                        Kind.REPEATED,
                        CheckerTest::isEnd,
                        (log, at) -> with(log, again(log.get(at)))),
                new Damage(
                        "a command is given twice",
                        Kind.DOUBLED,
                        CheckerTest::isCommand,
                        (log, at) -> with(log, withId(again(log.get(at)), "another"))),
                new Damage(
                        "it ends twice",
                        Kind.DOUBLED,
                        CheckerTest::isEnd,
                        (log, at) -> with(log, withId(again(log.get(at)), "another"))),
                new Damage(
                        "it ends in two ways",
                        Kind.UNEXPECTED,
                        CheckerTest::isEnd,
                        (log, at) -> with(log, withType(again(log.get(at)), otherEnd(log.get(at))))),
                new Damage(
                        "an id has two contents",
                        Kind.SAME_ID_DIFFERS,
                        CheckerTest::isCommand,
                        (log, at) -> with(log, withContent(again(log.get(at)), "something else"))),
                new Damage(
                        "two orchestrations share an id",
                        Kind.SAME_ID_DIFFERS,
                        event -> event.id().equals("event-2-1"),
                        (log, at) -> replaced(log, at, withId(log.get(at), "event-1-1"))),
                new Damage(
                        "the data are those of another step",
                        Kind.WRONG_DATA,
                        CheckerTest::isCommand,
                        (log, at) -> replaced(log, at, withData(log.get(at), "trail", "x"))),
                new Damage(
                        "the number is that of another",
                        Kind.WRONG_DATA,
                        CheckerTest::isEnd,
                        (log, at) -> replaced(log, at, withData(log.get(at), "number", 1_000))),
                new Damage(
                        "the cause is another",
                        Kind.OUT_OF_ORDER,
                        CheckerTest::isEnd,
                        (log, at) -> replaced(log, at, withCause(log.get(at), "event-1-1:answer"))),
                new Damage(
                        "the end comes first",
                        Kind.OUT_OF_ORDER,
                        CheckerTest::isEnd,
                        (log, at) -> replaced(log, at, withTime(log.get(at), Instant.EPOCH))),
                new Damage(
                        "the second try stands before the first",
                        Kind.OUT_OF_ORDER,
                        CheckerTest::isSecondTry,
                        (log, at) -> replaced(log, at, withOffset(log.get(at), 0, 0))),
                new Damage(
                        "the second try stands elsewhere",
                        Kind.OUT_OF_ORDER,
                        CheckerTest::isSecondTry,
                        (log, at) -> replaced(log, at, withOffset(log.get(at), 9, 900))),
                new Damage(
                        "the timer is early",
                        Kind.EARLY,
                        event -> event.cause().equals("timer"),
                        (log, at) -> replaced(
                                log,
                                at,
                                withTime(log.get(at), log.get(at).time().minusMillis(1)))),
                new Damage(
                        "a timer fires that was cancelled",
                        Kind.UNEXPECTED,
                        CheckerTest::isEnd,
                        (log, at) -> with(log, withType(again(log.get(at)), "notif.crash.timed-out"))),
                new Damage(
                        "an error event leaves",
                        Kind.UNEXPECTED,
                        CheckerTest::isEnd,
                        (log, at) -> with(log, withType(again(log.get(at)), "xorca.orchestrator.crash.error"))),
                new Damage(
                        "an error event that had to leave does not",
                        Kind.LOST,
                        event -> event.type().endsWith(".error"),
                        (log, at) -> without(log, at)),
                new Damage(
                        "an error event has another code",
                        Kind.WRONG_DATA,
                        event -> event.type().endsWith(".error"),
                        (log, at) -> replaced(log, at, withData(log.get(at), "errorCode", "not-started"))),
                new Damage(
                        "nobody started it",
                        Kind.UNEXPECTED,
                        CheckerTest::isEnd,
                        (log, at) -> with(log, withCorrelation(again(log.get(at)), "start-99"))),
                new Damage(
                        "it is in another topic",
                        Kind.WRONG_ADDRESS,
                        CheckerTest::isCommand,
                        (log, at) -> replaced(log, at, withTopic(log.get(at), "cmd.other"))),
                new Damage(
                        "the key is another",
                        Kind.WRONG_ADDRESS,
                        CheckerTest::isCommand,
                        (log, at) -> replaced(log, at, withKey(log.get(at), "other"))),
                new Damage(
                        "the subject is that of another",
                        Kind.WRONG_ADDRESS,
                        event -> event.id().equals("event-2-1"),
                        (log, at) ->
                                replaced(log, at, withSubject(log.get(at), PerfectLog.subject(Story.of(SEED, 1))))),
                new Damage(
                        "the subject cannot be read",
                        Kind.WRONG_ADDRESS,
                        CheckerTest::isEnd,
                        (log, at) -> replaced(log, at, withSubject(log.get(at), "%"))),
                new Damage(
                        "the source is another",
                        Kind.WRONG_ADDRESS,
                        CheckerTest::isEnd,
                        (log, at) -> replaced(log, at, withSource(log.get(at), "me"))));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void everyDamageIsFoundWhereverItIs(Damage damage) {
        assertThat(damage.everywhere().size()).isPositive();
        for (var log : damage.everywhere()) {
            var judgement = judge(log, Guarantee.EXACTLY_ONCE);
            assertThat(judgement.isGood()).isFalse();
            assertThat(judgement.broken()).containsKey(damage.kind);
        }
    }

    @ParameterizedTest
    @MethodSource("damages")
    void theOtherGuaranteeForgivesRepeatsAlone(Damage damage) {
        for (var log : damage.everywhere()) {
            var judgement = judge(log, Guarantee.IDEMPOTENT);
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
        var checker = new Checker(Guarantee.EXACTLY_ONCE, true, 0, number -> Story.of(SEED, number));
        checker.add(new Violation(kind, 0, "found elsewhere"));
        assertThat(checker.judge().broken()).containsEntry(kind, 1);
    }

    @Test
    void aStuckOrchestrationIsNotCountedAsEnded() {
        var log = damages().stream()
                .filter(damage -> damage.name.equals("the end is lost"))
                .findFirst()
                .orElseThrow()
                .everywhere()
                .get(0);
        var judgement = judge(log, Guarantee.EXACTLY_ONCE);
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

    private static boolean isEnd(Observed event) {
        return Story.isLast(event.type());
    }

    private static boolean isSecondTry(Observed event) {
        return event.data().path("attempt").asInt() == 2;
    }

    private static String otherEnd(Observed end) {
        return end.type().equals("notif.crash.done") ? "notif.crash.failed" : "notif.crash.done";
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

    /** The same event at the end of its topic. */
    private static Observed again(Observed event) {
        return withOffset(event, event.partition(), 10_000);
    }

    private static Observed withOffset(Observed event, int partition, long offset) {
        return new Observed(
                event.topic(),
                partition,
                offset,
                event.key(),
                event.id(),
                event.source(),
                event.type(),
                event.subject(),
                event.time(),
                event.cause(),
                event.correlation(),
                event.data(),
                event.content());
    }

    private static Observed withTopic(Observed event, String topic) {
        return new Observed(
                topic,
                event.partition(),
                event.offset(),
                event.key(),
                event.id(),
                event.source(),
                event.type(),
                event.subject(),
                event.time(),
                event.cause(),
                event.correlation(),
                event.data(),
                event.content());
    }

    private static Observed withKey(Observed event, String key) {
        return new Observed(
                event.topic(),
                event.partition(),
                event.offset(),
                key,
                event.id(),
                event.source(),
                event.type(),
                event.subject(),
                event.time(),
                event.cause(),
                event.correlation(),
                event.data(),
                event.content());
    }

    private static Observed withId(Observed event, String id) {
        return new Observed(
                event.topic(),
                event.partition(),
                event.offset(),
                event.key(),
                id,
                event.source(),
                event.type(),
                event.subject(),
                event.time(),
                event.cause(),
                event.correlation(),
                event.data(),
                event.content());
    }

    private static Observed withSource(Observed event, String source) {
        return new Observed(
                event.topic(),
                event.partition(),
                event.offset(),
                event.key(),
                event.id(),
                source,
                event.type(),
                event.subject(),
                event.time(),
                event.cause(),
                event.correlation(),
                event.data(),
                event.content());
    }

    private static Observed withType(Observed event, String type) {
        return new Observed(
                type,
                event.partition(),
                event.offset(),
                event.key(),
                type + event.id(),
                event.source(),
                type,
                event.subject(),
                event.time(),
                event.cause(),
                event.correlation(),
                event.data(),
                event.content());
    }

    private static Observed withSubject(Observed event, String subject) {
        return new Observed(
                event.topic(),
                event.partition(),
                event.offset(),
                subject,
                event.id(),
                event.source(),
                event.type(),
                subject,
                event.time(),
                event.cause(),
                event.correlation(),
                event.data(),
                event.content());
    }

    private static Observed withTime(Observed event, Instant time) {
        return new Observed(
                event.topic(),
                event.partition(),
                event.offset(),
                event.key(),
                event.id(),
                event.source(),
                event.type(),
                event.subject(),
                time,
                event.cause(),
                event.correlation(),
                event.data(),
                event.content());
    }

    private static Observed withCause(Observed event, String cause) {
        return new Observed(
                event.topic(),
                event.partition(),
                event.offset(),
                event.key(),
                event.id(),
                event.source(),
                event.type(),
                event.subject(),
                event.time(),
                cause,
                event.correlation(),
                event.data(),
                event.content());
    }

    private static Observed withCorrelation(Observed event, String correlation) {
        return new Observed(
                event.topic(),
                event.partition(),
                event.offset(),
                event.key(),
                "another",
                event.source(),
                event.type(),
                event.subject(),
                event.time(),
                event.cause(),
                correlation,
                event.data(),
                event.content());
    }

    private static Observed withContent(Observed event, String content) {
        return new Observed(
                event.topic(),
                event.partition(),
                event.offset(),
                event.key(),
                event.id(),
                event.source(),
                event.type(),
                event.subject(),
                event.time(),
                event.cause(),
                event.correlation(),
                event.data(),
                content);
    }

    private static Observed withData(Observed event, String key, Object value) {
        var data = event.data().<ObjectNode>deepCopy();
        data.putPOJO(key, value);
        return new Observed(
                event.topic(),
                event.partition(),
                event.offset(),
                event.key(),
                event.id(),
                event.source(),
                event.type(),
                event.subject(),
                event.time(),
                event.cause(),
                event.correlation(),
                data,
                event.content());
    }
}
