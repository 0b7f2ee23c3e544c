package dev.k2.exchange.okx;

import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.Book;
import dev.k2.model.Candle;
import dev.k2.model.Instrument;
import dev.k2.model.MarkPrice;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import java.util.ArrayList;
import java.util.List;

/** Counts what a feed tells. */
final class HeardNews implements FeedListener {
    /** There is no connection to subscribe anew over: a lost book stays lost. */
    static final OkxFeedReader.Books NO_LINK =
            new OkxFeedReader.Books() {
                @Override
                public void lose(OkxStream stream, SocketBook book, boolean counts) {
                    book.lose(counts);
                }

                @Override
                public void held(OkxStream stream) {}
            };

    final List<String> skipped = new ArrayList<>();
    int told;

    @Override
    public void onQuote(
            Instrument instrument,
            long bid,
            long bidQuantity,
            long ask,
            long askQuantity,
            long exchangeMillis,
            long receivedMillis) {
        told++;
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
        told++;
    }

    @Override
    public void onAggregateTrade(
            Instrument instrument,
            long aggregateId,
            long price,
            long quantity,
            Side aggressor,
            long exchangeMillis,
            long receivedMillis) {
        told++;
    }

    @Override
    public void onBook(Book book) {
        told++;
    }

    @Override
    public void onTicker(Ticker ticker) {
        told++;
    }

    @Override
    public void onCandle(Instrument instrument, Candle candle) {
        told++;
    }

    @Override
    public void onMarkPrice(Instrument instrument, MarkPrice mark) {
        told++;
    }

    @Override
    public void onSkipped(String what) {
        skipped.add(what);
    }
}
