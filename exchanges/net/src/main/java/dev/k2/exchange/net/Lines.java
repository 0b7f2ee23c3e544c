package dev.k2.exchange.net;

import dev.k2.exchange.FeeRates;
import dev.k2.exchange.OrderReport;
import dev.k2.model.Balance;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.PublicTrade;
import dev.k2.model.Ticker;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a {@link Decoder} prints of our types: flat, decimals as exact text, times in ISO-8601, in
 * the order in which they were put in.
 */
public final class Lines {
    private final ExchangeId exchange;

    public Lines(ExchangeId exchange) {
        this.exchange = exchange;
    }

    /** The start of a line that belongs to no instrument. */
    public Map<String, Object> line(String type) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", type);
        line.put("exchange", exchange.text());
        return line;
    }

    /** The start of a line that belongs to an instrument. */
    public Map<String, Object> line(String type, InstrumentId instrument) {
        Map<String, Object> line = line(type);
        line.put("instrument", instrument.text());
        return line;
    }

    /** A message that was understood and is of no use, or was not understood. */
    public Map<String, Object> skipped(String reason) {
        Map<String, Object> line = line("skipped");
        line.put("reason", reason);
        return line;
    }

    public Map<String, Object> instrument(Instrument instrument) {
        Map<String, Object> line = line("instrument", instrument.id());
        line.put("symbol", instrument.symbol());
        line.put("kind", lower(instrument.kind()));
        line.put("base", instrument.base());
        line.put("quote", instrument.quote());
        line.put("status", lower(instrument.status()));
        var rules = instrument.rules();
        line.put("tick", text(rules.tick()));
        line.put("price_min", text(rules.prices().getFirst().min()));
        line.put("price_max", text(rules.prices().getLast().max()));
        line.put("lot", text(rules.limitQuantity().step()));
        line.put("quantity_min", text(rules.limitQuantity().min()));
        line.put("quantity_max", text(rules.limitQuantity().max()));
        line.put("market_quantity_max", text(rules.marketQuantity().max()));
        line.put("notional_min", text(rules.notionalMin()));
        line.put("notional_max", text(rules.notionalMax()));
        line.put("order_types", rules.orderTypes().stream().sorted().map(Lines::lower).toList());
        line.put(
                "times_in_force",
                rules.timesInForce().stream().sorted().map(Lines::lower).toList());
        return line;
    }

    public Map<String, Object> trade(PublicTrade trade) {
        Map<String, Object> line = line("trade", trade.instrument());
        line.put("trade_id", trade.trade().text());
        line.put("price", text(trade.price()));
        line.put("quantity", text(trade.quantity()));
        line.put("aggressor", lower(trade.aggressor()));
        line.put("time", time(trade.at()));
        return line;
    }

    public Map<String, Object> ticker(Ticker ticker) {
        Map<String, Object> line = line("ticker", ticker.instrument());
        line.put("last", text(ticker.last()));
        line.put("change_percent", text(ticker.changePercent()));
        line.put("high", text(ticker.high()));
        line.put("low", text(ticker.low()));
        line.put("volume", text(ticker.volume()));
        line.put("quote_volume", text(ticker.quoteVolume()));
        line.put("time", time(ticker.at()));
        return line;
    }

    public Map<String, Object> candle(Candle candle) {
        Map<String, Object> line = line("candle", candle.instrument());
        line.put("interval", candle.interval().text());
        line.put("open_time", time(candle.openTime()));
        line.put("open", text(candle.open()));
        line.put("high", text(candle.high()));
        line.put("low", text(candle.low()));
        line.put("close", text(candle.close()));
        line.put("volume", text(candle.volume()));
        line.put("closed", candle.closed());
        return line;
    }

    /**
     * A book that was kept over a connection, and what became of its changes.
     *
     * @param depth levels of each side
     */
    public Map<String, Object> book(SocketBook kept, int depth) {
        BookSnapshot top = kept.book().top(depth);
        Map<String, Object> line = line("book", top.instrument());
        line.put("bids", levels(top.bids()));
        line.put("asks", levels(top.asks()));
        line.put("updates", kept.applied());
        line.put("gaps", kept.gaps());
        line.put("contained", kept.contained());
        line.put("sequence", top.sequence());
        line.put("valid", kept.book().isValid());
        return line;
    }

    public Map<String, Object> order(OrderReport order) {
        Map<String, Object> line = line("order", order.instrument());
        line.put("order_id", order.id().text());
        order.clientOrderId().ifPresent(id -> line.put("client_order_id", id.text()));
        line.put("side", lower(order.side()));
        line.put("order_type", lower(order.type()));
        order.price().ifPresent(price -> line.put("price", text(price)));
        line.put("quantity", text(order.quantity()));
        line.put("filled_quantity", text(order.filledQuantity()));
        order.averagePrice().ifPresent(price -> line.put("average_price", text(price)));
        line.put("status", lower(order.status()));
        order.reason().ifPresent(reason -> line.put("reason", reason));
        line.put("time", time(order.updatedAt()));
        return line;
    }

    public Map<String, Object> fill(Fill fill) {
        Map<String, Object> line = line("fill", fill.instrument());
        line.put("trade_id", fill.trade().text());
        line.put("order_id", fill.order().text());
        fill.clientOrderId().ifPresent(id -> line.put("client_order_id", id.text()));
        line.put("side", lower(fill.side()));
        line.put("price", text(fill.price()));
        line.put("quantity", text(fill.quantity()));
        line.put("fee", text(fill.fee()));
        line.put("fee_currency", fill.feeCurrency());
        line.put("maker", fill.maker());
        line.put("time", time(fill.executedAt()));
        return line;
    }

    public Map<String, Object> balance(Balance balance) {
        Map<String, Object> line = line("balance");
        line.put("currency", balance.currency());
        line.put("free", text(balance.free()));
        line.put("held", text(balance.held()));
        return line;
    }

    public Map<String, Object> fees(InstrumentId instrument, FeeRates fees) {
        Map<String, Object> line = line("fees", instrument);
        line.put("maker", text(fees.maker()));
        line.put("taker", text(fees.taker()));
        return line;
    }

    /** Levels as pairs of price and quantity. */
    public static List<List<String>> levels(List<BookLevel> levels) {
        return levels.stream()
                .map(level -> List.of(text(level.price()), text(level.quantity())))
                .toList();
    }

    /** A decimal as it is, without trailing zeros. */
    public static String text(BigDecimal value) {
        return Decimals.plain(value);
    }

    public static String time(Instant at) {
        return Instant.ofEpochMilli(at.toEpochMilli()).toString();
    }

    public static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
