package dev.k2.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The journal's entries as JSON, both ways. Pure. */
final class JournalWords {
    /** The state of a market that is not listed. */
    static final String DELISTED = "DELISTED";

    private static final String NOTE = "note";

    private JournalWords() {}

    /** What the exchange's own diary keeps. */
    static ObjectNode note(ObjectNode kept) {
        return entry(NOTE).set("note", kept);
    }

    /**
     * How a market stands from now on.
     *
     * @param state a {@link Market.Status}, or {@link #DELISTED}
     */
    static ObjectNode market(String symbol, String state) {
        return entry("market").put("symbol", symbol).put("state", state);
    }

    /** What is worth keeping of an event, or null. */
    static @Nullable ObjectNode written(EngineEvent event) {
        return switch (event) {
            case EngineEvent.AccountOpened e -> account(e.account());
            case EngineEvent.Deposited e ->
                    entry("deposited")
                            .put("account", e.account().name())
                            .put("asset", e.asset())
                            .put("amount", e.amount().toPlainString())
                            .put("t", e.micros());
            case EngineEvent.OrderAccepted e -> accepted(e);
            case EngineEvent.OrderTriggered e ->
                    of("triggered", e.order())
                            .put("hold", e.order().hold().toPlainString())
                            .put("t", e.micros());
            case EngineEvent.OrderFilled e -> filled(e);
            case EngineEvent.OrderPrevented e ->
                    of("prevented", e.order()).put("quantity", e.quantity()).put("t", e.micros());
            case EngineEvent.OrderAmended e ->
                    of("amended", e.order())
                            .put("quantity", e.order().quantity())
                            .put("client", e.order().clientOrderId())
                            .put("t", e.micros());
            case EngineEvent.OrderModified e ->
                    of("modified", e.order())
                            .put("price", e.change().newPrice())
                            .put("quantity", e.change().newQuantity())
                            .put("client", e.order().clientOrderId())
                            .put("x", e.change().id())
                            .put("t", e.micros());
            case EngineEvent.Configured e -> configured(e);
            case EngineEvent.Paid e ->
                    entry("paid")
                            .put("account", e.account().name())
                            .put("symbol", e.market().listing().symbol())
                            .put("side", e.side().name())
                            .put("kind", e.kind().name())
                            .put("amount", e.amount().toPlainString())
                            .put("t", e.micros());
            case EngineEvent.AlgoAccepted e -> AlgoWords.accepted(e);
            case EngineEvent.AlgoChanged e -> AlgoWords.changed(e);
            case EngineEvent.MarginCalled e -> null;
            case EngineEvent.OrderClosed e ->
                    of("closed", e.order()).put("ending", e.ending().name()).put("t", e.micros());
            case EngineEvent.IdsReserved e ->
                    entry("ids")
                            .put("symbol", e.market().listing().symbol())
                            .put("trade", e.tradeIds());
            case EngineEvent.PairStarted e -> paired(e.pair());
            case EngineEvent.PairEnded e -> null;
            case EngineEvent.ChainStarted e -> chained(e.chain());
            case EngineEvent.ChainEnded e -> null;
            case EngineEvent.OrderReleased e ->
                    of("released", e.order())
                            .put("hold", e.order().hold().toPlainString())
                            .put("t", e.micros());
            case EngineEvent.TradePrinted e -> null;
        };
    }

