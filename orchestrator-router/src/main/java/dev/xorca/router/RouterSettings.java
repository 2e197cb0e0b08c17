package dev.xorca.router;

/**
 * How a router behaves where the rules leave a choice.
 *
 * @param alternativeSystemErrorType whether the fourth error type is {@code sys.orchestrator.NAME.error} instead of
 *     {@code sys.xorca.orchestrator.NAME.error}
 * @param raiseOnForeignName whether an event for a machine that this router does not have is answered with an error
 * @param routingMetadata whether emitted events carry {@code to} and {@code redirectto}
 * @param errorStack whether error events carry a stack trace
 * @param maxEventBytes the largest data of one emitted event
 * @param maxStepBytes the largest sum of what one step records: its cause, changes of the context and emitted events
 */
public record RouterSettings(
        boolean alternativeSystemErrorType,
        boolean raiseOnForeignName,
        boolean routingMetadata,
        boolean errorStack,
        int maxEventBytes,
        int maxStepBytes) {

    public static final RouterSettings DEFAULT = new RouterSettings(false, false, false, false, 900_000, 4_000_000);

    public RouterSettings withAlternativeSystemErrorType(boolean value) {
        return new RouterSettings(value, raiseOnForeignName, routingMetadata, errorStack, maxEventBytes, maxStepBytes);
    }

    public RouterSettings withRaiseOnForeignName(boolean value) {
        return new RouterSettings(
                alternativeSystemErrorType, value, routingMetadata, errorStack, maxEventBytes, maxStepBytes);
    }

    public RouterSettings withRoutingMetadata(boolean value) {
        return new RouterSettings(
                alternativeSystemErrorType, raiseOnForeignName, value, errorStack, maxEventBytes, maxStepBytes);
    }

    public RouterSettings withErrorStack(boolean value) {
        return new RouterSettings(
                alternativeSystemErrorType, raiseOnForeignName, routingMetadata, value, maxEventBytes, maxStepBytes);
    }

    public RouterSettings withMaxEventBytes(int value) {
        return new RouterSettings(
                alternativeSystemErrorType, raiseOnForeignName, routingMetadata, errorStack, value, maxStepBytes);
    }
}
