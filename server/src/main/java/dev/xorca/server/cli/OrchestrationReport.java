package dev.xorca.server.cli;

import static dev.xorca.server.cli.StatusReport.objects;
import static dev.xorca.server.cli.StatusReport.text;

import dev.xorca.router.Subject;
import dev.xorca.schemas.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * How an orchestration is, for people: a few lines, and one for each question that it waits for.
 *
 * @param subject the orchestration
 * @param json what the node says of it
 */
record OrchestrationReport(Subject subject, Map<String, Object> json) {

    void print(PrintWriter out) {
        var states = json.get("configuration") instanceof List<?> list ? list : List.of();
        out.println(subject + " is " + text(json, "status")
                + (states.isEmpty()
                        ? ""
                        : " in "
                                + String.join(
                                        ", ",
                                        states.stream().map(String::valueOf).toList())));
        out.println("started " + text(json, "startedAt") + ", changed " + text(json, "changedAt") + ", journal entries "
                + text(json, "sequence") + ", events that wait " + text(json, "held"));
        var calls = objects(json.get("waitsFor"));
        if (calls.isEmpty()) {
            return;
        }
        out.println();
        var table =
                new TextTable("WAITS FOR", "STATE", "STATUS", "ATTEMPT", "SINCE", "DEADLINE", "LAST FAILURE", "TOKEN");
        for (var call : calls) {
            table.add(
                    asked(call),
                    text(call, "state"),
                    status(call),
                    text(call, "attempt"),
                    text(call, "since"),
                    text(call, "deadline"),
                    failure(call),
                    text(call, "token"));
        }
        table.print(out);
    }

    private static String asked(Map<String, Object> call) {
        var what = call.containsKey("command")
                ? text(call, "command")
                : call.containsKey("machine") ? text(call, "machine") : text(call, "invocation");
        return switch (text(call, "kind")) {
            case "item" -> "- " + what + ", item " + text(call, "index");
            case "compensation" -> what + ", to undo " + text(call, "invocation");
            default -> what;
        };
    }

    private static String status(Map<String, Object> call) {
        if (call.containsKey("items")) {
            var items = Json.object(call.get("items"));
            return text(call, "status") + ": of " + text(items, "total") + " items " + text(items, "done") + " done, "
                    + text(items, "failed") + " failed, " + text(items, "open") + " open, "
                    + text(items, "incidents") + " of them incidents";
        }
        return text(call, "status") + (call.containsKey("nextAttempt") ? " until " + text(call, "nextAttempt") : "");
    }

    private static String failure(Map<String, Object> call) {
        if (!call.containsKey("fault")) {
            return "";
        }
        var fault = Json.object(call.get("fault"));
        return text(fault, "code") + ": " + text(fault, "message");
    }
}
