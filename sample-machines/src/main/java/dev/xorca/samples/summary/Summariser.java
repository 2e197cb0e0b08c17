package dev.xorca.samples.summary;

import static java.util.stream.Collectors.toMap;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Summarises a text by its own sentences: one after the other the sentence that says most with the words the text uses
 * most, where a word the summary has said already counts no more. Equal arguments give equal summaries.
 */
public final class Summariser {
    /** Counts as so many words that say nothing, lest a sentence of one frequent word be the best of all. */
    private static final int FEW_WORDS = 6;

    private final Set<String> stopWords;

    /** A summariser that does not count the stop words, given in small letters. */
    public Summariser(Set<String> stopWords) {
        this.stopWords = Set.copyOf(stopWords);
    }

    /** The summariser for the stop words of {@code summary/words/stop-words.txt}. */
    public static Summariser forEnglish() {
        return new Summariser(Words.listedIn("words/stop-words.txt"));
    }

    /**
     * At most {@code count} sentences of the text, in the text's order; fewer when it has no more. Half a quotation is
     * taken only when there is nothing else.
     */
    public List<String> summarise(String text, int count) {
        var sentences = candidates(text, count);
        var worth = frequencies(text);
        var chosen = new TreeSet<Integer>();
        while (chosen.size() < Math.min(count, sentences.size())) {
            var best = best(sentences, chosen, worth);
            chosen.add(best);
            Words.in(sentences.get(best)).forEach(word -> worth.replace(word, 0));
        }
        return chosen.stream().map(sentences::get).toList();
    }

    private static List<String> candidates(String text, int count) {
        var all = Sentences.of(text).stream().distinct().toList();
        var whole = all.stream().filter(Sentences::isWhole).toList();
        return whole.size() < count ? all : whole;
    }

    private Map<String, Integer> frequencies(String text) {
        return Words.in(text).stream()
                .filter(word -> word.length() > 1 && !stopWords.contains(word))
                .collect(toMap(Function.identity(), word -> 1, Integer::sum, HashMap::new));
    }

    /** The best sentence not yet chosen; the first of those that are equally good. */
    private static int best(List<String> sentences, Set<Integer> chosen, Map<String, Integer> worth) {
        return IntStream.range(0, sentences.size())
                .boxed()
                .filter(index -> !chosen.contains(index))
                .max(Comparator.comparingDouble(index -> score(sentences.get(index), worth)))
                .orElseThrow();
    }

    private static double score(String sentence, Map<String, Integer> worth) {
        var words = Words.in(sentence).stream().filter(worth::containsKey).toList();
        var sum = words.stream().distinct().mapToInt(worth::get).sum();
        return (double) sum / (words.size() + FEW_WORDS);
    }
}
