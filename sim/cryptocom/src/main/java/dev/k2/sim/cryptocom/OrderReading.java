package dev.k2.sim.cryptocom;

import dev.k2.sim.Market;
import dev.k2.sim.OrderBook;
import dev.k2.sim.OrderRequest;
import dev.k2.sim.PositionSide;
import dev.k2.sim.PositionTerms;
import dev.k2.sim.SelfTrade;
import dev.k2.sim.Side;
import dev.k2.sim.TimeInForce;
import dev.k2.sim.Trigger;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a new order, and holds it against its instrument's rules, in an order of complaint of its own. Pure. */
final class OrderReading {
    static final String GTC = "GOOD_TILL_CANCEL";
    private static final String POST_ONLY = "POST_ONLY";
    private static final String SMART = "SMART_POST_ONLY";
    private static final String REDUCE_ONLY = "REDUCE_ONLY";
    private static final Set<String> OF_MARGIN = Set.of("ISOLATED_MARGIN", "MARGIN_ORDER");
    private static final Set<String> TRIGGERED =
            Set.of("STOP_LOSS", "STOP_LIMIT", "TAKE_PROFIT", "TAKE_PROFIT_LIMIT");
    private static final Set<String> REF_TYPES = Set.of("MARK_PRICE", "INDEX_PRICE", "LAST_PRICE");
    private static final int CLIENT_OID_MAX = 36;

    /** How far a limit price may lie on the wrong side of the last one. */
    private static final BigDecimal BAND = new BigDecimal("0.2");

    private OrderReading() {}

    /** What the order is called: its id, its owner's id, and the name that the engine knows it by. */
    record Names(String orderId, String clientOid, String engineName) {}

    /** What holds for an order unless it says otherwise. */
    record Ground(CryptocomInstrument of, Market market, SelfTrade selfTrade) {}

    /**
     * @param advanced whether it may wait for a price, which only some calls allow
     */
    static OrderRequest read(Args args, Ground ground, Names names, boolean advanced) {
        CryptocomInstrument of = ground.of();
        Side side = side(args);
        String type = type(args, advanced);
        boolean atMarket =
                type.equals("MARKET") || type.equals("STOP_LOSS") || type.equals("TAKE_PROFIT");
        TimeInForce tif = timeInForce(args);
        List<String> exec = execInst(args, of, tif, atMarket);
        BigDecimal notional = args.decimal("notional");
        if (notional != null
                && (args.has("quantity")
                        || !type.equals("MARKET")
                        || side == Side.SELL
                        || of.isPerpetual())) {
            throw new CryptocomRefusal(CryptocomError.INVALID_REQUEST);
        }
        long quantity = notional == null ? quantity(args.requiredDecimal("quantity"), of) : 0;
        if (notional != null && notional.signum() == 0) {
            throw new CryptocomRefusal(CryptocomError.INVALID_ORDERQTY);
        }
        long price = atMarket ? 0 : price(args.requiredDecimal("price"), of, ground.market(), side);
        if (exec.contains(SMART)) {
            price = resting(price, ground.market().book(), side, of.listing().tick());
        }
        if (args.text("spot_margin", "SPOT").equals("MARGIN")) {
            throw new CryptocomRefusal(CryptocomError.INVALID_REQUEST);
        }
        Trigger trigger = TRIGGERED.contains(type) ? trigger(args, type, of) : null;
        Map<String, String> words = words(args, names, type, exec);
        return new OrderRequest(
                names.engineName(),
                side,
                atMarket,
                tif,
                exec.contains(POST_ONLY) || exec.contains(SMART),
                price,
                quantity,
                notional,
                trigger,
                selfTrade(args, ground.selfTrade()),
                words,
                new PositionTerms(PositionSide.BOTH, exec.contains(REDUCE_ONLY)));
    }

    private static Map<String, String> words(
            Args args, Names names, String type, List<String> exec) {
        Map<String, String> words = new HashMap<>();
        words.put("order_id", names.orderId());
        words.put("client_oid", names.clientOid());
        words.put("type", type);
        words.put("tif", args.text("time_in_force", GTC));
        words.put("exec_inst", String.join(",", exec));
        if (TRIGGERED.contains(type)) {
            words.put("ref_price", args.required("ref_price"));
            words.put("ref_price_type", args.text("ref_price_type", "MARK_PRICE"));
        }
        return words;
    }

    static String clientOid(Args args, String otherwise) {
        String id = args.text("client_oid", otherwise);
        if (id.length() > CLIENT_OID_MAX) {
            throw new CryptocomRefusal(CryptocomError.INVALID_REQUEST);
        }
        return id;
    }

    private static Side side(Args args) {
        return switch (args.required("side")) {
            case "BUY" -> Side.BUY;
            case "SELL" -> Side.SELL;
            default -> throw new CryptocomRefusal(CryptocomError.INVALID_SIDE);
        };
    }

