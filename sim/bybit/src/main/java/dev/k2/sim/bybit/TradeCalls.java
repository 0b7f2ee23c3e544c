package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.AlgoDesk;
import dev.k2.sim.AlgoOrder;
import dev.k2.sim.AlgoRequest;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.Outcome;
import dev.k2.sim.Refusal;
import dev.k2.sim.WireJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Placing, amending and cancelling. The answers are acknowledgements; what became of an order is told elsewhere. */
final class TradeCalls {
    private static final int OPEN_MAX = 500;
    private static final int CONDITIONAL_MAX = 10;
    private static final int CANCELLED_AT_ONCE = 500;

    private final BybitFloor floor;
    private final TicketBook tickets;
    private final Amending amending;

    TradeCalls(BybitFloor floor, TicketBook tickets) {
        this.floor = floor;
        this.tickets = tickets;
        this.amending = new Amending(floor);
    }

    JsonNode create(Call.Request request) {
        Fields fields = request.fields();
        Category category = fields.category();
        Market market = floor.traded(category, fields.required("symbol"));
        Account account = request.customer();
        String orderId = tickets.nextId(category);
        OrderReading.Asked asked =
                OrderReading.read(
                        floor.rules(market), market, fields, account.margin().hedged(), orderId);
        String linkId = fields.raw("orderLinkId");
        if (!linkId.isEmpty() && tickets.byLink(account, category, linkId) != null) {
            throw BybitRefusal.duplicate(category);
        }
        switch (asked) {
            case OrderReading.Asked.Now now -> {
                if (openCount(account, category, market) >= OPEN_MAX) {
                    throw BybitRefusal.by(category, 110020, 170210, "too many open orders");
                }
                Outcome outcome = floor.engine().place(account, market, now.request());
                if (outcome instanceof Outcome.Refused(Refusal reason)) {
                    throw refusal(category, reason);
                }
            }
            case OrderReading.Asked.Later later -> place(account, market, later.request());
        }
        return acknowledged(orderId, linkId);
    }

    private void place(Account account, Market market, AlgoRequest request) {
        AlgoDesk desk = floor.engine().algos();
        long waiting =
                desk.of(account).stream()
                        .filter(algo -> algo.market() == market && algo.status().waiting())
                        .count();
        if (waiting >= CONDITIONAL_MAX) {
            throw new BybitRefusal(110009, "the number of stop orders exceeds the maximum");
        }
        if (desk.place(account, market, request) instanceof AlgoDesk.Placed.Refused(Refusal why)) {
            boolean rising = request.words().getOrDefault("dir", "").equals("1");
            throw why == Refusal.WOULD_TRIGGER
                    ? new BybitRefusal(
                            rising ? 110092 : 110093,
                            rising
                                    ? "expect Rising, but trigger_price is not above the price"
                                    : "expect Falling, but trigger_price is not below the price")
                    : refusal(Category.LINEAR, why);
        }
    }

    private int openCount(Account account, Category category, Market market) {
        if (category != Category.SPOT) {
            return floor.engine().archive().openCount(account, market);
        }
        return (int) tickets.of(account, category).stream().filter(Ticket::open).count();
    }

    JsonNode amend(Call.Request request) {
        Ticket ticket = named(request, "order.amend");
        checkOpen(ticket);
        amending.amend(ticket, request.fields());
        return acknowledged(ticket.orderId(), ticket.word(TicketBook.LINK_ID));
    }

    JsonNode cancel(Call.Request request) {
        Ticket ticket = named(request, "order.cancel");
        checkOpen(ticket);
        end(ticket);
        return acknowledged(ticket.orderId(), ticket.word(TicketBook.LINK_ID));
    }

    JsonNode cancelAll(Call.Request request) {
        Fields fields = request.fields();
        Category category = fields.category();
        if (category != Category.SPOT
                && !fields.has("symbol")
                && !fields.has("baseCoin")
                && !fields.has("settleCoin")) {
            throw BybitRefusal.missing("symbol or settleCoin or baseCoin");
        }
        if (fields.has("symbol")) {
            Market _ = floor.traded(category, fields.required("symbol"));
        }
        OrderFilter filter = OrderFilter.of(fields, category);
        ArrayNode list = WireJson.array();
        List<Ticket> ended =
                tickets.of(request.customer(), category).stream()
                        .filter(Ticket::open)
                        .filter(ticket -> filter.takes(ticket, floor.symbol(ticket.market())))
                        .limit(CANCELLED_AT_ONCE)
                        .toList();
        for (Ticket ticket : ended) {
            end(ticket);
            list.add(acknowledged(ticket.orderId(), ticket.word(TicketBook.LINK_ID)));
        }
        ObjectNode result = WireJson.object();
        result.set("list", list);
        return result.put("success", "1");
    }

