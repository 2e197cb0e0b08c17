package dev.xorca.samples;

import static dev.xorca.samples.Sample.Run.badly;
import static dev.xorca.samples.Sample.Run.well;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.xorca.samples.hotel.Hotel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The samples of orchestration patterns, beside the larger one of book summaries. */
public final class Samples {
    private Samples() {}

    /** All of them, in the order in which they are worth reading. */
    public static List<Sample> all() {
        return List.of(
                chaining(),
                fanOut(),
                purchaseOrder(),
                versions(),
                hotelReservation(),
                askSync(),
                askLater(),
                reminder(),
                loop());
    }

    public static Optional<Sample> find(String name) {
        return all().stream().filter(sample -> sample.name().equals(name)).findFirst();
    }

    private static Sample chaining() {
        return new Sample(
                "chaining",
                "calls one after the other",
                List.of("chaining/chaining.machine.yaml"),
                Map.of(
                        "cmd.city.greet",
                        data -> Answer.success(
                                "cmd.city.greet",
                                json().put("greeting", "Hello " + new CommandData(data).text("city") + "!"))),
                Map.of(),
                null,
                List.of(well(
                        "chaining",
                        "tour",
                        Map.of(),
                        Map.of("greetings", List.of("Hello Tokyo!", "Hello Seattle!", "Hello London!")))));
    }

    private static Sample fanOut() {
        return new Sample(
                "fan-out",
                "as many calls at once as there is work, and their results together",
                List.of("fan-out/fan-out.machine.yaml"),
                Map.of(
                        "cmd.work.list",
                        data -> {
                            var batch = new CommandData(data).text("batch");
                            var answer = json();
                            var items = answer.putArray("items");
                            for (int i = 1; i <= batch.length() * 4; i++) {
                                items.add(batch + "-" + i);
                            }
                            return Answer.success("cmd.work.list", answer);
                        },
                        "cmd.work.process",
                        data -> Answer.success(
                                "cmd.work.process",
                                json().put(
                                                "value",
                                                new CommandData(data)
                                                        .text("item")
                                                        .length()))),
                Map.of(),
                null,
                List.of(
                        well("fan-out", "small", Map.of("batch", "a"), Map.of("total", 12L)),
                        well("fan-out", "large", Map.of("batch", "large-batch"), Map.of("total", 607L))));
    }

    private static Sample purchaseOrder() {
        return new Sample(
                "purchase-order",
                "a person's answer against a timer",
                List.of("purchase-order/purchase-order.machine.yaml"),
                Map.of(
                        "cmd.approval.request",
                        // Orders beyond 5000 are nobody's business: nobody answers.
                        data -> new CommandData(data).wholeNumber("cost", 0, 1_000_000) > 5_000
                                ? Answer.NONE
                                : new Answer("evt.approval.received", json().put("approver", "Ada")),
                        "cmd.order.place",
                        data -> Answer.success("cmd.order.place", json())),
                Map.of(),
                null,
                List.of(
                        well("purchase-order", "cheap", Map.of("cost", 500L), Map.of("result", "Auto-approved")),
                        well("purchase-order", "dear", Map.of("cost", 2_500L), Map.of("result", "Approved by 'Ada'")),
                        well(
                                "purchase-order",
                                "too-dear",
                                Map.of("cost", 9_000L, "patience", "PT2S"),
                                Map.of("result", "Canceled")),
                        well(
                                        "purchase-order",
                                        "foreseen",
                                        Map.of("cost", 8_000L),
                                        Map.of("result", "Approved by 'Grace'"))
                                .behind(new Sample.Early("evt.approval.received", Map.of("approver", "Grace")))));
    }

    private static Sample versions() {
        return new Sample(
                "versions",
                "two versions side by side",
                List.of("versions/versions-1.machine.yaml", "versions/versions-2.machine.yaml"),
                Map.of(
                        "cmd.activity.one",
                        data -> Answer.success("cmd.activity.one", json()),
                        "cmd.activity.two",
                        data -> Answer.success("cmd.activity.two", json()),
                        "cmd.activity.three",
                        data -> Answer.success("cmd.activity.three", json())),
                Map.of(),
                null,
                List.of(
                        well("versions", "old", Map.of(), Map.of("version", "1.0.0", "did", List.of("one", "two")))
                                .ofVersion("1.0.0"),
                        well(
                                        "versions",
                                        "new",
                                        Map.of(),
                                        Map.of("version", "2.0.0", "did", List.of("one", "three", "two")))
                                .ofVersion("2.0.0"),
                        well("versions", "default", Map.of(), Map.of("version", "2.0.0"))));
    }

