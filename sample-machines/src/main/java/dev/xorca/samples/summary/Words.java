package dev.xorca.samples.summary;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Text as words: in small letters, without a possessive's ending; a hyphen or a dash parts two words. */
final class Words {
    private static final Pattern WORD = Pattern.compile("\\p{L}+(?:['’]\\p{L}+)*");
    private static final Pattern COMMENT = Pattern.compile("(?m)#.*$");

    private Words() {}

    static List<String> in(String text) {
        return WORD.matcher(text).results().map(Words::normal).toList();
    }

    /** The words listed in a file of the sample's folder, where {@code #} starts a comment. */
    static Set<String> listedIn(String path) {
        return in(COMMENT.matcher(SampleFiles.read(path)).replaceAll("")).stream()
                .collect(toUnmodifiableSet());
    }

    private static String normal(MatchResult word) {
        var plain = word.group().toLowerCase(Locale.ROOT).replace('’', '\'');
        return plain.endsWith("'s") ? plain.substring(0, plain.length() - 2) : plain;
    }
}
