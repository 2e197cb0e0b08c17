package dev.xorca.samples.summary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.xorca.samples.Answer;
import dev.xorca.samples.CommandData;
import dev.xorca.samples.WrongDataException;
import java.util.function.Function;

/** Answers {@code cmd.text.summarise} with the sentences that make the summary, and with the summary they make. */
final class SummariseService implements Function<JsonNode, Answer> {
    private static final int MOST_SENTENCES = 20;

    private final Summariser summariser;

    SummariseService(Summariser summariser) {
        this.summariser = summariser;
    }

    @Override
    public Answer apply(JsonNode data) {
        var command = new CommandData(data);
        var sentences = summariser.summarise(command.text("text"), command.wholeNumber("sentences", 1, MOST_SENTENCES));
        if (sentences.isEmpty()) {
            throw new WrongDataException("Expected 'text' to have a sentence, but it has none");
        }
        var answer = JsonNodeFactory.instance.objectNode().put("summary", String.join(" ", sentences));
        sentences.forEach(answer.putArray("sentences")::add);
        return new Answer("evt.text.summarise.success", answer);
    }
}
