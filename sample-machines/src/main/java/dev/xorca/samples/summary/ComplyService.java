package dev.xorca.samples.summary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.xorca.samples.Answer;
import dev.xorca.samples.CommandData;
import java.util.function.Function;

/** Answers {@code cmd.summary.comply} with the forbidden words of the summary. */
final class ComplyService implements Function<JsonNode, Answer> {
    private final Compliance compliance;

    ComplyService(Compliance compliance) {
        this.compliance = compliance;
    }

    @Override
    public Answer apply(JsonNode data) {
        var words = compliance.forbiddenIn(new CommandData(data).text("summary"));
        var answer = JsonNodeFactory.instance.objectNode().put("compliant", words.isEmpty());
        words.forEach(answer.putArray("words")::add);
        return new Answer("evt.summary.comply.success", answer);
    }
}