    static void read(JsonNode entry, Restoration into) {
        String what = entry.path("a").asText();
        switch (what) {
            case "account" -> into.account(account(entry));
            case "deposited" ->
                    into.deposited(
                            text(entry, "account"),
                            text(entry, "asset"),
                            decimal(entry, "amount"),
                            number(entry, "t"));
            case "accepted" ->
                    into.accepted(
                            text(entry, "account"),
                            text(entry, "symbol"),
                            number(entry, "id"),
                            request(entry),
                            decimal(entry, "hold"),
                            number(entry, "t"));
            case "triggered" ->
                    into.triggered(
                            text(entry, "account"),
                            text(entry, "symbol"),
                            number(entry, "id"),
                            decimal(entry, "hold"),
                            number(entry, "t"));
            case "filled" ->
                    into.filled(
                            text(entry, "account"),
                            text(entry, "symbol"),
                            number(entry, "id"),
                            fill(entry),
                            entry.path("whole").asBoolean());
            case "prevented" ->
                    into.prevented(
                            text(entry, "account"),
                            text(entry, "symbol"),
                            number(entry, "id"),
                            number(entry, "quantity"),
                            number(entry, "t"));
            case "amended" ->
                    into.amended(
                            text(entry, "account"),
                            text(entry, "symbol"),
                            number(entry, "id"),
                            number(entry, "quantity"),
                            text(entry, "client"),
                            number(entry, "t"));
            case "modified" ->
                    into.modified(
                            text(entry, "account"),
                            text(entry, "symbol"),
                            number(entry, "id"),
                            number(entry, "price"),
                            number(entry, "quantity"),
                            entry.path("client").asText(),
                            number(entry, "x"),
                            number(entry, "t"));
            case "algo" ->
                    into.algo(
                            text(entry, "account"),
                            text(entry, "symbol"),
                            number(entry, "id"),
                            AlgoWords.request(entry),
                            number(entry, "t"));
            case "algoChanged" ->
                    into.algoChanged(
                            text(entry, "account"),
                            text(entry, "symbol"),
                            number(entry, "id"),
                            AlgoStatus.valueOf(text(entry, "status")),
                            entry.path("child").asLong(),
                            entry.path("reason").asText(),
                            number(entry, "t"));
            case "configured" ->
                    into.configured(
                            text(entry, "account"),
                            entry.has("symbol") ? text(entry, "symbol") : null,
                            MarginSetting.valueOf(text(entry, "setting")),
                            (int) number(entry, "value"),
                            number(entry, "t"));
            case "paid" ->
                    into.paid(
                            text(entry, "account"),
                            text(entry, "symbol"),
                            PositionSide.valueOf(text(entry, "side")),
                            EngineEvent.Payment.valueOf(text(entry, "kind")),
                            decimal(entry, "amount"),
                            number(entry, "t"));
            case "closed" ->
                    into.closed(
                            text(entry, "account"),
                            text(entry, "symbol"),
                            number(entry, "id"),
                            Ending.valueOf(text(entry, "ending")),
                            number(entry, "t"));
            case "released" ->
                    into.released(
                            text(entry, "account"),
                            text(entry, "symbol"),
                            number(entry, "id"),
                            decimal(entry, "hold"),
                            number(entry, "t"));
            case "chained" -> into.chained(text(entry, "account"), text(entry, "symbol"), entry);
            case "paired" ->
                    into.paired(
                            text(entry, "account"),
                            text(entry, "symbol"),
                            number(entry, "id"),
                            number(entry, "other"),
                            text(entry, "client"),
                            number(entry, "t"));
            case "market" -> into.stands(text(entry, "symbol"), text(entry, "state"));
            case NOTE -> into.note(entry.path("note"));
            case "ids" -> into.idsReserved(text(entry, "symbol"), number(entry, "trade"));
            default ->
                    throw new IllegalStateException(
                            "the journal has an entry of unknown kind '" + what + "'");
        }
    }

    private static ObjectNode account(Account account) {
        ApiKey key = account.key();
        PublicKey publicKey = key.publicKey();
        return entry("account")
                .put("account", account.name())
                .put("number", account.number())
                .put("kind", key.kind().name())
                .put("key", key.key())
                .put("secret", key.secret())
                .put("passphrase", key.passphrase())
                .put("trades", key.trades())
                .put("withdraws", key.withdraws())
                .put("private", key.privateKeyPem())
                .put("public", publicKey == null ? "" : ApiKeys.publicPem(publicKey))
                .put("maker", account.makerFee().toPlainString())
                .put("taker", account.takerFee().toPlainString());
    }

    private static Account account(JsonNode entry) {
        ApiKey.Kind kind = ApiKey.Kind.valueOf(text(entry, "kind"));
        String pem = text(entry, "public");
        ApiKey key =
                new ApiKey(
                        kind,
                        text(entry, "key"),
                        text(entry, "secret"),
                        text(entry, "passphrase"),
                        text(entry, "private"),
                        pem.isEmpty() ? null : ApiKeys.publicKey(kind, pem),
                        entry.path("trades").asBoolean(true),
                        entry.path("withdraws").asBoolean(false));
        return new Account(
                text(entry, "account"),
                number(entry, "number"),
                false,
                key,
                decimal(entry, "maker"),
                decimal(entry, "taker"));
    }

    private static ObjectNode accepted(EngineEvent.OrderAccepted event) {
        Order order = event.order();
        OrderRequest request = order.request();
        ObjectNode entry =
                of("accepted", order)
                        .put("client", request.clientOrderId())
                        .put("side", request.side().name())
                        .put("tif", request.timeInForce().name())
                        .put("price", request.price())
                        .put("quantity", request.quantity())
                        .put("stp", request.selfTrade().name())
                        .put("hold", order.hold().toPlainString())
                        .put("t", event.micros());
        if (request.market()) {
            entry.put("market", true);
        }
        if (!request.position().equals(PositionTerms.NONE)) {
            entry.put("position", request.position().side().name())
                    .put("reduce", request.position().reduceOnly());
        }
        if (request.postOnly()) {
            entry.put("post", true);
        }
        BigDecimal quoteAmount = request.quoteAmount();
        if (quoteAmount != null) {
            entry.put("quote", quoteAmount.toPlainString());
        }
        Trigger trigger = request.trigger();
        if (trigger != null) {
            entry.put("trigger", trigger.kind().name()).put("at", trigger.price());
            if (trigger.trails()) {
                entry.put("trail", trigger.trailingBips());
            }
        }
        if (!request.words().isEmpty()) {
            ObjectNode words = entry.putObject("words");
            request.words().forEach(words::put);
        }
        return entry;
    }

