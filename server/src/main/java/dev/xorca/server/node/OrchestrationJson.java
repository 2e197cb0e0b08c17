package dev.xorca.server.node;

import dev.xorca.machine.MachineDocument;
import dev.xorca.router.CallToken;
import dev.xorca.router.OpenCall;
import dev.xorca.router.Subject;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.store.FanOut;
import dev.xorca.store.Fault;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.OrchestrationState.Status;
import dev.xorca.store.PendingCall;
import dev.xorca.store.Timer;
import dev.xorca.store.Undo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Orchestrations as HTTP shows them. */
final class OrchestrationJson {
    private static final Set<String> OVER = Arrays.stream(Status.values())
            .filter(Status::isOver)
            .map(OrchestrationJson::word)
            .collect(Collectors.toSet());

    /** How many items of one fan-out are shown. */
    private static final int MOST_ITEMS = 100;

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

    /** Whether an operator holds the one that is shown here. */
    static boolean isSuspended(Map<String, Object> json) {
        return word(Status.SUSPENDED).equals(json.get("status"));
    }

    /** The tokens of what has failed for good of the one that is shown here, as in its journal; not of all items. */
    static List<String> incidents(Map<String, Object> json) {
        var tokens = new ArrayList<String>();
        if (json.get("waitsFor") instanceof List<?> calls) {
            for (var call : calls) {
                var fields = Json.object(call);
                if (word(PendingCall.Status.INCIDENT).equals(fields.get("status"))) {
                    CallToken.parse(String.valueOf(fields.get("token"))).ifPresent(token -> tokens.add(token.token()));
                }
            }
        }
        return tokens;
    }

    /** The event that led to the first entry of a page of a journal; empty when there is none on it. */
    static Optional<Map<String, Object>> firstCause(Map<String, Object> page) {
        return page.get("entries") instanceof List<?> entries && !entries.isEmpty()
                ? Optional.of(Json.object(Json.object(entries.get(0)).get("cause")))
                : Optional.empty();
    }

    /**
     * Who it is and how it is.
     *
     * @param document the machine that goes on with it; null when it is not here
     */
    static Map<String, Object> of(
            Subject subject, OrchestrationState state, int held, @Nullable MachineDocument document) {
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
        json.put("waitsFor", waitsFor(subject, state, document));
        json.put(
                "incidents",
                state.calls().values().stream()
                        .filter(OrchestrationJson::isIncident)
                        .count());
        if (!state.undos().isEmpty()) {
            json.put(
                    "undos", state.undos().stream().map(OrchestrationJson::undo).toList());
        }
        json.put("held", held);
        if (state.position().output() != null) {
            json.put("output", state.position().output());
        }
        json.put("startedAt", state.startedAt().toString());
        json.put("changedAt", state.changedAt().toString());
        json.put("sequence", state.sequence());
        json.put("correlationId", state.start().correlationId());
        if (state.start().tenant() != null) {
            json.put("tenant", state.start().tenant());
        }
        var parent = state.start().parent();
        if (parent != null) {
            json.put("parent", reference(parent.subject()));
            json.put("root", reference(parent.root()));
            json.put("depth", (long) parent.depth());
        }
        json.put("machine", machine(state));
        json.put("journal", OrchestrationResource.path(subject) + "/journal");
        return json;
    }

    private static String word(Enum<?> status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isIncident(PendingCall call) {
        return call.status() == PendingCall.Status.INCIDENT;
    }

    /** Of the items of a fan-out only the first, what has failed for good before all others; there can be very many. */
    private static List<Map<String, Object>> waitsFor(
            Subject subject, OrchestrationState state, @Nullable MachineDocument document) {
        var items = state.calls().values().stream()
                .filter(call -> call.kind() == PendingCall.Kind.ITEM)
                .collect(Collectors.groupingBy(PendingCall::whole));
        var shown = new ArrayList<Map<String, Object>>();
        for (var call : state.calls().values()) {
            if (call.kind() != PendingCall.Kind.ITEM) {
                var open = items.getOrDefault(call.token(), List.of());
                var json = call(OpenCall.of(subject, state, call, document));
                if (call.fanOut() != null) {
                    json.put("items", items(call.fanOut(), open));
                }
                shown.add(json);
                open.stream()
                        .sorted(Comparator.comparing(OrchestrationJson::isIncident)
                                .reversed()
                                .thenComparing(PendingCall::index))
                        .limit(MOST_ITEMS)
                        .forEach(item -> shown.add(call(OpenCall.of(subject, state, item, document))));
            }
        }
        return shown;
    }

    private static Map<String, Object> call(OpenCall open) {
        var call = open.call();
        var json = new LinkedHashMap<String, Object>();
        json.put("token", open.token().toString());
        json.put("invocation", call.invocation());
        json.put("kind", word(call.kind()));
        if (call.kind() == PendingCall.Kind.ITEM) {
            json.put("index", (long) call.index());
        }
        if (open.asks() instanceof Call.Command command) {
            json.put("command", command.type());
        } else if (open.asks() instanceof Call.Child child) {
            json.put("machine", child.machine());
        }
        if (call.child() != null) {
            json.put("child", reference(call.child()));
        }
        if (!open.state().isEmpty()) {
            json.put("state", open.state());
        }
        json.put("status", word(call.status()));
        json.put("attempt", (long) call.attempt());
        json.put("since", call.begun().toString());
        putTime(json, "nextAttempt", open.nextAttempt());
        putTime(json, "deadline", open.deadline());
        if (call.fault() != null) {
            json.put("fault", fault(call.fault()));
        }
        return json;
    }

    private static void putTime(Map<String, Object> json, String name, @Nullable Instant time) {
        if (time != null) {
            json.put(name, time.toString());
        }
    }

    private static Map<String, Object> fault(Fault fault) {
        var json = new LinkedHashMap<String, Object>();
        json.put("code", fault.code());
        json.put("message", fault.message());
        if (fault.data() != null) {
            json.put("data", fault.data());
        }
        return json;
    }

    private static Map<String, Object> items(FanOut fanOut, List<PendingCall> open) {
        var json = new LinkedHashMap<String, Object>();
        json.put("total", (long) fanOut.total());
        json.put("begun", (long) fanOut.next());
        json.put("done", (long) fanOut.done());
        json.put("failed", (long) fanOut.failed());
        json.put("open", (long) open.size());
        json.put(
                "incidents", open.stream().filter(OrchestrationJson::isIncident).count());
        return json;
    }

    private static Map<String, Object> undo(Undo undo) {
        var json = new LinkedHashMap<String, Object>();
        json.put("token", undo.token());
        json.put("invocation", undo.invocation());
        return json;
    }

    private static Map<String, Object> reference(String subject) {
        var json = new LinkedHashMap<String, Object>();
        json.put("subject", subject);
        json.put("orchestration", OrchestrationResource.path(Subject.parse(subject)));
        return json;
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
