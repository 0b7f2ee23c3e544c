package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.k2.sim.Account;
import dev.k2.sim.Interval;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import dev.k2.sim.OrderArchive;
import dev.k2.sim.OrderStatus;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Asking for orders and fills. */
final class OrderCalls {
    private static final int PAGE = 100;
    private static final long DAY_MICROS = Interval.DAY * 1000;

    /** Cancelled orders without a fill are forgotten soon. */
    private static final long UNFILLED_KEPT_MICROS = 2 * Interval.HOUR * 1000;

    private final OkxFloor floor;
    private final MatchingEngine engine;
    private final TradeCalls trades;
    private final OrderWords words;

    OrderCalls(OkxFloor floor, TradeCalls trades, OrderWords words) {
        this.floor = floor;
        this.engine = floor.engine();
        this.trades = trades;
        this.words = words;
    }

    Envelope query(Call.Request request) {
        Market market = floor.market(request.args().required("instId"));
        Order order = trades.find(request.customer(), market, request.args(), "order.query");
        if (order == null || isForgotten(order)) {
            throw new OkxRefusal("51603", "Order does not exist");
        }
        return Envelope.of(words.order(order));
    }

    Envelope pending(Call.Request request) {
        List<Order> open = engine.archive().open(request.customer());
        return orders(floor.faults().visible(open, "order.open"), request.args(), order -> true);
    }

    /** The last seven days. */
    Envelope history(Call.Request request) {
        request.args().required("instType");
        return history(request, 7 * DAY_MICROS);
    }

    /** The last three months. */
    Envelope archive(Call.Request request) {
        request.args().required("instType");
        return history(request, 90 * DAY_MICROS);
    }

    private Envelope history(Call.Request request, long kept) {
        Account account = request.customer();
        long since = floor.micros() - kept;
        List<Order> all = new ArrayList<>();
        for (Market market : engine.markets()) {
            all.addAll(engine.archive().orders(account, market));
        }
        all.removeIf(order -> order.status().open() || isForgotten(order));
        all.removeIf(order -> order.updatedMicros() < since);
        return orders(
                floor.faults().visible(all, "order.history"),
                request.args(),
                order -> within(request.args(), order.acceptedMicros() / 1000));
    }

    private Envelope orders(List<Order> orders, Args args, Predicate<Order> more) {
        String state = args.text("state", "");
        String type = args.text("ordType", "");
        List<Order> wanted = new ArrayList<>(orders);
        wanted.removeIf(
                order -> !isOf(floor.instrument(order.market()), args) || !more.test(order));
        wanted.removeIf(order -> !state.isEmpty() && !state.equals(OrderWords.state(order)));
        wanted.removeIf(
                order ->
                        !type.isEmpty()
                                && !List.of(type.split(",", -1))
                                        .contains(OrderWords.word(order, "ordType")));
        wanted.sort(
                Comparator.comparingLong(Order::acceptedMicros)
                        .thenComparingLong(Order::id)
                        .reversed());
        ArrayNode rows = WireJson.array();
        Pages.of(wanted, floor::ordId, args, PAGE).forEach(order -> rows.add(words.order(order)));
        return Envelope.of(rows);
    }

    /** The last three days. */
    Envelope fills(Call.Request request) {
        return fills(request, 3 * DAY_MICROS);
    }

    /** The last three months. */
    Envelope pastFills(Call.Request request) {
        return fills(request, 90 * DAY_MICROS);
    }

    private Envelope fills(Call.Request request, long kept) {
        Args args = request.args();
        long since = floor.micros() - kept;
        String ordId = args.text("ordId", "");
        List<OrderArchive.OwnTrade> found = new ArrayList<>();
        for (Market market : engine.markets()) {
            if (isOf(floor.instrument(market), args)) {
                found.addAll(engine.archive().trades(request.customer(), market));
            }
        }
        found.removeIf(one -> one.fill().micros() < since);
        found.removeIf(one -> !ordId.isEmpty() && !ordId.equals(floor.ordId(one.order())));
        found.removeIf(one -> !within(args, one.fill().micros() / 1000));
        found.sort(
                Comparator.comparingLong((OrderArchive.OwnTrade one) -> one.fill().executionId())
                        .reversed());
        ArrayNode rows = WireJson.array();
        Pages.of(found, one -> Long.toString(one.fill().executionId()), args, PAGE)
                .forEach(one -> rows.add(words.fill(one.order(), one.fill())));
        return Envelope.of(rows);
    }

    private static boolean within(Args args, long millis) {
        Long begin = args.integer("begin");
        Long end = args.integer("end");
        return (begin == null || millis >= begin) && (end == null || millis <= end);
    }

    static boolean isOf(OkxInstrument of, Args args) {
        String type = args.text("instType", of.instType());
        String family = args.text("instFamily", args.text("uly", of.pair()));
        return (type.equals("ANY") || type.equals(of.instType()))
                && of.instId().equals(args.text("instId", of.instId()))
                && of.pair().equals(family);
    }

    private boolean isForgotten(Order order) {
        boolean nothing = order.filled() == 0 && order.status() != OrderStatus.FILLED;
        return !order.status().open()
                && nothing
                && floor.micros() - order.updatedMicros() > UNFILLED_KEPT_MICROS;
    }
}
