package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.bybit.BybitParse.UnknownWord;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.ScanException;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.InstrumentId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the stream messages that come a few times a second, by way of records. */
final class BybitRareEvents {
    private final FeedListener listener;

    BybitRareEvents(FeedListener listener) {
        this.listener = listener;
    }

    /** Changes of a ticker whose snapshot did not come yet are no ticker. */
    void ticker(
            BybitStream stream, boolean whole, byte[] bytes, int from, int to, long sentMillis) {
        BybitFeedWire.Ticker told = read(BybitFeedWire.Ticker.class, bytes, from, to);
        BybitFeedWire.Ticker before = stream.ticker();
        if ((!whole && before == null) || !stream.isNewest(sentMillis)) {
            return;
        }
        BybitFeedWire.Ticker ticker = whole || before == null ? told : before.changedBy(told);
        stream.ticker(ticker);
        InstrumentId id = stream.instrument().id();
        if (stream.isWanted(Channel.TICKER)) {
            BybitParse.ticker(id, ticker, sentMillis).ifPresent(listener::onTicker);
        }
        if (stream.isWanted(Channel.MARK_PRICE) && marks(told)) {
            BybitParse.mark(id, ticker, sentMillis)
                    .ifPresent(mark -> listener.onMarkPrice(stream.instrument(), mark));
        }
    }

    /** Over two connections a candle's end may come behind the next candle, and must not be lost. */
    void candles(BybitStream stream, byte[] bytes, int from, int to, long sentMillis) {
        CandleInterval interval = interval(stream.channel());
        BybitFeedWire.Kline[] told = read(BybitFeedWire.Kline[].class, bytes, from, to);
        boolean newest = stream.isNewest(sentMillis);
        for (BybitFeedWire.Kline wire : told) {
            if (interval == null
                    || !BybitWords.interval(interval).filter(wire.interval()::equals).isPresent()) {
                throw new ScanException("a candle of the width that was asked for", from);
            }
            Candle candle = BybitParse.candle(stream.instrument().id(), interval, wire);
            if (candle.closed() ? stream.isFirstEnd(wire.start()) : newest) {
                listener.onCandle(stream.instrument(), candle);
            }
        }
    }

    void liquidations(BybitStream stream, byte[] bytes, int from, int to, long sentMillis) {
        BybitFeedWire.Liquidation[] told = read(BybitFeedWire.Liquidation[].class, bytes, from, to);
        if (!stream.isNewest(sentMillis)) {
            return;
        }
        for (BybitFeedWire.Liquidation wire : told) {
            try {
                listener.onLiquidation(
                        stream.instrument(),
                        BybitParse.liquidation(stream.instrument().id(), wire));
            } catch (UnknownWord unknown) {
                throw new ScanException(String.valueOf(unknown.getMessage()), from);
            }
        }
    }

    private static boolean marks(BybitFeedWire.Ticker told) {
        return told.markPrice() != null
                || told.indexPrice() != null
                || told.fundingRate() != null
                || told.nextFundingTime() != null;
    }

    private static @Nullable CandleInterval interval(Channel channel) {
        return channel instanceof Channel.Candles(CandleInterval interval) ? interval : null;
    }

    private static <T> T read(Class<T> type, byte[] bytes, int from, int to) {
        try {
            return Json.lenient().readValue(bytes, from, to - from, type);
        } catch (JsonProcessingException unreadable) {
            throw new ScanException(unreadable.getOriginalMessage(), from);
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory can be read", impossible);
        }
    }
}