    private static OrderRequest request(JsonNode entry) {
        Map<String, String> words = new HashMap<>();
        entry.path("words").properties().forEach(w -> words.put(w.getKey(), w.getValue().asText()));
        return new OrderRequest(
                text(entry, "client"),
                Side.valueOf(text(entry, "side")),
                entry.path("market").asBoolean(),
                TimeInForce.valueOf(text(entry, "tif")),
                entry.path("post").asBoolean(),
                number(entry, "price"),
                number(entry, "quantity"),
                entry.has("quote") ? decimal(entry, "quote") : null,
                entry.has("trigger")
                        ? new Trigger(
                                Trigger.Kind.valueOf(text(entry, "trigger")),
                                number(entry, "at"),
                                entry.path("trail").asInt())
                        : null,
                SelfTrade.valueOf(text(entry, "stp")),
                words,
                entry.has("position")
                        ? new PositionTerms(
                                PositionSide.valueOf(text(entry, "position")),
                                entry.path("reduce").asBoolean())
                        : PositionTerms.NONE);
    }

    private static ObjectNode configured(EngineEvent.Configured event) {
        ObjectNode entry =
                entry("configured")
                        .put("account", event.account().name())
                        .put("setting", event.setting().name())
                        .put("value", event.value())
                        .put("t", event.micros());
        Market market = event.market();
        return market == null ? entry : entry.put("symbol", market.listing().symbol());
    }

    private static ObjectNode chained(OrderChain chain) {
        ObjectNode entry =
                of("chained", chain.working())
                        .put("client", chain.clientId())
                        .put("t", chain.acceptedMicros());
        ArrayNode pending = entry.putArray("pending");
        chain.pending().forEach(order -> pending.add(order.id()));
        return entry;
    }

    private static ObjectNode paired(OrderPair pair) {
        return of("paired", pair.orders().getFirst())
                .put("other", pair.orders().getLast().id())
                .put("client", pair.clientId())
                .put("t", pair.acceptedMicros());
    }

    private static ObjectNode filled(EngineEvent.OrderFilled event) {
        Fill fill = event.fill();
        ObjectNode entry =
                of("filled", event.order())
                        .put("trade", fill.tradeId())
                        .put("price", fill.price())
                        .put("quantity", fill.quantity())
                        .put("fee", fill.fee().toPlainString())
                        .put("feeAsset", fill.feeAsset())
                        .put("maker", fill.maker())
                        .put("x", fill.executionId())
                        .put("t", fill.micros());
        if (fill.realised().signum() != 0) {
            entry.put("profit", fill.realised().toPlainString());
        }
        if (event.order().status() == OrderStatus.FILLED) {
            entry.put("whole", true);
        }
        return entry;
    }

    private static Fill fill(JsonNode entry) {
        return new Fill(
                number(entry, "trade"),
                number(entry, "price"),
                number(entry, "quantity"),
                decimal(entry, "fee"),
                text(entry, "feeAsset"),
                entry.path("maker").asBoolean(),
                number(entry, "t"),
                number(entry, "x"),
                entry.has("profit") ? decimal(entry, "profit") : BigDecimal.ZERO);
    }

    private static ObjectNode of(String what, Order order) {
        return entry(what)
                .put("account", order.account().name())
                .put("symbol", order.listing().symbol())
                .put("id", order.id());
    }

    private static ObjectNode entry(String what) {
        return JsonNodeFactory.instance.objectNode().put("a", what);
    }

    private static String text(JsonNode entry, String name) {
        return required(entry, name).asText();
    }

    private static long number(JsonNode entry, String name) {
        return required(entry, name).asLong();
    }

    private static BigDecimal decimal(JsonNode entry, String name) {
        return new BigDecimal(required(entry, name).asText());
    }

    private static JsonNode required(JsonNode entry, String name) {
        JsonNode value = entry.get(name);
        if (value == null) {
            throw new IllegalStateException("a journal entry lacks '" + name + "': " + entry);
        }
        return value;
    }
}
