package dev.xorca.server.node;

import dev.xorca.router.Subject;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.OrchestrationState.Status;
import dev.xorca.store.Timer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Orchestrations as HTTP shows them. */
final class OrchestrationJson {
    private static final Set<String> OVER = Arrays.stream(Status.values())
            .filter(Status::isOver)
            .map(OrchestrationJson::word)
            .collect(Collectors.toSet());

    private OrchestrationJson() {}

    /** Who it is. */
    static Map<String, Object> of(Subject subject) {
        var json = new LinkedHashMap<String, Object>();
        json.put("subject", subject.encode());
        json.put("processId", subject.processId());
        json.put("name", subject.name());
        json.put("version", subject.version());
        return json;
    }

    /** Whether nothing more will happen to the one that is shown here. */
    static boolean isOver(Map<String, Object> json) {
        return OVER.contains(String.valueOf(json.get("status")));
    }

    /** Who it is and how it is. */
    static Map<String, Object> of(Subject subject, OrchestrationState state, int held) {
        var json = of(subject);
        json.put("status", word(state.status()));
        json.put("configuration", state.position().configuration());
        json.put("context", state.context());
        json.put(
                "timers",
                state.timers().values().stream()
                        .sorted(Comparator.comparing(Timer::due))
                        .map(OrchestrationJson::timer)
                        .toList());
        json.put("held", held);
        if (state.position().output() != null) {
            json.put("output", state.position().output());
        }
        json.put("startedAt", state.startedAt().toString());
        json.put("changedAt", state.changedAt().toString());
        json.put("sequence", state.sequence());
        json.put("correlationId", state.start().correlationId());
        json.put("machine", machine(state));
        json.put("journal", OrchestrationResource.path(subject) + "/journal");
        return json;
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> machine(OrchestrationState state) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", state.machine().name());
        json.put("version", state.machine().version());
        json.put("hash", state.machine().hash());
        return json;
    }

    private static Map<String, @Nullable Object> timer(Timer timer) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("token", timer.token());
        if (timer.id() != null) {
            json.put("id", timer.id());
        }
        json.put("type", timer.type());
        json.put("data", timer.data());
        json.put("due", timer.due().toString());
        return json;
    }
}
