package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.AlgoOrder;
import dev.k2.sim.AlgoRequest;
import dev.k2.sim.AlgoStatus;
import dev.k2.sim.Listing;
import dev.k2.sim.Order;
import dev.k2.sim.Plain;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.Map;

/** Conditional orders in the futures' words. Pure. */
final class FuturesAlgoWords {
    private static final int TENTHS = 1;

    private FuturesAlgoWords() {}

    static ObjectNode order(AlgoOrder algo) {
        AlgoRequest request = algo.request();
        Listing listing = algo.market().listing();
        Map<String, String> words = request.words();
        ObjectNode node =
                WireJson.object()
                        .put("algoId", algo.id())
                        .put("clientAlgoId", request.clientId())
                        .put("algoType", "CONDITIONAL")
                        .put("orderType", type(algo))
                        .put("symbol", listing.symbol())
                        .put("side", request.side().name())
                        .put("positionSide", request.position().side().name())
                        .put("timeInForce", words.getOrDefault("timeInForce", "GTC"))
                        .put("quantity", Plain.quantity(listing, request.quantity()))
                        .put("algoStatus", algo.status().name())
                        .put("triggerPrice", Plain.price(listing, request.triggerPrice()))
                        .put("price", Plain.price(listing, request.price()))
                        .putNull("icebergQuantity")
                        .put("selfTradePreventionMode", request.selfTrade().name())
                        .put("workingType", words.getOrDefault("workingType", "CONTRACT_PRICE"))
                        .put("priceMatch", words.getOrDefault("priceMatch", "NONE"))
                        .put("closePosition", request.closesAll())
                        .put("priceProtect", Boolean.parseBoolean(words.get("priceProtect")))
                        .put("reduceOnly", request.position().reduceOnly());
        if (request.kind() == AlgoRequest.Kind.TRAILING) {
            node.put("activatePrice", Plain.price(listing, request.activatePrice()))
                    .put("callbackRate", callback(request));
        }
        return node.put("createTime", algo.acceptedMicros() / 1000)
                .put("updateTime", algo.updatedMicros() / 1000)
                .put("triggerTime", algo.triggeredMicros() / 1000)
                .put("goodTillDate", goodTillDate(algo));
    }

    /** As queries answer it: with the order that it became. */
    static ObjectNode queried(AlgoOrder algo) {
        Order child = algo.child();
        Listing listing = algo.market().listing();
        return order(algo)
                .put("actualOrderId", child == null ? "" : Long.toString(child.id()))
                .put("actualPrice", child == null ? "0.00000" : FuturesOrderWords.average(child))
                .put("actualQty", Plain.quantity(listing, child == null ? 0 : child.filled()))
                .put("actualType", child == null ? "" : FuturesOrderWords.type(child))
                .put("tpTriggerPrice", "0.000")
                .put("tpPrice", "0.000")
                .put("slTriggerPrice", "0.000")
                .put("slPrice", "0.000")
                .put("tpOrderType", "");
    }

    static ObjectNode event(AlgoOrder algo, AlgoStatus status, long at, long now) {
        AlgoRequest request = algo.request();
        Listing listing = algo.market().listing();
        Map<String, String> words = request.words();
        Order child = status == AlgoStatus.TRIGGERING ? null : algo.child();
        ObjectNode event = FuturesEventWords.event("ALGO_UPDATE", now, at);
        ObjectNode node =
                event.putObject("o")
                        .put("caid", request.clientId())
                        .put("aid", algo.id())
                        .put("at", "CONDITIONAL")
                        .put("o", type(algo))
                        .put("s", listing.symbol())
                        .put("S", request.side().name())
                        .put("ps", request.position().side().name())
                        .put("f", words.getOrDefault("timeInForce", "GTC"))
                        .put("q", Plain.quantity(listing, request.quantity()))
                        .put("X", status.name())
                        .put("ai", child == null ? "" : Long.toString(child.id()))
                        .put("ap", child == null ? "0.00000" : FuturesOrderWords.average(child))
                        .put("aq", Plain.quantity(listing, child == null ? 0 : child.filled()))
                        .put("act", child == null ? "0" : FuturesOrderWords.type(child))
                        .put("tp", Plain.price(listing, request.triggerPrice()))
                        .put("p", Plain.price(listing, request.price()))
                        .put("V", request.selfTrade().name())
                        .put("wt", words.getOrDefault("workingType", "CONTRACT_PRICE"))
                        .put("pm", words.getOrDefault("priceMatch", "NONE"))
                        .put("cp", request.closesAll())
                        .put("pP", Boolean.parseBoolean(words.get("priceProtect")))
                        .put("R", request.position().reduceOnly())
                        .put("tt", algo.triggeredMicros() / 1000)
                        .put("gtd", goodTillDate(algo));
        if (request.kind() == AlgoRequest.Kind.TRAILING) {
            node.put("AP", Plain.price(listing, request.activatePrice()))
                    .put("cr", callback(request));
        }
        if (!algo.reason().isEmpty()) {
            node.put("rm", algo.reason());
        }
        return event;
    }

    /** Told when the order that it should have become was refused. */
    static ObjectNode rejected(AlgoOrder algo, long at, long now) {
        ObjectNode event = FuturesEventWords.event("CONDITIONAL_ORDER_TRIGGER_REJECT", now, at);
        event.putObject("or")
                .put("s", algo.market().listing().symbol())
                .put("i", algo.id())
                .put("r", algo.reason());
        return event;
    }

    static long goodTillDate(AlgoOrder algo) {
        String until = algo.request().words().get(FuturesOrderReading.GOOD_TILL_DATE);
        return until == null ? 0 : Long.parseLong(until);
    }

    private static String type(AlgoOrder algo) {
        return algo.request().words().getOrDefault("origType", "STOP_MARKET");
    }

    private static String callback(AlgoRequest request) {
        return BigDecimal.valueOf(request.callbackTenths(), TENTHS).toPlainString();
    }
}
