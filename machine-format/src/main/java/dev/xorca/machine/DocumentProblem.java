package dev.xorca.machine;

/**
 * One thing that is wrong with a machine document.
 *
 * @param file the document's name as the user knows it
 * @param line from 1
 * @param column from 1
 * @param path where in the document, as a JSON pointer
 * @param rule the stable name of the rule that is broken, such as {@code unknown-key}
 * @param message what is wrong
 * @param fix what to do about it
 */
public record DocumentProblem(String file, int line, int column, String path, String rule, String message, String fix) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message + " [" + rule + " at " + (path.isEmpty() ? "/" : path)
                + "]" + (fix.isEmpty() ? "" : "; " + fix);
    }
}
