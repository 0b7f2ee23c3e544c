package dev.k2.sim.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.TestSocket;
import dev.k2.sim.Waiting;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The same faults as Spot's, by the same switches. */
@TestInstance(Lifecycle.PER_CLASS)
class FuturesFaultsTest {
    private final TestVenue venue = TestVenue.futures(null);
    private final FuturesUser demo = new FuturesUser(venue, "demo");

    @BeforeAll
    void raiseTheLimits() {
        setting("weight_per_minute", 1_000_000);
    }

    @AfterEach
    void heal() {
        venue.noFaults();
    }

    @AfterAll
    void stop() {
        venue.close();
    }

    @Test
    void dropsAReplyAfterTheOrderWasAccepted() {
        venue.fault("{\"kind\":\"DROP_REPLY\",\"operation\":\"order.place\",\"count\":1}");

        assertThatThrownBy(() -> demo.rest("BTCUSDT", "0.01", "dropped"))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(found("dropped").expecting(200).json().path("status").asText()).isEqualTo("NEW");
    }

    @Test
    void failsAfterTheOrderWasAccepted() {
        venue.fault(
                "{\"kind\":\"ERROR_AFTER\",\"operation\":\"order.place\",\"status\":503,\"code\":-1007,\"count\":1}");

        TestVenue.Reply reply =
                demo.reply(
                        "POST",
                        "v1/order",
                        "symbol",
                        "BTCUSDT",
                        "side",
                        "BUY",
                        "type",
                        "LIMIT",
                        "timeInForce",
                        "GTC",
                        "quantity",
                        "0.01",
                        "price",
                        demo.part("BTCUSDT", "0.9"),
                        "newClientOrderId",
                        "after");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().path("code").asInt()).isEqualTo(-1007);
        found("after").expecting(200);
    }

    @Test
    void hidesFreshOrdersForAWhile() {
        venue.fault("{\"kind\":\"NOT_FOUND_LAG\",\"operation\":\"order.query\",\"seconds\":1}");
        demo.rest("BTCUSDT", "0.01", "hidden");

        found("hidden").refused(400, -2013, "Order does not exist.");

        Waiting.until(() -> found("hidden").status() == 200);
    }

    @Test
    void asksOnceForTheSilenceThatTheFaultNames() {
        venue.fault("{\"kind\":\"RATE_LIMIT\",\"retry_after_s\":7,\"count\":1}");

        TestVenue.Reply first = venue.get("/fapi/v1/ping");
        TestVenue.Reply second = venue.get("/fapi/v1/ping");

        assertThat(first.status()).isEqualTo(429);
        assertThat(first.header("Retry-After")).isEqualTo(7);
        assertThat(second.status()).isEqualTo(200);
    }

    @Test
    void asksForSilenceWith429() {
        venue.fault("{\"kind\":\"RATE_LIMIT\",\"retry_after_s\":7,\"count\":0}");

        TestVenue.Reply reply = venue.get("/fapi/v1/ping");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).isEqualTo(7);
    }

    @Test
    void bansWith418() {
        venue.fault("{\"kind\":\"BAN\",\"retry_after_s\":60}");

        TestVenue.Reply reply = venue.get("/fapi/v1/ping");

        assertThat(reply.status()).isEqualTo(418);
        assertThat(reply.header("Retry-After")).isBetween(1L, 60L);
    }

    @Test
    void countsWeightAndOrders() {
        TestVenue.Reply info = venue.get("/fapi/v1/exchangeInfo").expecting(200);
        TestVenue.Reply order =
                demo.reply(
                        "POST",
                        "v1/order",
                        "symbol",
                        "BTCUSDT",
                        "side",
                        "BUY",
                        "type",
                        "MARKET",
                        "quantity",
                        "0.01");

        assertThat(info.header("x-mbx-used-weight-1m")).isPositive();
        assertThat(order.header("x-mbx-order-count-10s")).isPositive();
        assertThat(order.header("x-mbx-order-count-1m")).isPositive();
        assertThat(info.json().path("rateLimits").findValuesAsText("interval"))
                .containsExactly("MINUTE", "SECOND", "MINUTE");
    }

    @Test
    void closesForMaintenance() {
        venue.fault("{\"kind\":\"MAINTENANCE\"}");

        assertThat(venue.get("/fapi/v1/ping").status()).isEqualTo(503);
        assertThatThrownBy(() -> socket("/public/ws/btcusdt@depth").close())
                .isInstanceOf(java.util.concurrent.CompletionException.class);
    }

    @Test
    void haltsASymbol() {
        venue.fault("{\"kind\":\"HALT\",\"symbol\":\"XRPUSDT\"}");

        demo.reply(
                        "POST",
                        "v1/order",
                        "symbol",
                        "XRPUSDT",
                        "side",
                        "BUY",
                        "type",
                        "MARKET",
                        "quantity",
                        "100")
                .refused(400, -5024, "Symbol is not in trading status.");
    }

    @Test
    void revokesAKeyAndEndsItsStream() {
        FuturesUser alice = new FuturesUser(venue, "alice");
        try (TestSocket socket = alice.stream()) {
            venue.fault("{\"kind\":\"REVOKE_KEY\",\"account\":\"alice\"}");

            socket.next(m -> m.path("e").asText().equals("listenKeyExpired"));
            alice.reply("GET", "v3/account")
                    .refused(401, -2015, "Invalid API-key, IP, or permissions for action.");
        }
    }

    @Test
    void cutsUserSockets() {
        try (TestSocket socket = demo.stream()) {
            venue.fault("{\"kind\":\"CUT_SOCKETS\",\"streams\":\"user\"}");

            assertThat(socket.endsSoon()).isTrue();
        }
    }

    @Test
    void skipsDoublesAndReordersDeltas() {
        try (TestSocket socket = socket("/public/ws/btcusdt@depth@100ms")) {
            long last = socket.next(m -> m.has("u")).path("u").asLong();
            venue.fault(
                    "[{\"kind\":\"SKIP_MESSAGE\",\"operation\":\"stream:depth\",\"symbol\":\"BTCUSDT\",\"count\":1},"
                        + "{\"kind\":\"DUPLICATE_MESSAGE\",\"operation\":\"stream:depth\",\"symbol\":\"BTCUSDT\",\"skip\":2,\"count\":1},"
                        + "{\"kind\":\"REORDER_MESSAGE\",\"operation\":\"stream:depth\",\"symbol\":\"BTCUSDT\",\"skip\":6,\"count\":1}]");

            long gaps = 0;
            long doubled = 0;
            long backwards = 0;
            for (int i = 0; i < 15; i++) {
                JsonNode delta = socket.next(m -> m.has("u"));
                long id = delta.path("u").asLong();
                doubled += id == last ? 1 : 0;
                backwards += id < last ? 1 : 0;
                gaps += id > last && delta.path("pu").asLong() != last ? 1 : 0;
                last = id;
            }

            assertThat(doubled).isEqualTo(1);
            assertThat(backwards).isEqualTo(1);
            assertThat(gaps).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void cutsAMessageInHalf() {
        try (TestSocket socket = socket("/market/ws/btcusdt@markPrice@1s")) {
            socket.nextText();
            venue.fault("{\"kind\":\"MALFORMED_MESSAGE\",\"operation\":\"stream:markPrice\"}");

            Waiting.until(() -> !socket.nextText().endsWith("}"));
        }
    }

    @Test
    void fallsSilentWhileTheSocketStays() {
        try (TestSocket socket =
                socket("/market/stream?streams=btcusdt@markPrice@1s/btcusdt@kline_1m")) {
            socket.next(m -> m.path("stream").asText().contains("markPrice"));
            venue.fault("{\"kind\":\"SILENCE\",\"operation\":\"stream:markPrice\"}");

            socket.next(m -> m.path("stream").asText().contains("kline"));
            socket.next(m -> m.path("stream").asText().contains("kline"));
            JsonNode third = socket.next(m -> true);

            assertThat(third.path("stream").asText()).isEqualTo("btcusdt@kline_1m");
        }
    }

    @Test
    void sendsNoPings() {
        setting("ping_every_ms", 100);
        try (TestSocket pinged = socket("/public/ws/btcusdt@depth")) {
            Waiting.until(() -> pinged.pings() > 0);
            venue.fault("{\"kind\":\"NO_PING\"}");
            try (TestSocket silent = socket("/public/ws/btcusdt@depth")) {
                for (int i = 0; i < 5; i++) {
                    silent.next(m -> m.has("u"));
                }

                assertThat(silent.pings()).isZero();
            }
        } finally {
            setting("ping_every_ms", 180_000);
        }
    }

    @Test
    void movesItsClock() {
        venue.fault("{\"kind\":\"CLOCK_OFFSET\",\"offset_ms\":20000}");

        demo.reply("GET", "v3/account")
                .refused(400, -1021, "Timestamp for this request is outside of the recvWindow.");
    }

    @Test
    void announcesAShutdown() {
        try (TestSocket socket = socket("/market/stream?streams=btcusdt@aggTrade")) {
            venue.fault("{\"kind\":\"SERVER_SHUTDOWN\",\"after_ms\":300}");

            socket.next(m -> m.path("stream").asText().equals("!serverShutdown"));
            assertThat(socket.endsSoon()).isTrue();
        }
    }

    private TestVenue.Reply found(String clientId) {
        return demo.reply("GET", "v1/order", "symbol", "BTCUSDT", "origClientOrderId", clientId);
    }

    private void setting(String name, long value) {
        venue.admin("PUT", "/settings/binance-futures", "{\"" + name + "\":" + value + "}")
                .expecting(200);
    }

    private TestSocket socket(String path) {
        return venue.socket(path);
    }
}
