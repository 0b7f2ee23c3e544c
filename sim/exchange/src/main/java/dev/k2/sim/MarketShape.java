package dev.k2.sim;

/**
 * How a generated market looks. None of this is money: it shapes random numbers, which become whole ticks and steps
 * before they reach the engine.
 *
 * @param walk the path its price follows
 * @param tradesPerMinute how many trades a calm minute has
 * @param tradeValue the median value of a trade, in quote units of account
 * @param levelValue the median value resting on one price level
 * @param levelGap the usual distance between two levels, as a part of the price
 */
public record MarketShape(
        PriceWalk walk,
        int tradesPerMinute,
        double tradeValue,
        double levelValue,
        double levelGap) {}
