package dev.xorca.server.cli;

import dev.xorca.store.CallChanges;
import dev.xorca.store.Fault;
import dev.xorca.store.PendingCall;
import dev.xorca.store.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a step did to the invocations of an orchestration, for people; items of fan-outs are counted only. */
final class CallLines {
    private CallLines() {}

    static List<String> of(CallChanges changes) {
        var lines = new ArrayList<String>();
        for (var call : changes.put()) {
            if (call.kind() != PendingCall.Kind.ITEM || call.status() == PendingCall.Status.INCIDENT) {
                lines.add(put(call));
            }
        }
        count(changes, "begins", PendingCall.Status.ASKED, lines);
        count(changes, "tries again later", PendingCall.Status.PAUSED, lines);
        ended(changes, lines);
        for (var end : changes.ended()) {
            lines.add("invocation " + end.token() + " "
                    + end.how().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        if (!changes.undos().isEmpty()) {
            lines.add(
                    "can undo " + changes.undos().stream().map(Undo::invocation).collect(Collectors.joining(", ")));
        }
        if (!changes.undone().isEmpty()) {
            lines.add("has undone " + String.join(", ", changes.undone()));
        }
        return lines;
    }

    private static String put(PendingCall call) {
        var name = call.invocation() + " (" + call.token() + ")";
        return switch (call.status()) {
            case ASKED -> {
                var what = call.kind() == PendingCall.Kind.COMPENSATION ? "undoes " : "invokes ";
                yield what + name + (call.attempt() > 1 ? ", attempt " + call.attempt() : "");
            }
            case PAUSED -> name + " failed in attempt " + call.attempt() + ": " + fault(call);
            case INCIDENT -> name + " failed for good in attempt " + call.attempt() + ", incident: " + fault(call);
        };
    }

    private static String fault(PendingCall call) {
        Fault fault = Objects.requireNonNullElse(call.fault(), new Fault("error", "no reason is known", null));
        return fault.code() + ": " + fault.message();
    }

    private static void count(CallChanges changes, String what, PendingCall.Status status, List<String> lines) {
        long count = changes.put().stream()
                .filter(call -> call.kind() == PendingCall.Kind.ITEM && call.status() == status)
                .count();
        if (count > 0) {
            lines.add(what + " " + items(count));
        }
    }

    private static void ended(CallChanges changes, List<String> lines) {
        long done = changes.items().stream().filter(CallChanges.ItemEnd::well).count();
        long failed = changes.items().size() - done;
        if (done > 0) {
            lines.add(items(done) + " done");
        }
        if (failed > 0) {
            lines.add(items(failed) + " failed");
        }
    }

    private static String items(long count) {
        return count == 1 ? "1 item" : count + " items";
    }
}
