package dev.k2.exchange;

import dev.k2.model.CandleInterval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** A kind of public stream. */
public sealed interface Channel {
    /** Best bid and ask. */
    Channel QUOTES = Plain.QUOTES;

    /** Every trade, as far as the exchange tells each. */
    Channel TRADES = Plain.TRADES;

    /** Trades of one taking order at one price, told as one. */
    Channel AGGREGATE_TRADES = Plain.AGGREGATE_TRADES;

    /** The whole book, kept by snapshot and changes. */
    Channel BOOK = Plain.BOOK;

    /** The last 24 hours. */
    Channel TICKER = Plain.TICKER;

    /** The last 24 hours in fewer words, told more cheaply. */
    Channel MINI_TICKER = Plain.MINI_TICKER;

    /** The average price that an exchange measures orders by. */
    Channel AVERAGE_PRICE = Plain.AVERAGE_PRICE;

    /** Mark price, index price and funding of a derivative. */
    Channel MARK_PRICE = Plain.MARK_PRICE;

    /** Positions that the exchange closes by force. */
    Channel LIQUIDATIONS = Plain.LIQUIDATIONS;

    /** Steps in the life of an event contract. */
    Channel LIFECYCLE = Plain.LIFECYCLE;

    /** Channels without a parameter. */
    enum Plain implements Channel {
        QUOTES,
        TRADES,
        AGGREGATE_TRADES,
        BOOK,
        TICKER,
        MINI_TICKER,
        AVERAGE_PRICE,
        MARK_PRICE,
        LIQUIDATIONS,
        LIFECYCLE;

        @Override
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * The best levels, whole each time.
     *
     * @param depth levels of each side
     */
    record Top(int depth) implements Channel {
        @Override
        public String text() {
            return "top " + depth;
        }
    }

    /** The candle that is open, each time that it changes, and its end. */
    record Candles(CandleInterval interval) implements Channel {
        @Override
        public String text() {
            return "candles " + interval.text();
        }
    }

    /** The best levels, whole each time; {@code depth} is one that the exchange offers. */
    static Channel top(int depth) {
        return new Top(depth);
    }

    /** The open candle of a width. */
    static Channel candles(CandleInterval interval) {
        return new Candles(interval);
    }

    /** The candles of several widths. */
    static List<Channel> candles(Collection<CandleInterval> intervals) {
        List<Channel> channels = new ArrayList<>();
        intervals.forEach(interval -> channels.add(new Candles(interval)));
        return channels;
    }

    /** The name for a person. */
    String text();
}