    private static Sample hotelReservation() {
        var name = "hotel-reservation";
        return new Sample(
                name,
                "a sub-orchestration, errors at each step, and what was done undone",
                List.of(
                        "hotel-reservation/hotel-reservation.machine.yaml",
                        "hotel-reservation/client-creation.machine.yaml"),
                new Hotel().services(),
                Map.of(),
                null,
                List.of(
                        well(name, "good", stay("Ada", "101", 2), Map.of("price", 240L)),
                        badly(name, "no-nights", stay("Ada", "101", 0), Map.of("code", "NO_NIGHTS")),
                        badly(name, "bad-client", stay("Mallory", "101", 2), Map.of("code", "NOT_WELCOME")),
                        badly(name, "no-room", stay("Ada", "999", 2), Map.of("code", "NO_SUCH_ROOM")),
                        badly(name, "blocked", stay("Ada", "666", 2), Map.of("code", "ROOM_TAKEN")),
                        badly(name, "not-booked", stay("Ada", "404", 3), Map.of("code", "NO_BOOKING"))));
    }

    private static Map<String, Object> stay(String client, String room, long nights) {
        return Map.of("client", client, "room", room, "nights", nights);
    }

    private static Sample askSync() {
        return new Sample(
                "ask-sync",
                "a question that is answered at once, within the router",
                List.of("ask-sync/ask-sync.machine.yaml"),
                Map.of(),
                Map.of("cmd.price.quote", new PriceResponder()),
                null,
                List.of(
                        well(
                                "ask-sync",
                                "chair",
                                Map.of("article", "chair", "limit", 100L),
                                Map.of("bought", true, "price", 80L)),
                        well(
                                "ask-sync",
                                "table",
                                Map.of("article", "table", "limit", 100L),
                                Map.of("bought", false, "price", 250L)),
                        badly("ask-sync", "unicorn", Map.of("article", "unicorn", "limit", 100L), Map.of())));
    }

    private static Sample askLater() {
        var desk = new CreditDesk();
        return new Sample(
                "ask-later",
                "a question that is answered later, by whoever holds its token",
                List.of("ask-later/ask-later.machine.yaml"),
                Map.of(),
                Map.of("cmd.credit.check", desk),
                desk,
                List.of(
                        well("ask-later", "ada", Map.of("customer", "Ada"), Map.of("decision", "approved")),
                        well("ask-later", "mallory", Map.of("customer", "Mallory"), Map.of("decision", "rejected"))));
    }

    private static Sample reminder() {
        return new Sample(
                "reminder",
                "a deadline that reminds until somebody acts",
                List.of("reminder/reminder.machine.yaml"),
                Map.of(
                        "notif.xorca.reminder.timedout",
                        // Nobody likes to be asked a third time.
                        data -> new CommandData(data).wholeNumber("times", 1, 1_000) == 3
                                ? new Answer("evt.task.handled", json().put("by", "Ada"))
                                : Answer.NONE),
                Map.of(),
                null,
                List.of(well(
                        "reminder",
                        "report",
                        Map.of("task", "write the report", "every", "PT1S"),
                        Map.of("by", "Ada"))));
    }

    private static Sample loop() {
        return new Sample(
                "loop",
                "a state that is entered again and again, and asks each time",
                List.of("loop/loop.machine.yaml"),
                Map.of(
                        "cmd.job.look",
                        data -> Answer.success(
                                "cmd.job.look",
                                json().put("ready", new CommandData(data).wholeNumber("look", 1, 1_000) >= 4))),
                Map.of(),
                null,
                List.of(well("loop", "job", Map.of("job", "backup", "pause", "PT0.3S"), Map.of("looks", 4L))));
    }

    private static ObjectNode json() {
        return JsonNodeFactory.instance.objectNode();
    }
}
