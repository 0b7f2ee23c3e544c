package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.RecordedFrame;
import dev.k2.sim.Recording;
import dev.k2.sim.WireJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What recordings of Binance hold: instruments, books, streams. They answer as they were recorded. */
final class ReplayMarkets {
    private static final String SYMBOL = ".*[?&]symbol=([^&]+).*";

    private final Map<String, JsonNode> symbols = new LinkedHashMap<>();
    private final Map<String, JsonNode> books = new LinkedHashMap<>();
    private final Map<String, String> prices = new LinkedHashMap<>();
    private final Map<String, List<ReplayStreams.Moment>> tracks = new LinkedHashMap<>();
    private final BinanceFloor floor;
    private final Limits limits;

    ReplayMarkets(List<Recording> recordings, BinanceFloor floor, Limits limits) {
        this.floor = floor;
        this.limits = limits;
        recordings.forEach(this::take);
    }

    Map<String, List<ReplayStreams.Moment>> tracks() {
        return tracks;
    }

    JsonNode exchangeInfo(Call.Request request, boolean webSocketApi) {
        ObjectNode info =
                WireJson.object()
                        .put("timezone", "UTC")
                        .put("serverTime", BinanceTime.shown(floor.micros(), request.micros()));
        info.set("rateLimits", limits.described(webSocketApi));
        info.putArray("exchangeFilters");
        ArrayNode list = info.putArray("symbols");
        chosen(request.params()).forEach(symbol -> list.add(symbols.get(symbol)));
        return info;
    }

    JsonNode depth(Call.Request request) {
        String symbol = known(request.params().symbol());
        int limit = (int) Math.min(5000, request.params().integer("limit", 100));
        JsonNode book = books.get(symbol);
        ObjectNode answer =
                WireJson.object()
                        .put("lastUpdateId", book == null ? 0 : book.path("lastUpdateId").asLong());
        for (String time : List.of("E", "T")) {
            if (book != null && book.has(time)) {
                answer.set(time, book.path(time));
            }
        }
        for (String side : List.of("bids", "asks")) {
            ArrayNode levels = answer.putArray(side);
            for (int i = 0; book != null && i < Math.min(limit, book.path(side).size()); i++) {
                levels.add(book.path(side).path(i));
            }
        }
        return answer;
    }

    JsonNode priceTicker(Call.Request request) {
        return oneOrMany(
                request,
                symbol ->
                        WireJson.object()
                                .put("symbol", symbol)
                                .put("price", prices.getOrDefault(symbol, top(symbol, "bids", 0))));
    }

    JsonNode bookTicker(Call.Request request) {
        return oneOrMany(
                request,
                symbol ->
                        WireJson.object()
                                .put("symbol", symbol)
                                .put("bidPrice", top(symbol, "bids", 0))
                                .put("bidQty", top(symbol, "bids", 1))
                                .put("askPrice", top(symbol, "asks", 0))
                                .put("askQty", top(symbol, "asks", 1)));
    }

    /** Nothing was recorded to answer this with. */
    JsonNode nothing(Call.Request request) {
        known(request.params().symbol());
        return WireJson.array();
    }

    JsonNode closed(Call.Request request) {
        known(request.params().symbol());
        throw BinanceRefusal.rejected("Market is closed.");
    }

    private interface Described {
        ObjectNode of(String symbol);
    }

    private JsonNode oneOrMany(Call.Request request, Described described) {
        if (request.params().has("symbol")) {
            return described.of(known(request.params().symbol()));
        }
        ArrayNode list = WireJson.array();
        for (String symbol : chosen(request.params())) {
            if (books.containsKey(symbol)) {
                list.add(described.of(symbol));
            }
        }
        return list;
    }

    private List<String> chosen(Params params) {
        if (params.has("symbol")) {
            return List.of(known(params.symbol()));
        }
        String some = params.text("symbols");
        if (some == null) {
            return List.copyOf(symbols.keySet());
        }
        return SymbolWords.list(some).stream().map(this::known).toList();
    }

    private String known(String symbol) {
        if (!symbols.containsKey(symbol)) {
            throw BinanceRefusal.badSymbol();
        }
        return symbol;
    }

    private String top(String symbol, String side, int part) {
        JsonNode book = books.get(symbol);
        return book == null
                ? "0.00000000"
                : book.path(side).path(0).path(part).asText("0.00000000");
    }

    private void take(Recording recording) {
        long begin = recording.frames().isEmpty() ? 0 : recording.frames().getFirst().micros();
        for (RecordedFrame frame : recording.frames()) {
            JsonNode message = frame.message();
            if (frame.direction().equals("recv") && message.has("stream")) {
                JsonNode data = message.path("data");
                ReplayStreams.add(
                        tracks,
                        message.path("stream").asText(),
                        new ReplayStreams.Moment(frame.micros() - begin, data));
                price(data);
            } else if (message.has("symbols")) {
                message.path("symbols")
                        .forEach(
                                symbol ->
                                        symbols.putIfAbsent(
                                                symbol.path("symbol").asText(), symbol));
            } else if (message.has("lastUpdateId") && frame.url().matches(SYMBOL)) {
                books.put(frame.url().replaceFirst(SYMBOL, "$1"), message);
            }
        }
    }

    private void price(JsonNode data) {
        if (data.path("e").asText().equals("aggTrade")) {
            prices.putIfAbsent(data.path("s").asText(), data.path("p").asText());
        }
    }
}
