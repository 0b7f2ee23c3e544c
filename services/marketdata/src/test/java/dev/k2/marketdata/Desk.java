package dev.k2.marketdata;

import dev.k2.model.Book;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import dev.k2.platform.Database;
import dev.k2.platform.ManualClock;
import java.time.Duration;
import java.util.Optional;

/** Market data over one fake exchange that lists BTC, in virtual time. */
final class Desk {
    static final Duration ROUND = MarketDataConfig.defaults().roundEvery();

    final ManualClock time = new ManualClock(java.time.Instant.parse("2026-01-05T00:00:30Z"));
    final FakeExchange exchange = new FakeExchange(ExchangeId.BINANCE, time);
    final Instrument btc = exchange.list("BTC");
    final Book book = new Book(btc);
    final Heard heard = new Heard();
    final MarketData market;

    Desk() {
        this(MarketDataConfig.defaults());
    }

    Desk(MarketDataConfig config) {
        market = new MarketData(config, time, time);
        market.addListener(heard);
    }

    /**
     * One that keeps candles in a database, and goes on where another one stopped. Its rounds are
     * far apart, so that days of virtual time pass quickly.
     */
    Desk(Database database, CandleRetention retention) {
        var archive = CandleArchive.open(database, retention, time);
        market = new MarketData(slow(), time, time, Optional.of(archive));
        market.addListener(heard);
    }

    /** Rounds far apart. */
    static MarketDataConfig slow() {
        var usual = MarketDataConfig.defaults();
        return new MarketDataConfig(
                usual.staleAfter(),
                Duration.ofSeconds(30),
                usual.reloadEvery(),
                usual.healthEvery(),
                usual.watchAllUpTo(),
                usual.watchedMax(),
                usual.bookDepthMax(),
                usual.tradesKept(),
                usual.candlesCached(),
                usual.events());
    }

    Desk started() {
        market.start(java.util.List.of(exchange));
        round();
        exchange.connect();
        round();
        return this;
    }

    void round() {
        time.advance(ROUND);
    }

    void seconds(int count) {
        time.advance(Duration.ofSeconds(count));
    }

    void bookOf(long bid, long ask) {
        book.reset();
        book.set(Side.BUY, bid, 5);
        book.set(Side.BUY, bid - 100, 7);
        book.set(Side.SELL, ask, 6);
        book.set(Side.SELL, ask + 100, 8);
        tell();
    }

    void tell() {
        book.complete(book.sequence() + 1, time.millis());
        exchange.heard().onBook(book);
    }

    void gap() {
        book.invalidate();
        exchange.heard().onBook(book);
    }

    PriceView price() {
        return market.price(btc).orElseThrow();
    }

    BookView view() {
        return market.book(btc, 10).orElseThrow();
    }
}
