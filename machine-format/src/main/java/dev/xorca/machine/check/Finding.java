package dev.xorca.machine.check;

import dev.xorca.machine.DocumentProblem;
import dev.xorca.machine.source.SourceMap;

/**
 * One thing that a check has to say about a document.
 *
 * @param code the stable name of the rule, such as {@code unreachable-state}
 * @param severity how bad it is
 * @param file the document's name as the user knows it
 * @param line from 1
 * @param column from 1
 * @param pointer where in the document, as a JSON pointer
 * @param message what was found, in a sentence without a full stop
 * @param explanation why it matters, or what to do
 * @param silence how to be told no more; empty when that cannot be
 */
public record Finding(
        String code,
        Severity severity,
        String file,
        int line,
        int column,
        String pointer,
        String message,
        String explanation,
        String silence) {

    static Finding of(
            Rule rule, Severity severity, String file, SourceMap.Place place, String pointer, String message) {
        return new Finding(
                rule.code(),
                severity,
                file,
                place.line(),
                place.column(),
                pointer,
                message,
                rule.explanation(),
                "x-ignore: [" + rule.code() + "] here or on a state around it, or --ignore " + rule.code());
    }

    /** A problem that keeps a document from being loaded. */
    static Finding of(DocumentProblem problem) {
        return new Finding(
                problem.rule(),
                Severity.ERROR,
                problem.file(),
                problem.line(),
                problem.column(),
                problem.path(),
                problem.message(),
                problem.fix(),
                "");
    }
}
