package dev.k2.gateway;

import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a reader of the stream asks for. */
sealed interface StreamRequest {
    /** What the reader calls this request: a number or a text, or null. */
    @Nullable Object id();

    /** Who I am. Exactly one of token and ticket is there. */
    record Auth(@Nullable Object id, Optional<String> token, Optional<String> ticket)
            implements StreamRequest {}

    record Ping(@Nullable Object id) implements StreamRequest {}

    /** Begin or end with things of the market. */
    record Market(
            @Nullable Object id,
            boolean begin,
            Topic.Channel channel,
            Optional<ExchangeId> exchange,
            List<InstrumentId> instruments,
            String variant)
            implements StreamRequest {}

    /**
     * Begin or end with something of one's own.
     *
     * @param after the last seq that was seen; 0 for none
     */
    record Private(@Nullable Object id, boolean begin, PrivateChannel channel, long after)
            implements StreamRequest {}

    /** Nothing that we know. */
    record Unfit(@Nullable Object id, Problem problem) implements StreamRequest {}

    int INSTRUMENTS_MAX = 100;

    static StreamRequest parse(String text) {
        return switch (StrictJson.read(text)) {
            case StrictJson.Text.Bad(Problem problem) -> new Unfit(null, problem);
            case StrictJson.Text.Read(JsonObject message) -> parse(message);
        };
    }

    private static StreamRequest parse(JsonObject message) {
        Object id = message.getValue("id");
        if (message.containsKey("id") && !isId(id)) {
            return new Unfit(null, Problem.invalid("id", "a whole number or up to 64 characters"));
        }
        return switch (String.valueOf(message.getValue("type"))) {
            case "auth" -> auth(id, message);
            case "ping" ->
                    unknown(message, Set.of())
                            .<StreamRequest>map(problem -> new Unfit(id, problem))
                            .orElseGet(() -> new Ping(id));
            case "subscribe" -> subscription(id, message, true);
            case "unsubscribe" -> subscription(id, message, false);
            default ->
                    new Unfit(
                            id,
                            Problem.invalid("type", "one of auth, ping, subscribe, unsubscribe"));
        };
    }

    private static StreamRequest auth(@Nullable Object id, JsonObject message) {
        Optional<Problem> unknown = unknown(message, Set.of("token", "ticket"));
        Optional<String> token = text(message, "token", 4096);
        Optional<String> ticket = text(message, "ticket", 200);
        if (unknown.isPresent()) {
            return new Unfit(id, unknown.get());
        }
        return token.isPresent() == ticket.isPresent()
                ? new Unfit(id, Problem.invalid("token", "an access token, or else a ticket"))
                : new Auth(id, token, ticket);
    }

    private static StreamRequest subscription(
            @Nullable Object id, JsonObject message, boolean begin) {
        String channel = String.valueOf(message.getValue("channel"));
        Optional<PrivateChannel> own = PrivateChannel.parse(channel);
        if (own.isPresent()) {
            Optional<Problem> unknown = unknown(message, Set.of("channel", "after"));
            Object after = message.getValue("after", 0L);
            if (unknown.isPresent()) {
                return new Unfit(id, unknown.get());
            }
            return after instanceof Long seq && seq >= 0
                    ? new Private(id, begin, own.get(), seq)
                    : new Unfit(id, Problem.invalid("after", "the last seq that was seen"));
        }
        return Topic.Channel.parse(channel)
                .map(known -> market(id, message, begin, known))
                .orElseGet(
                        () ->
                                new Unfit(
                                        id,
                                        Problem.invalid(
                                                "channel",
                                                "one of prices, book, trades, candles,"
                                                        + " mark_price, liquidations, orders,"
                                                        + " notifications")));
    }

    private static StreamRequest market(
            @Nullable Object id, JsonObject message, boolean begin, Topic.Channel channel) {
        Optional<Problem> unknown =
                unknown(
                        message,
                        switch (channel) {
                            case BOOK -> Set.of("channel", "instruments", "exchange", "depth");
                            case CANDLES ->
                                    Set.of("channel", "instruments", "exchange", "interval");
                            case PRICES, TRADES, MARK_PRICE, LIQUIDATIONS ->
                                    Set.of("channel", "instruments", "exchange");
                        });
        if (unknown.isPresent()) {
            return new Unfit(id, unknown.get());
        }
        Optional<ExchangeId> exchange = text(message, "exchange", 40).flatMap(ExchangeId::parse);
        if (message.containsKey("exchange") && exchange.isEmpty()) {
            return new Unfit(id, Problem.invalid("exchange", "an exchange such as binance"));
        }
        Optional<String> variant = variant(message, channel);
        if (variant.isEmpty()) {
            return new Unfit(
                    id,
                    channel == Topic.Channel.BOOK
                            ? Problem.invalid("depth", "5, 10 or 20, or none for all changes")
                            : Problem.invalid("interval", "an interval such as 1m"));
        }
        List<InstrumentId> instruments = instruments(message);
        return instruments.isEmpty()
                ? new Unfit(
                        id,
                        Problem.invalid("instruments", "1 to " + INSTRUMENTS_MAX + " instruments"))
                : new Market(id, begin, channel, exchange, instruments, variant.get());
    }

    private static Optional<String> variant(JsonObject message, Topic.Channel channel) {
        return switch (channel) {
            case PRICES, TRADES, MARK_PRICE, LIQUIDATIONS -> Optional.of("");
            case CANDLES ->
                    text(message, "interval", 10)
                            .flatMap(CandleInterval::parse)
                            .map(CandleInterval::text);
            case BOOK ->
                    !message.containsKey("depth")
                            ? Optional.of("")
                            : message.getValue("depth") instanceof Long depth
                                            && depth <= Integer.MAX_VALUE
                                            && MarketFan.DEPTHS.contains(depth.intValue())
                                    ? Optional.of(depth.toString())
                                    : Optional.empty();
        };
    }

    /** Empty where anything in the list is wrong. */
    private static List<InstrumentId> instruments(JsonObject message) {
        List<InstrumentId> instruments = new ArrayList<>();
        if (!(message.getValue("instruments") instanceof JsonArray names)
                || names.size() > INSTRUMENTS_MAX) {
            return List.of();
        }
        for (Object name : names) {
            if (!(name instanceof String text) || !InstrumentId.isValid(text)) {
                return List.of();
            }
            instruments.add(new InstrumentId(text));
        }
        return instruments.stream().distinct().toList();
    }

    private static Optional<Problem> unknown(JsonObject message, Set<String> known) {
        for (String name : message.fieldNames()) {
            if (!name.equals("type") && !name.equals("id") && !known.contains(name)) {
                return Optional.of(
                        Problem.unknownField(
                                name.substring(0, Math.min(60, name.length())),
                                known.stream().sorted().toList()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(JsonObject message, String name, int lengthMax) {
        return message.getValue(name) instanceof String text
                        && !text.isEmpty()
                        && text.length() <= lengthMax
                ? Optional.of(text)
                : Optional.empty();
    }

    private static boolean isId(@Nullable Object id) {
        return id instanceof Long || (id instanceof String text && text.length() <= 64);
    }
}
