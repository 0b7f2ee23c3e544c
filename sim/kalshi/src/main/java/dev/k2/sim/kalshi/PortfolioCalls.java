package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.EventHolding;
import dev.k2.sim.Order;
import dev.k2.sim.OrderArchive;
import dev.k2.sim.OrderBook;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers about what an account has, has ordered, and was paid. */
final class PortfolioCalls {
    static final String CASH = "USD";
    private static final int ROWS_USUAL = 100;
    private static final int ROWS_MAX = 1000;
    private static final int BOOK_MAX = 10_000;

    private final KalshiFloor floor;

    PortfolioCalls(KalshiFloor floor) {
        this.floor = floor;
    }

    Answer balance(Call.Request request) {
        Account account = request.customer();
        BigDecimal free = floor.engine().events().spendable(account, CASH);
        BigDecimal worth = BigDecimal.ZERO;
        for (EventHolding holding : account.events().all()) {
            long mark = floor.of(holding.market()).tape().lastPrice();
            long each = holding.quantity() > 0 ? mark : Dollars.ONE - mark;
            worth =
                    worth.add(
                            holding.market()
                                    .listing()
                                    .quoteAmount(Math.abs(holding.quantity()) * each));
        }
        ObjectNode json =
                WireJson.object()
                        .put("balance", Dollars.cents(free))
                        .put("balance_dollars", fourDigits(free))
                        .put("portfolio_value", Dollars.cents(worth))
                        .put("updated_ts", floor.millis() / 1000);
        json.putArray("balance_breakdown")
                .addObject()
                .put("exchange_index", 0)
                .put("balance", fourDigits(free));
        return Answer.ok(json);
    }

    private static String fourDigits(BigDecimal amount) {
        return amount.setScale(Dollars.PRICE_SCALE, RoundingMode.FLOOR).toPlainString();
    }

    Answer positions(Call.Request request) {
        Args args = request.args();
        boolean held = args.list("count_filter").contains("position");
        List<EventHolding> found = new ArrayList<>();
        for (EventHolding holding : request.customer().events().all()) {
            if (wanted(args, holding.market().listing().symbol())
                    && (!held || holding.quantity() != 0)
                    && holding.volume() > 0) {
                found.add(holding);
            }
        }
        Pages.Page<EventHolding> page =
                Pages.cut(found, args.limit(ROWS_USUAL, ROWS_MAX), args.text("cursor"));
        ObjectNode json = WireJson.object().put("cursor", page.cursor());
        ArrayNode markets = json.putArray("market_positions");
        Map<String, List<EventHolding>> events = new LinkedHashMap<>();
        for (EventHolding holding : page.rows()) {
            markets.add(position(holding));
            events.computeIfAbsent(
                            floor.of(holding.market()).event().spec().ticker(),
                            ticker -> new ArrayList<>())
                    .add(holding);
        }
        ArrayNode list = json.putArray("event_positions");
        events.forEach((ticker, holdings) -> list.add(eventPosition(ticker, holdings)));
        return Answer.ok(json);
    }

    private static ObjectNode position(EventHolding holding) {
        return WireJson.object()
                .put("exchange_index", 0)
                .put("fees_paid_dollars", Dollars.money(holding.fees()))
                .put("last_updated_ts", Dollars.time(holding.updatedMicros()))
                .put("market_exposure_dollars", Dollars.money(holding.cost()))
                .put("position_fp", Dollars.count(holding.quantity()))
                .put("realized_pnl_dollars", Dollars.money(holding.realised()))
                .put("ticker", holding.market().listing().symbol())
                .put("total_traded_dollars", Dollars.money(holding.traded()));
    }

