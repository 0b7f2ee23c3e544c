package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SequenceTest {
    private final Sequence sequence = new Sequence();

    @Test
    void letsThroughOnlyWhatIsNewest() {
        assertThat(sequence.isNewest(5)).isTrue();
        assertThat(sequence.isNewest(5)).isFalse();
        assertThat(sequence.isNewest(4)).isFalse();
        assertThat(sequence.isNewest(9)).isTrue();

        assertThat(sequence.doubles()).isEqualTo(2);
    }

    @Test
    void letsThroughWhatTheSlowerConnectionStillBrings() {
        assertThat(sequence.isUnseen(5)).isTrue();
        assertThat(sequence.isUnseen(8)).isTrue();
        assertThat(sequence.isUnseen(6)).isTrue();
        assertThat(sequence.isUnseen(6)).isFalse();
        assertThat(sequence.isUnseen(7)).isTrue();
        assertThat(sequence.isUnseen(8)).isFalse();
    }

    @Test
    void takesNothingFromBeforeItsBeginning() {
        assertThat(sequence.isUnseen(100)).isTrue();

        assertThat(sequence.isUnseen(99)).isFalse();
        assertThat(sequence.isUnseen(37)).isFalse();
        assertThat(sequence.isUnseen(-1)).isFalse();
    }

    @Test
    void takesNothingThatIsTooOldToBeKnown() {
        assertThat(sequence.isUnseen(0)).isTrue();
        assertThat(sequence.isUnseen(1_000)).isTrue();

        assertThat(sequence.isUnseen(936)).isFalse();
        assertThat(sequence.isUnseen(937)).isTrue();
    }

    @Test
    void takesAnyNumberAfterACut() {
        assertThat(sequence.isNewest(1_000)).isTrue();

        sequence.startOver();

        assertThat(sequence.isNewest(3)).isTrue();
        assertThat(sequence.isUnseen(2)).isFalse();
    }

    @Property
    void mergesTwoConnectionsIntoOneWithoutALossOrADouble(
            @ForAll @Size(max = 200) List<Boolean> turns,
            @ForAll @IntRange(min = 1, max = 30) int lead) {
        var merged = new Sequence();
        List<Long> heard = new ArrayList<>();
        long first = 0;
        long second = 0;
        for (boolean turn : turns) {
            // Neither is ahead of the other by more than the lead.
            boolean takesFirst = turn ? first < second + lead : second >= first + lead;
            long next = takesFirst ? ++first : ++second;
            if (merged.isUnseen(next)) {
                heard.add(next);
            }
        }

        Set<Long> expected = new LinkedHashSet<>();
        for (long number = 1; number <= Math.max(first, second); number++) {
            expected.add(number);
        }
        assertThat(heard).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
    }
}
