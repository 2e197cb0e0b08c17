package dev.xorca.server.node;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Set;

/**
 * Which web pages may use the interface from a browser: the node's own, and those of the origins that are set (CORS).
 * What is no page sends no {@code Origin} and is not concerned.
 */
final class Origins {
    private static final String ANY = "*";
    private static final String METHODS = "GET, HEAD, POST";
    private static final String EXPOSED = "ETag, Location, Retry-After, " + Answer.READ;
    private static final String REMEMBER_SECONDS = "600";

    private final Set<String> allowed;

    Origins(Set<String> allowed) {
        this.allowed = allowed;
    }

    /** Tells the browser of an allowed page that it may, and answers its question beforehand. */
    void before(Context context) {
        if (allowed.isEmpty()) {
            return;
        }
        context.header("Vary", "Origin");
        var origin = context.header("Origin");
        if (origin == null || !isAllowed(origin)) {
            return;
        }
        context.header("Access-Control-Allow-Origin", allowed.contains(ANY) ? ANY : origin)
                .header("Access-Control-Expose-Headers", EXPOSED);
        if (HandlerType.OPTIONS.equals(context.method()) && context.header("Access-Control-Request-Method") != null) {
            context.header("Access-Control-Allow-Methods", METHODS)
                    .header("Access-Control-Max-Age", REMEMBER_SECONDS)
                    .status(204);
            var headers = context.header("Access-Control-Request-Headers");
            if (headers != null) {
                context.header("Access-Control-Allow-Headers", headers);
            }
            context.skipRemainingHandlers();
        }
    }

    /**
     * A page that a browser shows must not change anything at a node that only the browser can reach.
     *
     * @throws Problem when the request comes from such a page
     */
    void check(Context context) {
        var origin = context.header("Origin");
        if (origin != null && !origin.endsWith("://" + context.header("Host")) && !isAllowed(origin)) {
            throw Problem.of(
                    403, "Forbidden", "nothing is taken from pages of " + origin + "; --http-cors-origin lets them");
        }
    }

    private boolean isAllowed(String origin) {
        return allowed.contains(ANY) || allowed.contains(origin);
    }
}
