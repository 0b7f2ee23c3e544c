package dev.k2.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    @Test
    void buyingNoIsSellingYesAtTheRest() {
        assertThat(Outcome.NO.mirror(new BigDecimal("0.38"))).isEqualByComparingTo("0.62");
        assertThat(Outcome.NO.mirror(Side.BUY)).isEqualTo(Side.SELL);
        assertThat(Outcome.YES.mirror(new BigDecimal("0.38"))).isEqualByComparingTo("0.38");
        assertThat(Outcome.YES.mirror(Side.BUY)).isEqualTo(Side.BUY);
    }

    @Property
    void mirroringTwiceChangesNothing(@ForAll @IntRange(max = 10_000) int tenThousandths) {
        BigDecimal price = BigDecimal.valueOf(tenThousandths, 4);

        for (Outcome outcome : Outcome.values()) {
            assertThat(outcome.mirror(outcome.mirror(price))).isEqualByComparingTo(price);
        }
    }

    @Property
    void bothOutcomesTogetherPayOne(@ForAll @IntRange(max = 10_000) int tenThousandths) {
        var result =
                new ContractResult(
                        ContractResult.Ruling.PARTLY, BigDecimal.valueOf(tenThousandths, 4));

        assertThat(result.pays(Outcome.YES).add(result.pays(Outcome.NO)))
                .isEqualByComparingTo(BigDecimal.ONE);
    }

    @Test
    void refusesPricesThatNoOutcomeHas() {
        assertThatThrownBy(() -> Outcome.NO.mirror(new BigDecimal("1.01")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Outcome.YES.mirror(new BigDecimal("-0.01")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
