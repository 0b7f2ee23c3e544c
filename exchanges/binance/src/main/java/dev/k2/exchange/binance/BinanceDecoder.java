package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.net.Decoder;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Lines;
import dev.k2.exchange.net.RawMessage;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads recorded messages of a product of Binance: bare, in combined streams, wrapped user events,
 * answers of REST and of the WebSocket API. Which kind a message is, is seen from its fields.
 */
public final class BinanceDecoder implements Decoder {
    private static final Pattern SYMBOL = Pattern.compile("[?&]symbol=([^&]+)");
    private static final Pattern INTERVAL = Pattern.compile("[?&]interval=([^&]+)");
    private static final Pattern STREAMS = Pattern.compile("[?&]streams=([^&]+)");

    /** The best levels of futures look like changes of the book; only the stream tells. */
    private static final Pattern TOP = Pattern.compile("@depth(5|10|20)(@|$)");

    private final Lines lines;
    private final BinanceDecoderSymbols symbols;
    private final BinanceDecoderStreams streams;

    private BinanceDecoder(BinanceProduct product) {
        lines = new Lines(product.exchange());
        symbols = new BinanceDecoderSymbols(product);
        streams = new BinanceDecoderStreams(lines);
    }

    /** Binance Spot. */
    public static BinanceDecoder spot() {
        return new BinanceDecoder(BinanceProduct.SPOT);
    }

    /** Binance USD-M Futures; COIN-M speaks by the same rules. */
    public static BinanceDecoder futures() {
        return new BinanceDecoder(BinanceProduct.USD_M);
    }

    @Override
    public List<Map<String, Object>> decode(RawMessage message) {
        try {
            return switch (message.direction()) {
                case "open" -> opened(message);
                case "send" -> List.of(lines.skipped("sent by us"));
                case "unreadable" -> List.of(lines.skipped("not JSON"));
                default -> received(message, message.body());
            };
        } catch (JsonProcessingException unreadable) {
            return List.of(lines.skipped("not as expected: " + unreadable.getOriginalMessage()));
        } catch (BinanceParse.UnknownWord unknown) {
            return List.of(lines.skipped(String.valueOf(unknown.getMessage())));
        }
    }

    @Override
    public List<Map<String, Object>> books() {
        return streams.books();
    }

    private List<Map<String, Object>> opened(RawMessage message) {
        Matcher names = STREAMS.matcher(message.address());
        if (names.find()) {
            streams.cut(List.of(names.group(1).split("/")));
        }
        Map<String, Object> line = lines.line("connection");
        line.put("address", message.address());
        return List.of(line);
    }

    private List<Map<String, Object>> received(RawMessage message, JsonNode body)
            throws JsonProcessingException, BinanceParse.UnknownWord {
        if (body.path("stream").isTextual() && body.has("data")) {
            return event(message, body.path("data"), body.path("stream").asText());
        }
        if (body.path("event").isObject()) {
            return event(message, body.path("event"), "");
        }
        boolean quote = body.has("B") && body.has("A") && body.has("u");
        if (quote || body.path("e").isTextual()) {
            return event(message, body, "");
        }
        if (body.has("id") && body.has("status") && body.has("rateLimits")) {
            return body.has("result")
                    ? received(message, body.path("result"))
                    : List.of(failure(body.path("error")));
        }
        if (body.has("id") && (body.has("result") || body.has("error"))) {
            return List.of(
                    body.has("error")
                            ? failure(body.path("error"))
                            : lines.skipped("answer to a request of ours"));
        }
        if (body.isArray()) {
            List<Map<String, Object>> all = new ArrayList<>();
            for (JsonNode part : body) {
                all.addAll(part.isArray() ? candle(message, part) : answer(message, part));
            }
            return all;
        }
        return answer(message, body);
    }