    private static ObjectNode eventPosition(String ticker, List<EventHolding> holdings) {
        BigDecimal cost = BigDecimal.ZERO;
        BigDecimal exposure = BigDecimal.ZERO;
        BigDecimal realised = BigDecimal.ZERO;
        BigDecimal fees = BigDecimal.ZERO;
        long shares = 0;
        for (EventHolding holding : holdings) {
            cost = cost.add(holding.traded());
            exposure = exposure.add(holding.cost());
            realised = realised.add(holding.realised());
            fees = fees.add(holding.fees());
            shares += holding.volume();
        }
        return WireJson.object()
                .put("event_ticker", ticker)
                .put("total_cost_dollars", Dollars.money(cost))
                .put("total_cost_shares_fp", Dollars.count(shares))
                .put("event_exposure_dollars", Dollars.money(exposure))
                .put("realized_pnl_dollars", Dollars.money(realised))
                .put("fees_paid_dollars", Dollars.money(fees));
    }

    private boolean wanted(Args args, String symbol) {
        String ticker = args.text("ticker");
        List<String> events = args.list("event_ticker");
        KalshiMarket market = floor.board().market(symbol);
        return market != null
                && (ticker == null || ticker.equals(symbol))
                && (events.isEmpty() || events.contains(market.event().spec().ticker()));
    }

    Answer fills(Call.Request request) {
        Args args = request.args();
        Account account = request.customer();
        String orderId = args.text("order_id", "");
        long from = args.number("min_ts", 0);
        long until = args.number("max_ts", Long.MAX_VALUE);
        List<OrderArchive.OwnTrade> found = new ArrayList<>();
        for (EventHolding holding : account.events().all()) {
            if (!wanted(args, holding.market().listing().symbol())) {
                continue;
            }
            for (OrderArchive.OwnTrade own :
                    floor.engine().archive().trades(account, holding.market())) {
                long at = own.fill().micros() / 1_000_000;
                boolean of = orderId.isEmpty() || orderId.equals(KalshiFloor.orderId(own.order()));
                if (of
                        && at >= from
                        && at <= until
                        && !floor.faults().hides(own.order(), "account.trades")) {
                    found.add(own);
                }
            }
        }
        Comparator<OrderArchive.OwnTrade> oldest =
                Comparator.comparingLong(own -> own.fill().executionId());
        found.sort(oldest.reversed());
        Pages.Page<OrderArchive.OwnTrade> page =
                Pages.newestFirst(found, args.limit(ROWS_USUAL, ROWS_MAX), args.text("cursor"));
        ObjectNode json = WireJson.object().put("cursor", page.cursor());
        ArrayNode list = json.putArray("fills");
        page.rows().forEach(own -> list.add(OrderWords.fill(own.order(), own.fill())));
        return Answer.ok(json);
    }

    Answer settlements(Call.Request request) {
        Args args = request.args();
        long from = args.number("min_ts", 0);
        long until = args.number("max_ts", Long.MAX_VALUE);
        List<EventHolding.Payout> found = new ArrayList<>();
        for (EventHolding holding : request.customer().events().all()) {
            for (EventHolding.Payout payout : holding.payouts()) {
                long at = payout.micros() / 1_000_000;
                if (at >= from
                        && at <= until
                        && wanted(args, holding.market().listing().symbol())) {
                    found.add(payout);
                }
            }
        }
        Comparator<EventHolding.Payout> oldest =
                Comparator.comparingLong(EventHolding.Payout::micros);
        found.sort(oldest.reversed());
        Pages.Page<EventHolding.Payout> page =
                Pages.newestFirst(found, args.limit(ROWS_USUAL, ROWS_MAX), args.text("cursor"));
        ObjectNode json = WireJson.object().put("cursor", page.cursor());
        ArrayNode list = json.putArray("settlements");
        page.rows().forEach(payout -> list.add(settlement(payout)));
        return Answer.ok(json);
    }

