package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Ending;
import dev.k2.sim.Order;
import dev.k2.sim.OrderBook;
import dev.k2.sim.OrderRequest;
import dev.k2.sim.Outcome;
import dev.k2.sim.Refusal;
import dev.k2.sim.Side;
import dev.k2.sim.TimeInForce;
import dev.k2.sim.WireJson;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Places, cancels and changes orders. */
final class OrderWrites {
    private static final int BATCH_MAX = 100;
    private static final int BOOK_MAX = 10_000;
    private static final long SWEEP_MILLIS = 60_000;

    private final KalshiFloor floor;
    private final Settings settings;
    private final Names names;
    private final Map<Account, Long> sweptUntil = new HashMap<>();
    private String deed = "";

    OrderWrites(KalshiFloor floor, Settings settings, Names names) {
        this.floor = floor;
        this.settings = settings;
        this.names = names;
    }

    static Answer gone(Call.Request request) {
        return Answer.of(KalshiRefusal.gone());
    }

    /** What is being done to an order, in the words of its last update; empty when there are none. */
    String deed() {
        return deed;
    }

    Answer place(Call.Request request) {
        return Answer.created(placed(request.customer(), request.args()));
    }

    Answer placeMany(Call.Request request) {
        JsonNode orders = orders(request);
        ObjectNode json = WireJson.object();
        ArrayNode list = json.putArray("orders");
        for (JsonNode one : orders) {
            Args args = new Args(Map.of(), one);
            list.add(
                    each(
                            () -> placed(request.customer(), args),
                            "client_order_id",
                            args.text("client_order_id", "")));
        }
        return Answer.created(json);
    }

    private static JsonNode orders(Call.Request request) {
        JsonNode orders = request.body().path("orders");
        if (!orders.isArray() || orders.isEmpty() || orders.size() > BATCH_MAX) {
            throw KalshiRefusal.invalid("orders must be 1 to " + BATCH_MAX);
        }
        return orders;
    }

    private static ObjectNode each(Supplier<ObjectNode> work, String name, String id) {
        try {
            return work.get();
        } catch (KalshiRefusal refusal) {
            ObjectNode failed = WireJson.object().put(name, id);
            failed.set("error", refusal.error());
            return failed;
        }
    }

    private ObjectNode placed(Account account, Args args) {
        KalshiMarket market = floor.market(args.need("ticker"));
        OrderRequest wanted = OrderTerms.read(args, market, names.unnamed(), floor.millis());
        names.checkFree(account, wanted.clientOrderId());
        checkOpen(market);
        if (wanted.timeInForce() == TimeInForce.FOK && !fillable(account, market, wanted)) {
            throw new KalshiRefusal(
                    409,
                    "fill_or_kill_insufficient_resting_volume",
                    "fill or kill order could not be filled whole");
        }
        Outcome outcome =
                floor.engine()
                        .together(
                                () -> {
                                    Outcome first =
                                            floor.engine().place(account, market.market(), wanted);
                                    sweep(account, first);
                                    return first;
                                });
        return switch (outcome) {
            case Outcome.Done(Order order) -> OrderWords.placed(order);
            case Outcome.Refused(Refusal reason) -> throw refused(reason);
        };
    }

    /** Whoever cancels all cancels what comes in the next minute too. */
    private void sweep(Account account, Outcome outcome) {
        boolean swept = floor.millis() < sweptUntil.getOrDefault(account, 0L);
        if (swept && outcome instanceof Outcome.Done(Order order) && order.status().open()) {
            floor.engine().cancel(order, null);
        }
    }

    private void checkOpen(KalshiMarket market) {
        if (!settings.tradingActive()) {
            throw new KalshiRefusal(409, "trading_is_paused", "trading is paused");
        }
        if (!market.status().tradable()) {
            throw new KalshiRefusal(
                    409, "market_not_active", "market is " + market.status().word());
        }
    }

    private boolean fillable(Account account, KalshiMarket market, OrderRequest wanted) {
        Side other = wanted.side().opposite();
        long there = 0;
        for (OrderBook.Level level : market.market().book().levels(other, BOOK_MAX)) {
            there += meets(wanted, level.price()) ? level.quantity() : 0;
        }
        for (Order own : floor.engine().archive().open(account, market.market())) {
            if (own.side() == other && meets(wanted, own.request().price())) {
                there -= own.remaining();
            }
        }
        return there >= wanted.quantity();
    }

    private static boolean meets(OrderRequest wanted, long price) {
        return wanted.side() == Side.BUY ? price <= wanted.price() : price >= wanted.price();
    }

    private static KalshiRefusal refused(Refusal reason) {
        return switch (reason) {
            case MARKET_CLOSED ->
                    new KalshiRefusal(409, "market_not_active", "market is not active");
            case DUPLICATE_CLIENT_ORDER_ID ->
                    new KalshiRefusal(409, "order_already_exists", "order already exists");
            case INSUFFICIENT_BALANCE, INSUFFICIENT_MARGIN ->
                    new KalshiRefusal(400, "insufficient_balance", "insufficient balance");
            case UNKNOWN_ORDER -> KalshiRefusal.notFound("order");
            case NOTHING_TO_REDUCE -> KalshiRefusal.invalidOrder("there is no position to reduce");
            case NOT_FILLABLE,
                    UNCHANGED,
                    WOULD_MATCH,
                    WOULD_TRIGGER,
                    NO_LIQUIDITY,
                    NOT_SMALLER,
                    PAIRED,
                    NOTHING_LEFT ->
                    KalshiRefusal.invalidOrder("the order cannot be changed so");
        };
    }

