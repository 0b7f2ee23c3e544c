package dev.k2.marketdata;

import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.FeedListener;
import dev.k2.model.Book;
import dev.k2.model.ContractChange;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.Liquidation;
import dev.k2.model.MarkPrice;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears a feed, hands what it tells to its market, and notes how the feed does. */
final class FeedWatch implements FeedListener {
    private static final Logger LOG = LoggerFactory.getLogger(FeedWatch.class);
    private static final int WARN_AFTER = 3;
    private static final int SMOOTHING = 16;

    /**
     * A stream that is silent while others of its instrument speak.
     */
    record Silent(Market market, Channel channel) {}

    private final ExchangeId exchange;
    private final Map<InstrumentId, Market> markets;
    private final InstantSource clock;
    private final Runnable onChange;
    private final BiConsumer<Instrument, ContractChange> onStep;
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicInteger failuresInRow = new AtomicInteger();
    private volatile ConnectionState state = ConnectionState.CONNECTING;
    private volatile long heardMillis;

    /** Written by the feed's thread alone; below 0 before the first. */
    private volatile long latencyMicros = -1;

    FeedWatch(
            ExchangeId exchange,
            Map<InstrumentId, Market> markets,
            InstantSource clock,
            Runnable onChange,
            BiConsumer<Instrument, ContractChange> onStep) {
        this.exchange = exchange;
        this.markets = markets;
        this.clock = clock;
        this.onChange = onChange;
        this.onStep = onStep;
    }

    boolean isLive() {
        return state == ConnectionState.LIVE;
    }

    FeedStatus status(long reconnects, Duration staleAfter) {
        long nowMillis = clock.millis();
        int stale = 0;
        for (Market market : markets.values()) {
            if (market.price().state(nowMillis) == Freshness.STALE) {
                stale++;
            }
        }
        long heard = heardMillis;
        long latency = latencyMicros;
        return new FeedStatus(
                exchange,
                state,
                reconnects,
                heard == 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofMillis(Math.max(0, nowMillis - heard))),
                latency < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(latency * 1000)),
                markets.size(),
                stale,
                skipped.get(),
                failuresInRow.get());
    }

    /** Notes a failure and warns of the third in a row. */
    void failed(String why) {
        int inRow = failuresInRow.incrementAndGet();
        if (inRow == WARN_AFTER) {
            LOG.atWarn()
                    .addKeyValue("exchange", exchange.text())
                    .addKeyValue("failures", inRow)
                    .log("a feed failed {} times in a row: {}", inRow, why);
        }
        onChange.run();
    }

    /** The check that runs whether anything happened or not. */
    void check(Duration silenceMax) {
        if (state != ConnectionState.LIVE) {
            failed("its connection is " + state);
            return;
        }
        boolean silent = clock.millis() - heardMillis > silenceMax.toMillis();
        if (silent && !markets.isEmpty()) {
            failed("nothing arrived for " + silenceMax);
            return;
        }
        if (failuresInRow.getAndSet(0) > 0) {
            onChange.run();
        }
    }

    /** Streams that have been silent for so long while others of their instrument were not. */
    List<Silent> silent(Duration silenceMax, Collection<Channel> channels) {
        List<Silent> found = new ArrayList<>();
        if (state != ConnectionState.LIVE) {
            return found;
        }
        long sinceMillis = clock.millis() - silenceMax.toMillis();
        for (Market market : markets.values()) {
            if (market.heardMillis() <= sinceMillis) {
                continue;
            }
            for (Channel channel : channels) {
                if (market.heardMillis(channel) <= sinceMillis) {
                    found.add(new Silent(market, channel));
                }
            }
        }
        return found;
    }

    @Override
    public void onQuote(
            Instrument instrument,
            long bid,
            long bidQuantity,
            long ask,
            long askQuantity,
            long exchangeMillis,
            long receivedMillis) {
        heard(exchangeMillis, receivedMillis);
        Market market = markets.get(instrument.id());
        if (market != null) {
            market.onQuote(
                    instrument, bid, bidQuantity, ask, askQuantity, exchangeMillis, receivedMillis);
        }
    }

    @Override
    public void onTrade(
            Instrument instrument,
            long tradeId,
            long price,
            long quantity,
            Side aggressor,
            long exchangeMillis,
            long receivedMillis) {
        heard(exchangeMillis, receivedMillis);
        Market market = markets.get(instrument.id());
        if (market != null) {
            market.onTrade(
                    instrument,
                    tradeId,
                    price,
                    quantity,
                    aggressor,
                    exchangeMillis,
                    receivedMillis);
        }
    }

    @Override
    public void onBook(Book book) {
        heard(0, book.changedAtMillis());
        Market market = markets.get(book.instrument().id());
        if (market != null) {
            market.onBook(book);
        }
    }

    @Override
    public void onTicker(Ticker ticker) {
        long receivedMillis = clock.millis();
        heard(ticker.at().toEpochMilli(), receivedMillis);
        Market market = markets.get(ticker.instrument());
        if (market != null) {
            market.onTicker(ticker, receivedMillis);
        }
    }

    @Override
    public void onMarkPrice(Instrument instrument, MarkPrice mark) {
        long receivedMillis = clock.millis();
        heard(mark.at().toEpochMilli(), receivedMillis);
        Market market = markets.get(instrument.id());
        if (market != null) {
            market.onMarkPrice(mark, receivedMillis);
        }
    }

    @Override
    public void onLiquidation(Instrument instrument, Liquidation liquidation) {
        long receivedMillis = clock.millis();
        heard(0, receivedMillis);
        Market market = markets.get(instrument.id());
        if (market != null) {
            market.onLiquidation(liquidation, receivedMillis);
        }
    }

    @Override
    public void onContract(Instrument instrument, ContractChange step) {
        heardMillis = Math.max(heardMillis, clock.millis());
        onStep.accept(instrument, step);
    }

    @Override
    public void onState(ConnectionState now) {
        boolean wasLive = state == ConnectionState.LIVE;
        state = now;
        boolean live = now == ConnectionState.LIVE;
        if (live || wasLive) {
            markets.values().forEach(market -> market.connection(live));
        }
        switch (now) {
            case LIVE -> {
                failuresInRow.set(0);
                heardMillis = clock.millis();
                onChange.run();
            }
            case BACKING_OFF, BREAKER_OPEN -> failed("its connection was cut");
            case CONNECTING, CLOSED -> onChange.run();
        }
    }

    @Override
    public void onSkipped(String what) {
        if (skipped.incrementAndGet() == 1) {
            LOG.atInfo()
                    .addKeyValue("exchange", exchange.text())
                    .log("a message was skipped, further ones are counted only: {}", what);
        }
    }

    private void heard(long exchangeMillis, long receivedMillis) {
        heardMillis = Math.max(heardMillis, receivedMillis);
        if (exchangeMillis == 0) {
            return;
        }
        long tookMicros = (receivedMillis - exchangeMillis) * 1000;
        long before = latencyMicros;
        latencyMicros =
                Math.max(0, before < 0 ? tookMicros : before + (tookMicros - before) / SMOOTHING);
    }
}
