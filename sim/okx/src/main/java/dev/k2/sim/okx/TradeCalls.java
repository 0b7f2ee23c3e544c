package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Ending;
import dev.k2.sim.MarginSetting;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import dev.k2.sim.OrderRequest;
import dev.k2.sim.OrderStatus;
import dev.k2.sim.Outcome;
import dev.k2.sim.Position;
import dev.k2.sim.PositionSide;
import dev.k2.sim.PositionTerms;
import dev.k2.sim.Refusal;
import dev.k2.sim.SelfTrade;
import dev.k2.sim.Side;
import dev.k2.sim.TimeInForce;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Placing, amending and cancelling orders, alone or many at once, over REST and WebSocket alike. */
final class TradeCalls {
    private static final int AT_ONCE = 20;
    private static final int ORDERS_MAX = 500;
    private final OkxFloor floor;
    private final MatchingEngine engine;
    private final Limits limits;
    private final Amendments amendments;

    TradeCalls(OkxFloor floor, Limits limits, Amendments amendments) {
        this.floor = floor;
        this.engine = floor.engine();
        this.limits = limits;
        this.amendments = amendments;
    }

    /** One order's turn in a call of several. */
    private interface Deed {
        ObjectNode row(Account account, Args args);
    }

    Envelope place(Call.Request request) {
        return each(request.customer(), List.of(request.args()), this::place);
    }

    Envelope placeMany(Call.Request request) {
        return each(request.customer(), many(request.args()), this::place);
    }

    Envelope amend(Call.Request request) {
        return each(request.customer(), List.of(request.args()), this::amend);
    }

    Envelope amendMany(Call.Request request) {
        return each(request.customer(), many(request.args()), this::amend);
    }

    Envelope cancel(Call.Request request) {
        return each(request.customer(), List.of(request.args()), this::cancel);
    }

    Envelope cancelMany(Call.Request request) {
        return each(request.customer(), many(request.args()), this::cancel);
    }

    Envelope closePosition(Call.Request request) {
        Args args = request.args();
        Account account = request.customer();
        Market market = floor.market(args.required("instId"));
        String mode = args.required("mgnMode");
        PositionSide side = OrderReading.terms(args, account).side();
        Position position = account.margin().position(market, side);
        if (!position.isOpen() || account.margin().isolated(market) != mode.equals("isolated")) {
            throw new OkxRefusal("51023", "Position doesn't exist.");
        }
        Outcome outcome =
                engine.together(
                        () -> {
                            if (args.flag("autoCxl")) {
                                engine.archive()
                                        .open(account, market)
                                        .forEach(order -> engine.cancel(order, null));
                            }
                            return engine.place(account, market, closing(position, args, mode));
                        });
        if (outcome instanceof Outcome.Refused(Refusal reason)) {
            throw refused(reason, floor.instrument(market));
        }
        return Envelope.of(
                WireJson.object()
                        .put("clOrdId", args.text("clOrdId", ""))
                        .put("instId", market.listing().symbol())
                        .put("posSide", args.text("posSide", "net"))
                        .put("tag", args.text("tag", "")));
    }

    private OrderRequest closing(Position position, Args args, String mode) {
        Side side = position.quantity() > 0 ? Side.SELL : Side.BUY;
        Map<String, String> words = new HashMap<>();
        words.put("ordType", "market");
        words.put("tdMode", mode);
        words.put("tag", args.text("tag", ""));
        words.put("stpMode", "cancel_maker");
        boolean net = position.side() == PositionSide.BOTH;
        return new OrderRequest(
                OrderReading.clientId(args, "clOrdId", floor.unnamed()),
                side,
                true,
                TimeInForce.GTC,
                false,
                0,
                Math.abs(position.quantity()),
                null,
                null,
                SelfTrade.EXPIRE_MAKER,
                words,
                new PositionTerms(position.side(), net));
    }

