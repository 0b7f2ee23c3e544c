package dev.k2.sim.kalshi;

import dev.k2.sim.Order;
import dev.k2.sim.OrderRequest;
import dev.k2.sim.PositionSide;
import dev.k2.sim.PositionTerms;
import dev.k2.sim.SelfTrade;
import dev.k2.sim.Side;
import dev.k2.sim.TimeInForce;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a client asks for, and what he said about an order that the engine does not look at. */
final class OrderTerms {
    private static final String EXPIRES = "expires";
    private static final String ON_PAUSE = "pause";
    private static final String STP = "stp";
    private static final String CLIENT_ID = "[A-Za-z0-9_+=:-]{1,64}";

    private OrderTerms() {}

    static OrderRequest read(Args args, KalshiMarket market, String unnamed, long nowMillis) {
        Side side = side(args);
        long price = price(args, market);
        long count = count(args, "count");
        String tif = args.need("time_in_force");
        String stp = args.need("self_trade_prevention_type");
        TimeInForce timeInForce =
                switch (tif) {
                    case "good_till_canceled" -> TimeInForce.GTC;
                    case "immediate_or_cancel" -> TimeInForce.IOC;
                    case "fill_or_kill" -> TimeInForce.FOK;
                    default -> throw KalshiRefusal.invalid("time_in_force is not one of ours");
                };
        SelfTrade selfTrade =
                switch (stp) {
                    case "taker_at_cross" -> SelfTrade.EXPIRE_TAKER;
                    case "maker" -> SelfTrade.EXPIRE_MAKER;
                    default ->
                            throw KalshiRefusal.invalid(
                                    "self_trade_prevention_type is not one of ours");
                };
        Map<String, String> words = new HashMap<>(Map.of(STP, stp));
        long expires = args.number("expiration_time", 0);
        if (expires != 0) {
            if (timeInForce != TimeInForce.GTC || expires * 1000 <= nowMillis) {
                throw KalshiRefusal.invalidOrder(
                        "expiration_time must be ahead and of a good_till_canceled order");
            }
            words.put(EXPIRES, Long.toString(expires));
        }
        boolean postOnly = args.flag("post_only");
        if (postOnly && timeInForce != TimeInForce.GTC) {
            throw KalshiRefusal.invalidOrder("post_only needs good_till_canceled");
        }
        if (args.flag("cancel_order_on_pause")) {
            words.put(ON_PAUSE, "true");
        }
        return new OrderRequest(
                clientId(args.text("client_order_id"), unnamed),
                side,
                false,
                timeInForce,
                postOnly,
                price,
                count,
                null,
                null,
                selfTrade,
                words,
                new PositionTerms(PositionSide.BOTH, args.flag("reduce_only")));
    }

    static String clientId(@Nullable String given, String unnamed) {
        if (given != null && !given.matches(CLIENT_ID)) {
            throw KalshiRefusal.invalid("client_order_id must be 1 to 64 letters, digits or signs");
        }
        return given == null ? unnamed : given;
    }

    static Side side(Args args) {
        return switch (args.need("side")) {
            case "bid" -> Side.BUY;
            case "ask" -> Side.SELL;
            default -> throw KalshiRefusal.invalid("side must be bid or ask");
        };
    }

    /** A price that the market takes, in price units. */
    static long price(Args args, KalshiMarket market) {
        BigDecimal price = decimal(args, "price");
        long units;
        try {
            units = price.movePointRight(Dollars.PRICE_SCALE).longValueExact();
        } catch (ArithmeticException e) {
            throw KalshiRefusal.invalidOrder("price has too many digits");
        }
        if (!market.grid().takes(units)) {
            throw KalshiRefusal.invalidOrder("price does not fit the price ranges of the market");
        }
        return units;
    }

    /** How many contracts, in count units. */
    static long count(Args args, String name) {
        BigDecimal count = decimal(args, name);
        try {
            long units = count.movePointRight(Dollars.COUNT_SCALE).longValueExact();
            if (units > 0 && units <= 1_000_000_00L) {
                return units;
            }
        } catch (ArithmeticException e) {
            throw KalshiRefusal.invalidOrder(name + " has too many digits");
        }
        throw KalshiRefusal.invalidOrder(name + " must be positive and not above 1000000");
    }

    static BigDecimal decimal(Args args, String name) {
        try {
            return new BigDecimal(args.need(name));
        } catch (NumberFormatException e) {
            throw KalshiRefusal.invalid(name + " must be a decimal");
        }
    }

    /** When it ends by itself, in seconds since 1970; 0 for never. */
    static long expires(Order order) {
        return Long.parseLong(order.request().words().getOrDefault(EXPIRES, "0"));
    }

    static boolean cancelsOnPause(Order order) {
        return order.request().words().containsKey(ON_PAUSE);
    }

    static String selfTradePrevention(Order order) {
        return order.request().words().getOrDefault(STP, "taker_at_cross");
    }
}
