package dev.k2.gateway;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.model.Balance;
import dev.k2.model.Execution;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.trading.AccountBalances;
import dev.k2.trading.AmendOutcome;
import dev.k2.trading.CancelFilter;
import dev.k2.trading.CancelOutcome;
import dev.k2.trading.CancelReport;
import dev.k2.trading.Cursor;
import dev.k2.trading.OrderAmend;
import dev.k2.trading.OrderFilter;
import dev.k2.trading.OrderTicket;
import dev.k2.trading.Page;
import dev.k2.trading.PlaceOutcome;
import dev.k2.trading.Refusal;
import dev.k2.trading.Span;
import dev.k2.trading.TradeFilter;
import dev.k2.trading.Trading;
import dev.k2.trading.Waiting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Calls about orders, what filled them, and what the accounts hold. */
final class OrderCalls {
    private static final String KEY = "client_order_id";
    private static final String KEY_HEADER = "Idempotency-Key";
    private static final IdempotencyKey NO_KEY = new IdempotencyKey("preview");

    private final Trading trading;

    OrderCalls(Trading trading) {
        this.trading = trading;
    }

    Map<String, Call> all() {
        return Map.ofEntries(
                Map.entry("placeOrder", this::place),
                Map.entry("previewOrder", this::preview),
                Map.entry("listOrders", this::list),
                Map.entry("getOrder", this::find),
                Map.entry("amendOrder", this::amend),
                Map.entry("getExecutionStatistics", this::statistics),
                Map.entry("cancelOrder", this::cancel),
                Map.entry("cancelOrders", this::cancelAll),
                Map.entry("listExecutions", this::executions),
                Map.entry("listTrades", this::trades),
                Map.entry("listBalances", this::balances));
    }

    private Reply place(Asked asked) {
        return noSuchDay(asked)
                .map(Reply::refused)
                .orElseGet(() -> keyed(asked, key -> place(asked, key)));
    }

    /** Does what needs a key, where there is one and only one. */
    static Reply keyed(Asked asked, Function<IdempotencyKey, Reply> work) {
        Optional<String> inBody = asked.text(KEY);
        Optional<String> inHeader = asked.text(KEY_HEADER);
        if (inBody.isPresent() && inHeader.isPresent() && !inBody.equals(inHeader)) {
            return Reply.refused(Problem.invalid(KEY, "the same as in the header " + KEY_HEADER));
        }
        Optional<String> key = inBody.or(() -> inHeader);
        if (key.isEmpty()) {
            return Reply.refused(
                    Problem.missing(KEY, "1 to 50 printable ASCII characters, or " + KEY_HEADER));
        }
        return work.apply(new IdempotencyKey(key.get()));
    }

    private Reply place(Asked asked, IdempotencyKey key) {
        Optional<OrderTicket> ticket = ticket(key, asked);
        if (ticket.isEmpty()) {
            return Reply.refused(noSuchInstrument(asked));
        }
        return switch (trading.place(asked.caller().user(), ticket.get())) {
            case PlaceOutcome.Placed(Order order) ->
                    order(order.resolution().isPresent() ? 202 : 201, order);
            case PlaceOutcome.Known(Order order) -> order(200, order);
            case PlaceOutcome.KeyConflict(Order existing) -> conflict(existing);
            case PlaceOutcome.Refused(Refusal refusal) -> refused(refusal);
        };
    }

    static Reply conflict(Order existing) {
        return Reply.refused(
                new Problem(
                        409,
                        "IDEMPOTENCY_CONFLICT",
                        "Another order has this client_order_id already.",
                        Map.of("field", KEY, "order_id", existing.id().toString())));
    }

    private Reply preview(Asked asked) {
        Optional<Problem> wrong = noSuchDay(asked);
        if (wrong.isPresent()) {
            return Reply.refused(wrong.get());
        }
        return ticket(NO_KEY, asked)
                .map(ticket -> trading.preview(asked.caller().user(), ticket))
                .map(preview -> Reply.ok(OrderJson.preview(asked, preview)))
                .orElseGet(() -> Reply.refused(noSuchInstrument(asked)));
    }

    private Reply find(Asked asked) {
        return id(asked)
                .flatMap(id -> trading.find(asked.caller().user(), id))
                .map(order -> order(200, order))
                .orElseGet(OrderCalls::noSuchOrder);
    }

