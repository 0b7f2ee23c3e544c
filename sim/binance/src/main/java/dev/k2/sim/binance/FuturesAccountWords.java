package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Contract;
import dev.k2.sim.Listing;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.MarginMath;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Plain;
import dev.k2.sim.Position;
import dev.k2.sim.PositionSide;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Accounts, balances and positions in the futures' words. */
final class FuturesAccountWords {
    private final MatchingEngine engine;
    private final MarginMath math;
    private final MarginDesk desk;

    FuturesAccountWords(MatchingEngine engine) {
        this.engine = engine;
        this.desk = engine.margin();
        this.math = desk.math();
    }

    /** What can be margin here. */
    Set<String> assets() {
        Set<String> assets = new TreeSet<>();
        engine.markets().forEach(market -> assets.add(market.listing().quote()));
        return assets;
    }

    /** An account's sums, its assets and its positions; all positions or those that are something. */
    ObjectNode account(Account account, boolean all) {
        ObjectNode node = WireJson.object();
        if (all) {
            node.put("feeTier", 0)
                    .put("feeBurn", true)
                    .put("canTrade", true)
                    .put("canDeposit", true)
                    .put("canWithdraw", true)
                    .put("updateTime", 0)
                    .put("multiAssetsMargin", account.margin().multiAssets())
                    .put("tradeGroupId", -1);
        }
        totals(node, account);
        ArrayNode assets = node.putArray("assets");
        for (String asset : assets()) {
            assets.add(asset(account, asset, all));
        }
        ArrayNode positions = node.putArray("positions");
        for (Position position : positions(account, all)) {
            positions.add(accountPosition(account, position, all));
        }
        return node;
    }

    ArrayNode balances(Account account) {
        ArrayNode list = WireJson.array();
        for (String asset : assets()) {
            MarginMath.Sums sums = math.sums(account, asset);
            list.addObject()
                    .put("accountAlias", "Sim" + account.number())
                    .put("asset", asset)
                    .put("balance", Eight.of(sums.wallet()))
                    .put("crossWalletBalance", Eight.of(sums.crossWallet()))
                    .put("crossUnPnl", Eight.of(sums.crossUnrealised()))
                    .put("availableBalance", Eight.of(available(sums)))
                    .put("maxWithdrawAmount", Eight.of(withdrawable(sums)))
                    .put("marginAvailable", true)
                    .put("updateTime", account.updatedMicros() / 1000);
        }
        return list;
    }

    /** Positions with their risk; the older form tells of leverage too. */
    ObjectNode risk(Account account, Position position, boolean older) {
        Market market = position.market();
        Listing listing = market.listing();
        BigDecimal mark = desk.marks().mark(market);
        BigDecimal profit = position.unrealised(mark);
        boolean isolated = account.margin().isolated(market);
        ObjectNode node =
                WireJson.object()
                        .put("symbol", listing.symbol())
                        .put("positionSide", position.side().name())
                        .put("positionAmt", Plain.quantity(listing, position.quantity()))
                        .put("entryPrice", Plain.shortest(position.entryPrice()))
                        .put("breakEvenPrice", Plain.shortest(position.breakEvenPrice()))
                        .put("markPrice", Eight.of(mark))
                        .put("unRealizedProfit", Eight.of(profit))
                        .put("liquidationPrice", liquidation(account, position))
                        .put(
                                "isolatedMargin",
                                Eight.of(
                                        isolated
                                                ? position.isolatedWallet().add(profit)
                                                : BigDecimal.ZERO))
                        .put("notional", signedNotional(position, mark))
                        .put("marginAsset", listing.quote())
                        .put("isolatedWallet", Eight.of(position.isolatedWallet()));
        if (older) {
            int leverage = account.margin().leverage(market);
            node.put("leverage", Integer.toString(leverage))
                    .put("maxNotionalValue", maxNotional(market, leverage))
                    .put("marginType", isolated ? "isolated" : "cross")
                    .put("isAutoAddMargin", "false")
                    .put("isolated", isolated)
                    .put("adlQuantile", position.isOpen() ? 1 : 0);
        } else {
            node.put("initialMargin", Eight.of(initial(account, position)))
                    .put("maintMargin", Eight.of(math.maintenance(position)))
                    .put("positionInitialMargin", Eight.of(math.initial(account, position)))
                    .put("openOrderInitialMargin", Eight.of(math.orderInitial(account, market)))
                    .put("adl", position.isOpen() ? 1 : 0)
                    .put("bidNotional", orders(account, position, Side.BUY))
                    .put("askNotional", orders(account, position, Side.SELL));
        }
        return node.put("updateTime", position.updatedMicros() / 1000);
    }

    /** Every position there could be, or those that are open or have open orders. */
    List<Position> positions(Account account, boolean all) {
        List<Position> positions = new ArrayList<>();
        for (Market market : engine.markets()) {
            boolean wanted =
                    all
                            || account.margin().hasOpen(market)
                            || engine.archive().openCount(account, market) > 0;
            if (wanted) {
                positions.addAll(positions(account, market));
            }
        }
        return positions;
    }

    List<Position> positions(Account account, Market market) {
        List<Position> positions = new ArrayList<>();
        List<PositionSide> sides =
                account.margin().hedged()
                        ? List.of(PositionSide.LONG, PositionSide.SHORT)
                        : List.of(PositionSide.BOTH);
        for (PositionSide side : sides) {
            positions.add(account.margin().position(market, side));
        }
        return positions;
    }

