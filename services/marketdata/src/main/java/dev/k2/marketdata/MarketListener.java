package dev.k2.marketdata;

import dev.k2.model.Candle;
import dev.k2.model.EventContract;
import dev.k2.model.ExchangeId;
import dev.k2.model.Liquidation;
import dev.k2.model.PublicTrade;

/**
 * Hears what changed, for fan-out. Calls come on one thread, at most once per instrument and kind
 * in each round ({@link MarketDataConfig#roundEvery()}): what changed several times in between is
 * told once, in its newest state. Trades and liquidations are told one by one. Return at once; one who is slow holds
 * up the others.
 */
public interface MarketListener {
    /** A price changed, or turned live or stale. */
    default void onPrice(PriceView price) {}

    /**
     * A book changed, or turned live or stale. Register first and take {@link MarketData#book}
     * afterwards, then drop changes whose seq is not above the snapshot's: nothing is missed.
     */
    default void onBook(BookChange change) {}

    default void onTrade(ExchangeId exchange, PublicTrade trade) {}

    /** A mark price changed, or turned live or stale. */
    default void onMarkPrice(MarkPriceView mark) {}

    /** An exchange closed a position by force. */
    default void onLiquidation(ExchangeId exchange, Liquidation liquidation) {}

    /** The candle now being built changed or closed; only for what is watched by interval. */
    default void onCandle(ExchangeId exchange, Candle candle) {}

    default void onFeed(FeedStatus status) {}

    default void onInstruments(CatalogChange change) {}

    /** An event contract appeared, or a step in its life was told. */
    default void onContract(ExchangeId exchange, EventContract contract) {}
}
