package dev.k2.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "NaN",
                "Infinity",
                "1e999999999",
                "1e-999999999",
                "1e31",
                "0x10",
                "1,5",
                "--1",
                "1d",
                "12345678901234567890123456789012345678901",
                "٣"
            })
    void refusesWhatIsNoSaneDecimal(String text) {
        assertThat(Decimals.parse(text)).isEmpty();
        assertThatThrownBy(() -> Decimals.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.00000001", "10000000000000", "1e13", "64950.12000000"})
    void readsWhatExchangesSend(String text) {
        assertThat(Decimals.of(text)).isEqualByComparingTo(new BigDecimal(text));
    }

    @Test
    void writesPlainlyWithoutTrailingZeros() {
        assertThat(Decimals.plain(new BigDecimal("1E+13"))).isEqualTo("10000000000000");
        assertThat(Decimals.plain(new BigDecimal("0.10"))).isEqualTo("0.1");
        assertThat(Decimals.plain(new BigDecimal("0E-8"))).isEqualTo("0");
    }

    @Property
    void floorIsTheLargestMultipleNotAbove(
            @ForAll @BigRange(min = "0", max = "1000000") @Scale(8) BigDecimal value,
            @ForAll @BigRange(min = "0.0001", max = "10") @Scale(4) BigDecimal step) {
        BigDecimal floor = Decimals.floorTo(value, step);

        assertThat(Decimals.isMultiple(floor, step)).isTrue();
        assertThat(floor).isLessThanOrEqualTo(value);
        assertThat(floor.add(step)).isGreaterThan(value);
    }

    @Property
    void ceilingIsTheSmallestMultipleNotBelow(
            @ForAll @BigRange(min = "0", max = "1000000") @Scale(8) BigDecimal value,
            @ForAll @BigRange(min = "0.0001", max = "10") @Scale(4) BigDecimal step) {
        BigDecimal ceiling = Decimals.ceilTo(value, step);

        assertThat(Decimals.isMultiple(ceiling, step)).isTrue();
        assertThat(ceiling).isGreaterThanOrEqualTo(value);
        assertThat(ceiling.subtract(step)).isLessThan(value);
    }

    @Property
    void scalingThereAndBackChangesNothing(
            @ForAll long value, @ForAll @LongRange(min = 0, max = 18) long scale) {
        BigDecimal decimal = Decimals.unscaled(value, (int) scale);

        assertThat(Decimals.scaled(decimal, (int) scale)).isEqualTo(value);
    }

    @Test
    void refusesToLoseADigitOrToOverflow() {
        BigDecimal fine = new BigDecimal("0.001");
        BigDecimal large = new BigDecimal("92233720368547758.08");

        assertThatThrownBy(() -> Decimals.scaled(fine, 2)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Decimals.scaled(large, 2)).isInstanceOf(ArithmeticException.class);
    }
}
