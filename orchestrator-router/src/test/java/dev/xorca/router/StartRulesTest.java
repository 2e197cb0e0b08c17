package dev.xorca.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.schemas.Json;
import dev.xorca.store.OrchestrationState;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Foreign events that start orchestrations. */
class StartRulesTest {
    private static final Instant AT = Instant.parse("2026-03-01T08:00:00Z");

    private static final String ARTICLE = """
            name: article
            version: "1.0.0"
            starts:
              - on: node.published
                when: "event.data.type == 'article'"
                processId: "${event.data.nid}"
                context: { nid: "${event.data.nid}" }
                announce: true
              - on: node.published
                when: "event.data.type == 'page'"
            initial: Open
            states:
              Open: { on: { evt.article.closed: Closed } }
              Closed: { type: final }
            """;

    private static final String LOG = """
            name: log
            version: "%s"
            starts: { on: %s }
            initial: Open
            states: { Open: { on: { evt.log.closed: Closed } }, Closed: { type: final } }
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, quoteCharacter = '"', textBlock = """
            DATA                                | COMES TO
            {'type':'article','nid':17}         | article 17 {'nid':17}
            {'type':'article','nid':'x','y':1}  | article x {'nid':'x'}
            {'type':'page','nid':3}             | article 6d1d64a0-7a9e-3a8d-9a6c-000000000000 {'nid':3,'type':'page'}
            {'type':'other','nid':3}            | nothing
            {'type':'article'}                  | start rule 0 of article 1.0.0 for 'node.published':
            {'type':'article','nid':''}         | processId must come to a text of 1 to 512 characters or to a whole number
            {'type':'article','nid':1.5}        | processId must come to a text of 1 to 512 characters or to a whole number
            {'type':                            | the data is not JSON
            """)
    void theFirstRuleThatHoldsSaysWhatStarts(String data, String expected) {
        var machines = RouterScenario.machines(ARTICLE);
        var foreign = published(data.replace('\'', '"')).build("n1", null);

        var results = new StartRules(machines).apply(foreign, AT);

        var derived = Address.processId(foreign);
        assertThat(results.stream().map(StartRulesTest::inShort).findFirst().orElse("nothing"))
                .contains(expected.replace("6d1d64a0-7a9e-3a8d-9a6c-000000000000", derived));
    }

    @Test
    void theStartIsRecognisedByTheEventThatLedToItAndKeepsWhatItBelongsTo() {
        var foreign = published("{\"type\":\"article\",\"nid\":17}")
                .from("/cms")
                .with("correlationid", "c1")
                .with("traceparent", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01")
                .with("tenant", "acme")
                .with("statemachineversion", "9.9.9")
                .build("n1", null);

        var start = start(RouterScenario.machines(ARTICLE), foreign);

        assertThat(start.subject()).isEqualTo(new Subject("17", "article", "1.0.0"));
        assertThat(start.event().getType()).isEqualTo("xorca.article.start");
        assertThat(start.event().getId()).isEqualTo("n1");
        assertThat(start.event().getSource()).hasToString("/cms");
        assertThat(start.event().getExtension("correlationid")).isEqualTo("c1");
        assertThat(start.event().getExtension("tenant")).isEqualTo("acme");
        assertThat(start.event().getExtension("traceparent").toString())
                .startsWith("00-0123456789abcdef0123456789abcdef");
        assertThat(start.event().getExtensionNames()).doesNotContain("statemachineversion");
        assertThat(Address.of(start.event(), RouterScenario.machines(ARTICLE), start.subject()))
                .isEqualTo(new Address.To(start.subject()));
    }

    @Test
    void oneEventStartsOrchestrationsOfSeveralMachines() {
        var machines = RouterScenario.machines(ARTICLE, LOG.formatted("1.0.0", "node.published"));

        var results = new StartRules(machines)
                .apply(published("{\"type\":\"article\",\"nid\":17}").build("n1", null), AT);

        assertThat(results)
                .extracting(result -> ((StartRules.Start) result).subject().name())
                .containsExactly("article", "log");
    }

    @Test
    void theRulesOfTheDefaultVersionHold() {
        var machines =
                RouterScenario.machines(LOG.formatted("1.0.0", "old.event"), LOG.formatted("2.0.0", "new.event"));

        assertThat(new StartRules(machines).types()).containsExactly("new.event");
        assertThat(new StartRules(machines.withDefaultVersions(Map.of("log", "1.0.0"))).types())
                .containsExactly("old.event");
        assertThat(machines.inboundTypes())
                .as("topics, so that the default can change")
                .contains("old.event", "new.event");
    }

    @Test
    void aTypeThatCannotBeATopicIsRefused() {
        assertThatThrownBy(() -> RouterScenario.machines(LOG.formatted("1.0.0", "\"evt.a b\"")))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("'evt.a b', which cannot be the name of a topic");
    }

    @Test
    void whatIsStartedIsAnnounced() {
        var machines = RouterScenario.machines(ARTICLE);
        var start =
                start(machines, published("{\"type\":\"article\",\"nid\":17}").build("n1", null));

        var decision = decide(machines, start, null);

        assertThat(decision.outcome()).isEqualTo(Decision.Outcome.STARTED);
        assertThat(decision.events()).extracting(CloudEvent::getType).containsExactly("notif.xorca.article.started");
        assertThat(RouterScenario.dataOf(decision.events().get(0)))
                .containsEntry("subject", start.subject().encode())
                .containsEntry("processId", "17")
                .containsEntry("name", "article")
                .containsEntry("version", "1.0.0")
                .containsEntry("cause", Map.of("source", "/tests", "id", "n1", "type", "node.published"));
        var other = start(machines, published("{\"type\":\"page\"}").build("n2", null));
        assertThat(decide(machines, other, null).events()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"n1", "n2"})
    void anotherStartByRuleOfTheSameProcessIsADuplicateAndNoError(String id) {
        var machines = RouterScenario.machines(ARTICLE);
        var start =
                start(machines, published("{\"type\":\"article\",\"nid\":17}").build("n1", null));
        var state = OrchestrationState.apply(null, decide(machines, start, null).entry());

        var again =
                start(machines, published("{\"type\":\"article\",\"nid\":17}").build(id, null));
        var decision = decide(machines, again, state);

        assertThat(decision.outcome()).isEqualTo(Decision.Outcome.DUPLICATE);
        assertThat(decision.events()).isEmpty();
        assertThat(decision.entry()).isNull();
    }

    private static Incoming published(String data) {
        return Incoming.event("node.published").bytes(data);
    }

    private static StartRules.Start start(Machines machines, CloudEvent foreign) {
        var results = new StartRules(machines).apply(foreign, AT);
        assertThat(results).singleElement().isInstanceOf(StartRules.Start.class);
        return (StartRules.Start) results.get(0);
    }

    private static Decision decide(Machines machines, StartRules.Start start, OrchestrationState state) {
        var decisions = new Router(machines, RouterSettings.DEFAULT, type -> true)
                .decide(new Input(start.event(), start.subject(), AT, 0), Known.of(state));
        assertThat(decisions).hasSize(1);
        return decisions.get(0);
    }

    private static String inShort(StartRules.Result result) {
        if (result instanceof StartRules.Failed failed) {
            return failed.reason();
        }
        var start = (StartRules.Start) result;
        var context =
                new TreeMap<>(Json.object(RouterScenario.dataOf(start.event()).get("context")));
        return start.subject().name() + " " + start.subject().processId() + " "
                + Json.text(context).replace('"', '\'');
    }
}
