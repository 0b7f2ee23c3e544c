package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.MarginMath;
import dev.k2.sim.Market;
import dev.k2.sim.OrderArchive;
import dev.k2.sim.Position;
import dev.k2.sim.PositionSide;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Balances and positions in OKX's words. */
final class AccountWords {
    private static final long FIRST_UID = 77_982_378_738_415_000L;
    private static final BigDecimal SAFE_RATIO = new BigDecimal("9999");
    private final OkxFloor floor;
    private final MarginDesk desk;

    AccountWords(OkxFloor floor) {
        this.floor = floor;
        this.desk = floor.engine().margin();
    }

    static String uid(Account account) {
        return Long.toString(FIRST_UID + account.number());
    }

    /** The whole account; only these currencies when some are named. */
    ObjectNode balance(Account account, Set<String> currencies) {
        BigDecimal total = BigDecimal.ZERO;
        BigDecimal isolated = BigDecimal.ZERO;
        ArrayNode details = WireJson.array();
        for (String ccy : Map.copyOf(account.balances()).keySet().stream().sorted().toList()) {
            MarginMath.Sums sums = desk.math().sums(account, ccy);
            if (sums.wallet().signum() == 0 && sums.unrealised().signum() == 0) {
                continue;
            }
            BigDecimal price = floor.dollarPrice(ccy);
            total = total.add(sums.marginBalance().multiply(price));
            isolated = isolated.add(isolated(sums).multiply(price));
            if (currencies.isEmpty() || currencies.contains(ccy)) {
                details.add(detail(account, ccy, sums, price));
            }
        }
        ObjectNode json = WireJson.object();
        json.put("adjEq", "").put("availEq", "").put("borrowFroz", "");
        json.set("details", details);
        json.put("imr", "").put("isoEq", OkxText.money(isolated)).put("mgnRatio", "");
        json.put("mmr", "").put("notionalUsd", "").put("notionalUsdForBorrow", "");
        json.put("notionalUsdForFutures", "").put("notionalUsdForOption", "");
        json.put("notionalUsdForSwap", "").put("ordFroz", "");
        json.put("totalEq", OkxText.money(total));
        return json.put("uTime", Long.toString(floor.millis())).put("upl", "");
    }

    private static BigDecimal isolated(MarginMath.Sums sums) {
        return sums.wallet()
                .subtract(sums.crossWallet())
                .add(sums.unrealised())
                .subtract(sums.crossUnrealised());
    }

    private static ObjectNode detail(
            Account account, String ccy, MarginMath.Sums sums, BigDecimal price) {
        BigDecimal equity = sums.marginBalance();
        BigDecimal available = sums.available().max(BigDecimal.ZERO);
        BigDecimal held = account.balance(ccy).held();
        ObjectNode json = WireJson.object();
        json.put("accAvgPx", "").put("autoLendAmt", "0").put("autoLendMtAmt", "0");
        json.put("autoLendStatus", "off").put("availBal", OkxText.of(available));
        json.put("availEq", OkxText.of(available)).put("borrowFroz", "");
        json.put("cashBal", OkxText.of(sums.wallet())).put("ccy", ccy).put("clSpotInUseAmt", "");
        json.put("coinUsdPrice", OkxText.of(price)).put("colBorrAutoConversion", "0");
        json.put("colRes", "0").put("collateralEnabled", false).put("collateralRestrict", false);
        json.put("crossLiab", "").put("disEq", OkxText.money(equity.multiply(price)));
        json.put("eq", OkxText.of(equity)).put("eqUsd", OkxText.money(equity.multiply(price)));
        json.put("fixedBal", "0").put("frozenBal", OkxText.of(equity.subtract(available)));
        json.put("frpType", "0").put("imr", OkxText.of(initial(sums))).put("interest", "");
        json.put("isoEq", OkxText.of(isolated(sums))).put("isoLiab", "");
        json.put("isoUpl", OkxText.of(sums.unrealised().subtract(sums.crossUnrealised())));
        json.put("liab", "").put("maxLoan", "").put("maxSpotInUse", "");
        json.put("maxSpotInUseAmt", "").put("mgnRatio", ratio(sums));
        json.put("mmr", OkxText.of(sums.maintenance())).put("notionalLever", "0");
        json.put("openAvgPx", "").put("ordFrozen", OkxText.of(held.add(sums.orderInitial())));
        json.put("rewardBal", "0").put("smtSyncEq", "0").put("spotBal", "");
        json.put("spotCopyTradingEq", "0").put("spotInUseAmt", "").put("spotIsoBal", "0");
        json.put("spotUpl", "").put("spotUplRatio", "").put("stgyEq", "0").put("totalPnl", "");
        json.put("totalPnlRatio", "").put("twap", "0");
        json.put("uTime", OkxText.millis(account.updatedMicros()));
        return json.put("upl", OkxText.of(sums.unrealised())).put("uplLiab", "");
    }

