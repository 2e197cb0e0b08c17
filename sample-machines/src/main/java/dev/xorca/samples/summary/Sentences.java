package dev.xorca.samples.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text as sentences, each on one line with single spaces. A paragraph, which a blank line ends, always ends a sentence.
 * Within it one ends where a stop, with the quotes and brackets that close after it, is followed by a capital or a digit,
 * unless the stop belongs to an abbreviation or an initial ({@code Mr. Young}, {@code O. Henry}), or to a cry that the
 * sentence goes on to attribute ({@code "Seven!" I answered}).
 */
final class Sentences {
    private static final Pattern PARAGRAPH_END = Pattern.compile("\\R\\s*\\R");
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final Pattern POSSIBLE_END =
            Pattern.compile("(?<stop>[.!?…]+)(?<close>[\"'”’)\\]]*) (?=[\"'“‘(\\[]*[\\p{Lu}\\p{N}])");
    private static final Pattern LAST_WORD = Pattern.compile("\\p{L}+$");
    private static final Pattern ATTRIBUTION = Pattern.compile("I \\p{Ll}");
    private static final Pattern QUOTE_OPENS = Pattern.compile("(?<![^\\s(\\[—\"'“‘-])[\"'“‘](?=[\\p{L}\\p{N}—\"'“‘])");
    private static final Pattern QUOTE_CLOSES = Pattern.compile("(?<=\\S)[\"'”’](?![\\p{L}\\p{N}])");
    private static final int LONGER_THAN_SHORT = 10;
    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr", "mrs", "ms", "mme", "mne", "mlle", "dr", "prof", "st", "rev", "hon", "capt", "col", "gen", "lieut",
            "sergt", "jr", "sr", "vol", "chap", "co", "viz", "cf", "vs");

    private Sentences() {}

    static List<String> of(String text) {
        var sentences = new ArrayList<String>();
        for (var paragraph : PARAGRAPH_END.split(text, -1)) {
            addSentences(normalised(paragraph), sentences);
        }
        return sentences;
    }

    /**
     * Whether as many quotations open in the sentence as close in it. An apostrophe at a word's edge looks like a quote, so
     * this may be false of a sentence that is whole.
     */
    static boolean isWhole(String sentence) {
        return QUOTE_OPENS.matcher(sentence).results().count()
                == QUOTE_CLOSES.matcher(sentence).results().count();
    }

    /** The text on one line, with single spaces. */
    static String normalised(String text) {
        return WHITE_SPACE.matcher(text).replaceAll(" ").strip();
    }

    private static void addSentences(String paragraph, List<String> sentences) {
        var start = 0;
        var end = POSSIBLE_END.matcher(paragraph);
        while (end.find()) {
            if (isEnd(paragraph, end)) {
                sentences.add(paragraph.substring(start, end.end() - 1));
                start = end.end();
            }
        }
        if (start < paragraph.length()) {
            sentences.add(paragraph.substring(start));
        }
    }

    private static boolean isEnd(String paragraph, Matcher end) {
        var closesQuote = !end.group("close").isEmpty();
        if (end.group("stop").equals(".")) {
            return closesQuote || !isShortened(paragraph, end.start());
        }
        var next = ATTRIBUTION.matcher(paragraph).region(end.end(), paragraph.length());
        return !(closesQuote && next.lookingAt());
    }

    private static boolean isShortened(String paragraph, int stop) {
        var word = LAST_WORD.matcher(paragraph.substring(Math.max(0, stop - LONGER_THAN_SHORT), stop));
        if (!word.find()) {
            return false;
        }
        var isInitial =
                word.group().length() == 1 && Character.isUpperCase(word.group().charAt(0));
        return isInitial || ABBREVIATIONS.contains(word.group().toLowerCase(Locale.ROOT));
    }
}
