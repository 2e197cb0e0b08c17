package dev.xorca.router;

import static dev.xorca.router.Incoming.event;
import static dev.xorca.router.Incoming.startOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What whoever holds a token is told of the question. */
class StandingTest {
    private static final String ASKS = """
            name: asks
            version: "1.0.0"
            initial: Ask
            states:
              Ask:
                invoke:
                  command: cmd.permit
                  retry: { first: PT10S, attempts: 2 }
                  timeout: { after: PT1H }
                  onDone: Second
                  onError: Second
                on: { evt.skip: Second }
              Second:
                on: { evt.end: End }
              End: { type: final }
            """;

    private final RouterScenario scenario =
            RouterScenario.router(ASKS).when(startOf("asks").data(Map.of("processId", "p1")));

    private final CallToken token = CallToken.parse(
                    String.valueOf(scenario.emitted().get(0).getExtension(CallToken.ATTRIBUTE)))
            .orElseThrow();

    @Test
    void aQuestionWaitsUntilItIsAnswered() {
        assertStanding(token, Standing.Kind.WAITING);
        answer("evt.permit.success", token);
        assertStanding(token, Standing.Kind.ANSWERED);
        scenario.when(event("evt.end"));
        assertStanding(token, Standing.Kind.ANSWERED);
    }

    @Test
    void whoeverHasAnsweredIsToldWhichEntryThatMade() {
        scenario.whenAnswered(token, "a", 1);
        var again = Standing.of(token, "a", scenario.reader(), scenario.now());
        assertThat(again).isEqualTo(new Standing(Standing.Kind.REPEATED, "this answer was given before", 2));
        assertStanding(token, Standing.Kind.ANSWERED);
    }

    @Test
    void anAttemptThatIsOverIsStaleAndTheNextOneWaits() {
        var second = new CallToken(token.token(), 2, token.subject());
        assertStanding(second, Standing.Kind.UNKNOWN);
        answer("evt.permit.error", token);
        assertStanding(token, Standing.Kind.STALE);
        scenario.whenTimePasses(Duration.ofSeconds(11));
        assertStanding(token, Standing.Kind.STALE);
        assertStanding(second, Standing.Kind.WAITING);
        answer("evt.permit.error", second);
        assertStanding(token, Standing.Kind.STALE);
        assertStanding(second, Standing.Kind.ANSWERED);
    }

    @Test
    void aQuestionThatWasGivenUpIsStale() {
        scenario.when(event("evt.skip")).thenIn("Second");
        assertStanding(token, Standing.Kind.STALE);
    }

    @Test
    void aQuestionWhoseDeadlineIsOverIsStale() {
        scenario.whenTimePasses(Duration.ofHours(2)).thenIn("Second");
        assertStanding(token, Standing.Kind.STALE);
    }

    @Test
    void whatWasNeverAskedIsUnknown() {
        assertStanding(new CallToken("1.7", 1, token.subject()), Standing.Kind.UNKNOWN);
        assertStanding(new CallToken("99.0", 1, token.subject()), Standing.Kind.UNKNOWN);
        assertStanding(new CallToken(token.token(), 1, new Subject("nobody", "asks", "1.0.0")), Standing.Kind.UNKNOWN);
    }

    private void answer(String type, CallToken with) {
        scenario.when(event(type).with(CallToken.ATTRIBUTE, with.toString()).data(Map.of("code", "busy")));
    }

    private void assertStanding(CallToken of, Standing.Kind kind) {
        var standing = Standing.of(of, "", scenario.reader(), scenario.now());
        assertThat(standing.kind()).as(standing.reason()).isEqualTo(kind);
        assertThat(standing.reason().isEmpty()).isEqualTo(kind == Standing.Kind.WAITING);
    }
}