    /** Cancels all orders of one family of instruments. */
    Envelope massCancel(Call.Request request) {
        Args args = request.args();
        String family = args.text("instFamily");
        String instId = args.text("instId");
        if (family == null && instId == null) {
            throw OkxRefusal.missing("instFamily");
        }
        engine.together(
                () -> {
                    for (Order order : engine.archive().open(request.customer())) {
                        if (OrderCalls.isOf(floor.instrument(order.market()), args)) {
                            engine.cancel(order, null);
                        }
                    }
                    return family;
                });
        return Envelope.of(WireJson.object().put("result", true));
    }

    /** Cancels everything, as nobody asked in time that it be not. */
    void cancelAll(Account account, String tag) {
        engine.together(
                () -> {
                    for (Order order : engine.archive().open(account)) {
                        if (tag.isEmpty() || tag.equals(OrderWords.word(order, "tag"))) {
                            engine.expire(order, Ending.GOOD_TILL_DATE);
                        }
                    }
                    return account;
                });
    }

    private Envelope each(Account account, List<Args> orders, Deed deed) {
        ArrayNode rows = WireJson.array();
        for (Args args : orders) {
            try {
                rows.add(deed.row(account, args));
            } catch (OkxRefusal refusal) {
                rows.add(OrderWords.refused(args, refusal, floor.micros()));
            }
        }
        return Envelope.ofOrders(rows);
    }

    private static List<Args> many(Args args) {
        JsonNode list = args.sent();
        if (!list.isArray() || list.isEmpty()) {
            throw new OkxRefusal(400, "50002", "JSON syntax error");
        }
        if (list.size() > AT_ONCE) {
            throw new OkxRefusal("51111", "Maximum " + AT_ONCE + " orders can be placed in bulk.");
        }
        List<Args> orders = new ArrayList<>();
        list.forEach(order -> orders.add(new Args(order)));
        return orders;
    }

    private ObjectNode place(Account account, Args args) {
        Market market = floor.market(args.required("instId"));
        OkxInstrument of = floor.instrument(market);
        limits.countOrder(account, floor.millis());
        OrderRequest asked =
                AttachedOrders.read(
                        args,
                        OrderReading.read(args, account, of, market, floor.unnamed()),
                        of,
                        market);
        if (engine.archive().openCount(account, market) >= ORDERS_MAX) {
            throw new OkxRefusal(
                    "51174",
                    "The number of "
                            + of.instId()
                            + " pending orders reached the upper limit of "
                            + ORDERS_MAX
                            + " (orders).");
        }
        if (of.isSwap()) {
            chooseMargin(account, market, args.required("tdMode").equals("isolated"));
        }
        Outcome outcome = engine.place(account, market, asked);
        return switch (outcome) {
            case Outcome.Done(Order order) -> done(order);
            case Outcome.Refused(Refusal reason) -> throw refused(reason, of);
        };
    }

    /** Keeps positions of a contract in one kind of margin; the kind changes when there are none. */
    void chooseMargin(Account account, Market market, boolean isolated) {
        if (account.margin().isolated(market) == isolated) {
            return;
        }
        if (account.margin().hasOpen(market) || engine.archive().openCount(account, market) > 0) {
            throw new OkxRefusal(
                    "51163",
                    "You hold positions in another margin mode. Close them and try again.");
        }
        engine.margin().configure(account, market, MarginSetting.ISOLATED, isolated ? 1 : 0);
    }

    private ObjectNode done(Order order) {
        return OrderWords.done(
                floor.ordId(order),
                OkxFloor.shown(order.clientOrderId()),
                OrderWords.word(order, "tag"),
                floor.micros());
    }

    private ObjectNode amend(Account account, Args args) {
        Market market = floor.market(args.required("instId"));
        OkxInstrument of = floor.instrument(market);
        limits.countOrder(account, floor.millis());
        Order order = find(account, market, args, "order.amend");
        String reqId = OrderReading.clientId(args, "reqId", "");
        if (order == null) {
            throw new OkxRefusal("51503", "Your order does not exist.");
        }
        checkAmendable(order);
        BigDecimal size = args.decimal("newSz");
        BigDecimal price = args.decimal("newPx");
        if (size == null && price == null) {
            throw new OkxRefusal("51500", "You must enter a price, quantity, or TP/SL.");
        }
        try {
            if (size != null) {
                OrderReading.checkSize(of, size, false);
            }
            if (price != null) {
                OrderReading.checkPrice(of, market, order.side(), price);
            }
            change(order, of, size, price, reqId);
        } catch (OkxRefusal refusal) {
            if (args.flag("cxlOnFail")) {
                engine.cancel(order, null);
            }
            throw refusal;
        }
        return done(order).put("reqId", reqId);
    }

