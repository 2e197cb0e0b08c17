package dev.xorca.samples.summary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.xorca.samples.Answer;
import dev.xorca.samples.CommandData;
import java.util.function.Function;

/** Answers {@code cmd.summary.ground} with the sentences that are not the text's own. */
final class GroundService implements Function<JsonNode, Answer> {

    @Override
    public Answer apply(JsonNode data) {
        var command = new CommandData(data);
        var missing = Grounding.missing(command.text("text"), command.texts("sentences"));
        var answer = JsonNodeFactory.instance.objectNode().put("grounded", missing.isEmpty());
        missing.forEach(answer.putArray("missing")::add);
        return new Answer("evt.summary.ground.success", answer);
    }
}
