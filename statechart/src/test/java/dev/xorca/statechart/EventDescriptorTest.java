package dev.xorca.statechart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDescriptorTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            evt.book    | evt.book        | true
            evt.book    | evt.book.ok     | false
            evt.book.*  | evt.book.ok     | true
            evt.book.*  | evt.book.ok.now | true
            evt.book.*  | evt.book        | true
            evt.book.*  | evt.bookshop    | false
            evt.book.*  | evt             | false
            *           | evt.book        | true
            *           | xstate.done     | true
            """)
    void aTypeIsMeantOrNot(String descriptor, String type, boolean meant) {
        assertThat(EventDescriptor.of(descriptor).matches(type)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            evt.a   | evt.a   | true
            evt.a.* | evt.a   | true
            evt.a.* | evt.a.b | true
            evt.a.* | evt.a.* | true
            evt.*   | evt.a.* | true
            *       | evt.*   | true
            *       | *       | true
            evt.a   | evt.a.* | false
            evt.a.* | evt.*   | false
            evt.*   | *       | false
            evt.a.* | evt.ab  | false
            """)
    void allTypesOfTheOtherAreMeantOrNot(String descriptor, String other, boolean covered) {
        assertThat(EventDescriptor.of(descriptor).covers(EventDescriptor.of(other)))
                .isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            evt.a.* | evt.a.b.* | true
            evt.a   | *         | true
            evt.a.* | evt.b.*   | false
            evt.a   | evt.b     | false
            """)
    void twoMeanTheSameTypeOrNot(String a, String b, boolean overlap) {
        assertThat(EventDescriptor.of(a).overlaps(EventDescriptor.of(b))).isEqualTo(overlap);
        assertThat(EventDescriptor.of(b).overlaps(EventDescriptor.of(a))).isEqualTo(overlap);
    }

    @Test
    void theMostSpecificComesFirst() {
        assertThat(Stream.of("*", "evt.a.*", "evt.*", "evt")
                        .map(EventDescriptor::of)
                        .sorted(EventDescriptor.MOST_SPECIFIC_FIRST))
                .containsExactly(
                        EventDescriptor.of("evt"),
                        EventDescriptor.of("evt.a.*"),
                        EventDescriptor.of("evt.*"),
                        EventDescriptor.of("*"));
    }
}
