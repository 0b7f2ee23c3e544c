package dev.k2.examples;

import dev.k2.exchange.Credentials;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.Exchanges;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.Placement;
import dev.k2.model.ClientOrderId;
import dev.k2.model.InstrumentId;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.InstantSource;

/** Places an order far from the market and cancels it. Arguments: API key, secret, a new id, price. */
public final class PlaceAndCancel {
    public static void main(String[] words) {
        run(ExchangeConfig.testnet(InstantSource.system()), words);
    }

    static void run(ExchangeConfig config, String... words) {
        var id = new ClientOrderId(words[2]);
        try (Exchange binance = Exchanges.open("binance", config);
                var account = binance.account(Credentials.hmac(words[0], words[1]))) {
            var bitcoin = binance.instrument(InstrumentId.spot("BTC", "USDT")).orThrow();
            var price = new BigDecimal(words[3]);
            var order = NewOrder.limit(bitcoin, id, Side.BUY, new BigDecimal("0.001"), price);
            switch (account.orders().place(order)) {
                case Placement.Accepted accepted -> {
                    System.out.println("resting as " + accepted.id());
                    System.out.println(account.orders().cancel(order.ref()));
                }
                case Placement.Rejected rejected -> System.out.println(rejected.reason().message());
                // It may rest at the exchange: ask for it, never send it again.
                case Placement.Unknown _ -> System.out.println(account.orders().find(order.ref()));
            }
        }
    }
}
