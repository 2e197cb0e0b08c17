package dev.xorca.router;

import java.time.Duration;

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
 * @param retention how long an orchestration is kept once it is over, where its machine does not say
 * @param missingVersion what becomes of an orchestration whose version of the machine is not here any more
 * @param repeatsRecords whether a record may be read again after what it led to was written, because the two do not
 *     commit together
 * @param catalogUrl where the catalogue is served, without a slash at its end, so that emitted events can name the schema
 *     of their data; empty when they shall not
 */
public record RouterSettings(
        boolean alternativeSystemErrorType,
        boolean raiseOnForeignName,
        boolean routingMetadata,
        boolean errorStack,
        int maxEventBytes,
        int maxStepBytes,
        Duration retention,
        MissingVersion missingVersion,
        boolean repeatsRecords,
        String catalogUrl) {

    public static final RouterSettings DEFAULT = new RouterSettings(
            false, false, false, false, 900_000, 4_000_000, Duration.ofDays(1), MissingVersion.FAIL, false, "");

    /** What becomes of an orchestration whose version of the machine is not here. */
    public enum MissingVersion {
        /** Its events are answered with errors until the version is deployed again. */
        FAIL,
        /** The highest version goes on with it that is not lower and has the same major number. */
        CURRENT_OR_NEWER,
        /** The highest version that is here goes on with it, whatever its major number, unless it is lower. */
        CURRENT_OR_OLDER
    }

    public RouterSettings withAlternativeSystemErrorType(boolean value) {
        return new RouterSettings(
                value,
                raiseOnForeignName,
                routingMetadata,
                errorStack,
                maxEventBytes,
                maxStepBytes,
                retention,
                missingVersion,
                repeatsRecords,
                catalogUrl);
    }

    public RouterSettings withRaiseOnForeignName(boolean value) {
        return new RouterSettings(
                alternativeSystemErrorType,
                value,
                routingMetadata,
                errorStack,
                maxEventBytes,
                maxStepBytes,
                retention,
                missingVersion,
                repeatsRecords,
                catalogUrl);
    }

    public RouterSettings withRoutingMetadata(boolean value) {
        return new RouterSettings(
                alternativeSystemErrorType,
                raiseOnForeignName,
                value,
                errorStack,
                maxEventBytes,
                maxStepBytes,
                retention,
                missingVersion,
                repeatsRecords,
                catalogUrl);
    }

    public RouterSettings withErrorStack(boolean value) {
        return new RouterSettings(
                alternativeSystemErrorType,
                raiseOnForeignName,
                routingMetadata,
                value,
                maxEventBytes,
                maxStepBytes,
                retention,
                missingVersion,
                repeatsRecords,
                catalogUrl);
    }

    public RouterSettings withMaxEventBytes(int value) {
        return new RouterSettings(
                alternativeSystemErrorType,
                raiseOnForeignName,
                routingMetadata,
                errorStack,
                value,
                maxStepBytes,
                retention,
                missingVersion,
                repeatsRecords,
                catalogUrl);
    }

    public RouterSettings withMaxStepBytes(int value) {
        return new RouterSettings(
                alternativeSystemErrorType,
                raiseOnForeignName,
                routingMetadata,
                errorStack,
                maxEventBytes,
                value,
                retention,
                missingVersion,
                repeatsRecords,
                catalogUrl);
    }

    public RouterSettings withRetention(Duration value) {
        return new RouterSettings(
                alternativeSystemErrorType,
                raiseOnForeignName,
                routingMetadata,
                errorStack,
                maxEventBytes,
                maxStepBytes,
                value,
                missingVersion,
                repeatsRecords,
                catalogUrl);
    }

    public RouterSettings withMissingVersion(MissingVersion value) {
        return new RouterSettings(
                alternativeSystemErrorType,
                raiseOnForeignName,
                routingMetadata,
                errorStack,
                maxEventBytes,
                maxStepBytes,
                retention,
                value,
                repeatsRecords,
                catalogUrl);
    }

    public RouterSettings withRepeatsRecords(boolean value) {
        return new RouterSettings(
                alternativeSystemErrorType,
                raiseOnForeignName,
                routingMetadata,
                errorStack,
                maxEventBytes,
                maxStepBytes,
                retention,
                missingVersion,
                value,
                catalogUrl);
    }

    public RouterSettings withCatalogUrl(String value) {
        return new RouterSettings(
                alternativeSystemErrorType,
                raiseOnForeignName,
                routingMetadata,
                errorStack,
                maxEventBytes,
                maxStepBytes,
                retention,
                missingVersion,
                repeatsRecords,
                value);
    }
}
