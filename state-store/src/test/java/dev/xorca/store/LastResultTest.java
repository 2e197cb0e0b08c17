package dev.xorca.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class LastResultTest {
    @Test
    void theFunctionIsAskedOnceForWhatIsAskedAgainAndAgain() {
        var asked = new ArrayList<Integer>();
        var squares = new LastResult<Integer, Integer>(number -> {
            asked.add(number);
            return number * number;
        });
        assertThat(squares.of(2)).isEqualTo(4);
        assertThat(squares.of(2)).isEqualTo(4);
        assertThat(squares.of(3)).isEqualTo(9);
        assertThat(squares.of(3)).isEqualTo(9);
        assertThat(squares.of(2)).isEqualTo(4);
        assertThat(asked).containsExactly(2, 3, 2);
    }
}
