package dev.xorca.router;

import static dev.xorca.router.Incoming.event;
import static dev.xorca.router.Incoming.start;
import static dev.xorca.router.Incoming.startOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    private static final Machines MACHINES =
            RouterScenario.machines(summary("1.9.0"), summary("1.10.0"), summary("1.2.11"));

    @Test
    void aStartSaysWhereItBelongs() {
        var start = startOf("summary").data(Map.of("processId", "p1", "version", "1.9.0"));

        assertThat(subjectOf(start)).isEqualTo(new Subject("p1", "summary", "1.9.0"));
    }

    @Test
    void aStartWithoutVersionMeansTheHighestByNumber() {
        assertThat(subjectOf(start("p1"))).isEqualTo(new Subject("p1", "summary", "1.10.0"));
    }

    @Test
    void aStartOfAVersionThatIsNotHereKeepsIt() {
        var start = startOf("summary").data(Map.of("processId", "p1", "version", "7.0.0"));

        assertThat(subjectOf(start)).isEqualTo(new Subject("p1", "summary", "7.0.0"));
    }

    @Test
    void aStartWithoutProcessIdIsNamedAfterItsSourceAndId() {
        var bare = startOf("summary").withId("s1");

        var subject = subjectOf(bare);

        assertThat(UUID.fromString(subject.processId())).isNotNull();
        assertThat(subjectOf(startOf("summary").withId("s1").data("context", Map.of())))
                .as("delivered again, whatever the data")
                .isEqualTo(subject);
        assertThat(subjectOf(startOf("summary").withId("s2"))).isNotEqualTo(subject);
        assertThat(subjectOf(startOf("summary").withId("s1").from("/elsewhere")))
                .isNotEqualTo(subject);
    }

    @Test
    void aStartOfAMachineThatIsNotHereHasAnAddressTheRouterKnowsWhatToDoWith() {
        assertThat(subjectOf(startOf("somebody.else").data("processId", "p1")))
                .isEqualTo(new Subject("p1", "somebody.else", "0.0.0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not JSON",
                "[1]",
                "\"text\"",
                "null",
                "{\"processId\":\"\"}",
                "{\"processId\":7}",
                "{\"version\":\"latest\"}",
                "{\"version\":1}"
            })
    void aStartWhoseDataIsWrongIsAddressedAllTheSameSoThatItCanBeAnswered(String data) {
        var start = startOf("summary").withId("s1").bytes(data);

        assertThat(subjectOf(start)).isEqualTo(subjectOf(startOf("summary").withId("s1")));
    }

    @Test
    void aProcessIdThatIsTooLongIsNoneOfOurs() {
        var subject = subjectOf(startOf("summary").data("processId", "x".repeat(513)));

        assertThat(subject.processId()).hasSizeLessThan(40);
        assertThat(subjectOf(startOf("summary").data("processId", "x".repeat(512)))
                        .processId())
                .hasSize(512);
    }

    @Test
    void theLengthOfAProcessIdIsCountedInCharactersAsItsContractDoes() {
        var emoji = "😀".repeat(512);

        assertThat(subjectOf(startOf("summary").data("processId", emoji)).processId())
                .isEqualTo(emoji);
    }

    @Test
    void aProcessIdWithHalfACharacterIsNoneOfOurs() {
        var start = startOf("summary").withId("s1");

        assertThat(subjectOf(start.bytes("{\"processId\":\"\\ud83d\"}"))).isEqualTo(subjectOf(start));
    }

    @ParameterizedTest
    @ValueSource(strings = {"order", "order.suspend", "timer", "expiry"})
    void aMachineMayBeCalledAsTheRoutersOwnEventsAre(String name) {
        var found = new Subject("p1", name, "1.0.0");
        assertThat(Address.of(startOf(name).data("processId", "p1").build(), MACHINES, found))
                .isEqualTo(new Address.To(found));
    }

    @Test
    void whatWasFoundBeforeHoldsWhereAStartSaysNothing() {
        var found = new Subject("p1", "summary", "1.2.11");

        assertThat(Address.of(startOf("summary").build(), MACHINES, found)).isEqualTo(new Address.To(found));
        assertThat(Address.of(start("p2").build(), MACHINES, found))
                .isEqualTo(new Address.To(new Subject("p2", "summary", "1.2.11")));
        assertThat(Address.of(
                        event("evt.x")
                                .about(new Subject("p3", "summary", "1.9.0"))
                                .build(),
                        MACHINES,
                        found))
                .isEqualTo(new Address.To(new Subject("p3", "summary", "1.9.0")));
    }

    @Test
    void attributesThatCouldNotBeAnsweredAreUndeliverable() {
        var subject = new Subject("p1", "summary", "1.9.0");

        for (var event : List.of(
                event("evt.x").about(subject).withId("x".repeat(70_000)),
                event("evt.x").about(subject).with("tracestate", "x".repeat(70_000)),
                start("p1").with("one", "x".repeat(35_000)).with("two", "x".repeat(35_000)))) {
            assertThat(addressOf(event))
                    .isInstanceOfSatisfying(
                            Address.Undeliverable.class,
                            address -> assertThat(address.code()).isEqualTo("attributes-too-large"));
        }
        assertThat(subjectOf(start("p1").with("one", "x".repeat(60_000)))).isNotNull();
    }

    @Test
    void theSubjectOfAStartDoesNotCount() {
        var other = new Subject("p2", "summary", "1.9.0");

        assertThat(subjectOf(start("p1").about(other)).processId()).isEqualTo("p1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xorca.sum mary.start", "xorca.a..b.start", "xorca.ü.start"})
    void aStartOfWhatCannotBeAMachineIsUndeliverable(String type) {
        assertThat(addressOf(event(type))).isInstanceOfSatisfying(Address.Undeliverable.class, address -> {
            assertThat(address.code()).isEqualTo("bad-name");
            assertThat(address.reason()).contains("is no name of an orchestrator");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"evt.book.fetch.success", "evt.x", "sys.book.fetch.error", "sys.cmd.book.fetch.error"})
    void anEventBelongsToItsSubject(String type) {
        var subject = new Subject("p1", "summary", "1.0.0");

        assertThat(subjectOf(event(type).about(subject))).isEqualTo(subject);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", useHeadersInDisplayName = true, textBlock = """
            SUBJECT              | CODE
            none                 | no-subject
            order-17             | bad-subject
            p1/summary/1.0.0     | bad-subject
            e30=                 | bad-subject
            bnVsbA==             | bad-subject
            eyJvcmRlcklkIjoxN30= | bad-subject
            """)
    void anEventWhoseSubjectCannotBeReadIsUndeliverable(String subject, String code) {
        var bare = event("evt.book.fetch.success");

        assertThat(addressOf(subject == null ? bare : bare.about(subject)))
                .isInstanceOfSatisfying(Address.Undeliverable.class, address -> {
                    assertThat(address.code()).isEqualTo(code);
                    assertThat(address.reason()).contains("subject");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "book.fetched",
                "evt",
                "evtbook.fetch",
                "EVT.book.fetch",
                "xorca.start",
                "xorca..start",
                "xorca.summary.begin",
                "com.example.order.created"
            })
    void aTypeThatMeansNothingHereIsUndeliverable(String type) {
        assertThat(addressOf(event(type).about(new Subject("p1", "summary", "1.0.0"))))
                .isInstanceOfSatisfying(Address.Undeliverable.class, address -> {
                    assertThat(address.code()).isEqualTo("unroutable-type");
                    assertThat(address.reason()).contains("'" + type + "'");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cmd.book.fetch",
                "notif.summary.done",
                "xorca.summary.start.error",
                "sys.xorca.summary.start.error",
                "xorca.orchestrator.summary.error",
                "sys.xorca.orchestrator.summary.error",
                "sys.orchestrator.summary.error",
                "sys.xorca.orchestrator.another.machine.error"
            })
    void whatRoutersEmitIsForNobodyHere(String type) {
        assertThat(addressOf(event(type).about(new Subject("p1", "summary", "1.0.0"))))
                .isInstanceOf(Address.Nobody.class);
    }

    private static Address addressOf(Incoming incoming) {
        return Address.of(incoming.build(), MACHINES);
    }

    private static Subject subjectOf(Incoming incoming) {
        return ((Address.To) addressOf(incoming)).subject();
    }

    private static String summary(String version) {
        return """
                name: summary
                version: "%s"
                initial: A
                states: { A: { } }
                """.formatted(version);
    }
}
