package dev.k2.exchange.okx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.net.Decoder;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Lines;
import dev.k2.exchange.net.RawMessage;
import dev.k2.model.BookSnapshot;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads recorded messages of OKX with the live adapter's parsers: pushes, and answers to questions
 * about instruments.
 */
public final class OkxDecoder implements Decoder {
    private static final int TOP = 10;

    private final Lines lines = new Lines(ExchangeId.OKX);
    private final OkxDecoderSymbols symbols = new OkxDecoderSymbols();
    private final Map<String, OkxDecoderBook> books = new LinkedHashMap<>();

    @Override
    public List<Map<String, Object>> decode(RawMessage message) {
        try {
            return switch (message.direction()) {
                case "open" -> opened(message);
                case "send" -> List.of(lines.skipped("sent by us"));
                case "unreadable" -> List.of(lines.skipped("not JSON"));
                default -> received(message.body(), message.millis());
            };
        } catch (JsonProcessingException unreadable) {
            return List.of(lines.skipped("not as expected: " + unreadable.getOriginalMessage()));
        } catch (UnknownWord unknown) {
            return List.of(lines.skipped(unknown.told()));
        } catch (IllegalArgumentException | ArithmeticException notANumber) {
            return List.of(lines.skipped("not as expected: " + notANumber.getMessage()));
        }
    }

    @Override
    public List<Map<String, Object>> books() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (OkxDecoderBook kept : books.values()) {
            BookSnapshot top = kept.book().book().top(TOP);
            Map<String, Object> line = lines.line("book", top.instrument());
            line.put("bids", Lines.levels(top.bids()));
            line.put("asks", Lines.levels(top.asks()));
            line.put("updates", kept.book().applied());
            line.put("gaps", kept.book().gaps());
            line.put("contained", kept.book().contained());
            line.put("checksums", kept.checked());
            line.put("sequence", top.sequence());
            line.put("valid", kept.book().book().isValid());
            all.add(line);
        }
        return all;
    }

    private List<Map<String, Object>> opened(RawMessage message) {
        books.values().forEach(OkxDecoderBook::cut);
        Map<String, Object> line = lines.line("connection");
        line.put("address", message.address());
        return List.of(line);
    }

    private List<Map<String, Object>> received(JsonNode body, long millis)
            throws JsonProcessingException, UnknownWord {
        if (body.path("event").isTextual()) {
            return List.of(lines.skipped("event " + body.path("event").asText()));
        }
        JsonNode data = body.path("data");
        if (!data.isArray()) {
            return List.of(lines.skipped("of no known form"));
        }
        List<Map<String, Object>> all = new ArrayList<>();
        for (JsonNode row : data) {
            all.add(
                    body.has("arg")
                            ? pushed(body.path("arg"), body.path("action").asText(), row, millis)
                            : answered(row));
        }
        return all;
    }

    private Map<String, Object> pushed(JsonNode arg, String action, JsonNode row, long millis)
            throws JsonProcessingException, UnknownWord {
        String channel = arg.path("channel").asText();
        Instrument instrument = symbols.of(row.path("instId").asText(arg.path("instId").asText()));
        if (channel.startsWith("candle")) {
            return candle(channel.substring("candle".length()), instrument, row);
        }
        return switch (channel) {
            case "books" -> {
                OkxDecoderBook book =
                        books.computeIfAbsent(
                                instrument.symbol(), first -> new OkxDecoderBook(instrument));
                book.read(action.equals("snapshot"), row, millis);
                Map<String, Object> line =
                        lines.line(
                                action.equals("snapshot") ? "book_snapshot" : "book_delta",
                                instrument.id());
                line.put("sequence", book.book().book().sequence());
                line.put("valid", book.book().book().isValid());
                yield line;
            }
            case "trades", "trades-all" ->
                    lines.trade(
                            OkxParse.trade(instrument.id(), read(row, OkxRestWire.Trade.class)));
            case "bbo-tbt" -> quote(instrument, row);
            case "tickers" ->
                    lines.ticker(OkxParse.ticker(instrument, read(row, OkxRestWire.Ticker.class)));
            case "orders" ->
                    lines.order(
                            OkxOrderParse.order(
                                    instrument.id(), read(row, OkxUserWire.Order.class)));
            default -> lines.skipped("channel " + channel + " is not used");
        };
    }

    private Map<String, Object> quote(Instrument instrument, JsonNode row)
            throws JsonProcessingException {
        OkxRestWire.Book book = read(row, OkxRestWire.Book.class);
        Map<String, Object> line = lines.line("quote", instrument.id());
        if (!book.bids().isEmpty()) {
            line.put("bid", Lines.text(book.bids().getFirst().get(0)));
            line.put("bid_quantity", Lines.text(book.bids().getFirst().get(1)));
        }
        if (!book.asks().isEmpty()) {
            line.put("ask", Lines.text(book.asks().getFirst().get(0)));
            line.put("ask_quantity", Lines.text(book.asks().getFirst().get(1)));
        }
        return line;
    }

    private Map<String, Object> candle(String bar, Instrument instrument, JsonNode row)
            throws JsonProcessingException, UnknownWord {
        List<BigDecimal> cells = new ArrayList<>();
        for (JsonNode cell : row) {
            cells.add(Json.lenient().treeToValue(cell, BigDecimal.class));
        }
        for (CandleInterval interval : OkxWords.intervals()) {
            if (OkxWords.bar(interval).equals(Optional.of(bar))) {
                return lines.candle(OkxParse.candle(instrument.id(), interval, cells));
            }
        }
        return lines.skipped("unknown interval " + bar);
    }

    private Map<String, Object> answered(JsonNode row) throws JsonProcessingException, UnknownWord {
        if (row.has("tickSz") && row.has("instType")) {
            List<String> skipped = new ArrayList<>();
            Optional<Instrument> read =
                    OkxSymbols.instrument(read(row, OkxRestWire.Instrument.class), skipped::add);
            read.ifPresent(symbols::learn);
            return read.map(lines::instrument)
                    .orElseGet(
                            () ->
                                    lines.skipped(
                                            skipped.isEmpty()
                                                    ? "K2 does not trade "
                                                            + row.path("instId").asText()
                                                    : skipped.getFirst()));
        }
        if (row.has("ordId") && row.has("state")) {
            Instrument instrument = symbols.of(row.path("instId").asText());
            return lines.order(
                    OkxOrderParse.order(instrument.id(), read(row, OkxUserWire.Order.class)));
        }
        return lines.skipped("of no known form");
    }

    private static <T> T read(JsonNode row, Class<T> type) throws JsonProcessingException {
        return Json.lenient().treeToValue(row, type);
    }
}
