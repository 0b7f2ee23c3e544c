package dev.k2.sim.binance;

import dev.k2.sim.Listing;
import dev.k2.sim.Market;
import dev.k2.sim.OrderRequest;
import dev.k2.sim.SelfTrade;
import dev.k2.sim.Side;
import dev.k2.sim.TimeInForce;
import dev.k2.sim.Trigger;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a new order's parameters by the rules of its type. Its numbers are checked for form here, for size by the filters. */
final class OrderReading {
    private static final long STRATEGY_TYPE_MIN = 1_000_000;
    private static final Set<String> TYPES =
            Set.of(
                    "LIMIT",
                    "LIMIT_MAKER",
                    "MARKET",
                    "STOP_LOSS",
                    "STOP_LOSS_LIMIT",
                    "TAKE_PROFIT",
                    "TAKE_PROFIT_LIMIT");

    private final Params params;
    private final String type;

    private OrderReading(Params params, String type) {
        this.params = params;
        this.type = type;
    }

    /** Everything that a new order may carry. */
    static final String[] READABLE = {
        "symbol",
        "side",
        "type",
        "timeInForce",
        "quantity",
        "quoteOrderQty",
        "price",
        "newClientOrderId",
        "strategyId",
        "strategyType",
        "stopPrice",
        "trailingDelta",
        "icebergQty",
        "newOrderRespType",
        "selfTradePreventionMode",
        "pegPriceType",
        "pegOffsetValue",
        "pegOffsetType"
    };

    /** An order as it was asked for: its decimals before they become units. */
    record Asked(
            String type,
            Side side,
            @Nullable TimeInForce timeInForce,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal quoteAmount,
            @Nullable BigDecimal price,
            @Nullable BigDecimal stopPrice,
            int trailingBips,
            String clientOrderId,
            SelfTrade selfTrade,
            Map<String, String> words) {

        boolean market() {
            return type.equals("MARKET") || type.equals("STOP_LOSS") || type.equals("TAKE_PROFIT");
        }

        boolean algo() {
            return type.startsWith("STOP_LOSS") || type.startsWith("TAKE_PROFIT");
        }

        /** The same in the engine's units. The filters have made sure that nothing is finer than a unit. */
        OrderRequest inUnits(Market market) {
            Listing listing = market.listing();
            BigDecimal limit = price == null ? BigDecimal.ZERO : price;
            BigDecimal lots = quantity == null ? BigDecimal.ZERO : quantity;
            Trigger trigger = algo() ? trigger(listing) : null;
            return new OrderRequest(
                    clientOrderId,
                    side,
                    market(),
                    timeInForce == null ? TimeInForce.GTC : timeInForce,
                    type.equals("LIMIT_MAKER"),
                    listing.priceUnits(limit),
                    listing.quantityUnits(lots),
                    quoteAmount,
                    trigger,
                    selfTrade,
                    words);
        }

        private Trigger trigger(Listing listing) {
            return new Trigger(
                    type.startsWith("STOP_LOSS")
                            ? Trigger.Kind.STOP_LOSS
                            : Trigger.Kind.TAKE_PROFIT,
                    stopPrice == null ? 0 : listing.priceUnits(stopPrice),
                    trailingBips);
        }
    }

    static Asked read(Params params, String freshClientId) {
        Side side =
                switch (params.required("side")) {
                    case "BUY" -> Side.BUY;
                    case "SELL" -> Side.SELL;
                    default -> throw new BinanceRefusal(-1117, "Invalid side.");
                };
        String type = params.required("type");
        if (!TYPES.contains(type)) {
            throw new BinanceRefusal(-1116, "Invalid orderType.");
        }
        return new OrderReading(params, type).read(side, freshClientId);
    }

    private Asked read(Side side, String freshClientId) {
        unsupported();
        boolean limit = type.equals("LIMIT") || type.endsWith("_LIMIT");
        boolean priced = limit || type.equals("LIMIT_MAKER");
        boolean stops = type.startsWith("STOP_LOSS") || type.startsWith("TAKE_PROFIT");
        TimeInForce timeInForce = timeInForce(limit);
        BigDecimal quoteAmount = quoteAmount();
        BigDecimal quantity = quoteAmount == null ? needed("quantity") : forbidden("quantity");
        BigDecimal price = priced ? needed("price") : forbidden("price");
        int trailing = trailing(stops);
        BigDecimal stopPrice = stopPrice(stops, trailing);
        BigDecimal iceberg = iceberg(quantity, timeInForce);
        String clientOrderId = params.clientId("newClientOrderId");
        return new Asked(
                type,
                side,
                timeInForce,
                quantity,
                quoteAmount,
                price,
                stopPrice,
                trailing,
                clientOrderId == null ? freshClientId : clientOrderId,
                selfTrade(params),
                words(trailing, iceberg));
    }

    private void unsupported() {
        if (params.has("pegPriceType")) {
            throw BinanceRefusal.rejected("Pegged orders are not supported for this symbol.");
        }
    }

