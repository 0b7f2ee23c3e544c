package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Lines;
import dev.k2.exchange.net.Names;
import dev.k2.model.AveragePrice;
import dev.k2.model.Book;
import dev.k2.model.BookSnapshot;
import dev.k2.model.FundingRate;
import dev.k2.model.Instrument;
import dev.k2.model.Liquidation;
import dev.k2.model.MarkPrice;
import dev.k2.model.PublicTrade;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import dev.k2.model.TradeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts recorded stream messages through the live feed's own reader and books, and keeps what comes
 * out as lines.
 */
final class BinanceDecoderStreams implements FeedListener {
    private static final int TOP = 20;

    private final Lines lines;
    private final Map<String, BinanceStream> streams = new LinkedHashMap<>();
    private final BinanceFeedReader reader =
            new BinanceFeedReader(new Names<>(), this, BinanceDecoderStreams::wantsSnapshot);
    private final List<Map<String, Object>> out = new ArrayList<>();

    BinanceDecoderStreams(Lines lines) {
        this.lines = lines;
    }

    /** One event of a stream. */
    List<Map<String, Object>> event(Instrument instrument, String kind, JsonNode event, long millis)
            throws JsonProcessingException {
        out.clear();
        Channel channel =
                switch (kind) {
                    case "depthUpdate" -> Channel.BOOK;
                    case "trade", "aggTrade" -> Channel.TRADES;
                    case "24hrTicker" -> Channel.TICKER;
                    case "24hrMiniTicker" -> Channel.MINI_TICKER;
                    case "avgPrice" -> Channel.AVERAGE_PRICE;
                    case "markPriceUpdate" -> Channel.MARK_PRICE;
                    case "forceOrder" -> Channel.LIQUIDATIONS;
                    default -> Channel.QUOTES;
                };
        BinanceStream stream = stream(instrument, kind, channel);
        byte[] bytes = Json.lenient().writeValueAsBytes(event);
        BinanceBookSync sync = stream.sync();
        if (sync != null) {
            out.add(change(stream, sync, event, bytes, millis));
        } else {
            reader.readEvent(stream, bytes, bytes.length, millis);
            if (out.isEmpty()) {
                out.add(lines.skipped(stream.name() + ": not newer than what came before"));
            }
        }
        return List.copyOf(out);
    }

    /** The best levels of futures, told whole each time. */
    List<Map<String, Object>> top(Instrument instrument, int depth, JsonNode event)
            throws JsonProcessingException {
        out.clear();
        BinanceStream stream = stream(instrument, "top " + depth, Channel.top(depth));
        byte[] bytes = Json.lenient().writeValueAsBytes(event);
        reader.readEvent(stream, bytes, bytes.length, 0);
        return List.copyOf(out);
    }

    /** A snapshot of a book. It starts the book, or moves it on where it is newer. */
    Map<String, Object> snapshot(Instrument instrument, BinanceRestWire.Depth wire, long millis) {
        out.clear();
        BinanceStream stream = stream(instrument, "depthUpdate", Channel.BOOK);
        BinanceBookSync sync = book(stream);
        BookSnapshot snapshot = BinanceParse.book(instrument.id(), wire, Integer.MAX_VALUE);
        Map<String, Object> line = snapshotLine(instrument, snapshot);
        if (sync.isSynced() && snapshot.sequence() <= sync.book().sequence()) {
            line.put("effect", "older than the book");
            return line;
        }
        try {
            Optional<List<byte[]>> changes = sync.load(snapshot, millis);
            changes.ifPresent(waiting -> reader.apply(stream, sync, waiting, millis));
            line.put("effect", changes.isPresent() ? "loaded" : "older than the first change");
        } catch (ArithmeticException unfit) {
            sync.lose(true);
            line.put("effect", "a level does not fit: " + unfit.getMessage());
        }
        return line;
    }

    /** The best levels, told whole each time. They are shown, and start no book. */
    Map<String, Object> partial(Instrument instrument, BinanceRestWire.Depth wire) {
        return snapshotLine(
                instrument, BinanceParse.book(instrument.id(), wire, Integer.MAX_VALUE));
    }

    /** A new connection to streams: what their books were built from has ended. */
    void cut(List<String> names) {
        for (BinanceStream stream : streams.values()) {
            BinanceBookSync sync = stream.sync();
            if (sync != null && names.contains(stream.name())) {
                sync.lose(false);
            }
        }
    }