    private ObjectNode settlement(EventHolding.Payout payout) {
        String ticker = payout.market().listing().symbol();
        boolean yes = payout.quantity() > 0;
        String count = Dollars.count(Math.abs(payout.quantity()));
        String cost = Dollars.money(payout.cost());
        String nothing = Dollars.money(BigDecimal.ZERO);
        return WireJson.object()
                .put("event_ticker", floor.of(payout.market()).event().spec().ticker())
                .put("exchange_index", 0)
                .put("fee_cost", Dollars.money(payout.fees()))
                .put("market_result", KalshiMarket.result(payout.value()))
                .put("no_count_fp", yes ? "0.00" : count)
                .put("no_total_cost_dollars", yes ? nothing : cost)
                .put(
                        "revenue",
                        payout.revenue()
                                .movePointRight(2)
                                .setScale(0, RoundingMode.HALF_UP)
                                .longValueExact())
                .put("settled_time", Dollars.time(payout.micros()))
                .put("ticker", ticker)
                .put(
                        "value",
                        BigDecimal.valueOf(payout.value(), Dollars.PRICE_SCALE - 2)
                                .stripTrailingZeros())
                .put("yes_count_fp", yes ? count : "0.00")
                .put("yes_total_cost_dollars", yes ? cost : nothing);
    }

    Answer orders(Call.Request request) {
        Args args = request.args();
        Account account = request.customer();
        String status = args.text("status", "");
        String operation = status.equals("resting") ? "order.open" : "order.history";
        long from = args.number("min_ts", 0);
        long until = args.number("max_ts", Long.MAX_VALUE);
        List<Order> found = new ArrayList<>();
        for (KalshiMarket market : floor.markets()) {
            if (!wanted(args, market.ticker())) {
                continue;
            }
            for (Order order : floor.engine().archive().orders(account, market.market())) {
                long at = order.acceptedMicros() / 1_000_000;
                boolean fits = status.isEmpty() || status.equals(OrderWords.status(order));
                if (fits && at >= from && at <= until && !floor.faults().hides(order, operation)) {
                    found.add(order);
                }
            }
        }
        found.sort(Comparator.comparingLong(Order::acceptedMicros));
        Collections.reverse(found);
        Pages.Page<Order> page =
                Pages.newestFirst(found, args.limit(ROWS_USUAL, ROWS_MAX), args.text("cursor"));
        ObjectNode json = WireJson.object().put("cursor", page.cursor());
        ArrayNode list = json.putArray("orders");
        page.rows().forEach(order -> list.add(OrderWords.read(order)));
        return Answer.ok(json);
    }

    Answer order(Call.Request request) {
        ObjectNode json = WireJson.object();
        json.set("order", OrderWords.read(known(request, "order.query")));
        return Answer.ok(json);
    }

    private Order known(Call.Request request, String operation) {
        Order order = floor.order(request.customer(), request.args().need("order_id"));
        if (order == null || floor.faults().hides(order, operation)) {
            throw KalshiRefusal.notFound("order");
        }
        return order;
    }

    Answer queuePosition(Call.Request request) {
        return Answer.ok(
                WireJson.object().put("queue_position_fp", ahead(known(request, "order.query"))));
    }

    Answer queuePositions(Call.Request request) {
        ObjectNode json = WireJson.object();
        ArrayNode list = json.putArray("queue_positions");
        for (Order order : floor.engine().archive().open(request.customer())) {
            list.addObject()
                    .put("order_id", KalshiFloor.orderId(order))
                    .put("market_ticker", order.listing().symbol())
                    .put("queue_position_fp", ahead(order));
        }
        return Answer.ok(json);
    }

    /** What waits at better prices; who came first at the same price is not told. */
    private static String ahead(Order order) {
        long sum = 0;
        for (OrderBook.Level level : order.market().book().levels(order.side(), BOOK_MAX)) {
            boolean better =
                    order.side() == Side.BUY
                            ? level.price() > order.request().price()
                            : level.price() < order.request().price();
            sum += better ? level.quantity() : 0;
        }
        return Dollars.count(sum);
    }

    Answer restingValue(Call.Request request) {
        BigDecimal sum = floor.engine().events().committed(request.customer(), CASH);
        ObjectNode json = WireJson.object().put("total_resting_order_value", Dollars.cents(sum));
        json.putArray("resting_order_value_breakdown")
                .addObject()
                .put("exchange_index", 0)
                .put("balance", fourDigits(sum));
        return Answer.ok(json);
    }
}
