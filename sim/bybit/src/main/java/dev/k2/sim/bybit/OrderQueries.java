package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Fill;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.OrderArchive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What an account can ask about its orders and executions. */
final class OrderQueries {
    private static final long WEEK = 7 * 86_400_000L;
    private static final int CLOSED_SHOWN = 500;

    private final BybitFloor floor;
    private final TicketBook tickets;

    OrderQueries(BybitFloor floor, TicketBook tickets) {
        this.floor = floor;
        this.tickets = tickets;
    }

    /** The operation that faults know an order query by: one order, or those that are open. */
    static String realtimeOperation(Fields fields) {
        return fields.has("orderId") || fields.has("orderLinkId") ? "order.query" : "order.open";
    }

    JsonNode realtime(Call.Request request) {
        Fields fields = request.fields();
        Category category = fields.category();
        String operation = realtimeOperation(fields);
        boolean named = operation.equals("order.query");
        if (category != Category.SPOT
                && !fields.has("symbol")
                && !fields.has("baseCoin")
                && !fields.has("settleCoin")
                && !named) {
            throw BybitRefusal.missing("symbol or settleCoin or baseCoin");
        }
        boolean closedToo = named || fields.raw("openOnly").equals("1");
        List<Ticket> found = new ArrayList<>();
        int closed = 0;
        for (Ticket ticket : chosen(request, category, operation)) {
            closed += ticket.open() ? 0 : 1;
            boolean recent = closed <= CLOSED_SHOWN && !tickets.isOld(ticket);
            if (ticket.open() || (closedToo && recent)) {
                found.add(ticket);
            }
        }
        return page(found, fields, category);
    }

    JsonNode history(Call.Request request) {
        Fields fields = request.fields();
        Category category = fields.category();
        long[] window = window(fields);
        String status = fields.raw("orderStatus");
        List<Ticket> found =
                chosen(request, category, "order.history").stream()
                        .filter(ticket -> !ticket.open())
                        .filter(ticket -> within(window, ticket.acceptedMicros()))
                        .filter(ticket -> status.isEmpty() || status.equals(ticket.status()))
                        .toList();
        return page(found, fields, category);
    }

    private List<Ticket> chosen(Call.Request request, Category category, String operation) {
        Fields fields = request.fields();
        Account account = request.customer();
        if (fields.has("symbol")) {
            Market _ = floor.traded(category, fields.required("symbol"));
        }
        boolean named = fields.has("orderId") || fields.has("orderLinkId");
        OrderFilter filter =
                named
                        ? new OrderFilter(fields.raw("symbol"), "", "", "")
                        : OrderFilter.of(fields, category);
        String orderId = fields.raw("orderId");
        String linkId = fields.raw("orderLinkId");
        List<Ticket> all = tickets.of(account, category);
        List<Ticket> found = new ArrayList<>();
        for (Ticket ticket : all) {
            boolean meant =
                    (orderId.isEmpty() || orderId.equals(ticket.orderId()))
                            && (linkId.isEmpty()
                                    || !orderId.isEmpty()
                                    || linkId.equals(ticket.word(TicketBook.LINK_ID)));
            boolean hidden =
                    floor.faults()
                            .hides(account, ticket.market(), ticket.acceptedMicros(), operation);
            if (meant && !hidden && filter.takes(ticket, floor.symbol(ticket.market()))) {
                found.add(ticket);
            }
        }
        return found;
    }

    private ObjectNode page(List<Ticket> found, Fields fields, Category category) {
        Page<Ticket> page = Page.of(found, fields.raw("cursor"), fields.limit(20, 50));
        ObjectNode result = Page.result(category, page.nextCursor());
        ArrayNode list = result.putArray("list");
        page.rows()
                .forEach(ticket -> list.add(OrderWords.row(ticket, floor.symbol(ticket.market()))));
        return result;
    }

    JsonNode executions(Call.Request request) {
        Fields fields = request.fields();
        Category category = fields.category();
        Account account = request.customer();
        long[] window = window(fields);
        List<Market> markets =
                fields.has("symbol")
                        ? List.of(floor.traded(category, fields.required("symbol")))
                        : floor.markets(category);
        List<OrderArchive.OwnTrade> found = new ArrayList<>();
        for (Market market : markets) {
            for (OrderArchive.OwnTrade trade : floor.engine().archive().trades(account, market)) {
                if (within(window, trade.fill().micros()) && meant(fields, trade.order())) {
                    found.add(trade);
                }
            }
        }
        found.sort(
                Comparator.comparingLong((OrderArchive.OwnTrade t) -> t.fill().executionId())
                        .reversed());
        Page<OrderArchive.OwnTrade> page =
                Page.of(found, fields.raw("cursor"), fields.limit(50, 100));
        ObjectNode result = Page.result(category, page.nextCursor());
        ArrayNode list = result.putArray("list");
        for (OrderArchive.OwnTrade trade : page.rows()) {
            list.add(execution(trade.order(), trade.fill()));
        }
        return result;
    }

    ObjectNode execution(Order order, Fill fill) {
        return OrderWords.execution(tickets.of(order), order, fill, floor.symbol(order.market()));
    }

    private boolean meant(Fields fields, Order order) {
        Ticket ticket = tickets.of(order);
        String orderId = fields.raw("orderId");
        String linkId = fields.raw("orderLinkId");
        return (orderId.isEmpty() || orderId.equals(ticket.orderId()))
                && (linkId.isEmpty() || linkId.equals(ticket.word(TicketBook.LINK_ID)));
    }

    /** At most a week; who names one end only gets the week from or up to it, who names none the last one. */
    private long[] window(Fields fields) {
        Long start = fields.integer("startTime");
        Long end = fields.integer("endTime");
        long until = end != null ? end : start != null ? start + WEEK : floor.now() + 1000;
        long from = start != null ? start : until - WEEK;
        if (until - from > WEEK + 1000 || until < from) {
            throw BybitRefusal.params("The time range must be within 7 days");
        }
        return new long[] {from, until};
    }

    private static boolean within(long[] window, long micros) {
        long millis = micros / 1000;
        return millis >= window[0] && millis <= window[1];
    }
}
