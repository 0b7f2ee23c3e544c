package dev.k2.exchange;

import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.FundingRate;
import dev.k2.model.Instrument;
import dev.k2.model.MarkPrice;
import dev.k2.model.PublicTrade;
import dev.k2.model.Ticker;
import java.time.Instant;
import java.util.List;

/** Questions about public data. Every call blocks its (virtual) thread until it is answered. */
public interface MarketQueries {
    /** All instruments with their rules. */
    Answer<List<Instrument>> instruments();

    /** The last 24 hours. */
    Answer<Ticker> ticker(Instrument instrument);

    /**
     * The book now.
     *
     * @param depth levels wanted on each side; the exchange's next larger offer is cut to it
     */
    Answer<BookSnapshot> book(Instrument instrument, int depth);

    /** The newest trades, oldest first. */
    Answer<List<PublicTrade>> trades(Instrument instrument, int limit);

    /**
     * Candles whose open time lies in a range, oldest first. Long ranges are read in pages.
     *
     * @param from the first open time, inclusive
     * @param to the end, exclusive
     */
    Answer<List<Candle>> candles(
            Instrument instrument, CandleInterval interval, Instant from, Instant to);

    /** Mark price, index price and funding of a derivative. */
    default Answer<MarkPrice> markPrice(Instrument instrument) {
        return new Answer.Failed<>(
                ExchangeError.notOffered(instrument.exchange(), "ask for the mark price"));
    }

    /**
     * What was paid between longs and shorts in a range, oldest first, all pages.
     *
     * @param from the first time, inclusive
     * @param to the end, exclusive
     */
    default Answer<List<FundingRate>> fundingRates(
            Instrument instrument, Instant from, Instant to) {
        return new Answer.Failed<>(
                ExchangeError.notOffered(instrument.exchange(), "ask for funding rates"));
    }

    /** The exchange's clock. */
    Answer<Instant> time();
}
