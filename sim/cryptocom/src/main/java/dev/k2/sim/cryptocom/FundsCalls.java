package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.Fill;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.OrderArchive;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How money came and went. None comes from outside or leaves here. */
final class FundsCalls {
    private final CryptocomFloor floor;

    FundsCalls(CryptocomFloor floor) {
        this.floor = floor;
    }

    private record Row(long micros, ObjectNode json) {}

    /** Newest first: what trades, their fees and funding did to each currency and each position. */
    Reply transactions(Call.Request request) {
        Account account = request.customer();
        List<Row> rows = new ArrayList<>();
        for (Market market : floor.engine().everyMarket()) {
            for (OrderArchive.OwnTrade own : floor.engine().archive().trades(account, market)) {
                traded(own.order(), own.fill(), rows);
            }
        }
        for (EngineEvent.Paid paid : account.margin().payments()) {
            rows.add(paid(account, paid));
        }
        String wanted = request.args().text("instrument_name", "");
        rows.removeIf(
                row ->
                        !wanted.isEmpty()
                                && !row.json().path("instrument_name").asText().equals(wanted));
        rows.removeIf(row -> !OrderCalls.within(request.args(), row.micros() / 1000));
        rows.sort(Comparator.comparingLong(Row::micros).reversed());
        ArrayNode data = WireJson.array();
        rows.stream().limit(OrderCalls.limit(request.args())).forEach(row -> data.add(row.json()));
        return Reply.ofData(data);
    }

    private void traded(Order order, Fill fill, List<Row> rows) {
        CryptocomInstrument of = floor.instrument(order.market());
        BigDecimal quantity = of.listing().quantity(fill.quantity());
        BigDecimal value =
                of.listing().quoteAmount(Math.multiplyExact(fill.price(), fill.quantity()));
        boolean buys = order.side() == Side.BUY;
        if (of.isPerpetual()) {
            rows.add(trade(order, fill, of.name(), signed(quantity, buys), signed(value, buys)));
        } else {
            BigDecimal base = signed(quantity, buys);
            BigDecimal quote = signed(value, !buys);
            rows.add(trade(order, fill, of.listing().base(), base, signed(value, buys)));
            rows.add(trade(order, fill, of.listing().quote(), quote, quote));
        }
        if (fill.fee().signum() != 0) {
            BigDecimal fee = fill.fee().negate();
            Row row = trade(order, fill, fill.feeAsset(), fee, fee);
            row.json().put("journal_type", "TRADE_FEE").put("realized_pnl", CryptocomText.of(fee));
            rows.add(row);
        }
    }

    private static BigDecimal signed(BigDecimal amount, boolean comes) {
        return comes ? amount : amount.negate();
    }

    private static Row trade(
            Order order, Fill fill, String name, BigDecimal quantity, BigDecimal cost) {
        ObjectNode json = begun(order.account(), "TRADING", fill.executionId(), fill.micros());
        json.put("transaction_qty", CryptocomText.of(quantity));
        json.put("transaction_cost", CryptocomText.of(cost));
        json.put("realized_pnl", CryptocomText.of(fill.realised()));
        json.put("order_id", OrderIndex.orderId(order));
        json.put("trade_id", OrderWords.tradeId(fill.executionId()));
        json.put("trade_match_id", OrderWords.tradeId(fill.tradeId()));
        json.put("client_oid", OrderIndex.clientOid(order));
        json.put("taker_side", fill.maker() ? "MAKER" : "TAKER");
        json.put("side", order.side().name()).put("instrument_name", name);
        return new Row(fill.micros(), json);
    }

    private static Row paid(Account account, EngineEvent.Paid paid) {
        ObjectNode json = begun(account, "FUNDING", paid.micros(), paid.micros());
        json.put("transaction_qty", "0").put("transaction_cost", "0");
        json.put("realized_pnl", CryptocomText.of(paid.amount())).put("trade_match_id", "0");
        json.put("client_oid", "").put("taker_side", "");
        json.put("instrument_name", paid.market().listing().symbol());
        return new Row(paid.micros(), json);
    }

    private static ObjectNode begun(Account account, String type, long id, long micros) {
        return WireJson.object()
                .put("account_id", CryptocomFloor.accountId(account))
                .put("event_date", CryptocomText.date(micros))
                .put("journal_type", type)
                .put("journal_id", OrderWords.tradeId(id))
                .put("event_timestamp_ms", micros / 1000)
                .put("event_timestamp_ns", CryptocomText.nanos(micros));
    }

    Reply networks(Call.Request request) {
        Set<String> names = new TreeSet<>();
        for (CryptocomInstrument one : floor.instruments()) {
            names.add(one.listing().base());
            names.add(one.listing().quote());
        }
        ObjectNode currencies = WireJson.object();
        for (String name : names) {
            ObjectNode currency = currencies.putObject(name).put("full_name", name);
            currency.put("default_network", name);
            currency.putArray("network_list")
                    .addObject()
                    .put("network_id", name)
                    .put("withdrawal_fee", "0")
                    .put("withdraw_enabled", false)
                    .put("min_withdrawal_amount", "0")
                    .put("deposit_enabled", false)
                    .put("confirmation_required", "0");
        }
        ObjectNode result = WireJson.object().put("update_time", floor.millis());
        result.set("currency_map", currencies);
        return Reply.of(result);
    }

    Reply addresses(Call.Request request) {
        return nothing("deposit_address_list");
    }

    Reply deposits(Call.Request request) {
        return nothing("deposit_list");
    }

    Reply withdrawals(Call.Request request) {
        return nothing("withdrawal_list");
    }

    private static Reply nothing(String name) {
        ObjectNode result = WireJson.object();
        result.putArray(name);
        return Reply.of(result);
    }
}
