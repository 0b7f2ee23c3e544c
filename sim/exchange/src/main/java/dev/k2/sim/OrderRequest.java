package dev.k2.sim;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an account asks for, already in the listing's units.
 *
 * @param market true when there is no limit price
 * @param price in price units; 0 for market orders
 * @param quantity in quantity units; 0 when {@code quoteAmount} says how much
 * @param quoteAmount how much to spend or to receive, for market orders only
 * @param words what the exchange's protocol lets a client attach; kept and echoed, never read here
 * @param position what it says about positions, for contracts only
 */
public record OrderRequest(
        String clientOrderId,
        Side side,
        boolean market,
        TimeInForce timeInForce,
        boolean postOnly,
        long price,
        long quantity,
        @Nullable BigDecimal quoteAmount,
        @Nullable Trigger trigger,
        SelfTrade selfTrade,
        Map<String, String> words,
        PositionTerms position) {

    public OrderRequest {
        if (market ? price != 0 : price <= 0) {
            throw new IllegalArgumentException(
                    "price must be positive for a limit order and 0 for a market order");
        }
        if (quoteAmount == null
                ? quantity <= 0
                : quantity != 0 || !market || quoteAmount.signum() <= 0) {
            throw new IllegalArgumentException(
                    "an order has either a positive quantity or a positive quote amount");
        }
        words = Map.copyOf(words);
    }

    /** An order that says nothing about positions. */
    public OrderRequest(
            String clientOrderId,
            Side side,
            boolean market,
            TimeInForce timeInForce,
            boolean postOnly,
            long price,
            long quantity,
            @Nullable BigDecimal quoteAmount,
            @Nullable Trigger trigger,
            SelfTrade selfTrade,
            Map<String, String> words) {
        this(
                clientOrderId,
                side,
                market,
                timeInForce,
                postOnly,
                price,
                quantity,
                quoteAmount,
                trigger,
                selfTrade,
                words,
                PositionTerms.NONE);
    }

    public static OrderRequest limit(
            String clientOrderId, Side side, long price, long quantity, TimeInForce timeInForce) {
        return new OrderRequest(
                clientOrderId,
                side,
                false,
                timeInForce,
                false,
                price,
                quantity,
                null,
                null,
                SelfTrade.NONE,
                Map.of(),
                PositionTerms.NONE);
    }

    public static OrderRequest market(String clientOrderId, Side side, long quantity) {
        return new OrderRequest(
                clientOrderId,
                side,
                true,
                TimeInForce.GTC,
                false,
                0,
                quantity,
                null,
                null,
                SelfTrade.NONE,
                Map.of(),
                PositionTerms.NONE);
    }

    public static OrderRequest marketForQuote(
            String clientOrderId, Side side, BigDecimal quoteAmount) {
        return new OrderRequest(
                clientOrderId,
                side,
                true,
                TimeInForce.GTC,
                false,
                0,
                0,
                quoteAmount,
                null,
                SelfTrade.NONE,
                Map.of(),
                PositionTerms.NONE);
    }

    public OrderRequest withPostOnly() {
        return new OrderRequest(
                clientOrderId,
                side,
                market,
                timeInForce,
                true,
                price,
                quantity,
                quoteAmount,
                trigger,
                selfTrade,
                words,
                position);
    }

    public OrderRequest withTrigger(Trigger at) {
        return new OrderRequest(
                clientOrderId,
                side,
                market,
                timeInForce,
                postOnly,
                price,
                quantity,
                quoteAmount,
                at,
                selfTrade,
                words,
                position);
    }

    public OrderRequest withSelfTrade(SelfTrade mode) {
        return new OrderRequest(
                clientOrderId,
                side,
                market,
                timeInForce,
                postOnly,
                price,
                quantity,
                quoteAmount,
                trigger,
                mode,
                words,
                position);
    }

    public OrderRequest withWords(Map<String, String> attached) {
        return new OrderRequest(
                clientOrderId,
                side,
                market,
                timeInForce,
                postOnly,
                price,
                quantity,
                quoteAmount,
                trigger,
                selfTrade,
                attached,
                position);
    }

    public OrderRequest withPosition(PositionTerms terms) {
        return new OrderRequest(
                clientOrderId,
                side,
                market,
                timeInForce,
                postOnly,
                price,
                quantity,
                quoteAmount,
                trigger,
                selfTrade,
                words,
                terms);
    }

    OrderRequest resized(long newPrice, long newQuantity) {
        return new OrderRequest(
                clientOrderId,
                side,
                market,
                timeInForce,
                postOnly,
                newPrice,
                newQuantity,
                quoteAmount,
                trigger,
                selfTrade,
                words,
                position);
    }
}
