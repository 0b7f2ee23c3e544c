package dev.k2.examples;

import dev.k2.exchange.Channel;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.Exchanges;
import dev.k2.exchange.FeedListener;
import dev.k2.model.Book;
import dev.k2.model.InstrumentId;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** Keeps the book of a market and prints its top twenty times. */
public final class LiveBook {
    public static void main(String[] arguments) throws InterruptedException {
        run(ExchangeConfig.live(InstantSource.system()));
    }

    static void run(ExchangeConfig config) throws InterruptedException {
        var twenty = new CountDownLatch(20);
        try (Exchange binance = Exchanges.open("binance", config)) {
            var bitcoin = binance.instrument(InstrumentId.spot("BTC", "USDT")).orThrow();
            binance.feed(new Printer(twenty)).subscribe(bitcoin, Channel.BOOK);
            twenty.await();
        }
    }

    private record Printer(CountDownLatch left) implements FeedListener {
        @Override
        public void onBook(Book book) {
            if (book.isValid()) {
                var top = book.top(1);
                System.out.println(top.bids().getFirst() + " " + top.asks().getFirst());
                left.countDown();
            }
        }
    }
}
