package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Bracket;
import dev.k2.sim.Candles;
import dev.k2.sim.Contract;
import dev.k2.sim.Market;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Instruments in OKX's words. Pure. */
final class InstrumentWords {
    private InstrumentWords() {}

    static ObjectNode instrument(OkxInstrument of, Market market) {
        Contract contract = of.listing().contract();
        boolean swap = contract != null;
        ObjectNode json = WireJson.object();
        json.put("alias", "").put("auctionEndTime", "");
        json.put("baseCcy", swap ? "" : of.listing().base());
        json.put("category", "1").put("contTdSwTime", "");
        json.put("ctMult", swap ? "1" : "").put("ctType", swap ? "linear" : "");
        json.put("ctVal", swap ? OkxText.of(of.ctVal()) : "");
        json.put("ctValCcy", swap ? of.listing().base() : "");
        json.put("expTime", "").put("futureSettlement", false).put("groupId", swap ? "4" : "1");
        json.put("instFamily", swap ? of.pair() : "").put("instId", of.instId());
        json.put("instIdCode", of.code()).put("instType", of.instType());
        json.put("lever", contract == null ? "" : Integer.toString(contract.maxLeverage()));
        json.put("listTime", Long.toString(Candles.listedMillis()));
        json.put("lotSz", OkxText.of(of.lotSz()));
        json.put("maxIcebergSz", OkxText.of(of.maxLmtSz())).put("maxLmtAmt", "20000000");
        json.put("maxLmtSz", OkxText.of(of.maxLmtSz())).put("maxMktAmt", swap ? "" : "1000000");
        json.put("maxMktSz", OkxText.of(of.maxMktSz())).put("maxPlatOILmt", "");
        json.put("maxStopSz", OkxText.of(of.maxMktSz()));
        json.put("maxTriggerSz", OkxText.of(of.maxLmtSz()));
        json.put("maxTwapSz", OkxText.of(of.maxLmtSz())).put("minSz", OkxText.of(of.minSz()));
        json.put("openType", swap ? "" : "fix_price").put("optType", "");
        json.put("posLmtAmt", "").put("posLmtPct", "").put("preMktSwTime", "");
        json.put("quoteCcy", swap ? "" : of.listing().quote()).put("ruleType", "normal");
        json.put("settleCcy", swap ? of.listing().quote() : "").put("state", state(market));
        json.put("stk", "").put("tickSz", OkxText.of(of.tickSz()));
        var quotes = json.putArray("tradeQuoteCcyList");
        if (!swap) {
            quotes.add(of.listing().quote());
        }
        return json.put("uly", swap ? of.pair() : "");
    }

    static String state(Market market) {
        return switch (market.status()) {
            case TRADING -> "live";
            case HALT, BREAK, CANCEL_ONLY -> "suspend";
        };
    }

    /** One step of the table of how much leverage which size may have; sizes are in contracts. */
    static ObjectNode tier(OkxInstrument of, Bracket tier, Market market) {
        var contract = of.listing().price(market.lastPrice()).multiply(of.ctVal());
        var places = RoundingMode.DOWN;
        return WireJson.object()
                .put("baseMaxLoan", "")
                .put("imr", OkxText.of(one(tier.maxLeverage())))
                .put("instFamily", of.pair())
                .put("instId", of.instId())
                .put("maxLever", Integer.toString(tier.maxLeverage()))
                .put("maxSz", OkxText.of(tier.cap().divide(contract, 0, places)))
                .put("minSz", OkxText.of(tier.floor().divide(contract, 0, places)))
                .put("mmr", OkxText.of(tier.maintenanceRate()))
                .put("optMgnFactor", "0")
                .put("quoteMaxLoan", "")
                .put("tier", Integer.toString(tier.number()))
                .put("uly", of.pair());
    }

    private static BigDecimal one(int leverage) {
        return BigDecimal.ONE.divide(BigDecimal.valueOf(leverage), 6, RoundingMode.HALF_UP);
    }
}
