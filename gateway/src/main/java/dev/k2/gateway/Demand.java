package dev.k2.gateway;

import dev.k2.exchange.Channel;
import dev.k2.marketdata.MarketData;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts who reads what, and keeps market data watching exactly that. Changed by one thread at a
 * time, asked by any.
 */
final class Demand {
    private final MarketData market;
    private final Map<Topic, Readers> topics = new ConcurrentHashMap<>();

    Demand(MarketData market) {
        this.market = market;
    }

    private record Readers(Instrument instrument, int count) {}

    boolean has(Topic topic) {
        return topics.containsKey(topic);
    }

    /** The instrument of a topic that somebody reads. */
    Optional<Instrument> instrument(Topic topic) {
        return Optional.ofNullable(topics.get(topic)).map(Readers::instrument);
    }

    /** Whether the exchange tells this of the instrument at all. */
    boolean isTold(Topic topic, Instrument instrument) {
        return switch (topic.channel()) {
            case MARK_PRICE -> market.hears(instrument, Channel.MARK_PRICE);
            case LIQUIDATIONS -> market.hears(instrument, Channel.LIQUIDATIONS);
            case PRICES, BOOK, TRADES, CANDLES -> true;
        };
    }

    /** One more reads it, or the reason why nobody can. */
    Optional<Problem> take(Topic topic, Instrument instrument) {
        Readers readers = topics.get(topic);
        if (readers == null) {
            Optional<Problem> refusal = watch(topic, instrument);
            if (refusal.isPresent()) {
                return refusal;
            }
            readers = new Readers(instrument, 0);
        }
        topics.put(topic, new Readers(instrument, readers.count() + 1));
        return Optional.empty();
    }

    /** One less reads it. */
    void leave(Topic topic) {
        Readers readers = topics.get(topic);
        if (readers == null) {
            throw new IllegalStateException("nobody reads " + topic);
        }
        if (readers.count() > 1) {
            topics.put(topic, new Readers(readers.instrument(), readers.count() - 1));
            return;
        }
        topics.remove(topic);
        if (topic.channel() == Topic.Channel.CANDLES) {
            market.unwatchCandles(readers.instrument(), interval(topic));
        } else {
            market.unwatch(readers.instrument());
        }
    }

    private Optional<Problem> watch(Topic topic, Instrument instrument) {
        boolean watched =
                topic.channel() == Topic.Channel.CANDLES
                        ? market.watchCandles(instrument, interval(topic))
                        : market.watch(instrument);
        return watched
                ? Optional.empty()
                : Optional.of(
                        new Problem(
                                503,
                                "TOO_MANY_INSTRUMENTS",
                                "As many instruments are watched already as can be.",
                                Map.of("instrument", instrument.id().text())));
    }

    private static CandleInterval interval(Topic topic) {
        return CandleInterval.parse(topic.variant()).orElseThrow();
    }
}