    /** One line for each book. */
    List<Map<String, Object>> books() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (BinanceStream stream : streams.values()) {
            BinanceBookSync sync = stream.sync();
            if (sync == null) {
                continue;
            }
            BookSnapshot top = sync.book().top(TOP);
            Map<String, Object> line = lines.line("book", stream.instrument().id());
            line.put("bids", Lines.levels(top.bids()));
            line.put("asks", Lines.levels(top.asks()));
            line.put("updates", sync.applied());
            line.put("gaps", sync.gaps());
            line.put("contained", sync.contained());
            line.put("sequence", top.sequence());
            line.put("valid", sync.book().isValid());
            all.add(line);
        }
        return all;
    }

    @Override
    public void onQuote(
            Instrument instrument,
            long bid,
            long bidQuantity,
            long ask,
            long askQuantity,
            long exchangeMillis,
            long receivedMillis) {
        Map<String, Object> line = lines.line("quote", instrument.id());
        line.put("bid", Lines.text(instrument.price(bid)));
        line.put("bid_quantity", Lines.text(instrument.quantity(bidQuantity)));
        line.put("ask", Lines.text(instrument.price(ask)));
        line.put("ask_quantity", Lines.text(instrument.quantity(askQuantity)));
        if (exchangeMillis > 0) {
            line.put("time", Lines.time(Instant.ofEpochMilli(exchangeMillis)));
        }
        out.add(line);
    }

    @Override
    public void onTrade(
            Instrument instrument,
            long tradeId,
            long price,
            long quantity,
            Side aggressor,
            long exchangeMillis,
            long receivedMillis) {
        out.add(
                lines.trade(
                        new PublicTrade(
                                instrument.id(),
                                new TradeId(Long.toString(tradeId)),
                                instrument.price(price),
                                instrument.quantity(quantity),
                                aggressor,
                                Instant.ofEpochMilli(exchangeMillis))));
    }

    @Override
    public void onBook(Book book) {
        // What a change did to its book is told in the change's own line.
    }

    @Override
    public void onTicker(Ticker ticker) {
        out.add(lines.ticker(ticker));
    }

    @Override
    public void onTop(Instrument instrument, BookSnapshot top, long receivedMillis) {
        out.add(snapshotLine(instrument, top));
    }

    @Override
    public void onAveragePrice(Instrument instrument, AveragePrice average) {
        Map<String, Object> line = lines.line("average_price", instrument.id());
        line.put("price", Lines.text(average.price()));
        line.put("window_seconds", average.window().toSeconds());
        line.put("time", Lines.time(average.at()));
        out.add(line);
    }

    @Override
    public void onMarkPrice(Instrument instrument, MarkPrice mark) {
        out.add(line(mark));
    }

    @Override
    public void onLiquidation(Instrument instrument, Liquidation liquidation) {
        Map<String, Object> line = lines.line("liquidation", instrument.id());
        line.put("side", Lines.lower(liquidation.side()));
        line.put("price", Lines.text(liquidation.price()));
        line.put("quantity", Lines.text(liquidation.quantity()));
        line.put("time", Lines.time(liquidation.at()));
        out.add(line);
    }

    Map<String, Object> line(MarkPrice mark) {
        Map<String, Object> line = lines.line("mark_price", mark.instrument());
        line.put("mark", Lines.text(mark.mark()));
        mark.index().ifPresent(index -> line.put("index", Lines.text(index)));
        mark.fundingRate().ifPresent(rate -> line.put("funding_rate", Lines.text(rate)));
        mark.nextFunding().ifPresent(at -> line.put("next_funding", Lines.time(at)));
        line.put("time", Lines.time(mark.at()));
        return line;
    }

    Map<String, Object> line(FundingRate funding) {
        Map<String, Object> line = lines.line("funding", funding.instrument());
        line.put("rate", Lines.text(funding.rate()));
        line.put("time", Lines.time(funding.at()));
        return line;
    }

    @Override
    public void onState(ConnectionState state) {
        throw new IllegalStateException("a recording has no connection: " + state);
    }

    @Override
    public void onSkipped(String what) {
        out.add(lines.skipped(what));
    }

    private Map<String, Object> change(
            BinanceStream stream, BinanceBookSync sync, JsonNode event, byte[] bytes, long millis)
            throws JsonProcessingException {
        long applied = sync.applied();
        long contained = sync.contained();
        long gaps = sync.gaps();
        reader.readEvent(stream, bytes, bytes.length, millis);
        Map<String, Object> line = lines.line("book_delta", stream.instrument().id());
        line.put("first", event.path("U").asLong());
        line.put("last", event.path("u").asLong());
        line.put("bids", levels(event.path("b")));
        line.put("asks", levels(event.path("a")));
        line.put(
                "effect",
                sync.gaps() > gaps
                        ? "gap"
                        : sync.applied() > applied
                                ? "applied"
                                : sync.contained() > contained ? "contained" : "put aside");
        return line;
    }

    private static List<List<String>> levels(JsonNode node) throws JsonProcessingException {
        BinanceRestWire.Level[] wire =
                Json.lenient().treeToValue(node, BinanceRestWire.Level[].class);
        return Arrays.stream(wire)
                .map(level -> List.of(Lines.text(level.price()), Lines.text(level.quantity())))
                .toList();
    }

    private Map<String, Object> snapshotLine(Instrument instrument, BookSnapshot snapshot) {
        Map<String, Object> line = lines.line("book_snapshot", instrument.id());
        line.put("sequence", snapshot.sequence());
        line.put("bids", Lines.levels(snapshot.bids()));
        line.put("asks", Lines.levels(snapshot.asks()));
        return line;
    }

    private BinanceStream stream(Instrument instrument, String kind, Channel channel) {
        return streams.computeIfAbsent(
                instrument.symbol() + " " + kind, name -> BinanceStream.of(instrument, channel));
    }

    private static BinanceBookSync book(BinanceStream stream) {
        BinanceBookSync sync = stream.sync();
        if (sync == null) {
            throw new IllegalStateException("no book: " + stream.name());
        }
        return sync;
    }

    /** A recording holds the snapshots that were asked for; there is nobody to ask. */
    private static void wantsSnapshot(BinanceStream stream) {}
}
