package dev.k2.marketdata;

import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Liquidation;
import dev.k2.model.PublicTrade;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what changed, round by round. Feeds only write; a round picks the newest state of
 * each market up, so that a burst costs its readers one message.
 */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    /**
     * Which candles are watched.
     */
    record CandleKey(ExchangeId exchange, Market market, CandleInterval interval) {}

    private final InstantSource clock;
    private final Collection<FeedManager> managers;
    private final List<MarketListener> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Consumer<MarketListener>> notices =
            new ConcurrentLinkedQueue<>();
    private final Map<CandleKey, CandleWatch> candles = new ConcurrentHashMap<>();

    Rounds(InstantSource clock, Collection<FeedManager> managers) {
        this.clock = clock;
        this.managers = managers;
    }

    void add(MarketListener listener) {
        listeners.add(listener);
    }

    void remove(MarketListener listener) {
        listeners.remove(listener);
    }

    Map<CandleKey, CandleWatch> candles() {
        return candles;
    }

    /** Has something rare told in the next round. */
    void notice(Consumer<MarketListener> notice) {
        if (!listeners.isEmpty()) {
            notices.add(notice);
        }
    }

    synchronized void run() {
        for (var notice = notices.poll(); notice != null; notice = notices.poll()) {
            tell(notice);
        }
        Instant now = clock.instant();
        long nowMillis = now.toEpochMilli();
        for (FeedManager manager : managers) {
            for (Market market : manager.markets()) {
                market(market, nowMillis);
            }
        }
        candles.forEach(
                (key, watch) ->
                        watch.round(
                                now,
                                (Candle candle) -> tell(l -> l.onCandle(key.exchange(), candle))));
    }

    private void market(Market market, long nowMillis) {
        BookChange book = market.book().take(nowMillis);
        if (book != null) {
            tell(listener -> listener.onBook(book));
        }
        PriceView price = market.price().take(nowMillis);
        if (price != null) {
            tell(listener -> listener.onPrice(price));
        }
        MarkPriceView mark = market.mark().take(nowMillis);
        if (mark != null) {
            tell(listener -> listener.onMarkPrice(mark));
        }
        for (Liquidation liquidation : market.liquidations().take()) {
            tell(listener -> listener.onLiquidation(market.exchange(), liquidation));
        }
        List<PublicTrade> trades = market.tape().take();
        if (trades != null) {
            for (PublicTrade trade : trades) {
                tell(listener -> listener.onTrade(market.exchange(), trade));
            }
        }
    }

    private void tell(Consumer<MarketListener> news) {
        for (MarketListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException failure) {
                // One listener's fault is no reason to keep the news from the others.
                LOG.atError().setCause(failure).log("a listener of market data failed");
            }
        }
    }
}
