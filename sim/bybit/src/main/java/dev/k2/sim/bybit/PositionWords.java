package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.AlgoOrder;
import dev.k2.sim.Bracket;
import dev.k2.sim.Contract;
import dev.k2.sim.Fill;
import dev.k2.sim.Listing;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.Market;
import dev.k2.sim.OrderArchive;
import dev.k2.sim.Position;
import dev.k2.sim.PositionSide;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;

/** Positions as Bybit writes them: REST says avgPrice where sockets say entryPrice. */
final class PositionWords {
    private final BybitFloor floor;
    private final MarginDesk desk;

    PositionWords(BybitFloor floor) {
        this.floor = floor;
        this.desk = floor.engine().margin();
    }

    static int index(PositionSide side) {
        return switch (side) {
            case BOTH -> 0;
            case LONG -> 1;
            case SHORT -> 2;
        };
    }

    ObjectNode rest(Account account, Position position) {
        ObjectNode row = row(account, position, "avgPrice");
        return row.put("trailingStop", TradingStops.shown(floor, account, position, "trailing"));
    }

    ObjectNode told(Account account, Position position) {
        ObjectNode row = row(account, position, "entryPrice");
        return row.put("category", "linear").put("trailingStop", "0");
    }

    private ObjectNode row(Account account, Position position, String priceName) {
        Market market = position.market();
        Listing listing = market.listing();
        BigDecimal mark = desk.marks().mark(market);
        Contract contract = listing.contract();
        BigDecimal notional = desk.math().notional(position);
        Bracket bracket = contract == null ? null : contract.bracket(notional);
        boolean open = position.isOpen();
        BigDecimal initial = desk.math().initial(account, position);
        BigDecimal maintenance = desk.math().maintenance(position);
        BigDecimal liquidation = desk.math().liquidationPrice(account, position);
        return WireJson.object()
                .put("positionIdx", index(position.side()))
                .put("tradeMode", account.margin().isolated(market) ? 1 : 0)
                .put("riskId", bracket == null ? 1 : bracket.number())
                .put("riskLimitValue", bracket == null ? "0" : bracket.cap().toPlainString())
                .put("symbol", floor.symbol(market))
                .put("side", open ? position.quantity() > 0 ? "Buy" : "Sell" : "")
                .put("size", listing.quantity(Math.abs(position.quantity())).toPlainString())
                .put(priceName, OrderWords.plain(position.entryPrice()))
                .put("sessionAvgPrice", "")
                .put("leverage", Integer.toString(account.margin().leverage(market)))
                .put("positionValue", OrderWords.plain(position.cost().abs()))
                .put("positionBalance", OrderWords.plain(position.isolatedWallet()))
                .put("markPrice", MarketWords.price(listing, mark).toPlainString())
                .put("positionIM", OrderWords.plain(initial))
                .put("positionMM", OrderWords.plain(maintenance))
                .put("positionIMByMp", OrderWords.plain(initial))
                .put("positionMMByMp", OrderWords.plain(maintenance))
                .put("takeProfit", TradingStops.shown(floor, account, position, "tp"))
                .put("stopLoss", TradingStops.shown(floor, account, position, "sl"))
                .put("unrealisedPnl", open ? OrderWords.plain(position.unrealised(mark)) : "0")
                .put("curRealisedPnl", OrderWords.plain(position.realised()))
                .put("cumRealisedPnl", OrderWords.plain(realised(account, market)))
                .put("createdTime", OrderWords.millis(position.updatedMicros()))
                .put("updatedTime", OrderWords.millis(position.updatedMicros()))
                .put("tpslMode", "Full")
                .put(
                        "liqPrice",
                        liquidation.signum() == 0
                                ? ""
                                : MarketWords.price(listing, liquidation).toPlainString())
                .put("bustPrice", "")
                .put("positionStatus", "Normal")
                .put("adlRankIndicator", open ? 1 : 0)
                .put("autoAddMargin", 0)
                .put("leverageSysUpdatedTime", "")
                .put("mmrSysUpdatedTime", "")
                .put("seq", market.book().updateId())
                .put("isReduceOnly", false);
    }

    /** All that positions in a contract ever made certain, fees taken off. */
    private BigDecimal realised(Account account, Market market) {
        BigDecimal sum = BigDecimal.ZERO;
        for (OrderArchive.OwnTrade trade : floor.engine().archive().trades(account, market)) {
            Fill fill = trade.fill();
            sum = sum.add(fill.realised()).subtract(fill.fee());
        }
        return sum;
    }

    /** True for what closes a position at a price and came with it. */
    static boolean guards(AlgoOrder algo, Position position) {
        return algo.status().waiting()
                && algo.market() == position.market()
                && algo.request().position().side() == position.side()
                && algo.request().words().containsKey("guard");
    }
}
