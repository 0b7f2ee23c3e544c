package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.ScanException;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.Side;
import java.io.IOException;
import java.time.Duration;

/** Reads the stream messages that come about once a second, by way of records. */
final class BinanceRareEvents {
    private final FeedListener listener;

    BinanceRareEvents(FeedListener listener) {
        this.listener = listener;
    }

    /**
     * Reads one event.
     *
     * @throws ScanException where it is not as expected
     */
    void read(BinanceStream stream, byte[] bytes, int from, int to) {
        switch (stream.channel()) {
            case Channel.Plain.TICKER ->
                    ticker(stream, wire(bytes, from, to, BinanceFeedWire.Ticker.class));
            case Channel.Plain.MINI_TICKER ->
                    miniTicker(stream, wire(bytes, from, to, BinanceFeedWire.MiniTicker.class));
            case Channel.Plain.AVERAGE_PRICE ->
                    average(
                            stream,
                            wire(bytes, from, to, BinanceFeedWire.AveragePrice.class),
                            from);
            case Channel.Plain.MARK_PRICE ->
                    mark(stream, wire(bytes, from, to, BinanceFeedWire.MarkPrice.class));
            case Channel.Plain.LIQUIDATIONS ->
                    liquidation(
                            stream, wire(bytes, from, to, BinanceFeedWire.Liquidation.class), from);
            case Channel.Candles(CandleInterval interval) ->
                    candle(stream, interval, wire(bytes, from, to, BinanceFeedWire.Kline.class));
            case Channel.Plain.QUOTES,
                    Channel.Plain.TRADES,
                    Channel.Plain.AGGREGATE_TRADES,
                    Channel.Plain.BOOK,
                    Channel.Plain.LIFECYCLE ->
                    throw new IllegalStateException("not rare: " + stream.name());
            case Channel.Top _ -> throw new IllegalStateException("not rare: " + stream.name());
        }
    }

    private void ticker(BinanceStream stream, BinanceFeedWire.Ticker wire) {
        if (stream.isNewest(wire.eventTime())) {
            listener.onTicker(BinanceParse.ticker(stream.instrument().id(), wire));
        }
    }

    private void miniTicker(BinanceStream stream, BinanceFeedWire.MiniTicker wire) {
        if (stream.isNewest(wire.eventTime())) {
            listener.onTicker(BinanceParse.ticker(stream.instrument().id(), wire));
        }
    }

    private void average(BinanceStream stream, BinanceFeedWire.AveragePrice wire, int place) {
        Duration window =
                CandleInterval.parse(wire.window())
                        .map(CandleInterval::width)
                        .orElseThrow(() -> new ScanException("a window of minutes", place));
        if (stream.isNewest(wire.eventTime())) {
            listener.onAveragePrice(
                    stream.instrument(),
                    BinanceParse.average(stream.instrument().id(), window, wire));
        }
    }

    private void mark(BinanceStream stream, BinanceFeedWire.MarkPrice wire) {
        if (stream.isNewest(wire.eventTime())) {
            listener.onMarkPrice(
                    stream.instrument(), BinanceParse.mark(stream.instrument().id(), wire));
        }
    }

    private void liquidation(BinanceStream stream, BinanceFeedWire.Liquidation wire, int place) {
        Side side =
                BinanceWords.side(wire.order().side())
                        .orElseThrow(() -> new ScanException("a side", place));
        if (stream.isNewest(wire.eventTime())) {
            listener.onLiquidation(
                    stream.instrument(),
                    BinanceParse.liquidation(stream.instrument().id(), side, wire.order()));
        }
    }

    /** Over two connections a candle's end may come behind the next candle, and must not be lost. */
    private void candle(BinanceStream stream, CandleInterval interval, BinanceFeedWire.Kline wire) {
        Candle candle = BinanceParse.candle(stream.instrument().id(), interval, wire.bar());
        boolean newest = stream.isNewest(wire.eventTime());
        boolean tell = candle.closed() ? stream.isFirstEnd(wire.bar().openTime()) : newest;
        if (tell) {
            listener.onCandle(stream.instrument(), candle);
        }
    }

    private static <T> T wire(byte[] bytes, int from, int to, Class<T> type) {
        try {
            return Json.lenient().readValue(bytes, from, to - from, type);
        } catch (JsonProcessingException unreadable) {
            throw new ScanException(unreadable.getOriginalMessage(), from);
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory can be read", impossible);
        }
    }
}
