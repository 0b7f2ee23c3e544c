package dev.k2.exchange;

import dev.k2.model.AveragePrice;
import dev.k2.model.Book;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.ContractChange;
import dev.k2.model.Instrument;
import dev.k2.model.Liquidation;
import dev.k2.model.MarkPrice;
import dev.k2.model.Side;
import dev.k2.model.Ticker;

/**
 * Hears public data; what is not overridden is not heard. Override {@link #onState} and {@link
 * #onSkipped} in whatever runs without somebody looking at it.
 *
 * <p>Calls come on the feed's own thread, one at a time, and must return at once:
 * hand over what takes longer. Prices and quantities are scaled numbers, see {@link
 * Instrument#price(long)}; times are epoch milliseconds, 0 where the exchange tells none.
 */
public interface FeedListener {
    /** Best bid and ask: {@link Channel#QUOTES}. A missing side has quantity 0. */
    default void onQuote(
            Instrument instrument,
            long bid,
            long bidQuantity,
            long ask,
            long askQuantity,
            long exchangeMillis,
            long receivedMillis) {}

    /** A trade: {@link Channel#TRADES}. */
    default void onTrade(
            Instrument instrument,
            long tradeId,
            long price,
            long quantity,
            Side aggressor,
            long exchangeMillis,
            long receivedMillis) {}

    /**
     * The book changed, or became invalid. The book belongs to the feed: read it during this call
     * only, and show nothing from it unless it is valid.
     */
    default void onBook(Book book) {}

    /** The last 24 hours: {@link Channel#TICKER} or {@link Channel#MINI_TICKER}. */
    default void onTicker(Ticker ticker) {}

    /** The best levels, whole: {@link Channel.Top}. */
    default void onTop(Instrument instrument, BookSnapshot top, long receivedMillis) {}

    /** The candle that is open, or its last state: {@link Channel.Candles}. */
    default void onCandle(Instrument instrument, Candle candle) {}

    /** The average price that orders are measured by: {@link Channel#AVERAGE_PRICE}. */
    default void onAveragePrice(Instrument instrument, AveragePrice average) {}

    /** Mark price, index price and funding: {@link Channel#MARK_PRICE}. */
    default void onMarkPrice(Instrument instrument, MarkPrice mark) {}

    /** A position was closed by force: {@link Channel#LIQUIDATIONS}. */
    default void onLiquidation(Instrument instrument, Liquidation liquidation) {}

    /** A step in the life of an event contract: {@link Channel#LIFECYCLE}. */
    default void onContract(Instrument instrument, ContractChange change) {}

    /**
     * Trades of one taking order at one price, told as one: {@link Channel#AGGREGATE_TRADES}. They
     * are the same trades that {@link Channel#TRADES} tells one by one.
     *
     * @param aggregateId the exchange's number of the group, apart from the numbers of trades
     */
    default void onAggregateTrade(
            Instrument instrument,
            long aggregateId,
            long price,
            long quantity,
            Side aggressor,
            long exchangeMillis,
            long receivedMillis) {}

    /** The connection of the feed came or went. */
    default void onState(ConnectionState state) {}

    /** A message could not be read, or carried words that we do not know; the feed goes on. */
    default void onSkipped(String what) {}
}
