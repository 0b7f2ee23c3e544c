package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Contract;
import dev.k2.sim.Fill;
import dev.k2.sim.Listing;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.MarginSetting;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.OrderArchive;
import dev.k2.sim.Plain;
import dev.k2.sim.Position;
import dev.k2.sim.PositionSide;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Positions, leverage, modes, closed profit. */
final class PositionCalls {
    private final BybitFloor floor;
    private final MarginDesk desk;
    private final TicketBook tickets;
    private final PositionWords words;

    PositionCalls(BybitFloor floor, TicketBook tickets) {
        this.floor = floor;
        this.desk = floor.engine().margin();
        this.tickets = tickets;
        this.words = new PositionWords(floor);
    }

    JsonNode list(Call.Request request) {
        Fields fields = request.fields();
        Category category = fields.category();
        Account account = request.customer();
        if (category == Category.LINEAR && !fields.has("symbol") && !fields.has("settleCoin")) {
            throw BybitRefusal.missing("symbol or settleCoin");
        }
        List<Position> found = new ArrayList<>();
        if (fields.has("symbol")) {
            Market market = floor.traded(category, fields.required("symbol"));
            for (PositionSide side : sides(account)) {
                found.add(account.margin().position(market, side));
            }
        } else {
            for (Position position : account.margin().open()) {
                if (position.market().listing().quote().equals(fields.raw("settleCoin"))) {
                    found.add(position);
                }
            }
        }
        Page<Position> page = Page.of(found, fields.raw("cursor"), fields.limit(20, 200));
        ObjectNode result = Page.result(category, page.nextCursor());
        ArrayNode list = result.putArray("list");
        page.rows().forEach(position -> list.add(words.rest(account, position)));
        return result;
    }

    private static List<PositionSide> sides(Account account) {
        return account.margin().hedged()
                ? List.of(PositionSide.LONG, PositionSide.SHORT)
                : List.of(PositionSide.BOTH);
    }

    JsonNode setLeverage(Call.Request request) {
        Fields fields = request.fields();
        Market market = floor.traded(fields.category(), fields.required("symbol"));
        Contract contract = contract(market);
        BigDecimal buys = leverage(fields, "buyLeverage");
        BigDecimal sells = leverage(fields, "sellLeverage");
        Account account = request.customer();
        int wanted = buys.setScale(0, RoundingMode.DOWN).intValueExact();
        if (buys.compareTo(sells) != 0) {
            throw BybitRefusal.params("buyLeverage must be equal to sellLeverage");
        }
        if (wanted < 1 || wanted > contract.maxLeverage()) {
            throw new BybitRefusal(110013, "cannot set leverage due to risk limit");
        }
        if (account.margin().leverage(market) == wanted) {
            throw new BybitRefusal(110043, "leverage not modified");
        }
        desk.configure(account, market, MarginSetting.LEVERAGE, wanted);
        return WireJson.object();
    }

    private static BigDecimal leverage(Fields fields, String name) {
        BigDecimal value = fields.decimal(name);
        if (value == null) {
            throw BybitRefusal.missing(name);
        }
        return value;
    }

    /** The engine keeps one mode for all of an account's contracts. */
    JsonNode switchMode(Call.Request request) {
        Fields fields = request.fields();
        Category category = fields.category();
        if (!fields.has("symbol") && !fields.has("coin")) {
            throw BybitRefusal.missing("symbol or coin");
        }
        if (fields.has("symbol")) {
            Market _ = floor.traded(category, fields.required("symbol"));
        }
        boolean hedged = fields.oneOf("mode", "", List.of("0", "3")).equals("3");
        Account account = request.customer();
        if (account.margin().hedged() == hedged) {
            throw new BybitRefusal(110025, "Position mode is not modified");
        }
        boolean orders = tickets.of(account, Category.LINEAR).stream().anyMatch(Ticket::open);
        if (orders || !account.margin().open().isEmpty()) {
            throw new BybitRefusal(
                    110024,
                    "You have existing positions or orders, so position mode cannot change");
        }
        desk.configure(account, null, MarginSetting.HEDGED, hedged ? 1 : 0);
        return WireJson.object();
    }

    /** Each fill that closed a part of a position. */
    JsonNode closedProfit(Call.Request request) {
        Fields fields = request.fields();
        Category category = fields.category();
        Account account = request.customer();
        List<Market> markets =
                fields.has("symbol")
                        ? List.of(floor.traded(category, fields.required("symbol")))
                        : floor.markets(category);
        long from = fields.integer("startTime", 0);
        long until = fields.integer("endTime", Long.MAX_VALUE);
        List<OrderArchive.OwnTrade> found = new ArrayList<>();
        for (Market market : markets) {
            for (OrderArchive.OwnTrade trade : floor.engine().archive().trades(account, market)) {
                long millis = trade.fill().micros() / 1000;
                if (trade.fill().realised().signum() != 0 && millis >= from && millis <= until) {
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
        page.rows().forEach(trade -> list.add(closed(trade.order(), trade.fill())));
        return result;
    }

    private ObjectNode closed(Order order, Fill fill) {
        Listing listing = order.listing();
        Ticket ticket = tickets.of(order);
        BigDecimal exit = listing.quoteAmount(Math.multiplyExact(fill.price(), fill.quantity()));
        BigDecimal sign = order.side() == Side.SELL ? BigDecimal.ONE : BigDecimal.ONE.negate();
        BigDecimal entry = exit.subtract(fill.realised().multiply(sign));
        BigDecimal size = listing.quantity(fill.quantity());
        return WireJson.object()
                .put("symbol", floor.symbol(order.market()))
                .put("orderId", ticket.orderId())
                .put("side", OrderWords.side(order.side()))
                .put("qty", Plain.quantity(listing, order.quantity()))
                .put(
                        "orderPrice",
                        ticket.atMarket() ? "0" : Plain.price(listing, order.request().price()))
                .put("orderType", ticket.atMarket() ? "Market" : "Limit")
                .put("execType", "Trade")
                .put("closedSize", Plain.quantity(listing, fill.quantity()))
                .put("cumEntryValue", OrderWords.plain(entry))
                .put("avgEntryPrice", OrderWords.plain(entry.divide(size, 8, RoundingMode.HALF_UP)))
                .put("cumExitValue", OrderWords.plain(exit))
                .put("avgExitPrice", Plain.price(listing, fill.price()))
                .put("closedPnl", OrderWords.plain(fill.realised().subtract(fill.fee())))
                .put("openFee", "0")
                .put("closeFee", OrderWords.plain(fill.fee()))
                .put("fillCount", "1")
                .put(
                        "leverage",
                        Integer.toString(order.account().margin().leverage(order.market())))
                .put("createdTime", OrderWords.millis(fill.micros()))
                .put("updatedTime", OrderWords.millis(fill.micros()));
    }

    private static Contract contract(Market market) {
        Contract contract = market.listing().contract();
        if (contract == null) {
            throw BybitRefusal.params("Category is invalid");
        }
        return contract;
    }
}
