package dev.xorca.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.router.RouterSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    private static final Topics TOPICS = topics("", "", RouterSettings.DEFAULT);

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            TOPIC                                | READ
            xorca.summary.start                  | true
            xorca.team.summary.start             | true
            evt.book.fetch.success               | true
            evt.x                                | true
            sys.book.fetch.error                 | true
            sys.clock                            | true
            xorca.summary.start.error            | false
            sys.xorca.summary.start.error        | false
            xorca.orchestrator.summary.error     | false
            sys.xorca.orchestrator.summary.error | false
            sys.orchestrator.summary.error       | false
            xorca.orchestrator.summary.start     | false
            xorca.inbox                          | false
            xorca.deadletter                     | false
            xorca.foreign-name.error             | false
            cmd.book.fetch                       | false
            notif.summary.done                   | false
            books-orchestrations-changelog       | false
            evt                                  | false
            evt.                                 | false
            evtx.book                            | false
            my.evt.book                          | false
            xorca.start                          | false
            xorca..start                         | false
            xorca.summary.started                | false
            """)
    void whichTopicsAreRead(String topic, boolean read) {
        assertThat(reads(TOPICS, topic)).isEqualTo(read);
        assertThat(reads(topics("acme.", "", RouterSettings.DEFAULT), "acme." + topic))
                .as("behind a prefix")
                .isEqualTo(read);
    }

    @Test
    void whatAMachineWaitsForIsReadAndWhatItEmitsIsNot() {
        assertThat(TOPICS.inbound()).allMatch(topic -> reads(TOPICS, topic));
        assertThat(TOPICS.outbound()).noneMatch(topic -> reads(TOPICS, topic));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            PREFIX     | TOPIC              | READ
            acme.      | acme.evt.x         | true
            acme.      | acmeXevt.x         | false
            acme.      | evt.x              | false
            acme.      | acme.acme.evt.x    | false
            a+b[c]$    | a+b[c]$evt.x       | true
            a+b[c]$    | aab$evt.x          | false
            a\\Eb.*    | a\\Eb.*evt.x       | true
            a\\Eb.*    | a\\Ebxevt.x        | false
            """)
    void thePrefixIsTakenLiterally(String prefix, String topic, boolean read) {
        assertThat(reads(topics(prefix, "", RouterSettings.DEFAULT), topic)).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            MORE                | TOPIC            | READ
            legacy\\..+         | acme.legacy.book | true
            legacy\\..+         | legacy.book      | false
            legacy\\..+         | acme.legacy      | false
            legacy\\..+         | acme.evt.x       | true
            'one|two'           | acme.one         | true
            'one|two'           | acme.two         | true
            'one|two'           | two              | false
            .*                  | acme.anything    | true
            """)
    void furtherTopicsAreReadByPattern(String more, String topic, boolean read) {
        assertThat(reads(topics("acme.", more, RouterSettings.DEFAULT), topic)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "acme."})
    void ourOwnTopicsAreNeverReadWhateverThePattern(String prefix) {
        var topics = topics(prefix, ".*", RouterSettings.DEFAULT.withRaiseOnForeignName(true));

        assertThat(reads(topics, topics.inbox())).isFalse();
        assertThat(reads(topics, topics.deadLetter())).isFalse();
        assertThat(reads(topics, topics.foreignNameErrors())).isFalse();
        assertThat(reads(topics, topics.inbox() + "es")).isTrue();
    }

    @Test
    void aTopicIsNamedAsItsType() {
        var acme = topics("acme.", "", RouterSettings.DEFAULT);

        assertThat(TOPICS.topicOf("cmd.book.fetch")).isEqualTo("cmd.book.fetch");
        assertThat(acme.topicOf("cmd.book.fetch")).isEqualTo("acme.cmd.book.fetch");
        assertThat(acme.topicOf("xorca.summary.start.error")).isEqualTo("acme.xorca.summary.start.error");
        assertThat(acme.inbox()).isEqualTo("acme.xorca.inbox");
        assertThat(acme.deadLetter()).isEqualTo("acme.xorca.deadletter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xorca.other.start.error",
                "sys.xorca.other.start.error",
                "xorca.orchestrator.other.error",
                "sys.xorca.orchestrator.other.error"
            })
    void errorsOfMachinesThatAreNotHereShareATopic(String type) {
        assertThat(topics("acme.", "", RouterSettings.DEFAULT).topicOf(type))
                .isEqualTo("acme.xorca.foreign-name.error");
    }

    @Test
    void outboundAreTheTopicsOfAllThatMayLeave() {
        assertThat(TOPICS.outbound())
                .containsExactlyInAnyOrder(
                        "cmd.book.fetch",
                        "cmd.text.summarise",
                        "notif.summary.done",
                        "xorca.summary.start.error",
                        "sys.xorca.summary.start.error",
                        "xorca.orchestrator.summary.error",
                        "sys.xorca.orchestrator.summary.error");
        assertThat(topics("acme.", "", RouterSettings.DEFAULT).outbound())
                .allMatch(topic -> topic.startsWith("acme."))
                .hasSameSizeAs(TOPICS.outbound());
    }

    @Test
    void outboundFollowsTheSettings() {
        var settings = RouterSettings.DEFAULT.withRaiseOnForeignName(true).withAlternativeSystemErrorType(true);

        assertThat(topics("", "", settings).outbound())
                .contains("xorca.foreign-name.error", "sys.orchestrator.summary.error")
                .doesNotContain("sys.xorca.orchestrator.summary.error");
    }

    @Test
    void inboundAreTheTopicsThatMachinesWaitOn() {
        assertThat(topics("acme.", "", RouterSettings.DEFAULT).inbound())
                .containsExactlyInAnyOrder(
                        "acme.xorca.summary.start",
                        "acme.evt.book.fetch.success",
                        "acme.evt.book.fetch.stumble",
                        "acme.evt.text.summarise.success");
    }

    private static Topics topics(String prefix, String more, RouterSettings settings) {
        return Topics.of(prefix, more, Books.MACHINES, settings);
    }

    private static boolean reads(Topics topics, String topic) {
        return topics.intakePattern().matcher(topic).matches();
    }
}
