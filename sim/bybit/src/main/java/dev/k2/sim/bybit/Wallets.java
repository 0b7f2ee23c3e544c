package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Balance;
import dev.k2.sim.MarginMath;
import dev.k2.sim.Market;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Set;

/** What an account has, as Bybit's unified account tells it: one wallet for spot and contracts, valued in dollars. */
final class Wallets {
    private static final int DOLLARS = 8;
    private static final Set<String> DOLLAR_COINS = Set.of("USDT", "USDC");

    private final BybitFloor floor;

    Wallets(BybitFloor floor) {
        this.floor = floor;
    }

    /** The whole wallet, or some coins of it when they are named. */
    ObjectNode wallet(Account account, Set<String> named) {
        BigDecimal equity = BigDecimal.ZERO;
        BigDecimal wallet = BigDecimal.ZERO;
        BigDecimal profit = BigDecimal.ZERO;
        BigDecimal initial = BigDecimal.ZERO;
        BigDecimal maintenance = BigDecimal.ZERO;
        BigDecimal held = BigDecimal.ZERO;
        ArrayNode coins = WireJson.array();
        for (Map.Entry<String, Balance> entry : account.balances().entrySet()) {
            String coin = entry.getKey();
            Balance balance = entry.getValue();
            MarginMath.Sums sums = floor.engine().margin().math().sums(account, coin);
            BigDecimal price = dollars(coin);
            equity = equity.add(sums.marginBalance().multiply(price));
            wallet = wallet.add(balance.total().multiply(price));
            profit = profit.add(sums.unrealised().multiply(price));
            initial = initial.add(sums.positionInitial().add(sums.orderInitial()).multiply(price));
            maintenance = maintenance.add(sums.maintenance().multiply(price));
            held = held.add(balance.held().multiply(price));
            if (named.isEmpty() || named.contains(coin)) {
                coins.add(coin(coin, balance, sums, price));
            }
        }
        ObjectNode row =
                WireJson.object()
                        .put("accountType", "UNIFIED")
                        .put("accountLTV", "0")
                        .put("accountIMRate", rate(initial, equity))
                        .put("accountMMRate", rate(maintenance, equity))
                        .put("totalEquity", money(equity))
                        .put("totalWalletBalance", money(wallet))
                        .put("totalMarginBalance", money(equity))
                        .put(
                                "totalAvailableBalance",
                                money(equity.subtract(initial).subtract(held)))
                        .put("totalPerpUPL", money(profit))
                        .put("totalInitialMargin", money(initial))
                        .put("totalMaintenanceMargin", money(maintenance));
        row.set("coin", coins);
        return row;
    }

    private static ObjectNode coin(
            String coin, Balance balance, MarginMath.Sums sums, BigDecimal price) {
        return WireJson.object()
                .put("coin", coin)
                .put("equity", OrderWords.plain(sums.marginBalance()))
                .put("usdValue", money(sums.marginBalance().multiply(price)))
                .put("walletBalance", OrderWords.plain(balance.total()))
                .put("locked", OrderWords.plain(balance.held()))
                .put("free", "")
                .put("availableToWithdraw", "")
                .put("availableToBorrow", "")
                .put("borrowAmount", "0")
                .put("spotBorrow", "0")
                .put("accruedInterest", "0")
                .put("totalOrderIM", OrderWords.plain(sums.orderInitial()))
                .put("totalPositionIM", OrderWords.plain(sums.positionInitial()))
                .put("totalPositionMM", OrderWords.plain(sums.maintenance()))
                .put("unrealisedPnl", OrderWords.plain(sums.unrealised()))
                .put("cumRealisedPnl", "0")
                .put("bonus", "0")
                .put("spotHedgingQty", "0")
                .put("collateralSwitch", true)
                .put("marginCollateral", true);
    }

    /** What a coin is worth by the spot market's last trade, 0 when there is no such market. */
    private BigDecimal dollars(String coin) {
        if (DOLLAR_COINS.contains(coin)) {
            return BigDecimal.ONE;
        }
        Market market = floor.find(Category.SPOT, coin + "USDT");
        return market == null ? BigDecimal.ZERO : market.listing().price(market.lastPrice());
    }

    private static String money(BigDecimal value) {
        return OrderWords.plain(value.setScale(DOLLARS, RoundingMode.HALF_UP));
    }

    private static String rate(BigDecimal part, BigDecimal whole) {
        return whole.signum() <= 0
                ? "0"
                : OrderWords.plain(part.divide(whole, 4, RoundingMode.HALF_UP));
    }
}
