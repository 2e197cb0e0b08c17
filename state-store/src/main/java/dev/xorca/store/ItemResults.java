package dev.xorca.store;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The results of a fan-out, one after the other set in any order. Immutable: a result more copies one chunk and the list
 * of chunks, not all results.
 */
public final class ItemResults {
    private static final int CHUNK = 256;

    private final int size;
    private final @Nullable Object[][] chunks;

    private ItemResults(int size, @Nullable Object[][] chunks) {
        this.size = size;
        this.chunks = chunks;
    }

    static ItemResults ofNone(int size) {
        return new ItemResults(size, new Object[(size + CHUNK - 1) / CHUNK][0]);
    }

    static ItemResults of(List<?> values) {
        var results = ofNone(values.size());
        for (int i = 0; i < values.size(); i++) {
            if (results.chunks[i / CHUNK].length == 0) {
                results.chunks[i / CHUNK] = new Object[CHUNK];
            }
            results.chunks[i / CHUNK][i % CHUNK] = values.get(i);
        }
        return results;
    }

    /** The same with one more. */
    ItemResults with(int index, @Nullable Object result) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("item " + index + " of " + size);
        }
        var copies = chunks.clone();
        var chunk = copies[index / CHUNK];
        var copy = chunk.length == 0 ? new Object[CHUNK] : chunk.clone();
        copy[index % CHUNK] = result;
        copies[index / CHUNK] = copy;
        return new ItemResults(size, copies);
    }

    /** All results as a list that cannot be changed. */
    List<@Nullable Object> list() {
        return new View(this);
    }

    private static final class View extends AbstractList<@Nullable Object> implements RandomAccess {
        private final ItemResults results;

        View(ItemResults results) {
            this.results = results;
        }

        @Override
        public @Nullable Object get(int index) {
            if (index < 0 || index >= results.size) {
                throw new IndexOutOfBoundsException(index);
            }
            var chunk = results.chunks[index / CHUNK];
            return chunk.length == 0 ? null : chunk[index % CHUNK];
        }

        @Override
        public int size() {
            return results.size;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ItemResults that && list().equals(that.list());
    }

    @Override
    public int hashCode() {
        return list().hashCode();
    }

    @Override
    public String toString() {
        return list().toString();
    }
}
