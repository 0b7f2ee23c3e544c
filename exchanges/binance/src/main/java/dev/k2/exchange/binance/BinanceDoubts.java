package dev.k2.exchange.binance;

import dev.k2.exchange.Channel;
import dev.k2.exchange.net.FeedDoubt;
import dev.k2.exchange.net.Reply;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What is asked over REST about a stream that is silent: whether there is anything to tell. */
final class BinanceDoubts {
    private static final int TOP = 5;

    private final BinanceMarketRest rest;

    BinanceDoubts(BinanceMarketRest rest) {
        this.rest = rest;
    }

    /** The question about a stream; empty where it talks by the clock, or loses nothing. */
    Optional<FeedDoubt> of(BinanceStream stream) {
        return switch (stream.channel()) {
            case Channel.Plain.BOOK, Channel.Plain.QUOTES ->
                    Optional.of(() -> askForTheTop(stream));
            case Channel.Top _ -> Optional.of(() -> askForTheTop(stream));
            case Channel.Plain.TRADES, Channel.Plain.AGGREGATE_TRADES ->
                    Optional.of(() -> askForTheLastTrade(stream));
            case Channel.Plain.TICKER,
                    Channel.Plain.MINI_TICKER,
                    Channel.Plain.AVERAGE_PRICE,
                    Channel.Plain.LIFECYCLE,
                    Channel.Plain.MARK_PRICE,
                    Channel.Plain.LIQUIDATIONS ->
                    Optional.empty();
            case Channel.Candles _ -> Optional.empty();
        };
    }

    private Optional<BooleanSupplier> askForTheTop(BinanceStream stream) {
        return rest.depth(stream.instrument().symbol(), TOP)
                        instanceof Reply.Ok<BinanceRestWire.Depth>(BinanceRestWire.Depth wire)
                ? Optional.of(() -> isBehind(stream, wire))
                : Optional.empty();
    }

    private Optional<BooleanSupplier> askForTheLastTrade(BinanceStream stream) {
        return rest.ticker(stream.instrument().symbol())
                        instanceof
                        Reply.Ok<BinanceRestWire.Ticker24h>(BinanceRestWire.Ticker24h wire)
                ? Optional.of(
                        () -> stream.lastTradeId() >= 0 && wire.lastId() > stream.lastTradeId())
                : Optional.empty();
    }

    private static boolean isBehind(BinanceStream stream, BinanceRestWire.Depth wire) {
        BinanceBookSync sync = stream.sync();
        if (sync != null) {
            return sync.isSynced() && sync.book().sequence() < wire.lastUpdateId();
        }
        var now = BinanceParse.book(stream.instrument().id(), wire, 1);
        return !stream.isBest(
                BinanceTops.best(now.bids(), stream.instrument()),
                BinanceTops.best(now.asks(), stream.instrument()));
    }
}
