package dev.k2.examples;

import dev.k2.exchange.Credentials;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.Exchanges;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.UserStreamListener;
import dev.k2.model.Fill;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** Prints what happens to an account until it has a fill. Arguments: API key and secret. */
public final class AccountStream {
    public static void main(String[] words) throws InterruptedException {
        run(ExchangeConfig.testnet(InstantSource.system()), Credentials.hmac(words[0], words[1]));
    }

    static void run(ExchangeConfig config, Credentials key) throws InterruptedException {
        var filled = new CountDownLatch(1);
        try (var binance = Exchanges.open("binance", config);
                var account = binance.account(key)) {
            account.stream(new Printer(filled));
            filled.await();
        }
    }

    private record Printer(CountDownLatch filled) implements UserStreamListener {
        @Override
        public void onOrder(OrderReport order) {
            System.out.println(order.side() + " " + order.quantity() + " " + order.status());
        }

        @Override
        public void onFill(Fill fill) {
            System.out.println("filled " + fill.quantity() + " at " + fill.price());
            filled.countDown();
        }
    }
}
