package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Account;
import dev.k2.sim.Contract;
import dev.k2.sim.MarginAccount;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.MarginMath;
import dev.k2.sim.MarginSetting;
import dev.k2.sim.Market;
import dev.k2.sim.Position;
import dev.k2.sim.PositionSide;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;

/** What an account may choose at the futures: leverage, kinds of margin, one position or two. */
final class FuturesMarginCalls {
    private final BinanceFloor floor;
    private final MarginDesk desk;

    FuturesMarginCalls(BinanceFloor floor) {
        this.floor = floor;
        this.desk = floor.engine().margin();
    }

    JsonNode leverage(Call.Request request) {
        Params params = request.params();
        Account account = request.customer();
        Market market = floor.market(params.symbol());
        params.required("leverage");
        long leverage = params.integer("leverage", 0);
        Contract contract = market.listing().contract();
        if (contract == null || leverage < 1 || leverage > contract.maxLeverage()) {
            throw new BinanceRefusal(-4028, "Leverage " + leverage + " is not valid");
        }
        int chosen = (int) leverage;
        for (Position position : account.margin().open()) {
            if (position.market() == market) {
                checkNotional(contract, position, chosen);
                if (account.margin().isolated(market)
                        && chosen < account.margin().leverage(market)) {
                    throw new BinanceRefusal(
                            -4161,
                            "Leverage reduction is not supported in Isolated Margin Mode with open"
                                    + " positions.");
                }
            }
        }
        desk.configure(account, market, MarginSetting.LEVERAGE, chosen);
        return WireJson.object()
                .put("leverage", chosen)
                .put("maxNotionalValue", FuturesAccountWords.maxNotional(market, chosen))
                .put("symbol", market.listing().symbol());
    }

    JsonNode marginType(Call.Request request) {
        Params params = request.params();
        Account account = request.customer();
        Market market = floor.market(params.symbol());
        boolean isolated =
                switch (params.required("marginType")) {
                    case "ISOLATED" -> true;
                    case "CROSSED" -> false;
                    default ->
                            throw new BinanceRefusal(
                                    -1130, "Data sent for parameter 'marginType' is not valid.");
                };
        if (account.margin().isolated(market) == isolated) {
            throw new BinanceRefusal(-4046, "No need to change margin type.");
        }
        if (hasOrders(account, market)) {
            throw new BinanceRefusal(
                    -4047, "Margin type cannot be changed if there exists open orders.");
        }
        if (account.margin().hasOpen(market)) {
            throw new BinanceRefusal(
                    -4048, "Margin type cannot be changed if there exists position.");
        }
        desk.configure(account, market, MarginSetting.ISOLATED, isolated ? 1 : 0);
        return FuturesAccountCalls.success();
    }

    JsonNode positionMargin(Call.Request request) {
        Params params = request.params();
        Account account = request.customer();
        Market market = floor.market(params.symbol());
        BigDecimal amount =
                FuturesOrderReading.positive(params, "amount", -4055, "Amount must be positive.");
        long type = params.integer("type", 0);
        if (type != 1 && type != 2) {
            throw new BinanceRefusal(-1130, "Data sent for parameter 'type' is not valid.");
        }
        PositionSide side = PositionSide.valueOf(params.text("positionSide", "BOTH"));
        Position position = account.margin().position(market, side);
        if (!account.margin().isolated(market) || !position.isOpen()) {
            throw new BinanceRefusal(
                    -4046, "Cannot add position margin: position is 0 or not isolated.");
        }
        MarginMath.Sums sums = desk.math().sums(account, market.listing().quote());
        BigDecimal most =
                type == 1
                        ? sums.available()
                        : position.isolatedWallet()
                                .subtract(desk.math().initial(account, position));
        if (amount.compareTo(most) > 0) {
            throw new BinanceRefusal(-2019, "Margin is insufficient.");
        }
        desk.moveMargin(account, position, type == 1 ? amount : amount.negate());
        return WireJson.object()
                .put("amount", amount)
                .put("code", 200)
                .put("msg", "Successfully modify position margin.")
                .put("type", type);
    }

    JsonNode positionMode(Call.Request request) {
        return WireJson.object().put("dualSidePosition", request.customer().margin().hedged());
    }

    JsonNode setPositionMode(Call.Request request) {
        Account account = request.customer();
        request.params().required("dualSidePosition");
        boolean hedged = request.params().flag("dualSidePosition", false);
        if (account.margin().hedged() == hedged) {
            throw new BinanceRefusal(-4059, "No need to change position side.");
        }
        boolean orders = floor.markets().stream().anyMatch(market -> hasOrders(account, market));
        if (orders) {
            throw new BinanceRefusal(
                    -4067, "Position side cannot be changed if there exists open orders.");
        }
        if (!account.margin().open().isEmpty()) {
            throw new BinanceRefusal(
                    -4068, "Position side cannot be changed if there exists position.");
        }
        desk.configure(account, null, MarginSetting.HEDGED, hedged ? 1 : 0);
        return FuturesAccountCalls.success();
    }

    JsonNode multiAssets(Call.Request request) {
        return WireJson.object()
                .put("multiAssetsMargin", request.customer().margin().multiAssets());
    }

    JsonNode setMultiAssets(Call.Request request) {
        MarginAccount margin = request.customer().margin();
        request.params().required("multiAssetsMargin");
        boolean wanted = request.params().flag("multiAssetsMargin", false);
        if (margin.multiAssets() == wanted) {
            throw new BinanceRefusal(-4171, "No need to change margin mode.");
        }
        desk.configure(request.customer(), null, MarginSetting.MULTI_ASSETS, wanted ? 1 : 0);
        return FuturesAccountCalls.success();
    }

    private boolean hasOrders(Account account, Market market) {
        return floor.engine().archive().openCount(account, market) > 0
                || floor.engine().algos().of(account).stream()
                        .anyMatch(algo -> algo.market() == market && algo.status().waiting());
    }

    private void checkNotional(Contract contract, Position position, int leverage) {
        if (desk.math().notional(position).compareTo(contract.maxNotional(leverage)) > 0) {
            throw new BinanceRefusal(
                    -2027, "Exceeded the maximum allowable position at current leverage.");
        }
    }
}
