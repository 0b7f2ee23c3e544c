package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import dev.k2.sim.OrderRequest;
import dev.k2.sim.Outcome;
import dev.k2.sim.Position;
import dev.k2.sim.PositionSide;
import dev.k2.sim.Refusal;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Placing, amending and cancelling orders, over REST and WebSocket alike. */
final class TradeCalls {
    private static final int AT_ONCE = 10;
    private static final int ORDERS_MAX = 200;
    private final CryptocomFloor floor;
    private final MatchingEngine engine;
    private final OrderIndex index;
    private final Choices choices;
    private final Settings settings;
    private final Rejections rejections;

    TradeCalls(
            CryptocomFloor floor,
            OrderIndex index,
            Choices choices,
            Settings settings,
            Rejections rejections) {
        this.floor = floor;
        this.engine = floor.engine();
        this.index = index;
        this.choices = choices;
        this.settings = settings;
        this.rejections = rejections;
    }

    /** Tells somebody of an order that was acknowledged and then not taken. */
    interface Rejections {
        void told(Known.Rejected rejected);
    }

    /** What came of an order: it was taken or rejected, and its owner knows its ids either way. */
    private record Heard(String orderId, String clientOid, @Nullable CryptocomError rejected) {}

    Reply create(Call.Request request) {
        return create(request, false);
    }

    /** The same for orders that may wait for a price. */
    Reply createAdvanced(Call.Request request) {
        return create(request, true);
    }

    private Reply create(Call.Request request, boolean advanced) {
        Heard heard = place(request.customer(), request.args(), request.nonce(), advanced);
        ObjectNode ids = OrderWords.heard(heard.orderId(), heard.clientOid());
        CryptocomError rejected = heard.rejected();
        return rejected != null && settings.refusesAtOnce()
                ? new Reply(rejected.status(), rejected.code(), rejected.name(), ids)
                : Reply.of(ids);
    }

    Reply createMany(Call.Request request) {
        return createMany(request, false);
    }

    Reply createManyAdvanced(Call.Request request) {
        return createMany(request, true);
    }

    /** Each order is answered for itself, what cannot be paid included. */
    private Reply createMany(Call.Request request, boolean advanced) {
        List<Args> orders = many(request.args());
        ArrayNode rows = WireJson.array();
        for (int i = 0; i < orders.size(); i++) {
            Args args = orders.get(i);
            ObjectNode row = rows.addObject().put("index", i);
            try {
                String nonce = request.nonce() + "_" + i;
                Heard heard = place(request.customer(), args, nonce, advanced);
                CryptocomError rejected = heard.rejected();
                row.put("code", rejected == null ? 0 : rejected.code());
                row.put("order_id", heard.orderId()).put("client_oid", heard.clientOid());
                if (rejected != null) {
                    row.put("message", rejected.name());
                }
            } catch (CryptocomRefusal refusal) {
                row.put("code", refusal.error().code()).put("message", refusal.words());
                row.put("client_oid", args.text("client_oid", ""));
            }
        }
        return Reply.of(rows);
    }

    private static List<Args> many(Args args) {
        List<Args> orders = args.list("order_list");
        if (orders.size() > AT_ONCE || !args.text("contingency_type", "LIST").equals("LIST")) {
            throw new CryptocomRefusal(CryptocomError.INVALID_REQUEST);
        }
        return orders;
    }

    private Heard place(Account account, Args args, String nonce, boolean advanced) {
        Market market = floor.market(args.required("instrument_name"));
        OrderReading.Names names = names(account, args, nonce);
        OrderRequest asked = read(account, args, market, names, advanced);
        return placed(account, market, asked, names);
    }

    /** What a new order is called. An id that its owner chose must be new; one that he did not choose may repeat. */
    OrderReading.Names names(Account account, Args args, String nonce) {
        String clientOid = OrderReading.clientOid(args, nonce);
        boolean chosen = args.has("client_oid");
        if (chosen && index.byClientOid(account, clientOid) != null) {
            throw new CryptocomRefusal(CryptocomError.DUPLICATE_CLORDID);
        }
        String orderId = index.nextId();
        return new OrderReading.Names(orderId, clientOid, chosen ? clientOid : "_" + orderId);
    }

    OrderRequest read(
            Account account, Args args, Market market, OrderReading.Names names, boolean advanced) {
        OrderReading.Ground ground =
                new OrderReading.Ground(
                        floor.instrument(market), market, choices.selfTrade(account));
        OrderRequest asked = OrderReading.read(args, ground, names, advanced);
        if (engine.archive().openCount(account, market) >= ORDERS_MAX) {
            throw new CryptocomRefusal(CryptocomError.EXCEEDS_MAX_ALLOWED_ORDERS);
        }
        return asked;
    }