    private static BigDecimal initial(MarginMath.Sums sums) {
        return sums.positionInitial().add(sums.orderInitial());
    }

    private static String ratio(MarginMath.Sums sums) {
        if (sums.crossMaintenance().signum() == 0) {
            return "";
        }
        BigDecimal left = sums.crossWallet().add(sums.crossUnrealised());
        return OkxText.of(left.divide(sums.crossMaintenance(), 8, RoundingMode.HALF_UP));
    }

    /** The open positions that are asked for. */
    List<Position> positions(Account account, Args args) {
        List<Position> found = new ArrayList<>();
        for (Position position : account.margin().open()) {
            OkxInstrument of = floor.instrument(position.market());
            Set<String> ids = Set.of(args.text("instId", of.instId()).split(",", -1));
            String type = args.text("instType", of.instType());
            if (ids.contains(of.instId()) && (type.equals("ANY") || type.equals(of.instType()))) {
                found.add(position);
            }
        }
        return found;
    }

    ObjectNode position(Account account, Position position) {
        Market market = position.market();
        OkxInstrument of = floor.instrument(market);
        boolean isolated = account.margin().isolated(market);
        BigDecimal mark = desk.marks().mark(market);
        BigDecimal upl = position.unrealised(mark);
        BigDecimal initial = desk.math().initial(account, position);
        BigDecimal last = of.listing().price(market.lastPrice());
        ObjectNode json = WireJson.object();
        json.put("adl", position.isOpen() ? "1" : "0").put("availPos", size(of, position));
        json.put("avgPx", average(position)).put("baseBal", "").put("baseBorrowed", "");
        json.put("baseInterest", "").put("bePx", price(position.breakEvenPrice()));
        json.put("bizRefId", "").put("bizRefType", "");
        json.put("cTime", OkxText.millis(position.updatedMicros()));
        json.put("ccy", of.listing().quote()).put("clSpotInUseAmt", "");
        json.putArray("closeOrderAlgo");
        json.put("deltaBS", "").put("deltaPA", "").put("fee", "0").put("fundingFee", "0");
        json.put("gammaBS", "").put("gammaPA", "").put("hedgedPos", "");
        json.put("idxPx", OkxText.of(MarketWords.index(of, market, desk)));
        json.put("imr", isolated ? "" : OkxText.of(initial)).put("instId", of.instId());
        json.put("instType", of.instType()).put("interest", "");
        json.put("last", OkxText.of(last));
        json.put("lever", Integer.toString(account.margin().leverage(market)));
        json.put("liab", "").put("liabCcy", "").put("liqPenalty", "0");
        json.put("liqPx", price(desk.math().liquidationPrice(account, position)));
        json.put("margin", isolated ? OkxText.of(position.isolatedWallet()) : "");
        json.put("markPx", OkxText.of(MarketWords.mark(of, market, desk)));
        json.put("maxSpotInUseAmt", "").put("mgnMode", isolated ? "isolated" : "cross");
        json.put("mgnRatio", ratio(account, position, upl, isolated));
        json.put("mmr", OkxText.of(desk.math().maintenance(position))).put("nonSettleAvgPx", "");
        json.put("notionalUsd", OkxText.of(desk.math().notional(position))).put("optVal", "");
        json.put("pTime", Long.toString(floor.millis()))
                .put("pendingCloseOrdLiabVal", "")
                .put("pnl", OkxText.money(position.realised()));
        json.put("pos", size(of, position))
                .put("posCcy", "")
                .put("posId", posId(account, position));
        json.put("posSide", posSide(position)).put("quoteBal", "").put("quoteBorrowed", "");
        json.put("quoteInterest", "").put("realizedPnl", OkxText.money(position.realised()));
        json.put("settledPnl", "").put("spotInUseAmt", "").put("spotInUseCcy", "");
        json.put("thetaBS", "").put("thetaPA", "").put("tradeId", lastTrade(account, market));
        json.put("uTime", OkxText.millis(position.updatedMicros())).put("upl", OkxText.money(upl));
        json.put("uplLastPx", OkxText.money(position.unrealised(last)));
        json.put("uplRatio", ratio(upl, initial));
        json.put("uplRatioLastPx", ratio(position.unrealised(last), initial));
        return json.put("usdPx", "1").put("vegaBS", "").put("vegaPA", "");
    }

