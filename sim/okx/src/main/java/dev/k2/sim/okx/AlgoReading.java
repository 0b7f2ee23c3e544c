package dev.k2.sim.okx;

import dev.k2.sim.Account;
import dev.k2.sim.AlgoRequest;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.Market;
import dev.k2.sim.PositionTerms;
import dev.k2.sim.SelfTrade;
import dev.k2.sim.Side;
import dev.k2.sim.TimeInForce;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a new conditional order by the rules of its type. */
final class AlgoReading {
    private static final BigDecimal CALLBACK_MIN = new BigDecimal("0.001");
    private static final List<String> KEPT =
            List.of(
                    "tag",
                    "posSide",
                    "closeFraction",
                    "tpTriggerPx",
                    "tpTriggerPxType",
                    "tpOrdPx",
                    "slTriggerPx",
                    "slTriggerPxType",
                    "slOrdPx",
                    "triggerPx",
                    "triggerPxType",
                    "callbackRatio",
                    "activePx",
                    "tgtCcy");
    private final Args args;
    private final OkxInstrument of;
    private final Market market;
    private final MarginDesk desk;
    private final Side side;
    private final Map<String, String> words = new HashMap<>();

    private AlgoReading(Args args, OkxInstrument of, Market market, MarginDesk desk) {
        this.args = args;
        this.of = of;
        this.market = market;
        this.desk = desk;
        this.side = OrderReading.side(args);
    }

    static AlgoRequest read(
            Args args,
            Account account,
            OkxInstrument of,
            Market market,
            MarginDesk desk,
            String unnamed) {
        return new AlgoReading(args, of, market, desk).read(account, unnamed);
    }

    /** The half of an order with two triggers that takes profit, which belongs to the half that stops losses. */
    static AlgoRequest second(
            Args args,
            Account account,
            OkxInstrument of,
            Market market,
            MarginDesk desk,
            String unnamed,
            long first) {
        AlgoReading reading = new AlgoReading(args, of, market, desk);
        reading.words.put(Pairs.FIRST, Long.toString(first));
        return reading.read(account, unnamed);
    }

    private AlgoRequest read(Account account, String unnamed) {
        String type = args.required("ordType");
        words.put("tdMode", tdMode());
        words.put("algoOrdType", type);
        words.put("stpMode", "cancel_maker");
        for (String name : KEPT) {
            words.put(name, args.text(name, ""));
        }
        PositionTerms terms = of.isSwap() ? OrderReading.terms(args, account) : PositionTerms.NONE;
        boolean second = words.containsKey(Pairs.FIRST);
        String clientId = second ? unnamed : OrderReading.clientId(args, "algoClOrdId", unnamed);
        return switch (type) {
            case "trigger" -> trigger(clientId, terms);
            case "conditional" -> conditional(clientId, terms, args.has("slTriggerPx"));
            case "oco" -> {
                args.required("slTriggerPx");
                args.required("tpTriggerPx");
                yield conditional(clientId, terms, !second);
            }
            case "move_order_stop" -> trailing(clientId, terms);
            case "iceberg", "twap", "chase" ->
                    throw new OkxRefusal("51000", "Parameter ordType error");
            default -> throw OkxRefusal.wrong("ordType");
        };
    }

    /** Libraries send a margin mode with conditional orders of spot pairs, which OKX takes. */
    private String tdMode() {
        return of.isSwap() ? OrderReading.tdMode(args, of) : "cash";
    }

    private AlgoRequest trigger(String clientId, PositionTerms terms) {
        BigDecimal at = price("triggerPx");
        boolean byMark = byMark("triggerPxType");
        String named = args.has("orderPx") ? "orderPx" : "ordPx";
        BigDecimal limit = OrderReading.orderPrice(args, named);
        BigDecimal now =
                byMark ? desk.marks().mark(market) : of.listing().price(market.lastPrice());
        boolean rises = at.compareTo(now) > 0;
        AlgoRequest.Kind kind =
                rises == (side == Side.BUY) ? AlgoRequest.Kind.STOP : AlgoRequest.Kind.TAKE_PROFIT;
        return request(clientId, kind, limit, at, byMark, terms);
    }

