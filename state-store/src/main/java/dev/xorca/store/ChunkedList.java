package dev.xorca.store;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A list that cannot be changed. The same with one element set, added or dropped shares all chunks but one with it: what a
 * step costs does not grow with what thousands of steps before it have left.
 */
final class ChunkedList<E extends @Nullable Object> extends AbstractList<E> implements RandomAccess {
    private static final int CHUNK = 256;
    private static final @Nullable Object[] NOTHING = {};

    private final int size;
    /** A chunk may end early; what lies behind its end is null. */
    private final @Nullable Object[][] chunks;

    private ChunkedList(int size, @Nullable Object[][] chunks) {
        this.size = size;
        this.chunks = chunks;
    }

    /** So many nulls. */
    static ChunkedList<@Nullable Object> ofNulls(int size) {
        var chunks = new Object[chunksOf(size)][];
        Arrays.fill(chunks, NOTHING);
        return new ChunkedList<>(size, chunks);
    }

    /** The same elements as another list has now; the list itself where it is of this kind. */
    static <E extends @Nullable Object> ChunkedList<E> of(List<E> values) {
        if (values instanceof ChunkedList<E> same) {
            return same;
        }
        var all = values.toArray();
        var chunks = new Object[chunksOf(all.length)][];
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = Arrays.copyOfRange(all, i * CHUNK, Math.min(all.length, (i + 1) * CHUNK));
        }
        return new ChunkedList<>(all.length, chunks);
    }

    /** The same with another element at a place. */
    ChunkedList<E> with(int index, @Nullable E value) {
        Objects.checkIndex(index, size);
        return new ChunkedList<>(size, set(chunks.clone(), index, value));
    }

    /** The same with one more at its end. */
    ChunkedList<E> plus(E value) {
        var more = Arrays.copyOf(chunks, chunksOf(size + 1));
        if (more.length > chunks.length) {
            more[chunks.length] = NOTHING;
        }
        return new ChunkedList<>(size + 1, set(more, size, value));
    }

    /** Only so many of the first. */
    ChunkedList<E> first(int count) {
        Objects.checkIndex(count, size + 1);
        var fewer = Arrays.copyOf(chunks, chunksOf(count));
        int last = fewer.length - 1;
        if (last >= 0) {
            fewer[last] = Arrays.copyOf(fewer[last], Math.min(fewer[last].length, count - last * CHUNK));
        }
        return new ChunkedList<>(count, fewer);
    }

    private static @Nullable Object[][] set(@Nullable Object[][] chunks, int index, @Nullable Object value) {
        var chunk = chunks[index / CHUNK];
        var copy = Arrays.copyOf(chunk, Math.max(chunk.length, index % CHUNK + 1));
        copy[index % CHUNK] = value;
        chunks[index / CHUNK] = copy;
        return chunks;
    }

    private static int chunksOf(int size) {
        return (size + CHUNK - 1) / CHUNK;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // Nothing else was put there.
    public E get(int index) {
        var chunk = chunks[Objects.checkIndex(index, size) / CHUNK];
        int within = index % CHUNK;
        return (E) (within < chunk.length ? chunk[within] : null);
    }

    @Override
    public int size() {
        return size;
    }
}
