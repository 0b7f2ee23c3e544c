package dev.k2.sim;

/**
 * A trade as everybody sees it. Trades of history have order ids of 0.
 *
 * @param price in price units
 * @param quantity in quantity units
 * @param buyerIsMaker true when the seller was the aggressor
 * @param micros when, in microseconds since 1970
 */
public record Trade(
        long id,
        long price,
        long quantity,
        long buyerOrderId,
        long sellerOrderId,
        boolean buyerIsMaker,
        long micros) {

    public long takerOrderId() {
        return buyerIsMaker ? sellerOrderId : buyerOrderId;
    }
}
