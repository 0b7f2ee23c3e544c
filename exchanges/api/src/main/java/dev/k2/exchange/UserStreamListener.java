package dev.k2.exchange;

import dev.k2.model.Balance;
import dev.k2.model.Fill;
import dev.k2.model.Position;
import java.util.List;

/**
 * Hears what happens to an account; what is not overridden is not heard. Override all of it where
 * money depends on it. Calls come on one thread at a time and must return at once. Things may come more than once and out of order, from the
 * stream and from questions asked beside it.
 */
public interface UserStreamListener {
    /**
     * The stream is live. Whatever happened before it was is unknown: ask for open orders and
     * fills now, and take the stream's messages meanwhile.
     */
    default void onLive() {}

    /** The stream is cut and being brought back; orders may change unseen. */
    default void onCut(ExchangeError cause) {}

    /** The exchange refuses these credentials. The stream has stopped and does not come back. */
    default void onRefused(ExchangeError cause) {}

    /**
     * The exchange was asked to keep the stream's key alive, where a stream has one. While it does
     * not, the stream may be dead without a sign.
     */
    default void onKeepAlive(boolean extended) {}

    /** An order has a new state. */
    default void onOrder(OrderReport report) {}

    /** An order was filled, whole or in part. The same fill can be told twice, with one trade id. */
    default void onFill(Fill fill) {}

    /** The changed currencies with their new amounts. */
    default void onBalances(List<Balance> changed) {}

    /** The changed positions with their new sizes; a size of zero is a position that is closed. */
    default void onPositions(List<Position> changed) {}
}
