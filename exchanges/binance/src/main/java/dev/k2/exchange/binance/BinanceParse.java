package dev.k2.exchange.binance;

import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.InstrumentId;
import dev.k2.model.PublicTrade;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import dev.k2.model.TradeId;
import java.time.Instant;
import java.util.List;

/** Binance's messages into ours. Pure. */
final class BinanceParse {
    private BinanceParse() {}

    /** A word that states an order, a side or a fill is not one that we know. */
    static final class UnknownWord extends Exception {
        UnknownWord(String what, String word) {
            super("unknown " + what + " " + word, null, false, false);
        }
    }

    static Ticker ticker(InstrumentId id, BinanceRestWire.Ticker24h wire) {
        return new Ticker(
                id,
                wire.lastPrice(),
                wire.priceChangePercent(),
                wire.highPrice(),
                wire.lowPrice(),
                wire.volume(),
                wire.quoteVolume(),
                Instant.ofEpochMilli(wire.closeTime()));
    }

    static Ticker ticker(InstrumentId id, BinanceFeedWire.Ticker wire) {
        return new Ticker(
                id,
                wire.last(),
                wire.changePercent(),
                wire.high(),
                wire.low(),
                wire.volume(),
                wire.quoteVolume(),
                Instant.ofEpochMilli(wire.eventTime()));
    }

    static BookSnapshot book(InstrumentId id, BinanceRestWire.Depth wire, int depth) {
        return new BookSnapshot(
                id, levels(wire.bids(), depth), levels(wire.asks(), depth), wire.lastUpdateId());
    }

    static PublicTrade trade(InstrumentId id, BinanceRestWire.Trade wire) {
        return new PublicTrade(
                id,
                new TradeId(Long.toString(wire.id())),
                wire.price(),
                wire.qty(),
                wire.isBuyerMaker() ? Side.SELL : Side.BUY,
                Instant.ofEpochMilli(wire.time()));
    }

    /** A candle; it is closed once the exchange's clock is past its end. */
    static Candle candle(
            InstrumentId id,
            CandleInterval interval,
            BinanceRestWire.Kline wire,
            long exchangeMillis) {
        return new Candle(
                id,
                interval,
                Instant.ofEpochMilli(wire.openTime()),
                wire.open(),
                wire.high(),
                wire.low(),
                wire.close(),
                wire.volume(),
                wire.closeTime() < exchangeMillis);
    }

    static Candle candle(InstrumentId id, CandleInterval interval, BinanceFeedWire.Bar bar) {
        return new Candle(
                id,
                interval,
                Instant.ofEpochMilli(bar.openTime()),
                bar.open(),
                bar.high(),
                bar.low(),
                bar.close(),
                bar.volume(),
                bar.closed());
    }

    private static List<BookLevel> levels(List<BinanceRestWire.Level> wire, int depth) {
        return wire.stream()
                .limit(depth)
                .map(level -> new BookLevel(level.price(), level.quantity()))
                .toList();
    }
}