    private static String type(Args args, boolean advanced) {
        String type = args.required("type");
        boolean known = type.equals("LIMIT") || type.equals("MARKET") || TRIGGERED.contains(type);
        if (!known || (TRIGGERED.contains(type) && !advanced)) {
            throw new CryptocomRefusal(CryptocomError.INVALID_ORDTYPE);
        }
        return type;
    }

    private static TimeInForce timeInForce(Args args) {
        return switch (args.text("time_in_force", GTC)) {
            case GTC -> TimeInForce.GTC;
            case "IMMEDIATE_OR_CANCEL" -> TimeInForce.IOC;
            case "FILL_OR_KILL" -> TimeInForce.FOK;
            default -> throw new CryptocomRefusal(CryptocomError.INVALID_TIF);
        };
    }

    private static List<String> execInst(
            Args args, CryptocomInstrument of, TimeInForce tif, boolean atMarket) {
        List<String> exec = args.words("exec_inst");
        boolean posts = exec.contains(POST_ONLY) || exec.contains(SMART);
        for (String word : exec) {
            if (OF_MARGIN.contains(word)) {
                throw new CryptocomRefusal(
                        CryptocomError.ACCOUNT_DOES_NOT_SUPPORT_ISOLATED_POSITION);
            }
            if (!Set.of(POST_ONLY, SMART, REDUCE_ONLY).contains(word)) {
                throw new CryptocomRefusal(CryptocomError.INVALID_EXECINST);
            }
        }
        boolean both = exec.contains(POST_ONLY) && exec.contains(SMART);
        if (both || (posts && atMarket) || (exec.contains(REDUCE_ONLY) && !of.isPerpetual())) {
            throw new CryptocomRefusal(CryptocomError.INVALID_EXECINST);
        }
        if (posts && tif != TimeInForce.GTC) {
            throw new CryptocomRefusal(CryptocomError.POST_ONLY_REJ);
        }
        return exec;
    }

    static long quantity(BigDecimal quantity, CryptocomInstrument of) {
        if (quantity.signum() == 0 || quantity.remainder(of.step()).signum() != 0) {
            throw new CryptocomRefusal(
                    quantity.compareTo(of.step()) < 0
                            ? CryptocomError.BELOW_MIN_ORDER_SIZE
                            : CryptocomError.INVALID_ORDERQTY);
        }
        if (quantity.compareTo(of.most()) > 0) {
            throw new CryptocomRefusal(CryptocomError.EXCEEDS_MAX_ORDER_SIZE);
        }
        return of.listing().quantityUnits(quantity);
    }

    static long price(BigDecimal price, CryptocomInstrument of, Market market, Side side) {
        long units = inTicks(price, of, CryptocomError.INVALID_PRICE);
        BigDecimal last = of.listing().price(market.lastPrice());
        boolean far =
                side == Side.BUY
                        ? price.compareTo(last.multiply(BigDecimal.ONE.add(BAND))) > 0
                        : price.compareTo(last.multiply(BigDecimal.ONE.subtract(BAND))) < 0;
        if (far) {
            throw new CryptocomRefusal(CryptocomError.FAR_AWAY_LIMIT_PRICE);
        }
        return units;
    }

    static long inTicks(BigDecimal price, CryptocomInstrument of, CryptocomError otherwise) {
        boolean wrong =
                price.signum() == 0
                        || price.precision() - price.scale() > 9
                        || price.remainder(of.tick()).signum() != 0;
        if (wrong) {
            throw new CryptocomRefusal(otherwise);
        }
        return of.listing().priceUnits(price);
    }

    /** The price itself, or the best one that only rests. */
    private static long resting(long price, OrderBook book, Side side, long tick) {
        long other = book.best(side.opposite());
        if (other == 0) {
            return price;
        }
        return side == Side.BUY ? Math.min(price, other - tick) : Math.max(price, other + tick);
    }

    private static Trigger trigger(Args args, String type, CryptocomInstrument of) {
        if (!REF_TYPES.contains(args.text("ref_price_type", "MARK_PRICE"))) {
            throw new CryptocomRefusal(CryptocomError.INVALID_REF_PRICE_TYPE);
        }
        BigDecimal at = args.requiredDecimal("ref_price");
        Trigger.Kind kind =
                type.startsWith("STOP") ? Trigger.Kind.STOP_LOSS : Trigger.Kind.TAKE_PROFIT;
        return new Trigger(kind, inTicks(at, of, CryptocomError.INVALID_REF_PRICE));
    }

    /** Whose order ends when an account meets itself. Scope and id are read by nobody here: there are no sub-accounts. */
    static SelfTrade selfTrade(Args args, SelfTrade otherwise) {
        String inst = args.text("stp_inst");
        return inst == null ? otherwise : selfTrade(inst);
    }

    static SelfTrade selfTrade(@Nullable String inst) {
        return switch (String.valueOf(inst)) {
            case "M" -> SelfTrade.EXPIRE_MAKER;
            case "T" -> SelfTrade.EXPIRE_TAKER;
            case "B" -> SelfTrade.EXPIRE_BOTH;
            default -> throw new CryptocomRefusal(CryptocomError.INVALID_REQUEST);
        };
    }
}