    private String ratio(Account account, Position position, BigDecimal upl, boolean isolated) {
        if (!isolated) {
            return ratio(desk.math().sums(account, position.market().listing().quote()));
        }
        BigDecimal maintenance = desk.math().maintenance(position);
        BigDecimal left = position.isolatedWallet().add(upl);
        return maintenance.signum() == 0
                ? OkxText.of(SAFE_RATIO)
                : OkxText.of(left.divide(maintenance, 8, RoundingMode.HALF_UP));
    }

    private static String ratio(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0 ? "0" : OkxText.of(part.divide(whole, 8, RoundingMode.HALF_UP));
    }

    /** With a sign when there is one position only, without when long and short have one each. */
    private static String size(OkxInstrument of, Position position) {
        BigDecimal contracts = of.contracts(position.quantity());
        return OkxText.of(position.side() == PositionSide.BOTH ? contracts : contracts.abs());
    }

    private static String average(Position position) {
        return position.isOpen() ? OkxText.of(position.entryPrice()) : "";
    }

    private static String price(BigDecimal price) {
        return price.signum() == 0 ? "" : OkxText.of(price);
    }

    static String posSide(Position position) {
        return switch (position.side()) {
            case BOTH -> "net";
            case LONG -> "long";
            case SHORT -> "short";
        };
    }

    private String posId(Account account, Position position) {
        int code = floor.instrument(position.market()).code();
        return Long.toString(account.number() * 10_000_000 + code * 10L + place(position));
    }

    private static int place(Position position) {
        return switch (position.side()) {
            case BOTH -> 0;
            case LONG -> 1;
            case SHORT -> 2;
        };
    }

    private String lastTrade(Account account, Market market) {
        List<OrderArchive.OwnTrade> trades = floor.engine().archive().trades(account, market);
        return trades.isEmpty() ? "" : Long.toString(trades.getLast().fill().tradeId());
    }

    /** A position as the channel of balances and positions has it. */
    ObjectNode shortPosition(Account account, Position position) {
        ObjectNode whole = position(account, position);
        ObjectNode json = WireJson.object();
        for (String name :
                List.of(
                        "posId",
                        "tradeId",
                        "instId",
                        "instType",
                        "mgnMode",
                        "posSide",
                        "pos",
                        "ccy",
                        "posCcy",
                        "avgPx",
                        "nonSettleAvgPx",
                        "settledPnl",
                        "uTime")) {
            json.set(name, whole.path(name));
        }
        return json;
    }

    ObjectNode shortBalance(Account account, String ccy) {
        return WireJson.object()
                .put("ccy", ccy)
                .put("cashBal", OkxText.of(account.balance(ccy).total()))
                .put("uTime", OkxText.millis(account.updatedMicros()));
    }
}
