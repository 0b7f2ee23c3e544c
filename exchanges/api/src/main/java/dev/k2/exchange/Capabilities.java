package dev.k2.exchange;

import dev.k2.model.CandleInterval;
import dev.k2.model.OrderType;
import dev.k2.model.TimeInForce;
import java.util.List;
import java.util.Set;

/**
 * What an exchange offers, as data, asked before a call: nothing throws "not supported" from
 * inside.
 *
 * @param channels public streams
 * @param intervals candle widths
 * @param orderTypes order types of at least one instrument
 * @param timesInForce times in force of at least one instrument
 * @param features further calls that not every exchange has
 * @param clientOrderIdScope among which orders the exchange refuses a client order id used twice
 * @param bookDepths levels that book queries offer, ascending
 */
public record Capabilities(
        Set<Channel> channels,
        Set<CandleInterval> intervals,
        Set<OrderType> orderTypes,
        Set<TimeInForce> timesInForce,
        Set<Feature> features,
        ClientOrderIdScope clientOrderIdScope,
        List<Integer> bookDepths) {
    public Capabilities {
        channels = Set.copyOf(channels);
        intervals = Set.copyOf(intervals);
        orderTypes = Set.copyOf(orderTypes);
        timesInForce = Set.copyOf(timesInForce);
        features = Set.copyOf(features);
        bookDepths = List.copyOf(bookDepths);
    }

    /** A call that not every exchange has. */
    public enum Feature {
        AMEND,
        CANCEL_ALL,
        BATCH,
        /** Orders that depend on each other: one cancels or triggers the other. */
        ORDER_LISTS,
        ORDER_ENTRY_WEBSOCKET,
        /** Ended orders can be read. */
        ORDER_HISTORY,
        POSITIONS,
        /** Leverage, margin mode and position mode can be read and set. */
        MARGIN_CONTROL,
        FUNDING,
        LIQUIDATIONS,
        MARK_PRICE,
        /** Event contracts: how they are grouped, their life, and what their end paid. */
        SETTLEMENT,
        /** The exchange tells what a key may do. */
        KEY_PERMISSIONS,
        /** The exchange cancels everything by itself when it does not hear from us. */
        DEAD_MAN_SWITCH
    }

    /** Among which orders a client order id is unique. Never a reason to send an order again. */
    public enum ClientOrderIdScope {
        NONE,
        OPEN_ORDERS,
        FOR_EVER
    }

    /** Whether a call is offered. */
    public boolean has(Feature feature) {
        return features.contains(feature);
    }
}
