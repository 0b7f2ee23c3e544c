package dev.k2.sim.binance;

import dev.k2.sim.Listing;
import dev.k2.sim.Market;
import dev.k2.sim.OrderBook;
import dev.k2.sim.OrderRequest;
import dev.k2.sim.PositionSide;
import dev.k2.sim.PositionTerms;
import dev.k2.sim.SelfTrade;
import dev.k2.sim.Side;
import dev.k2.sim.TimeInForce;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a new futures order's parameters. Its numbers are checked for form here, for size by the filters. */
final class FuturesOrderReading {
    static final String GOOD_TILL_DATE = "goodTillDate";

    private static final Set<String> CONDITIONAL =
            Set.of(
                    "STOP",
                    "STOP_MARKET",
                    "TAKE_PROFIT",
                    "TAKE_PROFIT_MARKET",
                    "TRAILING_STOP_MARKET");
    private static final Pattern CLIENT_ID = Pattern.compile("^[\\.A-Z\\:/a-z0-9_-]{1,36}$");
    private static final long GTD_AHEAD_MIN = 600_000;

    private FuturesOrderReading() {}

    /**
     * An order as it was asked for.
     *
     * @param timeInForce as it was sent, which says more than the engine knows
     */
    record Asked(
            boolean market,
            Side side,
            String timeInForce,
            BigDecimal quantity,
            @Nullable BigDecimal price,
            String clientOrderId,
            SelfTrade selfTrade,
            PositionTerms position,
            Map<String, String> words) {

        /** The same in the engine's units. The filters have made sure that nothing is finer than a unit. */
        OrderRequest inUnits(Market traded) {
            Listing listing = traded.listing();
            TimeInForce engines =
                    switch (timeInForce) {
                        case "IOC" -> TimeInForce.IOC;
                        case "FOK" -> TimeInForce.FOK;
                        default -> TimeInForce.GTC;
                    };
            return new OrderRequest(
                    clientOrderId,
                    side,
                    market,
                    engines,
                    timeInForce.equals("GTX"),
                    price == null ? 0 : listing.priceUnits(price),
                    listing.quantityUnits(quantity),
                    null,
                    null,
                    selfTrade,
                    words,
                    position);
        }
    }

    static boolean isConditional(String type) {
        return CONDITIONAL.contains(type);
    }

    static Asked read(Params params, Market market, boolean hedged, String freshId, long now) {
        Side side = side(params);
        String type = params.required("type");
        if (CONDITIONAL.contains(type)) {
            throw new BinanceRefusal(
                    -4120,
                    "Order type not supported for this endpoint. Please use the Algo Order API"
                            + " endpoints instead.");
        }
        if (!type.equals("LIMIT") && !type.equals("MARKET")) {
            throw new BinanceRefusal(-1116, "Invalid orderType.");
        }
        boolean limit = type.equals("LIMIT");
        String timeInForce = limit ? timeInForce(params) : "GTC";
        Map<String, String> words = new HashMap<>();
        words.put("timeInForce", timeInForce);
        goodTillDate(params, timeInForce, now, words);
        BigDecimal price = limit ? price(params, market, side, words) : null;
        if (!limit && params.has("price") && !params.text("price", "0").equals("0")) {
            throw BinanceRefusal.notRequired("price");
        }
        return new Asked(
                !limit,
                side,
                timeInForce,
                positive(params, "quantity", -4003, "Quantity less than or equal to zero."),
                price,
                clientId(params, "newClientOrderId", freshId),
                OrderReading.selfTrade(params),
                terms(params, side, hedged),
                words);
    }

    static Side side(Params params) {
        return switch (params.required("side")) {
            case "BUY" -> Side.BUY;
            case "SELL" -> Side.SELL;
            default -> throw new BinanceRefusal(-1117, "Invalid side.");
        };
    }

    static String timeInForce(Params params) {
        String word = params.required("timeInForce");
        return switch (word) {
            case "GTC", "IOC", "FOK", "GTX", "GTD" -> word;
            case "RPI" -> throw new BinanceRefusal(-4088, "User can not place order currently.");
            default -> throw new BinanceRefusal(-1115, "Invalid timeInForce.");
        };
    }

    static String clientId(Params params, String name, String otherwise) {
        String id = params.text(name);
        if (id == null) {
            return otherwise;
        }
        if (id.length() > 36) {
            throw new BinanceRefusal(
                    -4015, "Client order id length should not be more than 36 chars");
        }
        if (!CLIENT_ID.matcher(id).matches()) {
            throw BinanceRefusal.illegal(name, CLIENT_ID.pattern());
        }
        return id;
    }

    /** Which position the order is for, and whether it may only make it smaller. */
    static PositionTerms terms(Params params, Side side, boolean hedged) {
        PositionSide position =
                switch (params.text("positionSide", "BOTH")) {
                    case "BOTH" -> PositionSide.BOTH;
                    case "LONG" -> PositionSide.LONG;
                    case "SHORT" -> PositionSide.SHORT;
                    default -> throw new BinanceRefusal(-4060, "Invalid position side.");
                };
        if (hedged == (position == PositionSide.BOTH)) {
            throw new BinanceRefusal(-4061, "Order's position side does not match user's setting.");
        }
        boolean reduceOnly = params.flag("reduceOnly", false);
        if (hedged && params.has("reduceOnly")) {
            throw new BinanceRefusal(-4062, "Invalid or improper reduceOnly value.");
        }
        return new PositionTerms(position, reduceOnly);
    }

    static BigDecimal positive(Params params, String name, int code, String words) {
        params.required(name);
        BigDecimal value = params.decimal(name);
        if (value == null) {
            throw BinanceRefusal.missing(name);
        }
        if (value.signum() <= 0) {
            throw new BinanceRefusal(code, words);
        }
        return value;
    }

    static BigDecimal price(Params params, Market market, Side side, Map<String, String> words) {
        String match = params.text("priceMatch", "NONE");
        if (match.equals("NONE")) {
            return positive(params, "price", -4001, "Price less than 0.");
        }
        if (params.has("price")) {
            throw BinanceRefusal.notRequired("price");
        }
        words.put("priceMatch", match);
        String[] parts = match.split("_", 2);
        Side of =
                switch (parts[0]) {
                    case "OPPONENT" -> side.opposite();
                    case "QUEUE" -> side;
                    default -> throw invalidMatch();
                };
        int depth =
                switch (parts.length > 1 ? parts[1] : "1") {
                    case "1" -> 1;
                    case "5" -> 5;
                    case "10" -> 10;
                    case "20" -> 20;
                    default -> throw invalidMatch();
                };
        List<OrderBook.Level> levels = market.book().levels(of, depth);
        if (levels.isEmpty()) {
            throw new BinanceRefusal(-2020, "Unable to fill.");
        }
        return market.listing().price(levels.getLast().price());
    }

    private static void goodTillDate(
            Params params, String timeInForce, long now, Map<String, String> words) {
        if (!timeInForce.equals("GTD")) {
            return;
        }
        params.required(GOOD_TILL_DATE);
        long until = params.integer(GOOD_TILL_DATE, 0);
        if (until < now + GTD_AHEAD_MIN) {
            throw new BinanceRefusal(
                    -5040, "Invalid goodTillDate: it must be 600 seconds ahead at least.");
        }
        words.put(GOOD_TILL_DATE, Long.toString(until));
    }

    private static BinanceRefusal invalidMatch() {
        return new BinanceRefusal(-5037, "Invalid price match.");
    }
}
