package dev.xorca.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The states of a partition that were used last; never more than a copy of what the store has. Belongs to one thread.
 *
 * <p>The ones that are kept weigh at most {@link #LIGHT_BYTES} together. Heavy ones, such as fan-outs over very many items,
 * which cost too much to load for each event, are kept beside them and drive none of them out: all that a process has of
 * them weigh at most a quarter of its heap. Only the one that a partition used last is kept in any case.
 */
final class LiveStates {
    /** What the states of a partition may weigh together, heavy ones aside. */
    static final long LIGHT_BYTES = 32L << 20;
    /** A state that weighs more than this part of them all is heavy. */
    private static final int HEAVY_PART = 8;

    private static final SharedRoom OF_PROCESS =
            new SharedRoom(Runtime.getRuntime().maxMemory() / 4);

    private final long lightBytes;
    private final SharedRoom room;
    private final Recent light = new Recent(new AtomicLong());
    private final Recent heavy;

    LiveStates() {
        this(LIGHT_BYTES, OF_PROCESS);
    }

    /**
     * @param lightBytes what those that are not heavy may weigh together
     * @param room what heavy ones share with others of the process
     */
    LiveStates(long lightBytes, SharedRoom room) {
        this.lightBytes = lightBytes;
        this.room = room;
        this.heavy = new Recent(room.newPart());
    }

    Optional<LoadedState> find(String subject) {
        return light.find(subject).or(() -> heavy.find(subject));
    }

    void put(String subject, LoadedState loaded) {
        remove(subject);
        if (loaded.weight() > lightBytes / HEAVY_PART) {
            heavy.put(subject, loaded);
            while (heavy.size() > 1 && room.isExceeded()) {
                heavy.removeEldest();
            }
        } else {
            light.put(subject, loaded);
            while (light.weight() > lightBytes) {
                light.removeEldest();
            }
        }
    }

    void remove(String subject) {
        light.remove(subject);
        heavy.remove(subject);
    }

    int size() {
        return light.size() + heavy.size();
    }

    /** States in the order in which they were used, and what they weigh. */
    private static final class Recent {
        private final Map<String, LoadedState> states = new LinkedHashMap<>(16, 0.75f, true);
        private final AtomicLong weight;

        Recent(AtomicLong weight) {
            this.weight = weight;
        }

        Optional<LoadedState> find(String subject) {
            return Optional.ofNullable(states.get(subject));
        }

        void put(String subject, LoadedState loaded) {
            states.put(subject, loaded);
            weight.addAndGet(loaded.weight());
        }

        void remove(String subject) {
            var removed = states.remove(subject);
            if (removed != null) {
                weight.addAndGet(-removed.weight());
            }
        }

        void removeEldest() {
            var eldest = states.values().iterator();
            weight.addAndGet(-eldest.next().weight());
            eldest.remove();
        }

        int size() {
            return states.size();
        }

        long weight() {
            return weight.get();
        }
    }
}