    private void change(
            Order order,
            OkxInstrument of,
            @Nullable BigDecimal size,
            @Nullable BigDecimal price,
            String reqId) {
        long quantity = size == null ? order.quantity() : of.units(size);
        long at = price == null ? order.request().price() : of.listing().priceUnits(price);
        boolean onlySmaller =
                at == order.request().price()
                        && quantity < order.quantity()
                        && quantity > order.filled() + order.prevented();
        amendments.begin(order, reqId);
        Outcome outcome =
                onlySmaller
                        ? engine.amend(order, quantity, null)
                        : engine.modify(order, at, quantity);
        amendments.end();
        if (outcome instanceof Outcome.Refused(Refusal reason) && reason != Refusal.UNCHANGED) {
            throw switch (reason) {
                case INSUFFICIENT_BALANCE, INSUFFICIENT_MARGIN ->
                        new OkxRefusal(
                                "51502",
                                "Order failed to be modified due to insufficient balance or"
                                        + " margin.");
                default -> refused(reason, of);
            };
        }
    }

    private static void checkAmendable(Order order) {
        if (order.status() == OrderStatus.FILLED) {
            throw new OkxRefusal("51510", "Modification failed as the order has been completed.");
        }
        if (!order.status().open()) {
            throw new OkxRefusal("51509", "Modification failed as the order has been canceled.");
        }
    }

    private ObjectNode cancel(Account account, Args args) {
        Market market = floor.market(args.required("instId"));
        Order order = find(account, market, args, "order.cancel");
        if (order == null) {
            throw new OkxRefusal("51400", "Order cancellation failed as the order doesn't exist.");
        }
        if (order.status() == OrderStatus.FILLED) {
            throw new OkxRefusal(
                    "51402", "Order cancellation failed as the order has been completed.");
        }
        if (engine.cancel(order, null) instanceof Outcome.Refused) {
            throw new OkxRefusal(
                    "51401", "Order cancellation failed as the order has been canceled.");
        }
        return done(order);
    }

    /** An order by its id, or by its owner's when none was sent; null when there is none that can be seen. */
    @Nullable Order find(Account account, Market market, Args args, String operation) {
        String ordId = args.text("ordId");
        String clOrdId = args.text("clOrdId");
        if (ordId == null && clOrdId == null) {
            throw new OkxRefusal("51003", "Either client order ID or order ID is required.");
        }
        Order order =
                ordId != null
                        ? floor.byOrdId(account, market, ordId)
                        : engine.archive().byClientId(account, market, String.valueOf(clOrdId));
        return order == null || floor.faults().hides(order, operation) ? null : order;
    }

    static OkxRefusal refused(Refusal reason, OkxInstrument of) {
        return switch (reason) {
            case MARKET_CLOSED -> new OkxRefusal("51022", "The instrument is currently suspended.");
            case DUPLICATE_CLIENT_ORDER_ID ->
                    new OkxRefusal("51016", "Client order ID already exists.");
            case INSUFFICIENT_BALANCE ->
                    new OkxRefusal("51008", "Order failed. Insufficient balance in account.");
            case INSUFFICIENT_MARGIN ->
                    new OkxRefusal(
                            "51008",
                            "Order failed. Insufficient "
                                    + of.listing().quote()
                                    + " margin in account.");
            case NOTHING_TO_REDUCE ->
                    new OkxRefusal("51112", "Close order size exceeds your available size.");
            case NO_LIQUIDITY -> new OkxRefusal("51109", "There are no available offers.");
            case NOT_FILLABLE, WOULD_MATCH, WOULD_TRIGGER, UNCHANGED, NOT_SMALLER, PAIRED ->
                    OkxRefusal.wrong("ordType");
            case NOTHING_LEFT, UNKNOWN_ORDER ->
                    new OkxRefusal("51503", "Your order does not exist.");
        };
    }
}
