package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Decimals;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentId;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the contract lets through, the model takes. */
class ContractPatternsProperties {
    private static final Operation PLACE = load();

    private static Operation load() {
        Vertx vertx = Vertx.vertx();
        try {
            return Contract.load(vertx).await().operations().stream()
                    .filter(operation -> operation.id().equals("placeOrder"))
                    .findFirst()
                    .orElseThrow();
        } finally {
            vertx.close().await();
        }
    }

    @Property(tries = 2000)
    void aQuantityIsADecimalAboveZero(@ForAll("numberLike") String text) {
        if (fits("quantity", text)) {
            Optional<BigDecimal> value = Decimals.parse(text);

            assertThat(value).isPresent();
            assertThat(value.orElseThrow().signum()).isPositive();
        }
    }

    @Property(tries = 500)
    void everyPlainDecimalAboveZeroIsAQuantity(@ForAll("plain") BigDecimal value) {
        assertThat(fits("quantity", value.toPlainString())).isTrue();
    }

    @Property(tries = 2000)
    void aKeyIsAnIdempotencyKey(@ForAll String text) {
        assertThat(fits("client_order_id", text)).isEqualTo(IdempotencyKey.isValid(text));
    }

    @Example
    void nothingStandsBehindTheEnd() {
        Map<String, String> fit =
                Map.of("quantity", "1", "client_order_id", "order-1", "instrument", "BTC-USDT");
        fit.forEach(
                (field, text) -> {
                    assertThat(fits(field, text)).as(field).isTrue();
                    assertThat(fits(field, text + "\n")).as(field).isFalse();
                });
    }

    @Property(tries = 2000)
    void anInstrumentOfTheModelIsOneOfTheContract(@ForAll("names") String text) {
        if (InstrumentId.isValid(text)) {
            assertThat(fits("instrument", text)).isTrue();
        }
    }

    @Provide
    Arbitrary<String> numberLike() {
        return Arbitraries.strings().withChars("0123456789.-+eEx ").ofMaxLength(45);
    }

    @Provide
    Arbitrary<BigDecimal> plain() {
        return Arbitraries.bigDecimals()
                .between(
                        new BigDecimal("0.000000000000000001"),
                        new BigDecimal("99999999999999999999"))
                .ofScale(18)
                .filter(value -> value.signum() > 0);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("ABCdef019-._/ ")
                .withCharRange('À', 'ÿ')
                .withCharRange('一', '丿')
                .ofMaxLength(90);
    }

    private static boolean fits(String field, String text) {
        Field found = PLACE.body().get(field);
        if (found == null) {
            throw new IllegalStateException("the contract has no " + field);
        }
        return found.check(text).isEmpty();
    }
}
