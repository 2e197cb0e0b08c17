package dev.xorca.store;

import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * The states used last, bounded by their weight; one is kept however much it weighs, for it is likely to be used next. Never more than a copy of what the store has. Belongs to one thread.
 */
final class LiveStates {
    /** What a state costs beyond its journal's bytes: keys, maps, objects. */
    private static final long BASE_WEIGHT = 1_500;
    /** JSON as objects needs about this much more than its packed bytes. */
    private static final long OBJECTS_PER_BYTE = 4;

    private final long maxWeight;
    private final LinkedHashMap<String, JournalReader.Loaded> states = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    LiveStates(long maxWeight) {
        this.maxWeight = maxWeight;
    }

    Optional<JournalReader.Loaded> find(String subject) {
        return Optional.ofNullable(states.get(subject));
    }

    void put(String subject, JournalReader.Loaded loaded) {
        remove(subject);
        states.put(subject, loaded);
        weight += weightOf(loaded);
        var eldest = states.values().iterator();
        while (weight > maxWeight && states.size() > 1 && eldest.hasNext()) {
            weight -= weightOf(eldest.next());
            eldest.remove();
        }
    }

    void remove(String subject) {
        var removed = states.remove(subject);
        if (removed != null) {
            weight -= weightOf(removed);
        }
    }

    int size() {
        return states.size();
    }

    private static long weightOf(JournalReader.Loaded loaded) {
        return BASE_WEIGHT + OBJECTS_PER_BYTE * (loaded.snapshotBytes() + loaded.tailBytes());
    }
}
