package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Account;
import dev.k2.exchange.Amendment;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeConfig.OrderTransport;
import dev.k2.exchange.Exchanges;
import dev.k2.exchange.HeardAccount;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.Placement;
import dev.k2.exchange.Until;
import dev.k2.exchange.UserStream;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Instrument;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Each kind of key against the simulated Binance, which checks the signatures by itself. */
class BinanceKeysTest {
    private static final BinanceVenue VENUE = BinanceVenue.spot();

    @AfterAll
    static void close() {
        VENUE.close();
    }

    @Test
    void tradesWithAnHmacKey() {
        trades(VENUE.credentials(), OrderTransport.REST);
        trades(VENUE.credentials(), OrderTransport.WEBSOCKET);
    }

    @Test
    void tradesWithAnEd25519Key() {
        trades(VENUE.ed25519(), OrderTransport.REST);
        trades(VENUE.ed25519(), OrderTransport.WEBSOCKET);
    }

    @Test
    void tradesWithAnRsaKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        String key =
                VENUE.openAccount("rita", "RSA", pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        var credentials =
                new Credentials(
                        key,
                        "",
                        Optional.empty(),
                        Optional.of(pem("PRIVATE KEY", pair.getPrivate().getEncoded())));

        trades(credentials, OrderTransport.REST);
        trades(credentials, OrderTransport.WEBSOCKET);
    }

    /** Reads, hears, places, amends and cancels. */
    private static void trades(Credentials credentials, OrderTransport transport) {
        ExchangeConfig config =
                ExchangeConfig.sim(VENUE.address(), InstantSource.system())
                        .withOrderEntry(transport);
        HeardAccount heard = new HeardAccount();
        try (Exchange exchange = Exchanges.open("binance", config)) {
            Instrument btc = exchange.instrument(VENUE.instrument()).orThrow();
            Account account = exchange.account(credentials);
            assertThat(account.balances().orThrow()).isNotEmpty();
            assertThat(account.permissions().orThrow().trade()).isTrue();
            assertThat(account.permissions().orThrow().withdraw()).contains(false);
            try (UserStream stream = account.stream(heard)) {
                Until.so("the account is live", () -> heard.live.get() > 0);
                var id = new ClientOrderId("k2key" + System.nanoTime());
                Placement said = account.orders().place(limit(btc, id, "0.002"));
                assertThat(said).isInstanceOf(Placement.Accepted.class);
                var ref = OrderRef.of(btc, id);
                assertThat(account.orders().amend(new OrderChange(ref, limit(btc, id, "0.001"))))
                        .isInstanceOf(Amendment.Amended.class);
                assertThat(account.orders().cancel(ref))
                        .isInstanceOf(Cancellation.Acknowledged.class);
                Until.so(
                        "the cancel is told",
                        () -> heard.of(id).stream().anyMatch(o -> o.status().isFinal()));
                assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
            }
        }
    }

    private static NewOrder limit(Instrument btc, ClientOrderId id, String quantity) {
        BigDecimal bid = VENUE.book().bids().getFirst().price();
        return new NewOrder(
                btc,
                id,
                Side.BUY,
                OrderType.LIMIT,
                TimeInForce.GTC,
                new BigDecimal(quantity),
                Optional.of(
                        bid.multiply(new BigDecimal("0.9"))
                                .setScale(0, java.math.RoundingMode.DOWN)),
                Optional.empty(),
                OrderTerms.PLAIN);
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN "
                + what
                + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END "
                + what
                + "-----\n";
    }
}
