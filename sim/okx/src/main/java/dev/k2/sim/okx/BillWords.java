package dev.k2.sim.okx;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How an account's money changed, newest first, in OKX's words. Money from outside is not among it. */
final class BillWords {
    private static final int PAGE = 100;
    private static final String TRADE = "2";
    private static final String FUNDING = "8";
    private static final String LIQUIDATION = "5";
    private final OkxFloor floor;

    BillWords(OkxFloor floor) {
        this.floor = floor;
    }

    private record Bill(String id, String ccy, BigDecimal change, long micros, ObjectNode row) {}

    ArrayNode page(Account account, Args args) {
        List<Bill> bills = new ArrayList<>();
        for (Market market : floor.engine().markets()) {
            for (OrderArchive.OwnTrade own : floor.engine().archive().trades(account, market)) {
                addTrade(own.order(), own.fill(), bills);
            }
        }
        long number = 0;
        for (EngineEvent.Paid paid : account.margin().payments()) {
            addPayment(paid, number++, bills);
        }
        bills.sort(Comparator.comparingLong(Bill::micros).reversed());
        Map<String, BigDecimal> left = new HashMap<>();
        for (Bill bill : bills) {
            BigDecimal after = left.computeIfAbsent(bill.ccy(), c -> account.balance(c).total());
            bill.row().put("bal", OkxText.of(after));
            left.put(bill.ccy(), after.subtract(bill.change()));
        }
        bills.removeIf(bill -> !isWanted(bill, args));
        ArrayNode rows = WireJson.array();
        Pages.of(bills, Bill::id, args, PAGE).forEach(bill -> rows.add(bill.row()));
        return rows;
    }

    private static boolean isWanted(Bill bill, Args args) {
        Long begin = args.integer("begin");
        Long end = args.integer("end");
        long millis = bill.micros() / 1000;
        return bill.ccy().equals(args.text("ccy", bill.ccy()))
                && bill.row().path("type").asText().equals(args.text("type", type(bill)))
                && bill.row().path("instType").asText().equals(args.text("instType", kind(bill)))
                && (begin == null || millis >= begin)
                && (end == null || millis <= end);
    }

    private static String type(Bill bill) {
        return bill.row().path("type").asText();
    }

    private static String kind(Bill bill) {
        return bill.row().path("instType").asText();
    }

    private void addTrade(Order order, Fill fill, List<Bill> bills) {
        OkxInstrument of = floor.instrument(order.market());
        String id = Long.toString(fill.executionId());
        if (of.isSwap()) {
            BigDecimal change = fill.realised().subtract(fill.fee());
            add(order, fill, id, of.listing().quote(), change, bills);
            return;
        }
        BigDecimal base = of.listing().quantity(fill.quantity());
        BigDecimal quote =
                of.listing().quoteAmount(Math.multiplyExact(fill.price(), fill.quantity()));
        boolean buys = order.side() == Side.BUY;
        BigDecimal in = (buys ? base : quote).subtract(fill.fee());
        BigDecimal out = (buys ? quote : base).negate();
        String got = buys ? of.listing().base() : of.listing().quote();
        String gave = buys ? of.listing().quote() : of.listing().base();
        add(order, fill, id + "1", got, in, bills);
        add(order, fill, id + "2", gave, out, bills);
    }

    private void add(
            Order order, Fill fill, String id, String ccy, BigDecimal change, List<Bill> bills) {
        OkxInstrument of = floor.instrument(order.market());
        ObjectNode json = row(id, ccy, change, fill.micros());
        boolean fee = ccy.equals(fill.feeAsset());
        json.put("clOrdId", OkxFloor.shown(order.clientOrderId()));
        json.put("execType", fill.maker() ? "M" : "T");
        json.put("fee", fee ? OkxText.of(fill.fee().negate()) : "0");
        json.put("fillTime", OkxText.millis(fill.micros()));
        json.put("instId", of.instId()).put("instType", of.instType());
        json.put("mgnMode", OrderWords.word(order, "tdMode")).put("ordId", floor.ordId(order));
        json.put("pnl", OkxText.of(fill.realised())).put("px", of.price(fill.price()));
        json.put("subType", order.side() == Side.BUY ? "1" : "2");
        json.put("sz", of.size(fill.quantity())).put("tag", OrderWords.word(order, "tag"));
        json.put("tradeId", Long.toString(fill.tradeId()));
        json.put("type", OrderWords.isLiquidation(order) ? LIQUIDATION : TRADE);
        bills.add(new Bill(id, ccy, change, fill.micros(), json));
    }

    private void addPayment(EngineEvent.Paid paid, long number, List<Bill> bills) {
        OkxInstrument of = floor.instrument(paid.market());
        String id = paid.micros() + "" + number % 1000;
        boolean margin = paid.kind() == EngineEvent.Payment.MARGIN;
        BigDecimal change = margin ? BigDecimal.ZERO : paid.amount();
        ObjectNode json = row(id, paid.asset(), change, paid.micros());
        json.put("clOrdId", "").put("execType", "").put("fee", "0").put("fillTime", "");
        json.put("instId", of.instId()).put("instType", of.instType());
        json.put("mgnMode", paid.account().margin().isolated(paid.market()) ? "isolated" : "cross");
        json.put("ordId", "").put("pnl", OkxText.of(paid.amount()));
        json.put("px", OkxText.of(floor.engine().margin().marks().mark(paid.market())));
        switch (paid.kind()) {
            case FUNDING ->
                    json.put("type", FUNDING)
                            .put("subType", paid.amount().signum() < 0 ? "173" : "174");
            case INSURANCE -> json.put("type", LIQUIDATION).put("subType", "110");
            case MARGIN ->
                    json.put("type", "6")
                            .put("subType", paid.amount().signum() < 0 ? "161" : "160");
        }
        json.put("sz", "0").put("tag", "").put("tradeId", "");
        bills.add(new Bill(id, paid.asset(), change, paid.micros(), json));
    }

    private static ObjectNode row(String id, String ccy, BigDecimal change, long micros) {
        return WireJson.object()
                .put("bal", "")
                .put("balChg", OkxText.of(change))
                .put("billId", id)
                .put("ccy", ccy)
                .put("fillFwdPx", "")
                .put("fillIdxPx", "")
                .put("fillMarkPx", "")
                .put("fillMarkVol", "")
                .put("fillPxUsd", "")
                .put("fillPxVol", "")
                .put("from", "")
                .put("interest", "0")
                .put("notes", "")
                .put("posBal", "0")
                .put("posBalChg", "0")
                .put("to", "")
                .put("ts", OkxText.millis(micros));
    }
}
