package dev.xorca.router;

import dev.xorca.statechart.invoke.Invocation;
import dev.xorca.store.Fault;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a decision with an error event; never leaves this package. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String detailCode;
    private final transient Map<String, Object> where;

    Refusal(ErrorCode code, String message, Map<String, Object> where) {
        this(code, code.code(), message, where, null);
    }

    Refusal(ErrorCode code, String detailCode, String message, Map<String, Object> where, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.code = code;
        this.detailCode = detailCode;
        this.where = where;
    }

    static Refusal of(ErrorCode code, String message) {
        return new Refusal(code, message, Map.of());
    }

    /** An expression about an invocation has failed. */
    static Refusal of(Invocation invocation, RuntimeException e) {
        return new Refusal(
                ErrorCode.MACHINE_FAILED,
                "action-failed",
                "invoke '" + invocation.id() + "': " + e.getMessage(),
                Map.of("definition", invocation.at()),
                e);
    }

    ErrorCode code() {
        return code;
    }

    /** The code that the outside sees. */
    String detailCode() {
        return detailCode;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    /** The same, as what keeps an invocation from being done. */
    Fault fault() {
        return new Fault(detailCode, reason(), where.isEmpty() ? null : where);
    }

    /** Where it went wrong: state, place in the definition, place in the data, as far as known. */
    Map<String, Object> where() {
        return where;
    }
}
