package dev.k2.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Book;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.Side;
import dev.k2.platform.ManualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One id at two exchanges. */
final class ConsolidationTest {
    private static final InstrumentId BTC = InstrumentId.spot("BTC", "USDT");

    private final ManualClock time = new ManualClock();
    private final FakeExchange binance = new FakeExchange(ExchangeId.BINANCE, time);
    private final FakeExchange okx = new FakeExchange(ExchangeId.OKX, time);
    private final Instrument atBinance = binance.list("BTC");
    private final Instrument atOkx = tenfold(okx.list("BTC"));
    private final MarketData market = new MarketData(MarketDataConfig.defaults(), time, time);

    /** One contract of it is ten of the base. */
    private Instrument tenfold(Instrument plain) {
        Instrument contract =
                new Instrument(
                        plain.exchange(),
                        plain.id(),
                        plain.symbol(),
                        plain.kind(),
                        plain.base(),
                        plain.quote(),
                        BigDecimal.TEN,
                        plain.status(),
                        plain.rules(),
                        plain.priceScale(),
                        plain.quantityScale());
        okx.listed.set(0, contract);
        return contract;
    }

    @BeforeEach
    void begin() {
        market.start(List.of(binance, okx));
        time.advance(Duration.ofMillis(100));
        binance.connect();
        okx.connect();
    }

    @Test
    void takesTheBestOfBothSidesAndSaysFromWhere() {
        told(binance, atBinance, 9_990, 10_010);
        told(okx, atOkx, 9_995, 10_020);
        time.advance(Duration.ofMillis(20));

        ConsolidatedPrice price = market.consolidatedPrice(BTC);

        assertThat(price.state()).isEqualTo(Freshness.LIVE);
        assertThat(price.bid().orElseThrow().exchange()).isEqualTo(ExchangeId.OKX);
        assertThat(price.bid().orElseThrow().price()).isEqualByComparingTo("99.95");
        assertThat(price.bid().orElseThrow().quantity()).isEqualByComparingTo("0.05");
        assertThat(price.ask().orElseThrow().exchange()).isEqualTo(ExchangeId.BINANCE);
        assertThat(price.ask().orElseThrow().price()).isEqualByComparingTo("100.10");
        assertThat(price.sources()).hasSize(2);
    }

    @Test
    void leavesOutWhatIsStaleHoweverGoodItsPrice() {
        told(okx, atOkx, 9_999, 10_001);
        time.advance(Duration.ofSeconds(9));
        told(binance, atBinance, 9_990, 10_010);
        time.advance(Duration.ofSeconds(2));

        ConsolidatedPrice price = market.consolidatedPrice(BTC);
        ConsolidatedBook book = market.consolidatedBook(BTC, 10);

        assertThat(price.bid().orElseThrow().exchange()).isEqualTo(ExchangeId.BINANCE);
        assertThat(price.ask().orElseThrow().exchange()).isEqualTo(ExchangeId.BINANCE);
        assertThat(price.sources())
                .extracting(ConsolidatedPrice.Source::state)
                .containsExactly(Freshness.LIVE, Freshness.STALE);
        assertThat(book.bids())
                .isNotEmpty()
                .allMatch(level -> level.exchange() == ExchangeId.BINANCE);
    }

    @Test
    void hasNoPriceWhereNothingIsLive() {
        told(binance, atBinance, 9_990, 10_010);
        told(okx, atOkx, 9_995, 10_020);
        time.advance(Duration.ofMillis(20));
        binance.cut();
        okx.cut();
        time.advance(Duration.ofMillis(20));

        ConsolidatedPrice price = market.consolidatedPrice(BTC);
        ConsolidatedBook book = market.consolidatedBook(BTC, 10);

        assertThat(price.state()).isEqualTo(Freshness.STALE);
        assertThat(price.bid()).isEmpty();
        assertThat(price.ask()).isEmpty();
        assertThat(price.last()).isEmpty();
        assertThat(book.state()).isEqualTo(Freshness.STALE);
        assertThat(book.bids()).isEmpty();
        assertThat(book.sources()).hasSize(2);
    }

    @Test
    void mergesTheBooksLevelByLevel() {
        told(binance, atBinance, 9_990, 10_010);
        told(okx, atOkx, 9_990, 10_000);
        time.advance(Duration.ofMillis(40));

        ConsolidatedBook book = market.consolidatedBook(BTC, 3);

        assertThat(book.bids())
                .extracting(
                        level -> level.exchange() + " " + level.price() + " " + level.quantity())
                .containsExactly(
                        ExchangeId.OKX + " 99.90 0.050",
                        ExchangeId.BINANCE + " 99.90 0.005",
                        ExchangeId.OKX + " 98.90 0.070");
        assertThat(book.asks().getFirst().exchange()).isEqualTo(ExchangeId.OKX);
        assertThat(book.asks().getFirst().price()).isEqualByComparingTo("100.00");
    }

    @Test
    void theNewestTradeIsOfTheExchangeThatTradedLast() {
        told(binance, atBinance, 9_990, 10_010);
        told(okx, atOkx, 9_990, 10_010);
        binance.trade(atBinance, 10_000, 1);
        time.advance(Duration.ofMillis(20));
        okx.trade(atOkx, 10_005, 1);
        time.advance(Duration.ofMillis(20));

        ConsolidatedPrice price = market.consolidatedPrice(BTC);

        assertThat(price.last().orElseThrow().price()).isEqualByComparingTo("100.05");
        assertThat(price.last().orElseThrow().exchange()).isEqualTo(ExchangeId.OKX);
    }

    private void told(FakeExchange exchange, Instrument instrument, long bid, long ask) {
        Book book = new Book(instrument);
        book.set(Side.BUY, bid, 5);
        book.set(Side.BUY, bid - 100, 7);
        book.set(Side.SELL, ask, 6);
        book.complete(1, time.millis());
        exchange.heard().onBook(book);
    }
}
