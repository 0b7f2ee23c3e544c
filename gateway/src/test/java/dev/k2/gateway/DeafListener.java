package dev.k2.gateway;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.FeedListener;
import dev.k2.model.Book;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import dev.k2.model.Ticker;

/** Listens to a feed before anybody does. */
final class DeafListener implements FeedListener {
    @Override
    public void onQuote(
            Instrument instrument,
            long bid,
            long bidQuantity,
            long ask,
            long askQuantity,
            long exchangeMillis,
            long receivedMillis) {
        throw early();
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
        throw early();
    }

    @Override
    public void onBook(Book book) {
        throw early();
    }

    @Override
    public void onTicker(Ticker ticker) {
        throw early();
    }

    @Override
    public void onState(ConnectionState state) {
        throw early();
    }

    @Override
    public void onSkipped(String what) {
        throw early();
    }

    private static IllegalStateException early() {
        return new IllegalStateException("the market moved before the feed was opened");
    }
}
