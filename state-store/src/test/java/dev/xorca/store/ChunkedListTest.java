package dev.xorca.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedListTest {

    /** Whatever is done to it, it is the list that any other would be; and so is every one that it was before. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itIsAListLikeAnyOther(long seed) {
        var random = new Random(seed);
        int size = random.nextInt(1_000);
        var expected = new ArrayList<Object>(Collections.nCopies(size, null));
        var list = random.nextBoolean() ? ChunkedList.ofNulls(size) : ChunkedList.of(expected);
        var earlier = new ArrayList<List<Object>>();
        var copies = new ArrayList<List<Object>>();
        for (int i = 0; i < 3_000; i++) {
            Object value = random.nextInt(10) == 0 ? null : random.nextLong();
            switch (random.nextInt(expected.isEmpty() ? 1 : 40)) {
                case 1 -> {
                    int count = Math.max(0, expected.size() - random.nextInt(100));
                    expected.subList(count, expected.size()).clear();
                    list = list.first(count);
                }
                case 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 -> {
                    int index = random.nextInt(expected.size());
                    expected.set(index, value);
                    list = list.with(index, value);
                }
                default -> {
                    expected.add(value);
                    list = list.plus(value);
                }
            }
            if (random.nextInt(100) == 0) {
                assertThat(list).as("seed %d, step %d", seed, i).isEqualTo(expected);
                earlier.add(list);
                copies.add(new ArrayList<>(expected));
                list = random.nextBoolean() ? ChunkedList.of(new ArrayList<>(expected)) : list;
            }
        }
        assertThat(earlier).as("seed %d", seed).isEqualTo(copies);
    }

    @Test
    void itCannotBeChanged() {
        var list = ChunkedList.of(Arrays.asList(1L, null));
        assertThatThrownBy(() -> list.set(0, 2L)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> list.add(2L)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> list.remove(0)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(ChunkedList.of(list)).isSameAs(list);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2, 255, 256, Integer.MAX_VALUE})
    void itHasOnlyWhatItHas(int index) {
        var list = ChunkedList.ofNulls(2);
        assertThatThrownBy(() -> list.get(index)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> list.with(index, "x")).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