    private Reply list(Asked asked) {
        Optional<Cursor> cursor = asked.text("cursor").flatMap(Cursor::parse);
        if (asked.text("cursor").isPresent() && cursor.isEmpty()) {
            return Reply.refused(Pager.badCursor());
        }
        Optional<Problem> wrong = noSuchDay(asked);
        if (wrong.isPresent()) {
            return Reply.refused(wrong.get());
        }
        Set<OrderStatus> statuses =
                asked.texts("status").stream()
                        .map(word -> Words.constant(OrderStatus.class, word))
                        .collect(Collectors.toSet());
        return page(
                trading.list(
                        asked.caller().user(),
                        new OrderFilter(
                                statuses.isEmpty() ? OrderFilter.ANY : statuses,
                                asked.exchange(),
                                asked.instrument(),
                                side(asked),
                                span(asked),
                                asked.needed("sort").endsWith("updated_at")
                                        ? OrderFilter.By.UPDATED
                                        : OrderFilter.By.CREATED,
                                sort(asked),
                                asked.number("limit"),
                                cursor)),
                OrderJson::order);
    }

    private Reply trades(Asked asked) {
        Optional<Cursor> cursor = asked.text("cursor").flatMap(Cursor::parse);
        if (asked.text("cursor").isPresent() && cursor.isEmpty()) {
            return Reply.refused(Pager.badCursor());
        }
        Optional<Problem> wrong = noSuchDay(asked);
        if (wrong.isPresent()) {
            return Reply.refused(wrong.get());
        }
        return page(
                trading.trades(
                        asked.caller().user(),
                        new TradeFilter(
                                asked.exchange(),
                                asked.instrument(),
                                asked.text("order_id").flatMap(OrderId::parse),
                                side(asked),
                                span(asked),
                                sort(asked),
                                asked.number("limit"),
                                cursor)),
                OrderJson::execution);
    }

    private Reply executions(Asked asked) {
        Optional<List<Execution>> found =
                id(asked).flatMap(id -> trading.executions(asked.caller().user(), id));
        return found.map(list -> Reply.whole(list.stream().map(OrderJson::execution).toList()))
                .orElseGet(OrderCalls::noSuchOrder);
    }

    private Reply cancel(Asked asked) {
        Optional<OrderId> id = id(asked);
        if (id.isEmpty()) {
            return noSuchOrder();
        }
        return switch (trading.cancel(asked.caller().user(), id.get())) {
            case CancelOutcome.Taken(Order order) ->
                    order(order.status().isFinal() ? 200 : 202, order);
            case CancelOutcome.Unconfirmed(Order order) -> order(202, order);
            case CancelOutcome.Ended(Order order) -> ended(order);
            case CancelOutcome.Missing() -> noSuchOrder();
            case CancelOutcome.Refused(Order order, Refusal refusal) ->
                    Reply.refused(
                            OrderJson.problem(refusal).with("order_id", order.id().toString()));
        };
    }

    private Reply amend(Asked asked) {
        Optional<OrderId> id = id(asked);
        if (id.isEmpty()) {
            return noSuchOrder();
        }
        var wanted =
                new OrderAmend(
                        asked.decimal("quantity"),
                        asked.decimal("price"),
                        asked.decimal("stop_price"));
        return switch (trading.amend(asked.caller().user(), id.get(), wanted)) {
            case AmendOutcome.Amended(Order order) -> order(200, order);
            case AmendOutcome.Pending(Order order) -> order(202, order);
            case AmendOutcome.Ended(Order order) -> hasEnded(order);
            case AmendOutcome.Missing() -> noSuchOrder();
            case AmendOutcome.Refused(Order order, Refusal refusal) ->
                    Reply.refused(
                            OrderJson.problem(refusal).with("order_id", order.id().toString()));
        };
    }

    private Reply statistics(Asked asked) {
        Optional<Problem> wrong = noSuchDay(asked);
        if (wrong.isPresent()) {
            return Reply.refused(wrong.get());
        }
        return Reply.whole(
                trading.statistics(asked.caller().user(), asked.exchange(), span(asked)).stream()
                        .map(OrderJson::statistics)
                        .toList());
    }

    private Reply cancelAll(Asked asked) {
        var filter = new CancelFilter(asked.exchange(), asked.instrument(), side(asked));
        return Reply.ok(cancels(trading.cancelAll(asked.caller().user(), filter)));
    }

    static JsonObject cancels(CancelReport report) {
        return new JsonObject()
                .put("requested", ids(report.taken()))
                .put("unconfirmed", ids(report.unconfirmed()));
    }

    private Reply balances(Asked asked) {
        JsonArray rows = new JsonArray();
        JsonArray unavailable = new JsonArray();
        for (AccountBalances account : trading.balances(asked.caller().user())) {
            if (asked.exchange().isPresent()
                    && asked.exchange().orElseThrow() != account.exchange()) {
                continue;
            }
            switch (account.balances()) {
                case Answer.Ok<List<Balance>>(List<Balance> balances) ->
                        balances.forEach(balance -> rows.add(balance(account, balance)));
                case Answer.Failed<List<Balance>>(ExchangeError error) ->
                        unavailable.add(silent(account, ExchangeProblems.of(error)));
            }
        }
        return new Reply.Listing(
                rows, Optional.empty(), new JsonObject().put("unavailable", unavailable));
    }

