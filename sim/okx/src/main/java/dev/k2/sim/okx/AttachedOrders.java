package dev.k2.sim.okx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.OrderRequest;
import dev.k2.sim.OrderStatus;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Take-profit and stop-loss that are sent with an order. They are kept among the order's words, and wait as orders of
 * their own once it is filled; of an order that ends without a fill nothing comes.
 */
final class AttachedOrders implements EngineListener {
    static final String WORD = "attachAlgoOrds";
    private static final List<String> NAMES =
            List.of(
                    "attachAlgoClOrdId",
                    "tpTriggerPx",
                    "tpTriggerPxType",
                    "tpOrdPx",
                    "slTriggerPx",
                    "slTriggerPxType",
                    "slOrdPx");

    private final OkxFloor floor;
    private final AlgoCalls algos;
    private final Queue<Order> filled = new ArrayDeque<>();

    AttachedOrders(OkxFloor floor, AlgoCalls algos) {
        this.floor = floor;
        this.algos = algos;
    }

    /** The order with what is attached to it, after a look at the trigger prices. */
    static OrderRequest read(Args args, OrderRequest asked, OkxInstrument of, Market market) {
        JsonNode attached = args.sent().path(WORD);
        if (attached.isMissingNode() || attached.isEmpty()) {
            return asked;
        }
        if (!attached.isArray() || attached.size() > 1) {
            throw OkxRefusal.wrong(WORD);
        }
        Args one = new Args(attached.get(0));
        if (!one.has("tpTriggerPx") && !one.has("slTriggerPx")) {
            throw OkxRefusal.eitherMissing("tpTriggerPx", "slTriggerPx");
        }
        BigDecimal against =
                of.listing().price(asked.market() ? market.lastPrice() : asked.price());
        boolean buys = asked.side() == Side.BUY;
        check(one, "tp", against, buys, asked.market());
        check(one, "sl", against, !buys, asked.market());
        ObjectNode kept = WireJson.object();
        NAMES.forEach(name -> kept.put(name, one.text(name, "")));
        kept.put("attachAlgoClOrdId", OrderReading.clientId(one, "attachAlgoClOrdId", ""));
        Map<String, String> words = new HashMap<>(asked.words());
        words.put(WORD, WireJson.array().add(kept).toString());
        return asked.withWords(words);
    }

    /** A take-profit of a buy and a stop-loss of a sale are above the price, the others below. */
    private static void check(
            Args one, String prefix, BigDecimal price, boolean above, boolean atMarket) {
        BigDecimal trigger = one.decimal(prefix + "TriggerPx");
        if (trigger == null) {
            return;
        }
        BigDecimal _ = OrderReading.orderPrice(one, prefix + "OrdPx");
        if (above ? trigger.compareTo(price) <= 0 : trigger.compareTo(price) >= 0) {
            boolean takes = prefix.equals("tp");
            boolean buys = takes == above;
            int code = (atMarket ? 51050 : 51046) + (takes ? 0 : 1) + (buys ? 0 : 2);
            throw new OkxRefusal(
                    Integer.toString(code),
                    (takes ? "TP" : "SL")
                            + " trigger price should be "
                            + (above ? "higher" : "lower")
                            + " than the "
                            + (atMarket
                                    ? (buys ? "best ask price" : "best bid price")
                                    : "order price"));
        }
    }

    /** What the order tells of it. */
    static ArrayNode of(Order order) {
        JsonNode kept = kept(order);
        ArrayNode list = WireJson.array();
        if (kept != null) {
            list.add(
                    ((ObjectNode) kept.deepCopy())
                            .put("attachAlgoId", Long.toString(order.id()))
                            .put("amendPxOnTriggerType", "0")
                            .put("failCode", "")
                            .put("failReason", "")
                            .put("sz", "")
                            .put("tpOrdKind", "condition"));
        }
        return list;
    }

    private static @Nullable JsonNode kept(Order order) {
        String text = OrderWords.word(order, WORD);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return WireJson.parse(text).path(0);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("an order's words were written by us", broken);
        }
    }

    @Override
    public void on(EngineEvent event) {
        if (event instanceof EngineEvent.OrderFilled told
                && told.order().status() == OrderStatus.FILLED
                && !OrderWords.word(told.order(), WORD).isEmpty()
                && OrderWords.word(told.order(), "algoOrdType").isEmpty()) {
            filled.add(told.order());
        }
    }

    /** New commands begin when the one that filled the order is over. */
    @Override
    public void commandDone(List<Market> touched) {
        for (Order order = filled.poll(); order != null; order = filled.poll()) {
            JsonNode kept = kept(order);
            if (kept != null) {
                algos.attach(order.account(), args(order, new Args(kept)));
            }
        }
    }

    /** The order that waits: the other side, as much as was filled. */
    private Args args(Order order, Args kept) {
        OkxInstrument of = floor.instrument(order.market());
        boolean both = kept.has("tpTriggerPx") && kept.has("slTriggerPx");
        ObjectNode sent = WireJson.object();
        NAMES.forEach(name -> sent.put(name, kept.text(name, "")));
        sent.put("algoClOrdId", kept.text("attachAlgoClOrdId", ""));
        sent.put("instId", of.instId()).put("tdMode", OrderWords.word(order, "tdMode"));
        sent.put("side", order.side() == Side.BUY ? "sell" : "buy");
        sent.put("posSide", OrderWords.word(order, "posSide"));
        sent.put("ordType", both ? "oco" : "conditional");
        sent.put("sz", of.size(order.filled()));
        sent.put("tag", OrderWords.word(order, "tag"));
        if (of.isSwap()) {
            sent.put("reduceOnly", "true");
        }
        return new Args(sent);
    }
}
