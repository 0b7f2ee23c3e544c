package dev.k2.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Credentials;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.Exchanges;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.Placement;
import dev.k2.model.ClientOrderId;
import dev.k2.model.InstrumentId;
import dev.k2.model.Side;
import dev.k2.sim.SimAccount;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.binance.SimBinance;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Every example, run as a person would run it, against the simulated Binance. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ExamplesTest {
    private final InstantSource clock = InstantSource.system();
    private final SimulatedExchanges sim =
            SimulatedExchanges.start(SimConfig.inMemory(clock, 7), List.of(new SimBinance()));
    private final ExchangeConfig config =
            ExchangeConfig.sim(URI.create("http://127.0.0.1:" + sim.port("binance")), clock);
    private final AtomicInteger orders = new AtomicInteger();

    @BeforeAll
    void findTheExchange() {
        assertThat(Exchanges.names()).contains("binance");
    }

    @AfterAll
    void stop() {
        sim.close();
    }

    @Test
    void aPriceIsPrinted() {
        List<String> lines = Printed.lines(() -> FirstProgram.run(config));

        assertThat(lines).singleElement().asString().matches("[0-9]+(\\.[0-9]+)?");
    }

    @Test
    void theTickerOfTwoMarketsIsPrinted() {
        List<String> lines = Printed.lines(() -> LiveTicker.run(config));

        assertThat(lines)
                .hasSizeGreaterThanOrEqualTo(10)
                .allMatch(line -> line.matches("(BTC|ETH)-USDT [0-9.]+"));
    }

    @Test
    void theBookIsPrintedAndNeverCrossed() {
        List<String> lines = Printed.lines(() -> LiveBook.run(config));

        assertThat(lines).hasSizeGreaterThanOrEqualTo(20);
        assertThat(lines)
                .allSatisfy(
                        line -> {
                            List<BigDecimal> prices =
                                    Pattern.compile("price=([0-9.]+)")
                                            .matcher(line)
                                            .results()
                                            .map(found -> new BigDecimal(found.group(1)))
                                            .toList();
                            assertThat(prices).hasSize(2);
                            assertThat(prices.getFirst()).isLessThan(prices.getLast());
                        });
    }

    @Test
    void aDayOfMinutesIsPrintedWithoutAGap() {
        List<String> lines = Printed.lines(() -> CandleHistory.run(config, Duration.ofDays(1)));

        assertThat(lines).hasSizeBetween(1_439, 1_441);
        assertThat(lines)
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:00Z,[0-9.]+"))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void anOrderIsPlacedAndCancelled() {
        List<String> lines = Printed.lines(() -> PlaceAndCancel.run(config, words("30000.00")));

        assertThat(lines.getFirst()).startsWith("resting as ");
        assertThat(lines.getLast()).startsWith("Acknowledged[");
        assertThat(lines).hasSize(2);
    }

    @Test
    void anOrderThatBreaksARuleIsRefusedInWords() {
        List<String> lines = Printed.lines(() -> PlaceAndCancel.run(config, words("0.01")));

        assertThat(lines).singleElement().asString().isNotBlank().doesNotStartWith("resting");
    }

    @Test
    void whatHappensToTheAccountIsPrinted() throws InterruptedException {
        Thread buyer = Thread.startVirtualThread(this::buyUntilStopped);

        List<String> lines;
        try {
            lines = Printed.lines(() -> AccountStream.run(config, key()));
        } finally {
            buyer.interrupt();
            buyer.join();
        }

        assertThat(lines).anyMatch(line -> line.startsWith("BUY 0.001"));
        assertThat(lines).anyMatch(line -> line.matches("filled 0.001\\d* at [0-9.]+"));
    }

    /** Buys again and again, for the stream may not be live when the first order is filled. */
    private void buyUntilStopped() {
        try (Exchange binance = Exchanges.open("binance", config);
                var account = binance.account(key())) {
            var bitcoin = binance.instrument(InstrumentId.spot("BTC", "USDT")).orThrow();
            while (!Thread.currentThread().isInterrupted()) {
                var order = NewOrder.market(bitcoin, newId(), Side.BUY, new BigDecimal("0.001"));
                Placement placement = account.orders().place(order);
                if (!(placement instanceof Placement.Accepted)) {
                    return;
                }
                LockSupport.parkNanos(300_000_000);
            }
        }
    }

    private String[] words(String price) {
        SimAccount account = account();
        return new String[] {account.apiKey(), account.apiSecret(), newId().text(), price};
    }

    private ClientOrderId newId() {
        return new ClientOrderId("example" + orders.incrementAndGet());
    }

    private Credentials key() {
        return Credentials.hmac(account().apiKey(), account().apiSecret());
    }

    private SimAccount account() {
        return sim.accounts().stream()
                .filter(account -> account.privateKeyPem().isEmpty())
                .findFirst()
                .orElseThrow();
    }
}
