package dev.k2.sim.okx;

import dev.k2.sim.Account;
import dev.k2.sim.Market;
import dev.k2.sim.OrderRequest;
import dev.k2.sim.PositionSide;
import dev.k2.sim.PositionTerms;
import dev.k2.sim.SelfTrade;
import dev.k2.sim.Side;
import dev.k2.sim.TimeInForce;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a new order, and holds it against its instrument's rules, in OKX's order of complaint. Pure. */
final class OrderReading {
    static final String QUOTE = "quote_ccy";
    static final String BASE = "base_ccy";
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9]{1,32}");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9]{1,16}");

    private OrderReading() {}

    /**
     * @param unnamed what the order is called when it brings no id of its own
     */
    static OrderRequest read(
            Args args, Account account, OkxInstrument of, Market market, String unnamed) {
        Map<String, String> words = new HashMap<>();
        String tdMode = tdMode(args, of);
        Side side = side(args);
        String ordType = ordType(args, of);
        boolean atMarket = ordType.equals("market") || ordType.equals("optimal_limit_ioc");
        String clientId = clientId(args, "clOrdId", unnamed);
        String tgtCcy = tgtCcy(args, of, side, atMarket);
        words.put("ordType", ordType);
        words.put("tdMode", tdMode);
        words.put("tgtCcy", tgtCcy);
        words.put("posSide", args.text("posSide", of.isSwap() ? "net" : ""));
        words.put("tag", tag(args));
        words.put("ccy", args.text("ccy", ""));
        words.put("stpId", args.text("stpId", ""));
        words.put("stpMode", args.text("stpMode", "cancel_maker"));
        PositionTerms terms = of.isSwap() ? terms(args, account) : PositionTerms.NONE;
        words.put("reduceOnly", Boolean.toString(terms.reduceOnly()));
        SelfTrade selfTrade = selfTrade(args);
        BigDecimal size = args.decimal("sz");
        if (size == null) {
            throw OkxRefusal.missing("sz");
        }
        if (size.signum() <= 0) {
            throw OkxRefusal.wrong("sz");
        }
        BigDecimal price = atMarket ? null : price(args, of, market, side);
        boolean spends = tgtCcy.equals(QUOTE);
        if (spends) {
            checkAmount(of, market, size);
        } else {
            checkSize(of, size, atMarket);
        }
        return new OrderRequest(
                clientId,
                side,
                atMarket,
                timeInForce(ordType),
                ordType.equals("post_only") || ordType.equals("mmp_and_post_only"),
                price == null ? 0 : of.listing().priceUnits(price),
                spends ? 0 : of.units(size),
                spends ? size : null,
                null,
                selfTrade,
                words,
                terms);
    }

    static Side side(Args args) {
        return switch (args.required("side")) {
            case "buy" -> Side.BUY;
            case "sell" -> Side.SELL;
            default -> throw OkxRefusal.wrong("side");
        };
    }

    static String tdMode(Args args, OkxInstrument of) {
        String mode = args.required("tdMode");
        if (of.isSwap()) {
            if (mode.equals("cross") || mode.equals("isolated")) {
                return mode;
            }
            throw OkxRefusal.wrong("tdMode");
        }
        return switch (mode) {
            case "cash" -> mode;
            case "cross", "isolated", "spot_isolated" ->
                    throw new OkxRefusal(
                            "51010",
                            "You can't complete this request under your current account mode.");
            default -> throw OkxRefusal.wrong("tdMode");
        };
    }

    private static String ordType(Args args, OkxInstrument of) {
        String type = args.required("ordType");
        return switch (type) {
            case "market", "limit", "post_only", "fok", "ioc" -> type;
            case "optimal_limit_ioc" -> {
                if (!of.isSwap()) {
                    throw OkxRefusal.wrong("ordType");
                }
                yield type;
            }
            default -> throw OkxRefusal.wrong("ordType");
        };
    }

    private static TimeInForce timeInForce(String ordType) {
        return switch (ordType) {
            case "fok" -> TimeInForce.FOK;
            case "ioc" -> TimeInForce.IOC;
            default -> TimeInForce.GTC;
        };
    }

    /** What a spot market order's size is counted in: quote for buys and base for sales, unless it says. */
    private static String tgtCcy(Args args, OkxInstrument of, Side side, boolean atMarket) {
        String sent = args.text("tgtCcy", "");
        if (!sent.isEmpty() && !sent.equals(QUOTE) && !sent.equals(BASE)) {
            throw OkxRefusal.wrong("tgtCcy");
        }
        if (of.isSwap() || !atMarket) {
            return "";
        }
        return !sent.isEmpty() ? sent : side == Side.BUY ? QUOTE : BASE;
    }

    /** Which position the order is for: the only one, or in long and short mode the one that it must name. */
    static PositionTerms terms(Args args, Account account) {
        String posSide = args.text("posSide", "net");
        PositionSide position =
                switch (posSide) {
                    case "net" -> PositionSide.BOTH;
                    case "long" -> PositionSide.LONG;
                    case "short" -> PositionSide.SHORT;
                    default -> throw OkxRefusal.wrong("posSide");
                };
        if (account.margin().hedged() == (position == PositionSide.BOTH)) {
            throw OkxRefusal.wrong("posSide");
        }
        boolean reduceOnly = args.flag("reduceOnly") && position == PositionSide.BOTH;
        return new PositionTerms(position, reduceOnly);
    }

    static String clientId(Args args, String name, String otherwise) {
        String id = args.text(name);
        if (id == null) {
            return otherwise;
        }
        if (!CLIENT_ID.matcher(id).matches()) {
            throw OkxRefusal.wrong(name);
        }
        return id;
    }

    private static String tag(Args args) {
        String tag = args.text("tag", "");
        if (!tag.isEmpty() && !TAG.matcher(tag).matches()) {
            throw OkxRefusal.wrong("tag");
        }
        return tag;
    }

    private static SelfTrade selfTrade(Args args) {
        return switch (args.text("stpMode", "cancel_maker")) {
            case "cancel_maker" -> SelfTrade.EXPIRE_MAKER;
            case "cancel_taker" -> SelfTrade.EXPIRE_TAKER;
            case "cancel_both" -> SelfTrade.EXPIRE_BOTH;
            default -> throw OkxRefusal.wrong("stpMode");
        };
    }

    private static BigDecimal price(Args args, OkxInstrument of, Market market, Side side) {
        BigDecimal price = args.decimal("px");
        if (price == null) {
            throw new OkxRefusal("51204", "The price for the limit order can not be empty.");
        }
        checkPrice(of, market, side, price);
        return price;
    }

    static void checkPrice(OkxInstrument of, Market market, Side side, BigDecimal price) {
        checkTick(of, price, "px");
        BigDecimal most = MarketWords.buyLimit(of, market);
        BigDecimal least = MarketWords.sellLimit(of, market);
        boolean outside = side == Side.BUY ? price.compareTo(most) > 0 : price.compareTo(least) < 0;
        if (outside) {
            throw new OkxRefusal(
                    "51006",
                    "Order price is not within the price limit (max buy price: "
                            + OkxText.of(most)
                            + ", min sell price: "
                            + OkxText.of(least)
                            + ")");
        }
    }

    static void checkTick(OkxInstrument of, BigDecimal price, String name) {
        if (price.signum() <= 0 || price.precision() - price.scale() > 9) {
            throw OkxRefusal.wrong(name);
        }
        if (price.remainder(of.tickSz()).signum() != 0) {
            throw new OkxRefusal(
                    "51150",
                    "The trading price has more decimals than its tick "
                            + OkxText.of(of.tickSz())
                            + " allows.");
        }
    }

    static void checkSize(OkxInstrument of, BigDecimal size, boolean atMarket) {
        if (size.compareTo(of.minSz()) < 0) {
            throw new OkxRefusal(
                    "51020", "Your order should meet or exceed the minimum order amount.");
        }
        if (size.remainder(of.lotSz()).signum() != 0) {
            throw new OkxRefusal("51121", "Order quantity must be a multiple of the lot size.");
        }
        if (size.compareTo(atMarket ? of.maxMktSz() : of.maxLmtSz()) > 0) {
            throw new OkxRefusal(
                    atMarket ? "51202" : "51005",
                    atMarket
                            ? "Market order amount exceeds the maximum amount."
                            : "Your order amount exceeds the max order amount.");
        }
    }

    /** An amount of the quote currency must buy the smallest size at least. */
    private static void checkAmount(OkxInstrument of, Market market, BigDecimal amount) {
        BigDecimal least = of.minSz().multiply(of.listing().price(market.lastPrice()));
        if (amount.compareTo(least) < 0) {
            throw new OkxRefusal(
                    "51020", "Your order should meet or exceed the minimum order amount.");
        }
    }

    /** What was sent as the price of a trigger or of what it sets off; -1 is the market's. */
    static @Nullable BigDecimal orderPrice(Args args, String name) {
        BigDecimal price = args.decimal(name);
        if (price == null) {
            throw OkxRefusal.missing(name);
        }
        return price.compareTo(BigDecimal.ONE.negate()) == 0 ? null : price;
    }
}
