package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.Fill;
import dev.k2.sim.Market;
import dev.k2.sim.OrderArchive;
import dev.k2.sim.Plain;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What trades, fees and funding moved in an account. A trade of spot is two rows, one for each coin; the fee stands in
 * the row of the coin that it is taken from.
 */
final class TransactionLog {
    private static final int RATE_DIGITS = 8;

    private final BybitFloor floor;
    private final TicketBook tickets;

    TransactionLog(BybitFloor floor, TicketBook tickets) {
        this.floor = floor;
        this.tickets = tickets;
    }

    /** One row; its change is what came in, with funding, less the fee. */
    private record Moved(long micros, String coin, BigDecimal change, ObjectNode row) {}

    /** The rows that are asked for, newest first. */
    JsonNode answer(Call.Request request) {
        Fields fields = request.fields();
        long from = fields.integer("startTime", 0);
        long until = fields.integer("endTime", Long.MAX_VALUE);
        String category = fields.has("category") ? fields.category().word() : "";
        String type = fields.raw("type");
        String coin = fields.raw("currency");
        List<Moved> meant =
                all(request.customer()).stream()
                        .filter(one -> one.micros() / 1000 >= from && one.micros() / 1000 <= until)
                        .filter(one -> fits(one, "category", category))
                        .filter(one -> fits(one, "type", type))
                        .filter(one -> fits(one, "currency", coin))
                        .toList();
        Page<Moved> page = Page.of(meant, fields.raw("cursor"), fields.limit(20, 50));
        ObjectNode result = WireJson.object().put("nextPageCursor", page.nextCursor());
        ArrayNode list = result.putArray("list");
        page.rows().forEach(one -> list.add(one.row()));
        return result;
    }

    private static boolean fits(Moved one, String name, String wanted) {
        return wanted.isEmpty() || wanted.equals(one.row().path(name).asText());
    }

    private List<Moved> all(Account account) {
        List<Moved> found = new ArrayList<>();
        for (Category category : List.of(Category.SPOT, Category.LINEAR)) {
            for (Market market : floor.markets(category)) {
                for (OrderArchive.OwnTrade trade :
                        floor.engine().archive().trades(account, market)) {
                    if (category == Category.SPOT) {
                        exchanged(trade, found);
                    } else {
                        found.add(traded(trade, trade.fill().realised(), trade.fill().feeAsset()));
                    }
                }
            }
        }
        account.margin().payments().forEach(paid -> found.add(paid(paid)));
        found.sort(Comparator.comparingLong(Moved::micros).reversed());
        countBack(account, found);
        return found;
    }

    /** What each coin's balance was after each row, from what it is now. */
    private static void countBack(Account account, List<Moved> newestFirst) {
        Map<String, BigDecimal> balances = new HashMap<>();
        for (Moved one : newestFirst) {
            BigDecimal after =
                    balances.computeIfAbsent(one.coin(), coin -> account.balance(coin).total());
            one.row().put("cashBalance", OrderWords.plain(after));
            balances.put(one.coin(), after.subtract(one.change()));
        }
    }

    private void exchanged(OrderArchive.OwnTrade trade, List<Moved> found) {
        Market market = trade.order().market();
        Fill fill = trade.fill();
        BigDecimal quantity = market.listing().quantity(fill.quantity());
        BigDecimal amount = quantity.multiply(market.listing().price(fill.price()));
        boolean buys = trade.order().side() == Side.BUY;
        found.add(traded(trade, buys ? quantity : quantity.negate(), market.listing().base()));
        found.add(traded(trade, buys ? amount.negate() : amount, market.listing().quote()));
    }

    private Moved traded(OrderArchive.OwnTrade trade, BigDecimal cash, String coin) {
        Fill fill = trade.fill();
        Market market = trade.order().market();
        Ticket ticket = tickets.of(trade.order());
        BigDecimal fee = fill.feeAsset().equals(coin) ? fill.fee() : BigDecimal.ZERO;
        BigDecimal change = cash.subtract(fee);
        Category category = floor.category(market);
        String id = OrderWords.executionId(category, fill.executionId());
        ObjectNode row =
                row(market, fill.micros(), "TRADE", coin)
                        .put("id", id + "_" + coin)
                        .put("side", OrderWords.side(trade.order().side()))
                        .put("orderId", ticket.orderId())
                        .put("orderLinkId", ticket.word(TicketBook.LINK_ID))
                        .put("tradeId", id)
                        .put("qty", Plain.quantity(market.listing(), fill.quantity()))
                        .put("size", "0")
                        .put("tradePrice", Plain.price(market.listing(), fill.price()))
                        .put("funding", "")
                        .put("fee", OrderWords.plain(fee))
                        .put("feeRate", OrderWords.plain(rate(market, fill, fee, coin)))
                        .put("cashFlow", OrderWords.plain(cash))
                        .put("change", OrderWords.plain(change));
        return new Moved(fill.micros(), coin, change, row);
    }

    private static BigDecimal rate(Market market, Fill fill, BigDecimal fee, String coin) {
        BigDecimal quantity = market.listing().quantity(fill.quantity());
        BigDecimal base =
                coin.equals(market.listing().base())
                        ? quantity
                        : quantity.multiply(market.listing().price(fill.price()));
        return fee.divide(base, RATE_DIGITS, RoundingMode.HALF_UP).stripTrailingZeros();
    }

    private Moved paid(EngineEvent.Paid paid) {
        boolean funding = paid.kind() == EngineEvent.Payment.FUNDING;
        ObjectNode row =
                row(paid.market(), paid.micros(), funding ? "SETTLEMENT" : "BONUS", paid.asset())
                        .put("id", Long.toString(paid.micros()))
                        .put("side", "None")
                        .put("orderId", "")
                        .put("orderLinkId", "")
                        .put("tradeId", "")
                        .put("qty", "0")
                        .put("size", "0")
                        .put("tradePrice", "0")
                        .put("funding", funding ? OrderWords.plain(paid.amount()) : "")
                        .put("fee", "0")
                        .put("feeRate", "")
                        .put("cashFlow", "0")
                        .put("change", OrderWords.plain(paid.amount()));
        return new Moved(paid.micros(), paid.asset(), paid.amount(), row);
    }

    private ObjectNode row(Market market, long micros, String type, String currency) {
        return WireJson.object()
                .put("symbol", floor.symbol(market))
                .put("category", floor.category(market).word())
                .put("transactionTime", OrderWords.millis(micros))
                .put("type", type)
                .put("currency", currency)
                .put("bonusChange", "")
                .put("cashBalance", "");
    }
}
