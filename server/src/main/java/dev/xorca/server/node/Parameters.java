package dev.xorca.server.node;

import dev.xorca.router.Subject;
import dev.xorca.router.SubjectException;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands in a request, read with a reason where it cannot be. */
final class Parameters {
    /** The most that one page has. */
    static final int MAX_LIMIT = 1_000;

    private static final int DEFAULT_LIMIT = 100;
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private Parameters() {}

    /** The subject in the path. */
    static Subject subject(Context context) {
        return subject(context.pathParam("subject"));
    }

    static Subject subject(String text) {
        try {
            return Subject.parse(text);
        } catch (SubjectException e) {
            throw Problem.badRequest("the subject cannot be read: " + e.getMessage());
        }
    }

    /** The key under which the same request may come again; null for none. */
    static @Nullable String idempotencyKey(Context context) {
        var header = context.header("Idempotency-Key");
        if (header == null) {
            return null;
        }
        var key = header.length() > 1 && header.startsWith("\"") && header.endsWith("\"")
                ? header.substring(1, header.length() - 1)
                : header;
        if (!KEY.matcher(key).matches()) {
            throw Problem.badRequest("Idempotency-Key must have 1 to 255 visible characters of ASCII");
        }
        return key;
    }

    /** As it stands in a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static int limit(Context context) {
        return (int) number(context, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    }

    static long number(Context context, String name, long otherwise, long least, long most) {
        var text = context.queryParam(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw Problem.badRequest(
                "'" + name + "' must be a whole number from " + least + " to " + most + ", this is '" + text + "'");
    }
}
