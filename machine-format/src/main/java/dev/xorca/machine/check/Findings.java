package dev.xorca.machine.check;

import dev.xorca.machine.source.SourceMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is found in one document, except what the document silences. */
final class Findings {
    private final String file;
    private final SourceMap source;
    private final List<Finding> all = new ArrayList<>();

    Findings(String file, SourceMap source) {
        this.file = file;
        this.source = source;
    }

    /** Adds a finding unless an {@code x-ignore} at the place or around it names the rule. */
    void add(Rule rule, String pointer, String message) {
        add(rule, rule.severity(), pointer, message);
    }

    /** The same with another severity than the rule's own. */
    void add(Rule rule, Severity severity, String pointer, String message) {
        if (!isSilenced(rule, pointer)) {
            all.add(Finding.of(rule, severity, file, source.place(pointer), pointer, message));
        }
    }

    List<Finding> inOrder() {
        all.sort(Comparator.comparingInt(Finding::line)
                .thenComparingInt(Finding::column)
                .thenComparing(Finding::pointer)
                .thenComparing(Finding::code)
                .thenComparing(Finding::message));
        return List.copyOf(all);
    }

    private boolean isSilenced(Rule rule, String pointer) {
        var at = pointer;
        while (!IgnoreCheck.codesAt(source, at).contains(rule.code())) {
            if (at.isEmpty()) {
                return false;
            }
            at = at.substring(0, at.lastIndexOf('/'));
        }
        return true;
    }
}
