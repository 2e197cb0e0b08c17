package dev.xorca.catalog;

/**
 * What a catalogue has to know of the router whose machines it shows, besides the machines.
 *
 * @param topicPrefix stands before every type in the name of its topic; may be empty
 * @param url where the catalogue is served, without a slash at its end: the beginning of every {@code dataschema}; empty
 *     when events carry none
 * @param encoding how the router writes events
 * @param alternativeSystemErrorType whether the fourth error type is {@code sys.orchestrator.NAME.error}
 * @param routingMetadata whether emitted events carry {@code to} and {@code redirectto}
 * @param bootstrapServers brokers, {@code host:port} separated by commas; empty when they are not known
 * @param partitions partitions of each topic; 0 when they are not known
 */
public record CatalogSettings(
        String topicPrefix,
        String url,
        Encoding encoding,
        boolean alternativeSystemErrorType,
        boolean routingMetadata,
        String bootstrapServers,
        int partitions) {

    /** How events are written, in the words of the CloudEvents Kafka binding. */
    public enum Encoding {
        BINARY,
        STRUCTURED
    }

    /** A router with no settings at all, on a cluster that is not known. */
    public static final CatalogSettings DEFAULT = new CatalogSettings("", "", Encoding.BINARY, false, false, "", 0);

    /** The {@code content-type} of the records that the router writes. */
    public String contentType() {
        return switch (encoding) {
            case BINARY -> "application/json";
            case STRUCTURED -> "application/cloudevents+json";
        };
    }

    /** The same, with the prefix of topics. */
    public CatalogSettings withTopicPrefix(String value) {
        return new CatalogSettings(
                value, url, encoding, alternativeSystemErrorType, routingMetadata, bootstrapServers, partitions);
    }

    /** The same, with the place where the catalogue is served. */
    public CatalogSettings withUrl(String value) {
        return new CatalogSettings(
                topicPrefix,
                value,
                encoding,
                alternativeSystemErrorType,
                routingMetadata,
                bootstrapServers,
                partitions);
    }

    /** The same, with the way events are written. */
    public CatalogSettings withEncoding(Encoding value) {
        return new CatalogSettings(
                topicPrefix, url, value, alternativeSystemErrorType, routingMetadata, bootstrapServers, partitions);
    }

    /** The same, with brokers. */
    public CatalogSettings withBootstrapServers(String value) {
        return new CatalogSettings(
                topicPrefix, url, encoding, alternativeSystemErrorType, routingMetadata, value, partitions);
    }
}
