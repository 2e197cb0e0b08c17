package dev.xorca.machine.source;

/**
 * How large a document may be.
 *
 * @param characters characters in the whole text, and in all of its strings with every use of a YAML alias counted
 * @param nodes values in the document, every use of a YAML alias counted
 * @param depth levels of nesting
 * @param stringLength characters in one string
 */
public record SourceLimits(int characters, int nodes, int depth, int stringLength) {
    public static final SourceLimits DEFAULT = new SourceLimits(4_000_000, 250_000, 200, 65_536);

    void checkCharacters(String text) {
        if (text.length() > characters) {
            throw new SourceException(
                    1,
                    1,
                    "limit-characters",
                    "the document has " + text.length() + " characters, more than the limit of " + characters);
        }
    }

    void checkExpanded(long charactersSoFar, int line, int column) {
        if (charactersSoFar > characters) {
            throw new SourceException(
                    line,
                    column,
                    "limit-characters",
                    "the strings of the document have more than " + characters
                            + " characters (every use of an alias counts)");
        }
    }

    void checkString(String text, int line, int column) {
        if (text.length() > stringLength) {
            throw new SourceException(
                    line,
                    column,
                    "limit-string-length",
                    "a string has " + text.length() + " characters, more than the limit of " + stringLength);
        }
    }

    void checkTree(int nodesSoFar, int depthHere, int line, int column) {
        if (depthHere > depth) {
            throw new SourceException(
                    line, column, "limit-depth", "values are nested more than " + depth + " levels deep");
        }
        if (nodesSoFar > nodes) {
            throw new SourceException(
                    line,
                    column,
                    "limit-nodes",
                    "the document has more than " + nodes + " values (every use of an alias counts)");
        }
    }
}
