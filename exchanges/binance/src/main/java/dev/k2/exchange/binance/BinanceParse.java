package dev.k2.exchange.binance;

import dev.k2.model.AveragePrice;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.Decimals;
import dev.k2.model.FundingRate;
import dev.k2.model.InstrumentId;
import dev.k2.model.Liquidation;
import dev.k2.model.MarkPrice;
import dev.k2.model.PublicTrade;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import dev.k2.model.TradeId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Binance says of its markets into ours. Pure. */
final class BinanceParse {
    private static final BigDecimal HUNDRED = new BigDecimal(100);
    private static final int PERCENT_SCALE = 3;

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

    static PublicTrade trade(InstrumentId id, BinanceMarketWire.AggregateTrade wire) {
        return new PublicTrade(
                id,
                new TradeId(Long.toString(wire.id())),
                wire.price(),
                wire.quantity(),
                wire.buyerIsMaker() ? Side.SELL : Side.BUY,
                Instant.ofEpochMilli(wire.time()));
    }

    /** The mini ticker leaves the change out, which its two prices tell. */
    static Ticker ticker(InstrumentId id, BinanceFeedWire.MiniTicker wire) {
        BigDecimal change =
                wire.open().signum() == 0
                        ? BigDecimal.ZERO
                        : wire.last()
                                .subtract(wire.open())
                                .multiply(HUNDRED)
                                .divide(wire.open(), PERCENT_SCALE, RoundingMode.HALF_UP);
        return new Ticker(
                id,
                wire.last(),
                change,
                wire.high(),
                wire.low(),
                wire.volume(),
                wire.quoteVolume(),
                Instant.ofEpochMilli(wire.eventTime()));
    }

    static AveragePrice average(
            InstrumentId id, Duration window, BinanceFeedWire.AveragePrice wire) {
        return new AveragePrice(id, wire.price(), window, Instant.ofEpochMilli(wire.eventTime()));
    }

    static MarkPrice mark(InstrumentId id, BinanceMarketWire.PremiumIndex wire) {
        return mark(
                id,
                wire.markPrice(),
                wire.indexPrice(),
                wire.lastFundingRate(),
                wire.nextFundingTime(),
                wire.time());
    }

    static MarkPrice mark(InstrumentId id, BinanceFeedWire.MarkPrice wire) {
        return mark(
                id,
                wire.mark(),
                wire.index(),
                wire.fundingRate(),
                wire.nextFunding(),
                wire.eventTime());
    }

    static FundingRate funding(InstrumentId id, BinanceMarketWire.Funding wire) {
        return new FundingRate(id, wire.fundingRate(), Instant.ofEpochMilli(wire.fundingTime()));
    }

    /** The order that closes a position; its price is the order's until some of it is filled. */
    static Liquidation liquidation(InstrumentId id, Side side, BinanceFeedWire.ForcedOrder wire) {
        return new Liquidation(
                id,
                side,
                wire.averagePrice().signum() > 0 ? wire.averagePrice() : wire.price(),
                wire.quantity(),
                Instant.ofEpochMilli(wire.tradeTime()));
    }

    private static MarkPrice mark(
            InstrumentId id,
            BigDecimal mark,
            @Nullable BigDecimal index,
            @Nullable String rate,
            @Nullable Long nextFunding,
            long atMillis) {
        Optional<Instant> next =
                Optional.ofNullable(nextFunding)
                        .filter(millis -> millis > 0)
                        .map(Instant::ofEpochMilli);
        return new MarkPrice(
                id,
                mark,
                Optional.ofNullable(index),
                next.flatMap(at -> Optional.ofNullable(rate)).flatMap(Decimals::parse),
                next,
                Instant.ofEpochMilli(atMillis));
    }

    private static List<BookLevel> levels(List<BinanceRestWire.Level> wire, int depth) {
        return wire.stream()
                .limit(depth)
                .map(level -> new BookLevel(level.price(), level.quantity()))
                .toList();
    }
}