    private AlgoRequest conditional(String clientId, PositionTerms terms, boolean stop) {
        String prefix = stop ? "sl" : "tp";
        if (!stop && !args.has("tpTriggerPx")) {
            throw OkxRefusal.eitherMissing("slTriggerPx", "tpTriggerPx");
        }
        BigDecimal at = price(prefix + "TriggerPx");
        BigDecimal limit = OrderReading.orderPrice(args, prefix + "OrdPx");
        AlgoRequest.Kind kind = stop ? AlgoRequest.Kind.STOP : AlgoRequest.Kind.TAKE_PROFIT;
        return request(clientId, kind, limit, at, byMark(prefix + "TriggerPxType"), terms);
    }

    private AlgoRequest trailing(String clientId, PositionTerms terms) {
        BigDecimal ratio = args.decimal("callbackRatio");
        if (ratio == null) {
            throw OkxRefusal.missing("callbackRatio");
        }
        BigDecimal tenths = ratio.movePointRight(3).stripTrailingZeros();
        if (ratio.compareTo(CALLBACK_MIN) < 0
                || ratio.compareTo(BigDecimal.ONE) > 0
                || tenths.scale() > 0) {
            throw new OkxRefusal("51257", "Trail order callback rate error.");
        }
        BigDecimal active = args.has("activePx") ? price("activePx") : null;
        return new AlgoRequest(
                clientId,
                AlgoRequest.Kind.TRAILING,
                side,
                true,
                TimeInForce.GTC,
                false,
                0,
                size(true, of.listing().price(market.lastPrice())),
                0,
                active == null ? 0 : of.listing().priceUnits(active),
                tenths.intValueExact(),
                false,
                SelfTrade.EXPIRE_MAKER,
                terms,
                child("market"));
    }

    private AlgoRequest request(
            String clientId,
            AlgoRequest.Kind kind,
            @Nullable BigDecimal limit,
            BigDecimal at,
            boolean byMark,
            PositionTerms terms) {
        if (limit != null) {
            OrderReading.checkTick(of, limit, "ordPx");
        }
        words.put("ordPx", limit == null ? "-1" : OkxText.of(limit));
        return new AlgoRequest(
                clientId,
                kind,
                side,
                limit == null,
                TimeInForce.GTC,
                false,
                limit == null ? 0 : of.listing().priceUnits(limit),
                size(limit == null, at),
                of.listing().priceUnits(at),
                0,
                0,
                byMark,
                SelfTrade.EXPIRE_MAKER,
                terms,
                child(limit == null ? "market" : "limit"));
    }

    private Map<String, String> child(String ordType) {
        words.put("ordType", ordType);
        return words;
    }

    /** The size in the engine's units; 0 when the whole position shall be closed. */
    private long size(boolean atMarket, BigDecimal price) {
        if (args.has("closeFraction")) {
            boolean whole = args.text("closeFraction", "").equals("1");
            if (!whole || !of.isSwap()) {
                throw OkxRefusal.wrong("closeFraction");
            }
            return 0;
        }
        BigDecimal size = args.decimal("sz");
        if (size == null) {
            throw OkxRefusal.missing("sz");
        }
        if (args.text("tgtCcy", "").equals(OrderReading.QUOTE) && atMarket && !of.isSwap()) {
            BigDecimal lots = size.divide(price.multiply(of.lotSz()), 0, RoundingMode.DOWN);
            size = lots.multiply(of.lotSz());
        }
        OrderReading.checkSize(of, size, atMarket);
        return of.units(size);
    }

    private BigDecimal price(String name) {
        BigDecimal price = args.decimal(name);
        if (price == null) {
            throw OkxRefusal.missing(name);
        }
        OrderReading.checkTick(of, price, name);
        return price;
    }

    /** Index and mark are one here, both smoother than the last price. */
    private boolean byMark(String name) {
        return switch (args.text(name, "last")) {
            case "last" -> false;
            case "mark", "index" -> true;
            default -> throw OkxRefusal.wrong(name);
        };
    }
}