    private @Nullable TimeInForce timeInForce(boolean limit) {
        if (!limit) {
            if (params.has("timeInForce")) {
                throw BinanceRefusal.notRequired("timeInForce");
            }
            return null;
        }
        return switch (params.required("timeInForce")) {
            case "GTC" -> TimeInForce.GTC;
            case "IOC" -> TimeInForce.IOC;
            case "FOK" -> TimeInForce.FOK;
            default -> throw new BinanceRefusal(-1115, "Invalid timeInForce.");
        };
    }

    private @Nullable BigDecimal quoteAmount() {
        if (!type.equals("MARKET")) {
            return forbidden("quoteOrderQty");
        }
        if (!params.has("quantity") && !params.has("quoteOrderQty")) {
            throw BinanceRefusal.eitherMissing("quantity", "quoteOrderQty");
        }
        if (params.has("quantity") && params.has("quoteOrderQty")) {
            throw BinanceRefusal.notRequired("quoteOrderQty");
        }
        BigDecimal amount = params.decimal("quoteOrderQty");
        return amount == null ? null : positive("quoteOrderQty", amount);
    }

    private BigDecimal needed(String name) {
        params.required(name);
        BigDecimal value = params.decimal(name);
        if (value == null) {
            throw BinanceRefusal.missing(name);
        }
        return positive(name, value);
    }

    private static BigDecimal positive(String name, BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        if (plain.scale() > SymbolRules.PRECISION) {
            throw BinanceRefusal.precision(name);
        }
        if (value.signum() <= 0) {
            boolean amount = name.equals("quantity");
            throw amount ? BinanceRefusal.filter("LOT_SIZE") : BinanceRefusal.missing(name);
        }
        return value;
    }

    private @Nullable BigDecimal forbidden(String name) {
        if (params.has(name)) {
            throw BinanceRefusal.notRequired(name);
        }
        return null;
    }

    static SelfTrade selfTrade(Params params) {
        return switch (params.text("selfTradePreventionMode", "EXPIRE_MAKER")) {
            case "NONE" -> SelfTrade.NONE;
            case "EXPIRE_TAKER" -> SelfTrade.EXPIRE_TAKER;
            case "EXPIRE_MAKER" -> SelfTrade.EXPIRE_MAKER;
            case "EXPIRE_BOTH" -> SelfTrade.EXPIRE_BOTH;
            case "DECREMENT" -> SelfTrade.DECREMENT;
            case "TRANSFER" ->
                    throw new BinanceRefusal(
                            -1013,
                            "This symbol does not allow the specified self-trade prevention mode.");
            default ->
                    throw new BinanceRefusal(
                            -1130,
                            "Data sent for parameter 'selfTradePreventionMode' is not valid.");
        };
    }

    private int trailing(boolean stops) {
        if (!stops) {
            forbidden("trailingDelta");
            return 0;
        }
        long bips = params.integer("trailingDelta", 0);
        boolean outside = bips < SymbolRules.TRAILING_MIN || bips > SymbolRules.TRAILING_MAX;
        if (params.has("trailingDelta") && outside) {
            throw BinanceRefusal.filter("TRAILING_DELTA");
        }
        return (int) bips;
    }

    private @Nullable BigDecimal stopPrice(boolean stops, int trailing) {
        if (!stops) {
            return forbidden("stopPrice");
        }
        if (!params.has("stopPrice")) {
            if (trailing > 0) {
                return null;
            }
            throw BinanceRefusal.eitherMissing("stopPrice", "trailingDelta");
        }
        return needed("stopPrice");
    }

    /** How much of the order shall be seen; the simulation shows all of it and only remembers this. */
    private @Nullable BigDecimal iceberg(
            @Nullable BigDecimal quantity, @Nullable TimeInForce timeInForce) {
        if (!params.has("icebergQty")) {
            return null;
        }
        BigDecimal shown = needed("icebergQty");
        boolean rests = timeInForce == TimeInForce.GTC || type.equals("LIMIT_MAKER");
        if (!rests || quantity == null) {
            throw BinanceRefusal.notRequired("icebergQty");
        }
        BigDecimal parts = quantity.divide(shown, 0, java.math.RoundingMode.UP);
        if (shown.compareTo(quantity) >= 0
                || parts.compareTo(BigDecimal.valueOf(SymbolRules.ICEBERG_PARTS)) > 0) {
            throw BinanceRefusal.filter("ICEBERG_PARTS");
        }
        return shown;
    }

    private Map<String, String> words(int trailing, @Nullable BigDecimal iceberg) {
        Map<String, String> words = new HashMap<>();
        if (trailing > 0) {
            words.put("trailingDelta", Integer.toString(trailing));
        }
        if (iceberg != null) {
            words.put("icebergQty", Eight.of(iceberg));
        }
        Long strategyId = params.integer("strategyId");
        if (strategyId != null) {
            words.put("strategyId", strategyId.toString());
        }
        Long strategyType = params.integer("strategyType");
        if (strategyType != null) {
            if (strategyType < STRATEGY_TYPE_MIN) {
                throw new BinanceRefusal(-1134, "strategyType was less than 1000000.");
            }
            words.put("strategyType", strategyType.toString());
        }
        return words;
    }
}