    private static JsonObject balance(AccountBalances account, Balance balance) {
        return new JsonObject()
                .put("exchange", account.exchange().text())
                .put("link_id", account.link().toString())
                .put("currency", balance.currency())
                .put("free", Words.of(balance.free()))
                .put("held", Words.of(balance.held()))
                .put("total", Words.of(balance.total()))
                .put("updated_at", Times.text(account.at()));
    }

    private static JsonObject silent(AccountBalances account, Problem problem) {
        return new JsonObject()
                .put("link_id", account.link().toString())
                .put("exchange", account.exchange().text())
                .put("code", problem.code())
                .put("message", problem.message());
    }

    static Map<String, String> notes(Asked asked) {
        Map<String, String> notes = new LinkedHashMap<>();
        if (asked.body().getValue("metadata") instanceof JsonObject told) {
            told.forEach(note -> notes.put(note.getKey(), String.valueOf(note.getValue())));
        }
        return notes;
    }

    private static Optional<OrderTicket> ticket(IdempotencyKey key, Asked asked) {
        Map<String, String> notes = notes(asked);
        return asked.instrument()
                .map(
                        instrument ->
                                new OrderTicket(
                                        key,
                                        asked.exchange(),
                                        instrument,
                                        Words.constant(Side.class, asked.needed("side")),
                                        Words.constant(OrderType.class, asked.needed("type")),
                                        asked.text("time_in_force")
                                                .map(t -> Words.constant(TimeInForce.class, t)),
                                        asked.decimal("quantity").orElseThrow(),
                                        asked.decimal("price"),
                                        asked.decimal("stop_price"),
                                        asked.truth("reduce_only"),
                                        asked.truth("confirm_duplicate"),
                                        asked.text("outcome")
                                                .map(o -> Words.constant(Outcome.class, o)),
                                        notes,
                                        Waiting.trailing(
                                                        asked.truth("hold"),
                                                        asked.decimal("trailing_offset"),
                                                        asked.decimal("trailing_percent"))
                                                .until(
                                                        asked.text("good_till")
                                                                .flatMap(Times::parse))));
    }

    private static Optional<OrderId> id(Asked asked) {
        return OrderId.parse(asked.needed("id"));
    }

    private static Optional<Side> side(Asked asked) {
        return asked.text("side").map(word -> Words.constant(Side.class, word));
    }

    private static Span span(Asked asked) {
        return new Span(
                asked.text("from").flatMap(Times::parse), asked.text("to").flatMap(Times::parse));
    }

    /** The contract lets the 30th of February through. */
    private static Optional<Problem> noSuchDay(Asked asked) {
        return Stream.of("from", "to", "good_till")
                .filter(name -> asked.text(name).isPresent())
                .filter(name -> asked.text(name).flatMap(Times::parse).isEmpty())
                .map(name -> Problem.invalid(name, "a day that exists"))
                .findFirst();
    }

    private static OrderFilter.Sort sort(Asked asked) {
        return asked.needed("sort").startsWith("-")
                ? OrderFilter.Sort.NEWEST_FIRST
                : OrderFilter.Sort.OLDEST_FIRST;
    }

    private static <T> Reply page(Page<T> page, Function<T, JsonObject> shape) {
        return Reply.listing(
                page.items().stream().map(shape).toList(), page.next().map(Cursor::text));
    }

    private static Reply order(int status, Order order) {
        return new Reply.Data(status, OrderJson.order(order));
    }

    /** Asking for a cancel again is no mistake; asking for one of a filled order is. */
    private static Reply ended(Order order) {
        if (order.status() == OrderStatus.CANCELLED) {
            return order(200, order);
        }
        return hasEnded(order);
    }

    private static Reply hasEnded(Order order) {
        return Reply.refused(
                new Problem(
                        409,
                        "ORDER_ENDED",
                        "The order has ended before: it is " + Words.of(order.status()) + ".",
                        Map.of(
                                "order_id", order.id().toString(),
                                "status", Words.of(order.status()),
                                "filled_quantity", Words.of(order.filledQuantity()))));
    }

    private static Reply refused(Refusal refusal) {
        return Reply.refused(OrderJson.problem(refusal));
    }

    private static Reply noSuchOrder() {
        return Reply.refused(new Problem(404, "ORDER_NOT_FOUND", "There is no such order."));
    }

    static Problem noSuchInstrument(Asked asked) {
        return new Problem(
                404,
                "INSTRUMENT_NOT_FOUND",
                "No exchange that K2 knows trades this instrument; GET /v1/instruments lists them.",
                Map.of("field", "instrument", "instrument", asked.needed("instrument")));
    }

    private static JsonArray ids(List<Order> orders) {
        JsonArray ids = new JsonArray();
        orders.forEach(order -> ids.add(order.id().toString()));
        return ids;
    }
}