    Answer cancel(Call.Request request) {
        return Answer.ok(cancelled(request.customer(), request.args()));
    }

    Answer cancelMany(Call.Request request) {
        ObjectNode json = WireJson.object();
        ArrayNode list = json.putArray("orders");
        for (JsonNode one : orders(request)) {
            Args args = new Args(Map.of(), one);
            ObjectNode row =
                    each(
                            () -> cancelled(request.customer(), args),
                            "order_id",
                            args.text("order_id", ""));
            if (!row.has("reduced_by")) {
                row.put("reduced_by", "0.00");
            }
            list.add(row);
        }
        return Answer.ok(json);
    }

    private ObjectNode cancelled(Account account, Args args) {
        Order order = open(account, args, "order.cancel");
        long left = order.remaining();
        floor.engine().cancel(order, null);
        ObjectNode json =
                WireJson.object()
                        .put("order_id", KalshiFloor.orderId(order))
                        .put("client_order_id", Names.shown(order))
                        .put("reduced_by", Dollars.count(left));
        return json.put("ts_ms", order.updatedMicros() / 1000);
    }

    Answer cancelAll(Call.Request request) {
        Account account = request.customer();
        sweptUntil.put(account, floor.millis() + SWEEP_MILLIS);
        floor.engine()
                .together(
                        () -> {
                            for (Order order : floor.engine().archive().open(account)) {
                                if (order.status().open()) {
                                    floor.engine().cancel(order, null);
                                }
                            }
                            return account;
                        });
        return new Answer(204, null);
    }

    Answer amend(Call.Request request) {
        Args args = request.args();
        Order order = open(request.customer(), args, "order.amend");
        KalshiMarket market = floor.of(order.market());
        if (!market.ticker().equals(args.need("ticker")) || OrderTerms.side(args) != order.side()) {
            throw KalshiRefusal.invalidOrder("ticker and side of an order stay as they are");
        }
        long price = OrderTerms.price(args, market);
        long count = OrderTerms.count(args, "count");
        String renamed = args.text("updated_client_order_id");
        if (renamed != null) {
            names.checkFree(order.account(), OrderTerms.clientId(renamed, ""));
        }
        checkOpen(market);
        if (count <= order.filled()) {
            throw KalshiRefusal.invalidOrder("count must be more than what is filled");
        }
        boolean smaller = price == order.request().price() && count < order.quantity();
        doing(
                "Amend",
                () ->
                        smaller
                                ? floor.engine().amend(order, count, renamed)
                                : floor.engine().modify(order, price, count, renamed));
        return Answer.ok(OrderWords.placed(order));
    }

    Answer decrease(Call.Request request) {
        Args args = request.args();
        Order order = open(request.customer(), args, "order.amend");
        boolean by = args.text("reduce_by") != null;
        if (by == (args.text("reduce_to") != null)) {
            throw KalshiRefusal.invalid("exactly one of reduce_by and reduce_to must be given");
        }
        long left =
                by
                        ? order.remaining() - OrderTerms.count(args, "reduce_by")
                        : OrderTerms.decimal(args, "reduce_to")
                                .movePointRight(Dollars.COUNT_SCALE)
                                .longValue();
        if (left >= order.remaining()) {
            throw KalshiRefusal.invalidOrder("an order can only become smaller");
        }
        doing(
                "Decrease",
                () ->
                        left <= 0
                                ? floor.engine().cancel(order, null)
                                : floor.engine().amend(order, order.filled() + left, null));
        return Answer.ok(
                WireJson.object()
                        .put("order_id", KalshiFloor.orderId(order))
                        .put("client_order_id", Names.shown(order))
                        .put("remaining_count", OrderWords.remaining(order))
                        .put("ts_ms", order.updatedMicros() / 1000));
    }

    private void doing(String what, Supplier<Outcome> work) {
        deed = what;
        try {
            Outcome outcome = work.get();
            if (outcome instanceof Outcome.Refused(Refusal reason) && reason != Refusal.UNCHANGED) {
                throw refused(reason);
            }
        } finally {
            deed = "";
        }
    }

    /** An open order of the caller, or a refusal. */
    private Order open(Account account, Args args, String operation) {
        Order order = floor.order(account, args.need("order_id"));
        String ticker = args.text("market_ticker");
        if (order == null
                || !order.status().open()
                || (ticker != null && !ticker.equals(order.listing().symbol()))
                || floor.faults().hides(order, operation)) {
            throw KalshiRefusal.notFound("order");
        }
        return order;
    }

    /** Ends the orders whose time is over. */
    void tick() {
        long now = floor.millis();
        for (Account account : floor.engine().accounts()) {
            for (Order order : floor.engine().archive().open(account)) {
                long expires = OrderTerms.expires(order);
                if (expires != 0 && expires * 1000 <= now && order.status().open()) {
                    floor.engine().expire(order, Ending.GOOD_TILL_DATE);
                }
            }
        }
    }
}
