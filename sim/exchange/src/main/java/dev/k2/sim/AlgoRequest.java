package dev.k2.sim;

import java.util.Map;

/**
 * An order that shall be placed when the market reaches a price, in the listing's units.
 *
 * @param market true when the order that comes of it has no limit price
 * @param price its limit price, else 0
 * @param quantity its quantity, 0 when it closes whatever position there is then
 * @param triggerPrice what the market must reach; 0 for a trailing one
 * @param activatePrice where a trailing one begins to follow, 0 for at once
 * @param callbackTenths how far the market must come back from its best, in tenths of a percent
 * @param byMark true when the mark price counts, not the last trade
 * @param words what the order that comes of it echoes
 */
public record AlgoRequest(
        String clientId,
        Kind kind,
        Side side,
        boolean market,
        TimeInForce timeInForce,
        boolean postOnly,
        long price,
        long quantity,
        long triggerPrice,
        long activatePrice,
        int callbackTenths,
        boolean byMark,
        SelfTrade selfTrade,
        PositionTerms position,
        Map<String, String> words) {

    /** What kind of price it waits for. */
    public enum Kind {
        STOP,
        TAKE_PROFIT,
        TRAILING
    }

    public AlgoRequest {
        words = Map.copyOf(words);
    }

    public boolean closesAll() {
        return quantity == 0;
    }

    /** The order that it becomes, of a quantity. */
    OrderRequest order(long lots) {
        PositionTerms terms =
                closesAll() && position.side() == PositionSide.BOTH
                        ? new PositionTerms(PositionSide.BOTH, true)
                        : position;
        return new OrderRequest(
                clientId,
                side,
                market,
                timeInForce,
                postOnly,
                price,
                lots,
                null,
                null,
                selfTrade,
                words,
                terms);
    }
}
