package dev.k2.examples;

import dev.k2.exchange.Channel;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.Exchanges;
import dev.k2.exchange.FeedListener;
import dev.k2.model.InstrumentId;
import dev.k2.model.Ticker;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** Prints ten tickers of two markets as they come. */
public final class LiveTicker {
    public static void main(String[] arguments) throws InterruptedException {
        run(ExchangeConfig.live(InstantSource.system()));
    }

    static void run(ExchangeConfig config) throws InterruptedException {
        var ten = new CountDownLatch(10);
        try (Exchange binance = Exchanges.open("binance", config)) {
            var feed = binance.feed(new Printer(ten));
            for (String base : new String[] {"BTC", "ETH"}) {
                var instrument = binance.instrument(InstrumentId.spot(base, "USDT")).orThrow();
                feed.subscribe(instrument, Channel.TICKER);
            }
            ten.await();
        }
    }

    private record Printer(CountDownLatch left) implements FeedListener {
        @Override
        public void onTicker(Ticker ticker) {
            System.out.println(ticker.instrument() + " " + ticker.last());
            left.countDown();
        }
    }
}
