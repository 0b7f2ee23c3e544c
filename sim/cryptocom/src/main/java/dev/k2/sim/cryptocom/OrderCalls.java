package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.k2.sim.Account;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import dev.k2.sim.OrderArchive;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asking for orders and fills. */
final class OrderCalls {
    private static final int PAGE = 100;
    private final CryptocomFloor floor;
    private final MatchingEngine engine;
    private final TradeCalls trades;
    private final OrderIndex index;
    private final OrderWords words;

    OrderCalls(CryptocomFloor floor, TradeCalls trades, OrderIndex index, OrderWords words) {
        this.floor = floor;
        this.engine = floor.engine();
        this.trades = trades;
        this.index = index;
        this.words = words;
    }

    /** Those that wait for a price or for another order belong to the advanced calls, also when they wait no more. */
    static boolean isAdvanced(Order order) {
        return order.request().trigger() != null || order.list() != null;
    }

    Reply detail(Call.Request request) {
        return Reply.of(
                words.known(
                        trades.find(
                                request.customer(), request.args(), "client_oid", "order.query")));
    }

    Reply open(Call.Request request) {
        return open(request, false);
    }

    Reply openAdvanced(Call.Request request) {
        return open(request, true);
    }

    private Reply open(Call.Request request, boolean advanced) {
        Market only = only(request.args());
        ArrayNode rows = WireJson.array();
        for (Order order : open(request.customer(), only)) {
            if (isAdvanced(order) == advanced && !floor.faults().hides(order, "order.open")) {
                rows.add(words.order(order));
            }
        }
        return Reply.ofData(rows);
    }

    private List<Order> open(Account account, @Nullable Market only) {
        return only == null ? engine.archive().open(account) : engine.archive().open(account, only);
    }

    Reply history(Call.Request request) {
        return history(request, false);
    }

    Reply historyAdvanced(Call.Request request) {
        return history(request, true);
    }

    /** Newest first: what is not open any more. */
    private Reply history(Call.Request request, boolean advanced) {
        Account account = request.customer();
        Market only = only(request.args());
        List<Known> found = new ArrayList<>(advanced ? List.of() : index.rejected(account));
        for (Market market : engine.everyMarket()) {
            for (Order order : engine.archive().orders(account, market)) {
                if (!order.status().open()
                        && isAdvanced(order) == advanced
                        && index.isShown(order)
                        && !floor.faults().hides(order, "order.history")) {
                    found.add(new Known.Taken(order));
                }
            }
        }
        found.removeIf(one -> only != null && one.market() != only);
        found.removeIf(one -> !within(request.args(), one.acceptedMicros() / 1000));
        found.sort(Comparator.comparingLong(Known::acceptedMicros).reversed());
        ArrayNode rows = WireJson.array();
        found.stream().limit(limit(request.args())).forEach(one -> rows.add(words.known(one)));
        return Reply.ofData(rows);
    }

    /** Newest first. */
    Reply fills(Call.Request request) {
        Market only = only(request.args());
        List<OrderArchive.OwnTrade> found = new ArrayList<>();
        for (Market market : only == null ? engine.everyMarket() : List.of(only)) {
            found.addAll(engine.archive().trades(request.customer(), market));
        }
        found.removeIf(one -> !within(request.args(), one.fill().micros() / 1000));
        found.sort(
                Comparator.comparingLong((OrderArchive.OwnTrade one) -> one.fill().executionId())
                        .reversed());
        ArrayNode rows = WireJson.array();
        found.stream()
                .limit(limit(request.args()))
                .forEach(one -> rows.add(words.fill(one.order(), one.fill())));
        return Reply.ofData(rows);
    }

    private @Nullable Market only(Args args) {
        String name = args.text("instrument_name");
        return name == null ? null : floor.market(name);
    }

    static int limit(Args args) {
        return args.count("limit", PAGE, PAGE);
    }

    /** The end is left out. */
    static boolean within(Args args, long millis) {
        Long start = args.moment("start_time");
        Long end = args.moment("end_time");
        return (start == null || millis >= start) && (end == null || millis < end);
    }
}