    static String maxNotional(Market market, int leverage) {
        Contract contract = market.listing().contract();
        return contract == null ? "0" : contract.maxNotional(leverage).toPlainString();
    }

    private void totals(ObjectNode node, Account account) {
        BigDecimal[] sum = new BigDecimal[10];
        java.util.Arrays.fill(sum, BigDecimal.ZERO);
        for (String asset : assets()) {
            MarginMath.Sums sums = math.sums(account, asset);
            BigDecimal[] parts = {
                sums.positionInitial().add(sums.orderInitial()),
                sums.maintenance(),
                sums.wallet(),
                sums.unrealised(),
                sums.marginBalance(),
                sums.positionInitial(),
                sums.orderInitial(),
                sums.crossWallet(),
                sums.crossUnrealised(),
                available(sums)
            };
            for (int i = 0; i < parts.length; i++) {
                sum[i] = sum[i].add(parts[i]);
            }
        }
        node.put("totalInitialMargin", Eight.of(sum[0]))
                .put("totalMaintMargin", Eight.of(sum[1]))
                .put("totalWalletBalance", Eight.of(sum[2]))
                .put("totalUnrealizedProfit", Eight.of(sum[3]))
                .put("totalMarginBalance", Eight.of(sum[4]))
                .put("totalPositionInitialMargin", Eight.of(sum[5]))
                .put("totalOpenOrderInitialMargin", Eight.of(sum[6]))
                .put("totalCrossWalletBalance", Eight.of(sum[7]))
                .put("totalCrossUnPnl", Eight.of(sum[8]))
                .put("availableBalance", Eight.of(sum[9]))
                .put("maxWithdrawAmount", Eight.of(sum[9].min(sum[7]).max(BigDecimal.ZERO)));
    }

    private ObjectNode asset(Account account, String asset, boolean older) {
        MarginMath.Sums sums = math.sums(account, asset);
        ObjectNode node =
                WireJson.object()
                        .put("asset", asset)
                        .put("walletBalance", Eight.of(sums.wallet()))
                        .put("unrealizedProfit", Eight.of(sums.unrealised()))
                        .put("marginBalance", Eight.of(sums.marginBalance()))
                        .put("maintMargin", Eight.of(sums.maintenance()))
                        .put(
                                "initialMargin",
                                Eight.of(sums.positionInitial().add(sums.orderInitial())))
                        .put("positionInitialMargin", Eight.of(sums.positionInitial()))
                        .put("openOrderInitialMargin", Eight.of(sums.orderInitial()))
                        .put("crossWalletBalance", Eight.of(sums.crossWallet()))
                        .put("crossUnPnl", Eight.of(sums.crossUnrealised()))
                        .put("availableBalance", Eight.of(available(sums)))
                        .put("maxWithdrawAmount", Eight.of(withdrawable(sums)));
        if (older) {
            node.put("marginAvailable", true);
        }
        return node.put("updateTime", account.updatedMicros() / 1000);
    }

    private ObjectNode accountPosition(Account account, Position position, boolean older) {
        Market market = position.market();
        Listing listing = market.listing();
        BigDecimal mark = desk.marks().mark(market);
        boolean isolated = account.margin().isolated(market);
        BigDecimal profit = position.unrealised(mark);
        ObjectNode node =
                WireJson.object()
                        .put("symbol", listing.symbol())
                        .put("positionSide", position.side().name())
                        .put("positionAmt", Plain.quantity(listing, position.quantity()))
                        .put("unrealizedProfit", Eight.of(profit))
                        .put(
                                "isolatedMargin",
                                Eight.of(
                                        isolated
                                                ? position.isolatedWallet().add(profit)
                                                : BigDecimal.ZERO))
                        .put("notional", signedNotional(position, mark))
                        .put("isolatedWallet", Eight.of(position.isolatedWallet()))
                        .put("initialMargin", Eight.of(initial(account, position)))
                        .put("maintMargin", Eight.of(math.maintenance(position)));
        if (older) {
            int leverage = account.margin().leverage(market);
            node.put("positionInitialMargin", Eight.of(math.initial(account, position)))
                    .put("openOrderInitialMargin", Eight.of(math.orderInitial(account, market)))
                    .put("leverage", Integer.toString(leverage))
                    .put("isolated", isolated)
                    .put("entryPrice", Plain.shortest(position.entryPrice()))
                    .put("breakEvenPrice", Plain.shortest(position.breakEvenPrice()))
                    .put("maxNotional", maxNotional(market, leverage))
                    .put("bidNotional", orders(account, position, Side.BUY))
                    .put("askNotional", orders(account, position, Side.SELL));
        }
        return node.put("updateTime", position.updatedMicros() / 1000);
    }

    private BigDecimal initial(Account account, Position position) {
        return math.initial(account, position).add(math.orderInitial(account, position.market()));
    }

    private String orders(Account account, Position position, Side side) {
        return Eight.of(math.orderNotional(account, position.market(), position.side(), side));
    }

    private String liquidation(Account account, Position position) {
        BigDecimal price = math.liquidationPrice(account, position);
        return price.signum() == 0 ? "0" : price.toPlainString();
    }

    private static String signedNotional(Position position, BigDecimal mark) {
        return position.isOpen()
                ? Eight.of(position.market().listing().quantity(position.quantity()).multiply(mark))
                : "0";
    }

    private static BigDecimal available(MarginMath.Sums sums) {
        return sums.available().max(BigDecimal.ZERO);
    }

    private static BigDecimal withdrawable(MarginMath.Sums sums) {
        return sums.available().min(sums.crossWallet()).max(BigDecimal.ZERO);
    }
}
