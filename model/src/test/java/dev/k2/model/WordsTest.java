package dev.k2.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @ParameterizedTest
    @EnumSource
    void anExchangeIsFoundByItsSpelling(ExchangeId exchange) {
        assertThat(ExchangeId.parse(exchange.text())).contains(exchange);
    }

    @Test
    void theExchangesAreSpelledAsInTheApi() {
        assertThat(Arrays.stream(ExchangeId.values()).map(ExchangeId::text))
                .containsExactly(
                        "binance", "binance-futures", "bybit", "okx", "cryptocom", "kalshi");
        assertThat(ExchangeId.parse("BINANCE")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BTC-USDT", "币安人生-USDT", "KXBTC-24DEC31-B100000", "BTC-USDT-PERP"})
    void namesInstrumentsOfAnyScript(String text) {
        assertThat(new InstrumentId(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BTC USDT", "BTC/USDT", "a\nb", "<script>"})
    void refusesWhatCannotNameAnInstrument(String text) {
        assertThatThrownBy(() -> new InstrumentId(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1abc", "a-b", "a_b", "abcdefghijklmnopqrstuvwxyz1234567"})
    void refusesClientOrderIdsThatSomeExchangeWouldRefuse(String text) {
        assertThatThrownBy(() -> new ClientOrderId(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void nothingLeavesAFinalState(OrderStatus from) {
        for (OrderStatus to : OrderStatus.values()) {
            if (from.isFinal()) {
                assertThat(from.canBecome(to)).isFalse();
            }
            assertThat(from.canBecome(to) && to.canBecome(from)).isFalse();
        }
    }

    @Test
    void readsIdsStrictly() {
        String id = "0c5e8f0e-7f1e-4f0a-9c3f-2a8f5b1d7e11";

        assertThat(OrderId.parse(id).map(OrderId::toString)).contains(id);
        assertThat(OrderId.parse("1-1-1-1-1")).isEmpty();
        assertThat(OrderId.parse("")).isEmpty();
    }
}
