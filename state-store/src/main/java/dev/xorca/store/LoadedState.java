package dev.xorca.store;

import org.jspecify.annotations.Nullable;

/**
 * A state in memory, and how far what was written down of it lies behind.
 *
 * @param state the fold of the journal
 * @param snapshotBytes how large the state was when it was last written down; 0 when it never was
 * @param snapshotWeight how much heap it took then
 * @param tailEntries how many entries have been folded since
 * @param tailBytes how large they were together
 */
record LoadedState(OrchestrationState state, int snapshotBytes, long snapshotWeight, int tailEntries, long tailBytes) {
    /** After how many entries the state is written down, so that a journal need not be folded whole. */
    static final int SNAPSHOT_ENTRIES = 50;
    /** After how many bytes of entries it is. */
    static final int SNAPSHOT_BYTES = 256 * 1024;
    /** What JSON as objects takes, by the bytes of an entry, as long as nobody has measured it. */
    private static final long OBJECTS_PER_BYTE = 4;

    /** A state that has just been written down, or was read as it was. */
    static LoadedState writtenDown(OrchestrationState state, int bytes) {
        return new LoadedState(state, bytes, HeapSize.of(state), 0, 0);
    }

    /**
     * The state after one more entry.
     *
     * @param before null for the first entry
     * @param bytes how large the entry is where it is kept
     * @throws JournalException as {@link OrchestrationState#apply}
     */
    static LoadedState after(@Nullable LoadedState before, JournalEntry entry, int bytes) {
        return before == null
                ? new LoadedState(OrchestrationState.apply(null, entry), 0, 0, 1, bytes)
                : new LoadedState(
                        OrchestrationState.apply(before.state, entry),
                        before.snapshotBytes,
                        before.snapshotWeight,
                        before.tailEntries + 1,
                        before.tailBytes + bytes);
    }

    /**
     * Whether enough has come since it was last written down. A large state is not written down again before its journal
     * has grown by as much as it was then. So all snapshots together are no larger than the journal and the last one of
     * them, however large the state becomes; and who loads it never folds more than what he has read already.
     */
    boolean isToBeWrittenDown() {
        return (tailEntries >= SNAPSHOT_ENTRIES || tailBytes >= SNAPSHOT_BYTES) && tailBytes >= snapshotBytes;
    }

    /**
     * About how much heap it takes: as measured when it was last written down, and no more than what came since may have
     * added.
     */
    long weight() {
        return HeapSize.OF_ANY_STATE + snapshotWeight + OBJECTS_PER_BYTE * tailBytes;
    }
}
