package dev.xorca.server.node;

import dev.xorca.schemas.Json;
import io.javalin.http.Context;
import java.util.LinkedHashMap;

/** Why a request was not answered as asked; ends it with {@code application/problem+json} (RFC 9457). */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String CONTENT_TYPE = "application/problem+json";
    /** Rebalances take about a second, and somebody who asks again too soon is told again. */
    private static final String RETRY_AFTER_SECONDS = "1";

    private final int status;
    private final String title;

    private Problem(int status, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
    }

    static Problem badRequest(String detail) {
        return new Problem(400, "Bad request", detail);
    }

    static Problem notFound(String detail) {
        return new Problem(404, "Not found", detail);
    }

    /** What will be there soon. */
    static Problem unavailable(String detail) {
        return new Problem(503, "Not available now", detail);
    }

    static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail);
    }

    boolean isUnavailable() {
        return status == 503;
    }

    void answer(Context context) {
        if (isUnavailable()) {
            context.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        var json = new LinkedHashMap<String, Object>();
        json.put("type", "about:blank");
        json.put("title", title);
        json.put("status", (long) status);
        json.put("detail", getMessage());
        context.status(status).result(Json.bytes(json)).contentType(CONTENT_TYPE);
    }
}
