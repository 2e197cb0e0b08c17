package dev.xorca.server.node;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema.Violation;
import dev.xorca.server.pages.CatalogPages;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why a request was not answered as asked; ends it with {@code application/problem+json} (RFC 9457). */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final String CONTENT_TYPE = "application/problem+json";
    private static final int MAX_ERRORS = 50;

    private final int status;
    private final String title;
    /** After how many seconds to ask again; 0 when that is no use. */
    private final long retryAfter;

    private final transient Map<String, Object> members;

    private Problem(int status, String title, String detail, long retryAfter, Map<String, Object> members) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.retryAfter = retryAfter;
        this.members = members;
    }

    static Problem badRequest(String detail) {
        return of(400, "Bad request", detail);
    }

    static Problem notFound(String detail) {
        return of(404, "Not found", detail);
    }

    /** What the request says can be read, and cannot be done. */
    static Problem unprocessable(String detail) {
        return of(422, "Not acceptable here", detail);
    }

    /** What will be there soon: rebalances take about a second, and somebody who asks again too soon is told again. */
    static Problem unavailable(String detail) {
        return new Problem(503, "Not available now", detail, 1, Map.of());
    }

    /** Too much at a time. */
    static Problem tooMany(String detail, long retryAfterSeconds) {
        return new Problem(429, "Too many requests", detail, retryAfterSeconds, Map.of());
    }

    static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, 0, Map.of());
    }

    /** The same with one more member. */
    Problem with(String name, Object value) {
        var more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Problem(status, title, detail(), retryAfter, more);
    }

    /**
     * The same with each place of the body that breaks a schema.
     *
     * @param within where in the body the schema holds, as a JSON pointer
     */
    Problem withViolations(String within, List<Violation> violations) {
        return withErrors(violations.stream()
                .limit(MAX_ERRORS)
                .map(violation -> error(within, violation))
                .toList());
    }

    private static Map<String, Object> error(String within, Violation violation) {
        var error = new LinkedHashMap<String, Object>();
        error.put("pointer", within + violation.pointer());
        error.put("rule", violation.rule());
        error.put("detail", violation.message());
        return error;
    }

    /** A key that is not new comes with a request that is. */
    static Problem keyUsedBefore() {
        return unprocessable("this Idempotency-Key was used before, with another body")
                .with("code", "idempotency-key-reused");
    }

    /** The same with each thing that is wrong. */
    Problem withErrors(List<? extends Map<String, ?>> errors) {
        return with("errors", errors);
    }

    boolean isUnavailable() {
        return status == 503;
    }

    boolean isNotFound() {
        return status == 404;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    void answer(Context context) {
        if (retryAfter > 0) {
            context.header("Retry-After", Long.toString(retryAfter));
        }
        context.status(status);
        if (CatalogResource.wantsPage(context)) {
            Representation.of(CatalogPages.problem(status, title, detail())).sendAsError(context);
            return;
        }
        var json = new LinkedHashMap<String, Object>();
        json.put("type", "about:blank");
        json.put("title", title);
        json.put("status", (long) status);
        json.put("detail", detail());
        json.putAll(members);
        context.result(Json.bytes(json)).contentType(CONTENT_TYPE);
    }
}
