package dev.xorca.samples.hotel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.xorca.samples.Answer;
import dev.xorca.samples.CommandData;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Rooms, clients and bookings of a hotel. Some rooms and clients make trouble, each at another step: room 999 is not
 * there, 666 is taken, 404 cannot be booked, and Mallory is not welcome. Remembers which rooms are blocked.
 */
public final class Hotel {
    private static final int PRICE_PER_NIGHT = 120;

    private final Set<String> blocks = ConcurrentHashMap.newKeySet();

    /** Who answers which command. */
    public Map<String, Function<JsonNode, Answer>> services() {
        return Map.of(
                "cmd.reservation.validate", this::validate,
                "cmd.client.find", this::findClient,
                "cmd.client.create", this::createClient,
                "cmd.room.check", this::checkRoom,
                "cmd.room.block", this::blockRoom,
                "cmd.room.free", this::freeRoom,
                "cmd.booking.create", this::createBooking);
    }

    /** The rooms that are blocked now and not booked, as block ids. */
    public Set<String> blocks() {
        return Set.copyOf(blocks);
    }

    private Answer validate(JsonNode data) {
        return new CommandData(data).wholeNumber("nights", -1_000, 1_000) < 1
                ? Answer.error("cmd.reservation.validate", "NO_NIGHTS", "a stay has one night at least")
                : Answer.success("cmd.reservation.validate", json());
    }

    private Answer findClient(JsonNode data) {
        var name = new CommandData(data).text("name");
        var known = name.equals("Ada");
        return Answer.success("cmd.client.find", known ? json().put("clientId", "client-ada") : json());
    }

    private Answer createClient(JsonNode data) {
        var name = new CommandData(data).text("name");
        return name.equals("Mallory")
                ? Answer.error("cmd.client.create", "NOT_WELCOME", name + " is not welcome here")
                : Answer.success(
                        "cmd.client.create", json().put("clientId", "client-" + name.toLowerCase(Locale.ROOT)));
    }

    private Answer checkRoom(JsonNode data) {
        var command = new CommandData(data);
        return command.text("room").equals("999")
                ? Answer.error("cmd.room.check", "NO_SUCH_ROOM", "there is no room 999")
                : Answer.success(
                        "cmd.room.check",
                        json().put("price", PRICE_PER_NIGHT * command.wholeNumber("nights", 1, 1_000)));
    }

    private Answer blockRoom(JsonNode data) {
        var room = new CommandData(data).text("room");
        if (room.equals("666")) {
            return Answer.error("cmd.room.block", "ROOM_TAKEN", "room 666 is taken");
        }
        var block = "block-" + room;
        blocks.add(block);
        return Answer.success("cmd.room.block", json().put("blockId", block));
    }

    private Answer freeRoom(JsonNode data) {
        blocks.remove(new CommandData(data).text("blockId"));
        return Answer.success("cmd.room.free", json());
    }

    private Answer createBooking(JsonNode data) {
        var block = new CommandData(data).text("blockId");
        if (block.equals("block-404")) {
            return Answer.error("cmd.booking.create", "NO_BOOKING", "room 404 cannot be booked");
        }
        blocks.remove(block);
        return Answer.success("cmd.booking.create", json().put("bookingId", "booking-" + block));
    }

    private static ObjectNode json() {
        return JsonNodeFactory.instance.objectNode();
    }
}
