package dev.xorca.runtime;

import dev.xorca.router.Subject;
import dev.xorca.store.JournalException;
import dev.xorca.store.JournalReader;
import dev.xorca.store.StreamsStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which node has an orchestration, and reads what this node has. Safe for several threads.
 *
 * <p>What is read is what the store holds at that moment: steps whose transaction has not committed yet are among it, and
 * would be gone again if that transaction were aborted. Who must not see such reads the events that left, with
 * {@code read_committed}.
 */
public final class OrchestrationQueries {
    /** An orchestration that is removed while it is read looks damaged; it will be gone the next time. */
    private static final int ATTEMPTS = 3;

    private static final Place NOWHERE = new Place(-1, false, List.of());

    private final KafkaStreams streams;
    private final Optional<HostInfo> own;
    private final int partitions;

    OrchestrationQueries(KafkaStreams streams, RuntimeSettings.Placement placement, int partitions) {
        this.streams = streams;
        this.own = placement.address().isEmpty()
                ? Optional.empty()
                : Optional.of(HostInfo.buildFromEndpoint(placement.address()));
        this.partitions = partitions;
    }

    /**
     * Where a partition is.
     *
     * @param partition its number; -1 when that cannot be said now
     * @param isHere whether this node owns it
     * @param elsewhere the addresses of other nodes that have it, the owner's first
     */
    public record Place(int partition, boolean isHere, List<String> elsewhere) {
        public Place {
            elsewhere = List.copyOf(elsewhere);
        }

        /** Whether anybody owns it. */
        public boolean isOwned() {
            return isHere || !elsewhere.isEmpty();
        }
    }

    /** Over how many partitions the orchestrations are spread; they are numbered from 0. */
    public int partitions() {
        return partitions;
    }

    /** Where an orchestration is, or would be if there were one. */
    public Place find(Subject subject) {
        return place(() -> streams.queryMetadataForKey(StreamsStore.NAME, subject.encode(), new StringSerializer()));
    }

    /** Where a partition is. */
    public Place find(int partition) {
        StreamPartitioner<Integer, Object> itself = (topic, key, value, count) -> Optional.of(Set.of(key));
        return place(() -> streams.queryMetadataForKey(StreamsStore.NAME, partition, itself));
    }

    private Place place(Supplier<@Nullable KeyQueryMetadata> lookup) {
        try {
            var found = lookup.get();
            return found == null || found.equals(KeyQueryMetadata.NOT_AVAILABLE) ? NOWHERE : place(found);
        } catch (InvalidStateStoreException | IllegalStateException e) {
            // Not running yet, or not any more.
            return NOWHERE;
        }
    }

    private Place place(KeyQueryMetadata found) {
        if (isOwn(found.activeHost())) {
            return new Place(found.partition(), true, List.of());
        }
        var elsewhere = new ArrayList<String>();
        if (!found.activeHost().equals(HostInfo.unavailable())) {
            elsewhere.add(text(found.activeHost()));
            found.standbyHosts().stream().filter(host -> !isOwn(host)).forEach(host -> elsewhere.add(text(host)));
        }
        return new Place(found.partition(), false, elsewhere);
    }

    /** A node without an address can only be asked for what it has itself. */
    private boolean isOwn(HostInfo host) {
        return own.isEmpty() || own.get().equals(host);
    }

    static String text(HostInfo host) {
        return (host.host().contains(":") ? "[" + host.host() + "]" : host.host()) + ":" + host.port();
    }

    /**
     * Reads what the owner has.
     *
     * @throws JournalException when this node is the owner and a journal cannot be read
     */
    public <T> Reading<T> read(Place place, Function<JournalReader, T> read) {
        if (!place.isOwned()) {
            return unassigned();
        }
        return place.isHere() ? here(place, read) : new Reading.Elsewhere<>(place.elsewhere());
    }

    /**
     * Reads what this node has, be it the owner or not.
     *
     * @throws JournalException when a journal cannot be read
     */
    public <T> Reading<T> readCopy(Place place, Function<JournalReader, T> read) {
        return place.partition() < 0 ? unassigned() : here(place, read);
    }

    private static <T> Reading<T> unassigned() {
        return new Reading.NotNow<>("the nodes are sharing out the partitions, or this one is starting or ending");
    }

    private <T> Reading<T> here(Place place, Function<JournalReader, T> read) {
        try {
            return new Reading.Here<>(attempt(place, read), !place.isHere());
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return new Reading.NotNow<>("partition " + place.partition() + " cannot be read here: " + e.getMessage());
        }
    }

    private <T> T attempt(Place place, Function<JournalReader, T> read) {
        for (int attempt = 1; ; attempt++) {
            try {
                return read.apply(new JournalReader(store(place)));
            } catch (JournalException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private ReadOnlyKeyValueStore<Bytes, byte[]> store(Place place) {
        var parameters = StoreQueryParameters.fromNameAndType(
                        StreamsStore.NAME, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                .withPartition(place.partition());
        return streams.store(place.isHere() ? parameters : parameters.enableStaleStores());
    }
}
