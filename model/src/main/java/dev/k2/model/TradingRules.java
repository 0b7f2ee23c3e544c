package dev.k2.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/**
 * What an exchange takes for one instrument.
 *
 * @param prices the steps of prices, in ascending order; at least one
 * @param limitQuantity quantities of priced orders
 * @param marketQuantity quantities of unpriced orders
 * @param notionalMin the smallest price times quantity, in the quote currency; zero for none
 * @param notionalMax the largest; zero for none
 * @param notionalOnMarket whether {@code notionalMin} holds for market orders too
 * @param buyBand the band that the price of a buy stays in
 * @param sellBand the band that the price of a sell stays in
 * @param orderTypes the types that the exchange offers for this instrument
 * @param timesInForce the times in force that it offers
 */
public record TradingRules(
        List<PriceRange> prices,
        QuantityRange limitQuantity,
        QuantityRange marketQuantity,
        BigDecimal notionalMin,
        BigDecimal notionalMax,
        boolean notionalOnMarket,
        PriceBand buyBand,
        PriceBand sellBand,
        Set<OrderType> orderTypes,
        Set<TimeInForce> timesInForce) {
    public TradingRules {
        if (prices.isEmpty()) {
            throw new IllegalArgumentException("trading rules have at least one price range");
        }
        prices = List.copyOf(prices);
        orderTypes = Set.copyOf(orderTypes);
        timesInForce = Set.copyOf(timesInForce);
    }

    /** The finest step of any price. */
    public BigDecimal tick() {
        BigDecimal finest = prices.getFirst().tick();
        for (PriceRange range : prices) {
            finest = finest.min(range.tick());
        }
        return finest;
    }

    /** The quantities of an order of this type. */
    public QuantityRange quantityOf(OrderType type) {
        return type.isPriced() ? limitQuantity : marketQuantity;
    }

    public PriceBand band(Side side) {
        return side == Side.BUY ? buyBand : sellBand;
    }
}
