package dev.k2.exchange.net;

import dev.k2.exchange.FeedListener;
import dev.k2.model.Book;
import dev.k2.model.Candle;
import dev.k2.model.Instrument;
import dev.k2.model.Liquidation;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Notes what a feed's reader tells as the lines of a {@link Decoder}. */
public class FeedLines implements FeedListener {
    private final Lines lines;
    private final List<Map<String, Object>> told;

    /**
     * Notes nothing yet.
     *
     * @param told where the lines are put
     */
    public FeedLines(Lines lines, List<Map<String, Object>> told) {
        this.lines = lines;
        this.told = told;
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
        line.put("time", Lines.time(Instant.ofEpochMilli(exchangeMillis)));
        told.add(line);
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
        Map<String, Object> line = lines.line("trade", instrument.id());
        line.put("trade", Long.toString(tradeId));
        line.put("price", Lines.text(instrument.price(price)));
        line.put("quantity", Lines.text(instrument.quantity(quantity)));
        line.put("side", Lines.lower(aggressor));
        line.put("time", Lines.time(Instant.ofEpochMilli(exchangeMillis)));
        told.add(line);
    }

    @Override
    public void onBook(Book book) {
        Map<String, Object> line = lines.line("book_update", book.instrument().id());
        line.put("sequence", book.sequence());
        line.put("valid", book.isValid());
        told.add(line);
    }

    @Override
    public void onTicker(Ticker ticker) {
        told.add(lines.ticker(ticker));
    }

    @Override
    public void onCandle(Instrument instrument, Candle candle) {
        told.add(lines.candle(candle));
    }

    @Override
    public void onLiquidation(Instrument instrument, Liquidation liquidation) {
        Map<String, Object> line = lines.line("liquidation", instrument.id());
        line.put("side", Lines.lower(liquidation.side()));
        line.put("price", Lines.text(liquidation.price()));
        line.put("quantity", Lines.text(liquidation.quantity()));
        line.put("time", Lines.time(liquidation.at()));
        told.add(line);
    }

    @Override
    public void onSkipped(String what) {
        told.add(lines.skipped(what));
    }
}