    /** Ends an account's open orders, or those of one category. */
    void cancelAll(Account account, @Nullable Category only) {
        for (Category category : List.of(Category.SPOT, Category.LINEAR)) {
            if (only == null || only == category) {
                tickets.of(account, category).stream().filter(Ticket::open).forEach(this::end);
            }
        }
    }

    /** Does each part of a batch for itself; the parts' codes stand beside the result. */
    Call.Reply batch(Call.Request request, Call.Plain part) {
        Fields fields = request.fields();
        Category category = fields.category();
        List<Fields> parts = fields.list("request");
        int most = category == Category.SPOT ? 10 : 20;
        if (parts.size() > most) {
            throw BybitRefusal.params("the number of orders in a batch exceeds " + most);
        }
        ArrayNode results = WireJson.array();
        ArrayNode codes = WireJson.array();
        for (Fields one : parts) {
            ObjectNode row =
                    WireJson.object()
                            .put("category", category.word())
                            .put("symbol", one.raw("symbol"))
                            .put("orderId", one.raw("orderId"))
                            .put("orderLinkId", one.raw("orderLinkId"));
            try {
                Fields whole = one.with("category", category.word());
                row.setAll((ObjectNode) part.answer(request.with(whole)));
                codes.addObject().put("code", 0).put("msg", "OK");
            } catch (BybitRefusal refusal) {
                codes.addObject().put("code", refusal.code()).put("msg", refusal.words());
            }
            results.add(row.put("createAt", Long.toString(floor.now())));
        }
        ObjectNode result = WireJson.object();
        result.set("list", results);
        ObjectNode beside = WireJson.object();
        beside.set("list", codes);
        return new Call.Reply(result, beside);
    }

    private void end(Ticket ticket) {
        Order order = ticket.order();
        AlgoOrder algo = ticket.algo();
        if (order != null) {
            Outcome _ = floor.engine().cancel(order, null);
        } else if (algo != null) {
            boolean _ = floor.engine().algos().cancel(algo);
        }
    }

    private Ticket named(Call.Request request, String operation) {
        Fields fields = request.fields();
        Category category = fields.category();
        Market market = floor.traded(category, fields.required("symbol"));
        String orderId = fields.raw("orderId");
        String linkId = fields.raw("orderLinkId");
        if (orderId.isEmpty() && linkId.isEmpty()) {
            throw BybitRefusal.missing("orderId or orderLinkId");
        }
        Ticket ticket =
                orderId.isEmpty()
                        ? tickets.byLink(request.customer(), category, linkId)
                        : tickets.byId(request.customer(), orderId);
        if (ticket == null
                || ticket.market() != market
                || floor.faults()
                        .hides(ticket.account(), market, ticket.acceptedMicros(), operation)) {
            throw BybitRefusal.noSuchOrder(category);
        }
        return ticket;
    }

    private static void checkOpen(Ticket ticket) {
        if (ticket.open()) {
            return;
        }
        boolean filled = ticket.status().equals("Filled");
        if (ticket.category() == Category.SPOT) {
            throw filled
                    ? new BybitRefusal(170139, "Order has been filled.")
                    : new BybitRefusal(170142, "Order has been cancelled.");
        }
        throw filled
                ? new BybitRefusal(110008, "Order has been finished or canceled")
                : new BybitRefusal(110010, "Order already cancelled");
    }

    static BybitRefusal refusal(Category category, Refusal reason) {
        return switch (reason) {
            case INSUFFICIENT_BALANCE, INSUFFICIENT_MARGIN ->
                    BybitRefusal.by(category, 110007, 170131, "Insufficient balance.");
            case MARKET_CLOSED ->
                    BybitRefusal.by(category, 110074, 170217, "This symbol is not traded now");
            case DUPLICATE_CLIENT_ORDER_ID -> BybitRefusal.duplicate(category);
            case NOTHING_TO_REDUCE ->
                    new BybitRefusal(
                            110017, "current position is zero, cannot fix reduce-only order qty");
            case UNCHANGED ->
                    BybitRefusal.by(
                            category,
                            BybitRefusal.PARAMS,
                            170130,
                            "The order remains unchanged as the parameters entered match the"
                                    + " existing ones.");
            case UNKNOWN_ORDER -> BybitRefusal.noSuchOrder(category);
            case NO_LIQUIDITY,
                    NOT_FILLABLE,
                    WOULD_MATCH,
                    WOULD_TRIGGER,
                    NOT_SMALLER,
                    PAIRED,
                    NOTHING_LEFT ->
                    BybitRefusal.by(category, 110079, 170210, "New order rejected.");
        };
    }

    private static ObjectNode acknowledged(String orderId, String linkId) {
        return WireJson.object().put("orderId", orderId).put("orderLinkId", linkId);
    }
}
