package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.Fill;
import dev.k2.sim.Listing;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.MarginMath;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.Plain;
import dev.k2.sim.Position;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events of the futures' user streams. Pure. */
final class FuturesEventWords {
    private FuturesEventWords() {}

    /** What happened to an order; the kind is the exchange's word for it. */
    static ObjectNode order(Order order, String kind, @Nullable Fill fill, long at, long now) {
        Listing listing = order.listing();
        Map<String, String> words = order.request().words();
        ObjectNode event = event("ORDER_TRADE_UPDATE", now, at);
        ObjectNode node =
                event.putObject("o")
                        .put("s", listing.symbol())
                        .put("c", order.clientOrderId())
                        .put("S", order.side() == Side.BUY ? "BUY" : "SELL")
                        .put("o", FuturesOrderWords.type(order))
                        .put("f", FuturesOrderWords.timeInForce(order))
                        .put("q", Plain.quantity(listing, order.quantity()))
                        .put("p", Plain.price(listing, order.request().price()))
                        .put("ap", FuturesOrderWords.average(order))
                        .put("sp", words.getOrDefault("stopPrice", "0"))
                        .put("x", kind)
                        .put("X", status(order, kind))
                        .put("i", order.id())
                        .put("l", Plain.quantity(listing, fill == null ? 0 : fill.quantity()))
                        .put("z", Plain.quantity(listing, order.filled()))
                        .put("L", Plain.price(listing, fill == null ? 0 : fill.price()));
        if (fill != null) {
            node.put("n", Eight.of(fill.fee())).put("N", fill.feeAsset());
        }
        node.put("T", at / 1000)
                .put("t", fill == null ? 0 : fill.tradeId())
                .put("b", "0")
                .put("a", "0")
                .put("m", fill != null && fill.maker())
                .put("R", order.request().position().reduceOnly())
                .put("wt", words.getOrDefault("workingType", "CONTRACT_PRICE"))
                .put("ot", FuturesOrderWords.originalType(order))
                .put("ps", order.request().position().side().name())
                .put("cp", Boolean.parseBoolean(words.get("closePosition")))
                .put("rp", Eight.of(fill == null ? BigDecimal.ZERO : fill.realised()))
                .put("pP", Boolean.parseBoolean(words.get("priceProtect")))
                .put("si", 0)
                .put("ss", 0)
                .put("V", order.request().selfTrade().name())
                .put("pm", words.getOrDefault("priceMatch", "NONE"))
                .put("gtd", FuturesOrderWords.goodTillDate(order))
                .put("st", 1)
                .put("er", kind.equals("EXPIRED") ? "1" : "0");
        return event;
    }

    /** A fill in few words, ahead of the others. */
    static ObjectNode tradeLite(Order order, Fill fill, long now) {
        Listing listing = order.listing();
        return event("TRADE_LITE", now, fill.micros())
                .put("s", listing.symbol())
                .put("q", Plain.quantity(listing, order.quantity()))
                .put("p", Plain.price(listing, order.request().price()))
                .put("m", fill.maker())
                .put("c", order.clientOrderId())
                .put("S", order.side().name())
                .put("L", Plain.price(listing, fill.price()))
                .put("l", Plain.quantity(listing, fill.quantity()))
                .put("t", fill.tradeId())
                .put("i", order.id());
    }

    /**
     * What an account has now of what changed.
     *
     * @param reason the exchange's word for why
     * @param change what came or went beside profits and fees
     */
    static ObjectNode account(
            Account account,
            String reason,
            String asset,
            BigDecimal change,
            List<Position> positions,
            MarginDesk desk,
            long at,
            long now) {
        ObjectNode event = event("ACCOUNT_UPDATE", now, at);
        ObjectNode body = event.putObject("a").put("m", reason);
        MarginMath.Sums sums = desk.math().sums(account, asset);
        body.putArray("B")
                .addObject()
                .put("a", asset)
                .put("wb", Eight.of(sums.wallet()))
                .put("cw", Eight.of(sums.crossWallet()))
                .put("bc", Eight.of(change));
        ArrayNode list = body.putArray("P");
        for (Position position : positions) {
            boolean isolated = account.margin().isolated(position.market());
            list.addObject()
                    .put("s", position.market().listing().symbol())
                    .put("pa", Plain.quantity(position.market().listing(), position.quantity()))
                    .put("ep", Plain.shortest(position.entryPrice()))
                    .put("bep", Plain.shortest(position.breakEvenPrice()))
                    .put("cr", Eight.of(position.realised()))
                    .put("up", Eight.of(position.unrealised(desk.marks().mark(position.market()))))
                    .put("mt", isolated ? "isolated" : "cross")
                    .put("iw", Eight.of(position.isolatedWallet()))
                    .put("ps", position.side().name())
                    .put("ma", position.market().listing().quote());
        }
        return event;
    }

    static ObjectNode configured(EngineEvent.Configured change, long now) {
        ObjectNode event = event("ACCOUNT_CONFIG_UPDATE", now, change.micros());
        Market market = change.market();
        if (market == null) {
            event.putObject("ai").put("j", change.value() != 0);
        } else {
            event.putObject("ac").put("s", market.listing().symbol()).put("l", change.value());
        }
        return event;
    }

    static ObjectNode marginCall(EngineEvent.MarginCalled call, MarginDesk desk, long now) {
        ObjectNode event =
                WireJson.object()
                        .put("e", "MARGIN_CALL")
                        .put("E", now)
                        .put("cw", Eight.of(call.sums().crossWallet()));
        ArrayNode list = event.putArray("p");
        for (Position position : call.positions()) {
            BigDecimal mark = desk.marks().mark(position.market());
            list.addObject()
                    .put("s", position.market().listing().symbol())
                    .put("ps", position.side().name())
                    .put("pa", Plain.quantity(position.market().listing(), position.quantity()))
                    .put("mt", "CROSSED")
                    .put("iw", Eight.of(position.isolatedWallet()))
                    .put("mp", Eight.of(mark))
                    .put("up", Eight.of(position.unrealised(mark)))
                    .put("mm", Eight.of(desk.math().maintenance(position)));
        }
        return event;
    }

    static ObjectNode forceOrder(Order order, long now) {
        Listing listing = order.listing();
        Fill last = order.fills().getLast();
        ObjectNode event = WireJson.object().put("e", "forceOrder").put("E", now);
        event.putObject("o")
                .put("s", listing.symbol())
                .put("S", order.side().name())
                .put("o", "LIMIT")
                .put("f", "IOC")
                .put("q", Plain.quantity(listing, order.quantity()))
                .put("p", Plain.price(listing, last.price()))
                .put("ap", FuturesOrderWords.average(order))
                .put("X", order.status().name())
                .put("l", Plain.quantity(listing, last.quantity()))
                .put("z", Plain.quantity(listing, order.filled()))
                .put("T", last.micros() / 1000)
                .put("st", 1)
                .put("ps", listing.symbol());
        return event;
    }

    /** An order that is told of as new is new, whatever it became since. */
    private static String status(Order order, String kind) {
        return kind.equals("NEW") ? "NEW" : order.status().name();
    }

    static ObjectNode event(String name, long now, long atMicros) {
        return WireJson.object().put("e", name).put("E", now).put("T", atMicros / 1000);
    }
}