    /** One object out of an answer to a question. */
    private List<Map<String, Object>> answer(RawMessage message, JsonNode body)
            throws JsonProcessingException, BinanceParse.UnknownWord {
        if (body.has("symbols") && body.has("rateLimits")) {
            return exchangeInfo(body);
        }
        if (body.has("lastUpdateId") && body.has("bids")) {
            return depth(message, body);
        }
        if (body.has("orderId") && body.has("status") && body.has("executedQty")) {
            var wire = Json.lenient().treeToValue(body, BinanceOrderWire.Order.class);
            return List.of(
                    lines.order(BinanceOrderParse.order(symbols.of(wire.symbol()).id(), wire)));
        }
        if (body.has("isBuyer") && body.has("commission")) {
            var wire = Json.lenient().treeToValue(body, BinanceOrderWire.MyTrade.class);
            return List.of(
                    lines.fill(BinanceOrderParse.fill(symbols.of(wire.symbol()).id(), wire)));
        }
        if (body.has("isBuyerMaker") && body.has("id")) {
            var wire = Json.lenient().treeToValue(body, BinanceRestWire.Trade.class);
            return forInstrument(message, at -> lines.trade(BinanceParse.trade(at.id(), wire)));
        }
        if (body.has("a") && body.has("f") && body.has("l")) {
            var wire = Json.lenient().treeToValue(body, BinanceMarketWire.AggregateTrade.class);
            return forInstrument(message, at -> lines.trade(BinanceParse.trade(at.id(), wire)));
        }
        if (body.has("markPrice") && body.has("lastFundingRate")) {
            var wire = Json.lenient().treeToValue(body, BinanceMarketWire.PremiumIndex.class);
            Instrument at = symbols.of(wire.symbol());
            return List.of(streams.line(BinanceParse.mark(at.id(), wire)));
        }
        if (body.has("fundingRate") && body.has("fundingTime")) {
            var wire = Json.lenient().treeToValue(body, BinanceMarketWire.Funding.class);
            Instrument at = symbols.of(wire.symbol());
            return List.of(streams.line(BinanceParse.funding(at.id(), wire)));
        }
        if (body.has("lastPrice") && body.has("priceChangePercent") && body.has("closeTime")) {
            var wire = Json.lenient().treeToValue(body, BinanceRestWire.Ticker24h.class);
            return List.of(lines.ticker(BinanceParse.ticker(symbols.of(wire.symbol()).id(), wire)));
        }
        if (body.has("balances")) {
            var wire = Json.lenient().treeToValue(body, BinanceOrderWire.AccountState.class);
            return BinanceOrderParse.balances(wire).stream().map(lines::balance).toList();
        }
        if (body.has("standardCommission")) {
            var wire = Json.lenient().treeToValue(body, BinanceOrderWire.Commission.class);
            return List.of(
                    lines.fees(symbols.of(wire.symbol()).id(), BinanceOrderParse.fees(wire)));
        }
        if (body.has("code") && body.has("msg")) {
            return List.of(failure(body));
        }
        if (body.has("serverTime")) {
            Map<String, Object> line = lines.line("time");
            line.put("time", Lines.time(Instant.ofEpochMilli(body.path("serverTime").asLong())));
            return List.of(line);
        }
        return List.of(lines.skipped("of no known form"));
    }

    private List<Map<String, Object>> exchangeInfo(JsonNode body) throws JsonProcessingException {
        List<Map<String, Object>> all = new ArrayList<>();
        var wire = Json.lenient().treeToValue(body, BinanceRestWire.ExchangeInfo.class);
        symbols.learn(wire, what -> all.add(lines.skipped(what)));
        symbols.all().forEach(instrument -> all.add(lines.instrument(instrument)));
        return all;
    }

    private List<Map<String, Object>> depth(RawMessage message, JsonNode body)
            throws JsonProcessingException {
        var wire = Json.lenient().treeToValue(body, BinanceRestWire.Depth.class);
        Optional<Instrument> instrument = instrument(message);
        if (instrument.isEmpty()) {
            return List.of(lines.skipped("a book that does not say of which instrument"));
        }
        return List.of(streams.snapshot(instrument.get(), wire, message.millis()));
    }

    private List<Map<String, Object>> candle(RawMessage message, JsonNode row)
            throws JsonProcessingException {
        var wire = Json.lenient().treeToValue(row, BinanceRestWire.Kline.class);
        Matcher named = INTERVAL.matcher(message.address());
        CandleInterval interval =
                named.find()
                        ? CandleInterval.parse(named.group(1)).orElse(widthOf(wire))
                        : widthOf(wire);
        long now = message.millis() == 0 ? Long.MAX_VALUE : message.millis();
        return forInstrument(
                message, at -> lines.candle(BinanceParse.candle(at.id(), interval, wire, now)));
    }