    private Heard placed(
            Account account, Market market, OrderRequest asked, OrderReading.Names names) {
        Outcome outcome = engine.place(account, market, asked);
        return switch (outcome) {
            case Outcome.Done(Order _) -> new Heard(names.orderId(), names.clientOid(), null);
            case Outcome.Refused(Refusal reason) -> {
                CryptocomError why = late(reason);
                rejections.told(index.reject(account, market, asked, why));
                yield new Heard(names.orderId(), names.clientOid(), why);
            }
        };
    }

    /** What is told of after the acknowledgement; anything else is refused at once. */
    private static CryptocomError late(Refusal reason) {
        return switch (reason) {
            case INSUFFICIENT_BALANCE, INSUFFICIENT_MARGIN ->
                    CryptocomError.INSUFFICIENT_AVAILABLE_BALANCE;
            case NO_LIQUIDITY, NOT_FILLABLE, WOULD_MATCH -> CryptocomError.REJ_BY_MATCHING_ENGINE;
            case MARKET_CLOSED,
                    DUPLICATE_CLIENT_ORDER_ID,
                    NOTHING_TO_REDUCE,
                    UNCHANGED,
                    WOULD_TRIGGER,
                    UNKNOWN_ORDER,
                    NOT_SMALLER,
                    PAIRED,
                    NOTHING_LEFT ->
                    throw refused(reason);
        };
    }

    static CryptocomRefusal refused(Refusal reason) {
        return new CryptocomRefusal(
                switch (reason) {
                    case MARKET_CLOSED -> CryptocomError.INSTRUMENT_NOT_TRADABLE;
                    case DUPLICATE_CLIENT_ORDER_ID -> CryptocomError.DUPLICATE_CLORDID;
                    case INSUFFICIENT_BALANCE, INSUFFICIENT_MARGIN ->
                            CryptocomError.INSUFFICIENT_AVAILABLE_BALANCE;
                    case NOTHING_TO_REDUCE -> CryptocomError.REDUCE_ONLY_REJECTED;
                    case WOULD_TRIGGER -> CryptocomError.INVALID_REF_PRICE;
                    case NOT_FILLABLE, WOULD_MATCH, NO_LIQUIDITY ->
                            CryptocomError.REJ_BY_MATCHING_ENGINE;
                    case UNCHANGED, NOT_SMALLER, PAIRED -> CryptocomError.NON_APPLICABLE;
                    case NOTHING_LEFT, UNKNOWN_ORDER -> CryptocomError.NO_ACTIVE_ORDER;
                });
    }

    /** Price and quantity must both be said, changed or not. Only a smaller quantity keeps the place in the queue. */
    Reply amend(Call.Request request) {
        Args args = request.args();
        Account account = request.customer();
        Order order = open(find(account, args, "orig_client_oid", "order.amend"));
        Market market = order.market();
        CryptocomInstrument of = floor.instrument(market);
        BigDecimal newPrice = args.requiredDecimal("new_price");
        BigDecimal newQuantity = args.requiredDecimal("new_quantity");
        if (order.request().market() || !order.resting()) {
            throw new CryptocomRefusal(CryptocomError.NON_APPLICABLE);
        }
        long price = OrderReading.price(newPrice, of, market, order.side());
        long quantity = OrderReading.quantity(newQuantity, of);
        boolean renamed = args.has("client_oid");
        boolean onlySmaller =
                price == order.request().price()
                        && quantity < order.quantity()
                        && quantity > order.filled() + order.prevented();
        if (onlySmaller && !settings.amendMakesNew()) {
            Outcome outcome = engine.amend(order, quantity, args.text("client_oid"));
            return amended(outcome, order);
        }
        return renamed || settings.amendMakesNew()
                ? replaced(account, order, args, request.nonce(), price, quantity)
                : amended(engine.modify(order, price, quantity), order);
    }

    private static Reply amended(Outcome outcome, Order order) {
        if (outcome instanceof Outcome.Refused(Refusal reason) && reason != Refusal.UNCHANGED) {
            throw refused(reason);
        }
        return Reply.of(OrderWords.heard(OrderIndex.orderId(order), OrderIndex.clientOid(order)));
    }

