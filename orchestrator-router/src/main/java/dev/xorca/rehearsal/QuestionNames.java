package dev.xorca.rehearsal;

import dev.xorca.router.CallToken;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Short names for tokens: what was asked, {@code #}, and how many of its kind were asked until then. */
final class QuestionNames {
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, CallToken> tokens = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /**
     * The name of a question, which stays the same from attempt to attempt.
     *
     * @param asked what it is called when it has no name yet: a type of command, or the id of an invocation
     */
    String name(CallToken token, String asked) {
        var name = names.computeIfAbsent(key(token), key -> asked + "#" + counts.merge(asked, 1, Integer::sum));
        tokens.put(name, token);
        return name;
    }

    /** The name of a question that has one. */
    String name(CallToken token) {
        return names.getOrDefault(key(token), "");
    }

    /** The token of the last attempt at the question of this name. */
    Optional<CallToken> token(String name) {
        return Optional.ofNullable(tokens.get(name));
    }

    /** Whether somebody means a question by its name, or by the name without its number. */
    static boolean matches(String meant, String name) {
        return name.equals(meant)
                || name.substring(0, Math.max(0, name.lastIndexOf('#'))).equals(meant);
    }

    private static String key(CallToken token) {
        return token.subject().encode() + "/" + token.token();
    }
}
