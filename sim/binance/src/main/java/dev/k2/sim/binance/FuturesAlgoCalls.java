package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.k2.sim.Account;
import dev.k2.sim.AlgoDesk;
import dev.k2.sim.AlgoOrder;
import dev.k2.sim.AlgoRequest;
import dev.k2.sim.Interval;
import dev.k2.sim.Market;
import dev.k2.sim.WireJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditional orders: placing, cancelling and asking for them. */
final class FuturesAlgoCalls {
    private static final long WEEK = 7 * Interval.DAY;

    private final BinanceFloor floor;
    private final AlgoDesk desk;
    private final Limits limits;
    private final FuturesFilters filters;
    private final ClientIds clientIds;

    FuturesAlgoCalls(BinanceFloor floor, Limits limits, ClientIds clientIds) {
        this.floor = floor;
        this.desk = floor.engine().algos();
        this.limits = limits;
        this.filters = new FuturesFilters(floor);
        this.clientIds = clientIds;
    }

    JsonNode place(Call.Request request) {
        Params params = request.params();
        Account account = request.customer();
        Market market = floor.market(params.symbol());
        limits.checkOrders(account, now());
        AlgoRequest asked =
                FuturesAlgoReading.read(
                        params,
                        market,
                        floor.rules(market),
                        filters,
                        account.margin().hedged(),
                        clientIds.next());
        if (open(account, market).size() >= FuturesSymbolWords.MAX_ALGO_ORDERS) {
            throw new BinanceRefusal(-4045, "Reach max stop order limit.");
        }
        limits.countOrder(account, now());
        return switch (desk.place(account, market, asked)) {
            case AlgoDesk.Placed.Waiting(AlgoOrder algo) -> FuturesAlgoWords.order(algo);
            case AlgoDesk.Placed.Refused refused ->
                    throw FuturesTradeCalls.refused(refused.reason());
        };
    }

    JsonNode cancel(Call.Request request) {
        AlgoOrder algo = find(request);
        if (algo == null || hidden(algo, "order.cancel") || !desk.cancel(algo)) {
            throw new BinanceRefusal(-2011, "Unknown order sent.");
        }
        return FuturesAlgoWords.order(algo).put("code", "200").put("msg", "success");
    }

    JsonNode cancelAll(Call.Request request) {
        Market market = floor.market(request.params().symbol());
        floor.engine()
                .together(
                        () -> {
                            open(request.customer(), market).forEach(desk::cancel);
                            return market;
                        });
        return FuturesTradeCalls.done("The operation of cancel all open order is done.");
    }

    JsonNode query(Call.Request request) {
        AlgoOrder algo = find(request);
        if (algo == null || hidden(algo, "order.query")) {
            throw new BinanceRefusal(-2013, "Order does not exist.");
        }
        return FuturesAlgoWords.queried(algo);
    }

    JsonNode open(Call.Request request) {
        Params params = request.params();
        Market market = params.has("symbol") ? floor.market(params.symbol()) : null;
        Long id = params.integer("algoId");
        ArrayNode list = WireJson.array();
        for (AlgoOrder algo : open(request.customer(), market)) {
            if ((id == null || algo.id() == id) && !hidden(algo, "order.open")) {
                list.add(FuturesAlgoWords.queried(algo));
            }
        }
        return list;
    }

    JsonNode all(Call.Request request) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        long fromId = params.integer("algoId", 0);
        Long start = params.millis("startTime");
        Long end = params.millis("endTime");
        long from = params.has("algoId") ? 0 : start != null ? start : now() - WEEK;
        long until = end == null ? Long.MAX_VALUE : end;
        List<AlgoOrder> wanted =
                desk.of(request.customer()).stream()
                        .filter(algo -> algo.market() == market && algo.id() >= fromId)
                        .filter(algo -> algo.acceptedMicros() / 1000 >= from)
                        .filter(algo -> algo.acceptedMicros() / 1000 <= until)
                        .filter(algo -> !hidden(algo, "order.history"))
                        .toList();
        int limit = (int) Math.min(1000, params.integer("limit", 500));
        int skip = (int) Math.max(0, params.integer("page", 1) - 1) * limit;
        ArrayNode list = WireJson.array();
        wanted.stream()
                .skip(skip)
                .limit(limit)
                .forEach(algo -> list.add(FuturesAlgoWords.queried(algo)));
        return list;
    }

    /** Those of an account that wait, in one market or in all. */
    List<AlgoOrder> open(Account account, @Nullable Market market) {
        return desk.of(account).stream()
                .filter(algo -> algo.status().waiting())
                .filter(algo -> market == null || algo.market() == market)
                .toList();
    }

    /** Ends those that are good till a date which has come. */
    void expire() {
        for (AlgoOrder algo : desk.waiting()) {
            long until = FuturesAlgoWords.goodTillDate(algo);
            if (until > 0 && until <= now()) {
                desk.expire(algo, "Good till date has come");
            }
        }
    }

    private @Nullable AlgoOrder find(Call.Request request) {
        Long id = request.params().integer("algoId");
        String clientId = request.params().text("clientAlgoId");
        if (id == null && clientId == null) {
            throw BinanceRefusal.eitherMissing("algoId", "clientAlgoId");
        }
        return id != null
                ? desk.byId(request.customer(), id)
                : desk.byClientId(request.customer(), String.valueOf(clientId));
    }

    private boolean hidden(AlgoOrder algo, String operation) {
        return floor.hides(algo.account(), algo.market(), algo.acceptedMicros(), operation);
    }

    private long now() {
        return floor.micros() / 1000;
    }
}
