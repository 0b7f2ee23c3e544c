package dev.k2.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BookTest {
    private final Book book = new Book(btc());

    @Test
    void isInvalidUntilASnapshotIsThere() {
        assertThat(book.isValid()).isFalse();

        fill();

        assertThat(book.isValid()).isTrue();
        assertThat(book.sequence()).isEqualTo(7);
    }

    @Test
    void isInvalidAtOnceWhenSomethingIsMissing() {
        fill();

        book.invalidate();

        assertThat(book.isValid()).isFalse();
        assertThat(book.isLive(1_000, 5_000)).isFalse();
    }

    @Test
    void isInvalidWhenItsTopIsCrossed() {
        fill();

        book.set(Side.BUY, 101, 1);
        book.complete(8, 1_001);

        assertThat(book.isCrossed()).isTrue();
        assertThat(book.isValid()).isFalse();
    }

    @Test
    void isLiveUntilItIsTooOld() {
        fill();

        assertThat(book.isLive(6_000, 5_000)).isTrue();
        assertThat(book.isLive(6_001, 5_000)).isFalse();
    }

    @Test
    void tellsItsTopInDecimals() {
        fill();

        BookSnapshot top = book.top(1);

        assertThat(top.bids())
                .containsExactly(new BookLevel(new BigDecimal("1.00"), new BigDecimal("0.00005")));
        assertThat(top.asks())
                .containsExactly(new BookLevel(new BigDecimal("1.01"), new BigDecimal("0.00006")));
    }

    private void fill() {
        book.reset();
        book.set(Side.BUY, 99, 4);
        book.set(Side.BUY, 100, 5);
        book.set(Side.SELL, 101, 6);
        book.set(Side.SELL, 102, 7);
        book.complete(7, 1_000);
    }

    private static Instrument btc() {
        BigDecimal none = BigDecimal.ZERO;
        var quantities = new QuantityRange(none, none, new BigDecimal("0.00001"));
        return new Instrument(
                ExchangeId.BINANCE,
                InstrumentId.spot("BTC", "USDT"),
                "BTCUSDT",
                InstrumentKind.SPOT,
                "BTC",
                "USDT",
                BigDecimal.ONE,
                InstrumentStatus.TRADING,
                new TradingRules(
                        List.of(new PriceRange(none, none, new BigDecimal("0.01"))),
                        quantities,
                        quantities,
                        none,
                        none,
                        false,
                        PriceBand.NONE,
                        PriceBand.NONE,
                        Set.of(),
                        Set.of()),
                2,
                5);
    }
}
