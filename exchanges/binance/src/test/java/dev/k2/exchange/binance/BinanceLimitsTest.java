package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Account;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Budget;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.exchange.net.SettableClock;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Instrument;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BinanceLimitsTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:01Z"));

    @Test
    void tellsWhatIsLeftOfEachWindow() throws IOException {
        try (var binance = new TestBinance(1, clock, clock)) {
            binance.exchange().account(TestBinance.CREDENTIALS);

            List<Budget> budgets = binance.exchange().budgets();

            assertThat(budgets)
                    .extracting(Budget::name)
                    .containsExactly(
                            "request weight", "requests", "orders in 10 second", "orders in 1 day");
            assertThat(budgets.get(1).window()).isEqualTo(Duration.ofMinutes(5));
            assertThat(budgets.get(3).window()).isEqualTo(Duration.ofDays(1));
        }
    }

    @Test
    void givesAnAccountTheLimitsThatAreTheExchangesWheneverItWasOpened() throws IOException {
        try (var binance = new TestBinance(1, clock, clock)) {
            Account account = binance.exchange().account(TestBinance.CREDENTIALS);
            binance.on(
                    "GET /api/v3/exchangeInfo",
                    request ->
                            Reply.json(
                                    "{\"serverTime\":1,\"symbols\":[],\"rateLimits\":["
                                            + limit("REQUEST_WEIGHT", "MINUTE", 1, 7_000)
                                            + ","
                                            + limit("RAW_REQUESTS", "MINUTE", 5, 61_000)
                                            + ","
                                            + limit("ORDERS", "SECOND", 10, 50)
                                            + ","
                                            + limit("ORDERS", "MINUTE", 1, 400)
                                            + ","
                                            + limit("ORDERS", "FORTNIGHT", 1, 4)
                                            + "]}"));

            binance.exchange().market().instruments().orThrow();

            assertThat(account.orders()).isNotNull();
            assertThat(binance.exchange().budgets())
                    .extracting(Budget::name, Budget::capacity)
                    .contains(
                            org.assertj.core.groups.Tuple.tuple("request weight", 7_000L),
                            org.assertj.core.groups.Tuple.tuple("requests", 61_000L),
                            org.assertj.core.groups.Tuple.tuple("orders in 10 second", 50L),
                            org.assertj.core.groups.Tuple.tuple("orders in 1 minute", 400L),
                            org.assertj.core.groups.Tuple.tuple("orders in 1 day", 200_000L));
        }
    }

    @Test
    void countsTheOrdersOfOneKeyOnceHoweverOftenItIsOpened() throws IOException {
        try (var binance = new TestBinance(1, clock, clock)) {
            BinanceLimits limits = binance.exchange().limits();
            BinanceOrderCount first = limits.orderCount("key");
            BinanceOrderCount second = limits.orderCount("key");
            BinanceOrderCount other = limits.orderCount("other");

            assertThat(first.costs(80).take(false)).isEmpty();

            assertThat(second.costs(1).take(false)).isPresent();
            assertThat(other.costs(80).take(false)).isEmpty();
        }
    }

    @Test
    void keepsAFifthOfTheWeightForCancelsAndQuestionsAboutOrders() throws IOException {
        try (var binance = new TestBinance(1, clock, clock)) {
            Instrument btc = binance.instrument("BTC-USDT");
            Account account = binance.exchange().account(TestBinance.CREDENTIALS);
            binance.on(
                    "GET /api/v3/order",
                    request ->
                            new Reply.Answer(
                                    400,
                                    Map.of("X-MBX-USED-WEIGHT-1M", "5000"),
                                    "{\"code\":-2013,\"msg\":\"Order does not exist.\"}"));
            var ref = OrderRef.of(btc, new ClientOrderId("k2abc"));
            account.orders().find(ref);

            Thread.currentThread().interrupt();
            Answer<?> question = account.balances();
            assertThat(Thread.interrupted()).isTrue();
            Lookup urgent = account.orders().find(ref);

            assertThat(((Answer.Failed<?>) question).error().category())
                    .isEqualTo(ErrorCategory.RATE_LIMIT);
            assertThat(urgent).isInstanceOf(Lookup.Absent.class);
        }
    }

    @Test
    void asksNothingOfItsHealthWhileItIsToBeSilent() throws IOException {
        try (var binance = new TestBinance(1, clock, clock)) {
            binance.exchange().limits().silence().keepUntil(clock.instant().plusSeconds(60));

            Health health = binance.exchange().health();

            assertThat(health.parts().getFirst().status()).isEqualTo(HealthStatus.DEGRADED);
            assertThat(health.parts().getFirst().facts())
                    .containsEntry("silent_until", "2026-11-21T10:01:01Z");
            assertThat(binance.requests("GET", "/api/v3/time")).isEmpty();
        }
    }

    @Test
    void isUnhealthyWhereBinanceIsNotThere() throws IOException {
        var binance = new TestBinance(1, clock, clock);
        binance.stopListening();

        assertThat(binance.exchange().health().status()).isEqualTo(HealthStatus.UNHEALTHY);
        binance.close();
    }

    private static String limit(String type, String interval, int times, long limit) {
        return "{\"rateLimitType\":\"%s\",\"interval\":\"%s\",\"intervalNum\":%d,\"limit\":%d}"
                .formatted(type, interval, times, limit);
    }
}
