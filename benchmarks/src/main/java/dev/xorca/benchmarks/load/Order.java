package dev.xorca.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The data that is carried along: an order of about 500 bytes, in which each service counts one up. */
final class Order {
    /** Before the digit that services count up; data of commands begins so, since the keys keep their order. */
    private static final String HOP = "{\"hop\":";

    private static final String LINES = """
            "customer":{"name":"Ada Lovelace","street":"12 St James's Square","city":"London","zip":"SW1Y 4JH"},\
            "lines":[{"sku":"BK-20931","title":"Sketch of the Analytical Engine","amount":1,"price":24.5},\
            {"sku":"BK-11873","title":"Passages from the Life of a Philosopher","amount":2,"price":18.25},\
            {"sku":"BK-40266","title":"On the Economy of Machinery and Manufactures","amount":1,"price":31.0}],\
            "currency":"GBP","gift":false,"note":"Please leave the parcel with the neighbours at number 14."}""";

    private Order() {}

    /** The data of a start event. */
    static byte[] start(String processId) {
        return start(processId, HOP + "0,");
    }

    /** The data of a start event, with a time to wait for. */
    static byte[] start(String processId, Instant due) {
        return start(processId, "{\"due\":\"" + due + "\",");
    }

    /** The data of a start event that says of how many items it is. */
    static byte[] start(String processId, int items) {
        return ("{\"processId\":\"" + processId + "\",\"context\":{\"items\":" + items + "}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] start(String processId, String first) {
        return ("{\"processId\":\"" + processId + "\",\"context\":" + first + "\"id\":\"" + processId + "\"," + LINES
                        + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What a service answers to a command with this data. */
    static byte[] answer(byte[] data) {
        var answer = data.clone();
        int digit = HOP.length();
        if (answer.length <= digit || answer[digit] < '0' || answer[digit] > '8') {
            throw new LoadException(
                    "a command has other data than it should: " + new String(data, StandardCharsets.UTF_8));
        }
        answer[digit]++;
        return answer;
    }
}
