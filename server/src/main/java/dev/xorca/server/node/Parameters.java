package dev.xorca.server.node;

import dev.xorca.router.Subject;
import dev.xorca.router.SubjectException;
import io.javalin.http.Context;

/** What stands in a request, read with a reason where it cannot be. */
final class Parameters {
    /** The most that one page has. */
    static final int MAX_LIMIT = 1_000;

    private static final int DEFAULT_LIMIT = 100;

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