    /** The interval that a candle's own times tell. */
    private static CandleInterval widthOf(BinanceRestWire.Kline wire) {
        long millis = wire.closeTime() + 1 - wire.openTime();
        for (CandleInterval interval : CandleInterval.values()) {
            if (interval.width().toMillis() == millis) {
                return interval;
            }
        }
        return CandleInterval.MONTH;
    }

    private List<Map<String, Object>> event(RawMessage message, JsonNode event, String stream)
            throws JsonProcessingException, BinanceParse.UnknownWord {
        String kind = event.path("e").asText();
        switch (kind) {
            case "depthUpdate",
                    "trade",
                    "aggTrade",
                    "24hrTicker",
                    "24hrMiniTicker",
                    "avgPrice",
                    "markPriceUpdate",
                    "bookTicker",
                    "" -> {
                if (!event.path("s").isTextual()) {
                    return streamed(event, stream);
                }
                Instrument instrument = symbols.of(event.path("s").asText());
                Matcher top = TOP.matcher(stream);
                return top.find()
                        ? streams.top(instrument, Integer.parseInt(top.group(1)), event)
                        : streams.event(instrument, kind, event, message.millis());
            }
            case "forceOrder" -> {
                Instrument instrument = symbols.of(event.path("o").path("s").asText());
                return streams.event(instrument, kind, event, message.millis());
            }
            case "kline" -> {
                var wire = Json.lenient().treeToValue(event, BinanceFeedWire.Kline.class);
                Optional<CandleInterval> interval = CandleInterval.parse(wire.bar().interval());
                return List.of(
                        interval.map(
                                        width ->
                                                lines.candle(
                                                        BinanceParse.candle(
                                                                symbols.of(wire.symbol()).id(),
                                                                width,
                                                                wire.bar())))
                                .orElseGet(
                                        () ->
                                                lines.skipped(
                                                        "unknown interval "
                                                                + wire.bar().interval())));
            }
            case "executionReport" -> {
                return executed(
                        Json.lenient().treeToValue(event, BinanceUserWire.ExecutionReport.class));
            }
            case "outboundAccountPosition" -> {
                var wire = Json.lenient().treeToValue(event, BinanceUserWire.AccountPosition.class);
                return BinanceOrderParse.balances(wire).stream().map(lines::balance).toList();
            }
            default -> {
                return List.of(lines.skipped("event " + kind + " is not used"));
            }
        }
    }

    /** The best levels of a book, whose instrument only the stream's name tells. */
    private List<Map<String, Object>> streamed(JsonNode event, String stream)
            throws JsonProcessingException {
        int end = stream.indexOf('@');
        if (end < 1 || !event.has("lastUpdateId")) {
            return List.of(lines.skipped("of no known form"));
        }
        var wire = Json.lenient().treeToValue(event, BinanceRestWire.Depth.class);
        Instrument instrument = symbols.of(stream.substring(0, end).toUpperCase(Locale.ROOT));
        return List.of(streams.partial(instrument, wire));
    }

    private List<Map<String, Object>> executed(BinanceUserWire.ExecutionReport wire)
            throws BinanceParse.UnknownWord {
        Instrument instrument = symbols.of(wire.symbol());
        List<Map<String, Object>> all = new ArrayList<>();
        BinanceOrderParse.fill(instrument.id(), wire).ifPresent(fill -> all.add(lines.fill(fill)));
        all.add(lines.order(BinanceOrderParse.order(instrument.id(), wire)));
        return all;
    }

    private Map<String, Object> failure(JsonNode error) {
        int code = error.path("code").asInt();
        String words = error.path("msg").asText();
        Map<String, Object> line = lines.line("error");
        line.put("code", code);
        line.put("message", words);
        line.put("category", Lines.lower(BinanceErrors.category(400, code, words)));
        return line;
    }

    private List<Map<String, Object>> forInstrument(
            RawMessage message, Function<Instrument, Map<String, Object>> line) {
        return List.of(
                instrument(message)
                        .map(line)
                        .orElseGet(() -> lines.skipped("does not say of which instrument")));
    }

    private Optional<Instrument> instrument(RawMessage message) {
        Matcher symbol = SYMBOL.matcher(message.address());
        return symbol.find() ? Optional.of(symbols.of(symbol.group(1))) : Optional.empty();
    }
}
