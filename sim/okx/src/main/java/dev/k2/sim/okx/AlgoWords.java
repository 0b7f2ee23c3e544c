package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.AlgoOrder;
import dev.k2.sim.Order;
import dev.k2.sim.PositionSide;
import dev.k2.sim.WireJson;
import java.util.List;

/** Conditional orders in OKX's words. */
final class AlgoWords {
    private final OkxFloor floor;
    private final Pairs pairs;

    AlgoWords(OkxFloor floor, Pairs pairs) {
        this.floor = floor;
        this.pairs = pairs;
    }

    /** The channel that tells of it. */
    String channel(AlgoOrder algo) {
        return word(algo, "algoOrdType").equals("move_order_stop") ? "algo-advance" : "orders-algo";
    }

    static ObjectNode done(AlgoOrder algo) {
        return WireJson.object()
                .put("algoClOrdId", OkxFloor.shown(algo.request().clientId()))
                .put("algoId", Long.toString(algo.id()))
                .put("clOrdId", "")
                .put("sCode", "0")
                .put("sMsg", "")
                .put("tag", word(algo, "tag"));
    }

    static ObjectNode refused(Args sent, OkxRefusal why) {
        return WireJson.object()
                .put("algoClOrdId", sent.text("algoClOrdId", ""))
                .put("algoId", sent.text("algoId", ""))
                .put("clOrdId", "")
                .put("sCode", why.code())
                .put("sMsg", why.words())
                .put("tag", sent.text("tag", ""));
    }

    String state(AlgoOrder algo) {
        return switch (pairs.acting(algo).status()) {
            case NEW -> "live";
            case TRIGGERING, TRIGGERED, FINISHED -> "effective";
            case CANCELED, EXPIRED -> "canceled";
            case REJECTED -> "order_failed";
        };
    }

    /** The order as its owner knows it, whichever of its triggers is asked about. */
    ObjectNode order(AlgoOrder asked) {
        AlgoOrder algo = pairs.shown(asked);
        AlgoOrder acting = pairs.acting(algo);
        OkxInstrument of = floor.instrument(algo.market());
        boolean trigger = word(algo, "algoOrdType").equals("trigger");
        Order child = acting.child();
        String ordId = child == null ? "" : floor.ordId(child);
        ObjectNode json = WireJson.object();
        json.put("activePx", word(algo, "activePx")).put("actualPx", "");
        json.put("actualSide", child == null ? "" : actualSide(acting));
        json.put("actualSz", child == null ? "0" : of.size(child.filled()));
        json.put("algoClOrdId", OkxFloor.shown(algo.request().clientId()));
        json.put("algoId", Long.toString(algo.id())).put("amendPxOnTriggerType", "0");
        json.putArray("attachAlgoOrds");
        json.put("cTime", OkxText.millis(algo.acceptedMicros()));
        json.put("callbackRatio", word(algo, "callbackRatio")).put("callbackSpread", "");
        json.put("ccy", of.isSwap() ? of.listing().quote() : "").put("chaseType", "");
        json.put("chaseVal", "").put("clOrdId", "");
        json.put("closeFraction", word(algo, "closeFraction"));
        json.put("failCode", acting.reason().isEmpty() ? "0" : "51008");
        json.put("instId", of.instId()).put("instType", of.instType());
        json.put("isTradeBorrowMode", "").put("last", of.price(algo.market().lastPrice()));
        int lever = algo.account().margin().leverage(algo.market());
        json.put("lever", of.isSwap() ? Integer.toString(lever) : "");
        json.putArray("linkedAlgoOrd");
        json.putObject("linkedOrd").put("ordId", "");
        json.put("maxChaseType", "").put("maxChaseVal", "").put("moveTriggerPx", "");
        json.put("ordId", ordId);
        var ids = json.putArray("ordIdList");
        if (child != null) {
            ids.add(ordId);
        }
        json.put("ordPx", trigger ? word(algo, "ordPx") : "");
        json.put("ordType", word(algo, "algoOrdType")).put("posSide", posSide(algo, of));
        json.put("pxLimit", "").put("pxSpread", "").put("pxVar", "").put("quickMgnType", "");
        json.put("reduceOnly", Boolean.toString(algo.request().position().reduceOnly()));
        json.put("side", side(algo));
        for (String name :
                List.of("slOrdPx", "slTriggerPx", "slTriggerPxType", "tpOrdPx", "tpTriggerPx")) {
            json.put(name, word(algo, name));
        }
        json.put("state", state(algo));
        json.put("sz", algo.request().closesAll() ? "" : of.size(algo.request().quantity()));
        json.put("szLimit", "").put("tag", word(algo, "tag")).put("tdMode", word(algo, "tdMode"));
        json.put("tgtCcy", word(algo, "tgtCcy")).put("timeInterval", "");
        json.put("tpTriggerPxType", word(algo, "tpTriggerPxType"));
        json.put("triggerPx", trigger ? of.price(algo.request().triggerPrice()) : "");
        json.put("triggerPxType", triggerType(algo, trigger));
        json.put("triggerTime", time(acting.triggeredMicros()));
        return json.put("uTime", OkxText.millis(acting.updatedMicros()));
    }

    /** The same with what only the channel tells. */
    ObjectNode event(AlgoOrder algo) {
        return order(algo).put("amendResult", "").put("notionalUsd", "").put("reqId", "");
    }

    private static String triggerType(AlgoOrder algo, boolean trigger) {
        String said = word(algo, "triggerPxType");
        return trigger && said.isEmpty() ? "last" : said;
    }

    private static String actualSide(AlgoOrder algo) {
        return switch (algo.request().kind()) {
            case STOP -> "sl";
            case TAKE_PROFIT -> "tp";
            case TRAILING -> "";
        };
    }

    private static String time(long micros) {
        return micros == 0 ? "" : OkxText.millis(micros);
    }

    private static String side(AlgoOrder algo) {
        return OrderWords.side(algo.request().side());
    }

    private static String posSide(AlgoOrder algo, OkxInstrument of) {
        PositionSide side = algo.request().position().side();
        if (!of.isSwap() || side == PositionSide.BOTH) {
            return "net";
        }
        return side == PositionSide.LONG ? "long" : "short";
    }

    static String word(AlgoOrder algo, String name) {
        return algo.request().words().getOrDefault(name, "");
    }
}
