package dev.k2.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class CandleSpanProperties {
    @Property(tries = 500)
    void findsExactlyWhatIsInNoSpan(@ForAll long seed) {
        Random random = new Random(seed);
        BitSet covered = new BitSet(100);
        List<CandleSpan> spans = new ArrayList<>();
        for (int n = random.nextInt(8); n > 0; n--) {
            int from = random.nextInt(90);
            int to = from + 1 + random.nextInt(10);
            covered.set(from, to);
            spans.add(new CandleSpan(second(from), second(to)));
        }
        spans.sort(Comparator.comparing(CandleSpan::from));
        int from = random.nextInt(50);
        int to = from + 1 + random.nextInt(50);

        List<CandleSpan> holes = CandleSpan.missing(spans, second(from), second(to));

        BitSet open = new BitSet(100);
        for (CandleSpan hole : holes) {
            open.set((int) hole.from().getEpochSecond(), (int) hole.to().getEpochSecond());
        }
        BitSet expected = new BitSet(100);
        expected.set(from, to);
        expected.andNot(covered);
        assertThat(open).isEqualTo(expected);
    }

    private static Instant second(int number) {
        return Instant.ofEpochSecond(number);
    }
}
