package dev.xorca.samples.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ComplianceTest {
    private final Compliance compliance = new Compliance(Set.of("dead", "blood"));

    @Test
    void aForbiddenWordIsFoundInCapitalsBetweenDashesAndWithAnEnding() {
        assertThat(compliance.forbiddenIn("DEAD")).containsExactly("dead");
        assertThat(compliance.forbiddenIn("no blood-spot—stone dead—whatever")).containsExactly("blood", "dead");
        assertThat(compliance.forbiddenIn("the blood’s colour")).containsExactly("blood");
    }

    @Test
    void itIsNamedOnce() {
        assertThat(compliance.forbiddenIn("Dead, dead, stone dead.")).containsExactly("dead");
    }

    @Test
    void partOfAWordIsNotForbidden() {
        assertThat(compliance.forbiddenIn("The deadline for bloodhounds.")).isEmpty();
    }

    @Test
    void theListHasWordsAndNotItsComments() {
        var listed = Compliance.asListed();

        assertThat(listed.forbiddenIn("A Corpse was dismembered.")).containsExactly("corpse", "dismembered");
        assertThat(listed.forbiddenIn("no published summary may contain")).isEmpty();
    }
}
