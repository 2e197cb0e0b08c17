package dev.xorca.samples;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The data of a command, read field by field; a field that is not as asked for is a {@link WrongDataException}. The data
 * may be any JSON, or missing: then so are its fields.
 */
public record CommandData(JsonNode data) {

    public String text(String field) {
        var value = data.path(field);
        if (!value.isTextual()) {
            throw unexpected(field, "a text", value);
        }
        return value.textValue();
    }

    public List<String> texts(String field) {
        var value = data.path(field);
        if (!value.isArray()) {
            throw unexpected(field, "a list of texts", value);
        }
        var texts = new ArrayList<String>();
        for (var element : value) {
            if (!element.isTextual()) {
                throw unexpected(field, "a list of texts", value);
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** A whole number from {@code least} to {@code most}, both included; {@code 3.0} is one too. */
    public int wholeNumber(String field, int least, int most) {
        var value = data.path(field);
        var number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (number >= least && number <= most && number == Math.rint(number)) {
            return (int) number;
        }
        throw unexpected(field, "a whole number from " + least + " to " + most, value);
    }

    private static WrongDataException unexpected(String field, String expected, JsonNode found) {
        var what = found.isMissingNode() ? "is missing" : "is " + shortened(found.toString());
        return new WrongDataException("Expected '" + field + "' to be " + expected + ", but it " + what);
    }

    private static String shortened(String json) {
        return json.length() <= 80 ? json : json.substring(0, 80) + "...";
    }
}
