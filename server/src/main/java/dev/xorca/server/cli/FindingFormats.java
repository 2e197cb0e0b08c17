package dev.xorca.server.cli;

import dev.xorca.machine.check.Finding;
import dev.xorca.machine.check.Severity;
import dev.xorca.schemas.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings as text for people, as JSON for tools, as workflow commands for GitHub. */
final class FindingFormats {
    private FindingFormats() {}

    static String text(List<Finding> findings, int files) {
        var text = new StringBuilder();
        for (var finding : findings) {
            line(
                    text,
                    place(finding) + ": " + finding.severity().label() + ": " + finding.message() + " ["
                            + finding.code() + " at " + (finding.pointer().isEmpty() ? "/" : finding.pointer()) + "]");
            if (!finding.explanation().isEmpty()) {
                line(text, "    " + finding.explanation());
            }
            if (!finding.silence().isEmpty()) {
                line(text, "    To silence: " + finding.silence());
            }
        }
        line(text, summary(findings, files));
        return text.toString();
    }

    static String json(List<Finding> findings, int files) {
        var all = new ArrayList<Map<String, Object>>();
        for (var finding : findings) {
            var object = new LinkedHashMap<String, Object>();
            object.put("code", finding.code());
            object.put("severity", finding.severity().label());
            object.put("file", finding.file());
            object.put("line", finding.line());
            object.put("column", finding.column());
            object.put("pointer", finding.pointer());
            object.put("message", finding.message());
            object.put("explanation", finding.explanation());
            object.put("silence", finding.silence());
            all.add(object);
        }
        var counts = new LinkedHashMap<String, Object>();
        counts.put("files", files);
        for (var severity : Severity.values()) {
            counts.put(severity.label(), count(findings, severity));
        }
        var whole = new LinkedHashMap<String, Object>();
        whole.put("findings", all);
        whole.put("summary", counts);
        return Json.text(whole) + System.lineSeparator();
    }

    static String github(List<Finding> findings, int files) {
        var text = new StringBuilder();
        for (var finding : findings) {
            var command = switch (finding.severity()) {
                case ERROR -> "error";
                case WARNING -> "warning";
                case INFO -> "notice";
            };
            line(
                    text,
                    "::" + command + " file=" + property(finding.file()) + ",line=" + finding.line() + ",col="
                            + finding.column() + ",title=" + property(finding.code()) + "::"
                            + data(finding.message() + ". " + finding.explanation()));
        }
        line(text, summary(findings, files));
        return text.toString();
    }

    private static String place(Finding finding) {
        return finding.file() + ":" + finding.line() + ":" + finding.column();
    }

    private static String summary(List<Finding> findings, int files) {
        return counted(files, "file") + " checked: " + counted(count(findings, Severity.ERROR), "error") + ", "
                + counted(count(findings, Severity.WARNING), "warning") + ", "
                + count(findings, Severity.INFO) + " info";
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static long count(List<Finding> findings, Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    private static String data(String value) {
        return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String value) {
        return data(value).replace(":", "%3A").replace(",", "%2C");
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append(System.lineSeparator());
    }
}
