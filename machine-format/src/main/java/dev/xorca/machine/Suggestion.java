package dev.xorca.machine;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What somebody may have meant. */
public final class Suggestion {
    private Suggestion() {}

    /** The question whether one of these was meant; empty when none is near. */
    public static Optional<String> of(String written, Set<String> known) {
        var best = nearest(written, known);
        return best.isEmpty() ? Optional.empty() : Optional.of("did you mean '" + best + "'?");
    }

    static String forKey(String written, Set<String> known) {
        return of(written, known)
                .orElseGet(() ->
                        "known here: " + String.join(", ", new TreeSet<>(known)) + "; keys of your own begin with x-");
    }

    /** What to write instead of a name that is not registered. */
    static String forName(String written, Set<String> registered, String otherwise) {
        return of(written, registered)
                .orElseGet(() -> registered.isEmpty()
                        ? otherwise
                        : "registered are: " + String.join(", ", new TreeSet<>(registered)) + "; or " + otherwise);
    }

    private static String nearest(String written, Set<String> known) {
        var best = "";
        var bestDistance = 3;
        for (var candidate : new TreeSet<>(known)) {
            var distance = distance(written, candidate);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        var previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            var current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
