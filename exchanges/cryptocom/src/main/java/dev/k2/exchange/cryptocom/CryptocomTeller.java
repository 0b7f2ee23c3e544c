package dev.k2.exchange.cryptocom;

import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.Lines;
import dev.k2.model.Book;
import dev.k2.model.Candle;
import dev.k2.model.Instrument;
import dev.k2.model.PublicTrade;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import dev.k2.model.TradeId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Notes what the reader tells, for the decoder. */
final class CryptocomTeller implements FeedListener {
    private final Lines lines;
    private final List<Map<String, Object>> told;

    CryptocomTeller(Lines lines, List<Map<String, Object>> told) {
        this.lines = lines;
        this.told = told;
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
        told.add(
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
    public void onSkipped(String what) {
        told.add(lines.skipped(what));
    }
}