    /** A new order comes in place of the old one, for what is not filled yet. */
    private Reply replaced(
            Account account, Order order, Args args, String nonce, long price, long quantity) {
        long left = quantity - order.filled();
        OrderReading.Names names = names(account, args, nonce);
        Heard heard =
                engine.together(
                        () -> {
                            Outcome _ = engine.cancel(order, null);
                            if (left <= 0) {
                                return new Heard(
                                        OrderIndex.orderId(order),
                                        OrderIndex.clientOid(order),
                                        null);
                            }
                            OrderRequest asked =
                                    Replacing.request(order.request(), names, price, left);
                            return placed(account, order.market(), asked, names);
                        });
        return Reply.of(OrderWords.heard(heard.orderId(), heard.clientOid()));
    }

    Reply cancel(Call.Request request) {
        Order order = open(find(request.customer(), request.args(), "client_oid", "order.cancel"));
        if (engine.cancel(order, null) instanceof Outcome.Refused(Refusal reason)) {
            throw refused(reason);
        }
        return Reply.of(OrderWords.heard(OrderIndex.orderId(order), OrderIndex.clientOid(order)))
                .saying("NO_ERROR");
    }

    Reply cancelMany(Call.Request request) {
        List<Args> orders = many(request.args());
        ArrayNode rows = WireJson.array();
        for (int i = 0; i < orders.size(); i++) {
            ObjectNode row = rows.addObject();
            try {
                Args args = orders.get(i);
                Order order = open(find(request.customer(), args, "client_oid", "order.cancel"));
                Outcome _ = engine.cancel(order, null);
                row.put("code", 0);
            } catch (CryptocomRefusal refusal) {
                row.put("code", refusal.error().code()).put("message", refusal.words());
            }
            row.put("index", i);
        }
        return Reply.of(rows);
    }

    /** All of one instrument, or of all of them; those that wait for a price belong to the advanced call. */
    Reply cancelAll(Call.Request request) {
        return cancelAll(request, false);
    }

    Reply cancelAllAdvanced(Call.Request request) {
        return cancelAll(request, true);
    }

    private Reply cancelAll(Call.Request request, boolean advanced) {
        String name = request.args().text("instrument_name");
        Market only = name == null ? null : floor.market(name);
        Account account = request.customer();
        Account _ =
                engine.together(
                        () -> {
                            for (Order order : engine.archive().open(account)) {
                                boolean wanted = only == null || order.market() == only;
                                if (wanted
                                        && OrderCalls.isAdvanced(order) == advanced
                                        && order.status().open()) {
                                    Outcome _ = engine.cancel(order, null);
                                }
                            }
                            return account;
                        });
        return Reply.done();
    }

    Reply closePosition(Call.Request request) {
        Args args = request.args();
        Account account = request.customer();
        Market market = floor.market(args.required("instrument_name"));
        Position position = account.margin().position(market, PositionSide.BOTH);
        if (!position.isOpen()) {
            throw new CryptocomRefusal(CryptocomError.NO_POSITION);
        }
        CryptocomInstrument of = floor.instrument(market);
        Side side = position.quantity() > 0 ? Side.SELL : Side.BUY;
        String whole = of.quantity(Math.abs(position.quantity()));
        ObjectNode order =
                WireJson.object()
                        .put("instrument_name", of.name())
                        .put("side", side.name())
                        .put("type", args.required("type"))
                        .put("quantity", args.text("quantity", whole))
                        .put("price", args.text("price", ""));
        order.putArray("exec_inst").add("REDUCE_ONLY");
        Heard heard = place(account, new Args(order), request.nonce(), false);
        return Reply.of(OrderWords.heard(heard.orderId(), heard.clientOid()));
    }

    /** An order by its id, or by its owner's when none was sent. */
    Known find(Account account, Args args, String clientName, String operation) {
        String orderId = args.text("order_id");
        String clientOid = args.text(clientName);
        if (orderId == null && clientOid == null) {
            throw CryptocomRefusal.missing();
        }
        Known known =
                orderId != null
                        ? index.byId(account, orderId)
                        : index.byClientOid(account, String.valueOf(clientOid));
        if (known == null
                || floor.faults()
                        .hides(account, known.market(), known.acceptedMicros(), operation)) {
            throw new CryptocomRefusal(CryptocomError.NOT_FOUND);
        }
        return known;
    }

    static Order open(Known known) {
        if (known instanceof Known.Taken(Order order) && order.status().open()) {
            return order;
        }
        throw new CryptocomRefusal(CryptocomError.NO_ACTIVE_ORDER);
    }
}
