package dev.k2.sim.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.TestSocket;
import dev.k2.sim.Waiting;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class FaultsTest {
    private final TestVenue venue = new TestVenue();

    @BeforeAll
    void raiseTheLimits() {
        venue.admin("PUT", "/settings/binance", "{\"weight_per_minute\":1000000}").expecting(200);
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

        assertThatThrownBy(() -> venue.restingBuy("demo", "lost-1"))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(ledger("lost-1")).hasSize(1);
        venue.signed(
                        "GET",
                        "/api/v3/order",
                        "demo",
                        "symbol",
                        "BTCUSDT",
                        "origClientOrderId",
                        "lost-1")
                .expecting(200);
    }

    @Test
    void failsAfterTheOrderWasAccepted() {
        venue.fault(
                "{\"kind\":\"ERROR_AFTER\",\"operation\":\"order.place\",\"count\":1,\"status\":504,\"code\":-1007}");

        place("after-1")
                .refused(
                        504,
                        -1007,
                        "Timeout waiting for response from backend server. Send status unknown;"
                                + " execution status unknown.");

        assertThat(ledger("after-1")).hasSize(1);
    }

    @Test
    void failsBeforeTheOrderWasAccepted() {
        venue.fault(
                "{\"kind\":\"ERROR_BEFORE\",\"operation\":\"order.*\",\"count\":1,\"status\":503,\"code\":-1008}");

        place("before-1").expecting(503);

        assertThat(ledger("before-1")).isEmpty();
        place("before-2").expecting(200);
    }

    @Test
    void strikesTheNthOccasionOnly() {
        venue.fault("{\"kind\":\"ERROR_BEFORE\",\"operation\":\"time\",\"skip\":2,\"count\":1}");

        venue.get("/api/v3/time").expecting(200);
        venue.get("/api/v3/time").expecting(200);
        venue.get("/api/v3/time").expecting(500);
        venue.get("/api/v3/time").expecting(200);
    }

    @Test
    void delaysAnAnswer() {
        venue.fault("{\"kind\":\"DELAY\",\"operation\":\"ping\",\"delay_ms\":700,\"count\":1}");
        long start = System.nanoTime();

        venue.get("/api/v3/ping").expecting(200);

        assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThanOrEqualTo(650);
    }

    @Test
    void hidesFreshOrdersForAWhile() {
        venue.fault("{\"kind\":\"NOT_FOUND_LAG\",\"operation\":\"order.*\",\"seconds\":600}");
        venue.restingBuy("demo", "hidden-1");

        venue.signed(
                        "GET",
                        "/api/v3/order",
                        "demo",
                        "symbol",
                        "BTCUSDT",
                        "origClientOrderId",
                        "hidden-1")
                .refused(400, -2013, "Order does not exist.");
        assertThat(openOrders())
                .noneMatch(order -> order.path("clientOrderId").asText().equals("hidden-1"));

        venue.noFaults();
        assertThat(openOrders())
                .anyMatch(order -> order.path("clientOrderId").asText().equals("hidden-1"));
    }

    @Test
    void asksOnceForTheSilenceThatTheFaultNames() {
        venue.fault("{\"kind\":\"RATE_LIMIT\",\"retry_after_s\":7,\"count\":1}");

        TestVenue.Reply first = venue.get("/api/v3/ping");
        TestVenue.Reply second = venue.get("/api/v3/ping");

        assertThat(first.status()).isEqualTo(429);
        assertThat(first.header("Retry-After")).isEqualTo(7);
        assertThat(second.status()).isEqualTo(200);
    }

    @Test
    void asksForSilenceWith429() {
        venue.fault("{\"kind\":\"RATE_LIMIT\",\"for_s\":60,\"retry_after_s\":7}");

        TestVenue.Reply reply = venue.get("/api/v3/ping");

        reply.refused(429, -1003, "Too many requests queued.");
        assertThat(reply.header("Retry-After")).isEqualTo(7);
    }

    @Test
    void bansWith418AndLiftsTheBan() {
        venue.fault("{\"id\":\"ban\",\"kind\":\"BAN\",\"retry_after_s\":90}");

        TestVenue.Reply reply = venue.get("/api/v3/ping").expecting(418);

        assertThat(reply.header("Retry-After")).isBetween(80L, 90L);
        venue.noFaults();
        venue.get("/api/v3/ping").expecting(200);
    }

    @Test
    void closesForMaintenance() {
        venue.fault("{\"kind\":\"MAINTENANCE\"}");

        venue.get("/api/v3/ping").expecting(503);
    }

    @Test
    void haltsASymbol() {
        venue.fault("{\"kind\":\"HALT\",\"symbol\":\"ETHUSDT\",\"status\":\"BREAK\"}");

        JsonNode info = venue.get("/api/v3/exchangeInfo?symbol=ETHUSDT").json();
        TestVenue.Reply order =
                venue.signed(
                        "POST",
                        "/api/v3/order",
                        "demo",
                        "symbol",
                        "ETHUSDT",
                        "side",
                        "BUY",
                        "type",
                        "MARKET",
                        "quantity",
                        "0.1");

        assertThat(info.at("/symbols/0/status").asText()).isEqualTo("BREAK");
        order.refused(400, -2010, "Market is closed.");
        venue.noFaults();
        assertThat(
                        venue.get("/api/v3/exchangeInfo?symbol=ETHUSDT")
                                .json()
                                .at("/symbols/0/status")
                                .asText())
                .isEqualTo("TRADING");
    }

    @Test
    void revokesAKeyAndTellsItsStream() {
        try (TestSocket socket = venue.socket("/ws-api/v3")) {
            WsCalls.call(venue, socket, "userDataStream.subscribe.signature", "bob", Map.of());

            venue.fault("{\"kind\":\"REVOKE_KEY\",\"account\":\"bob\"}");

            JsonNode told = socket.next(m -> m.path("status").asInt() == 401);
            assertThat(told.path("id").isNull()).isTrue();
            assertThat(told.at("/error/code").asInt()).isEqualTo(-2015);
            venue.signed("GET", "/api/v3/account", "bob")
                    .refused(401, -2015, "Invalid API-key, IP, or permissions for action.");
            venue.signed("GET", "/api/v3/account", "alice").expecting(200);
        }
    }

    @Test
    void expiresASession() {
        try (TestSocket socket = venue.socket("/ws-api/v3")) {
            WsCalls.call(venue, socket, "userDataStream.subscribe.signature", "bob", Map.of());

            venue.fault("{\"kind\":\"EXPIRE_SESSION\"}");

            assertThat(socket.next(m -> m.has("event")).at("/event/e").asText())
                    .isEqualTo("eventStreamTerminated");
        }
    }

    @Test
    void cutsSockets() {
        try (TestSocket market = venue.socket("/ws/btcusdt@trade");
                TestSocket user = venue.socket("/ws-api/v3")) {
            WsCalls.call(venue, user, "userDataStream.subscribe.signature", "bob", Map.of());

            venue.fault("{\"kind\":\"CUT_SOCKETS\",\"streams\":\"user\"}");
            assertThat(user.endsSoon()).isTrue();
            market.next(m -> m.path("e").asText().equals("trade"));

            venue.fault("{\"kind\":\"CUT_SOCKETS\",\"streams\":\"market\"}");
            assertThat(market.endsSoon()).isTrue();
        }
    }

    @Test
    void skipsADelta() {
        try (TestSocket socket = venue.socket("/ws/btcusdt@depth@100ms")) {
            long last = socket.next(m -> m.has("u")).path("u").asLong();
            venue.fault(
                    "{\"kind\":\"SKIP_MESSAGE\",\"operation\":\"stream:depth\",\"symbol\":\"BTCUSDT\",\"count\":1}");

            long gaps = 0;
            for (int i = 0; i < 10; i++) {
                JsonNode delta = socket.next(m -> m.has("u"));
                gaps += delta.path("U").asLong() == last + 1 ? 0 : 1;
                last = delta.path("u").asLong();
            }

            assertThat(gaps).isEqualTo(1);
        }
    }

    @Test
    void doublesAndReordersDeltas() {
        try (TestSocket socket = venue.socket("/ws/btcusdt@depth@100ms")) {
            socket.next(m -> m.has("u"));
            venue.fault(
                    "[{\"kind\":\"DUPLICATE_MESSAGE\",\"operation\":\"stream:depth\",\"count\":1},"
                        + "{\"kind\":\"REORDER_MESSAGE\",\"operation\":\"stream:depth\",\"skip\":4,\"count\":1}]");

            long doubled = 0;
            long backwards = 0;
            long last = 0;
            for (int i = 0; i < 15; i++) {
                long id = socket.next(m -> m.has("u")).path("u").asLong();
                doubled += id == last ? 1 : 0;
                backwards += id < last ? 1 : 0;
                last = id;
            }

            assertThat(doubled).isEqualTo(1);
            assertThat(backwards).isEqualTo(1);
        }
    }

    @Test
    void servesAnOldBook() {
        long first = updateId();
        venue.fault("{\"kind\":\"STALE_SNAPSHOT\",\"operation\":\"depth\",\"count\":1}");

        assertThat(updateId()).isEqualTo(first);
        assertThat(updateId()).isGreaterThanOrEqualTo(first);
    }

    @Test
    void movesItsClock() {
        venue.fault("{\"kind\":\"CLOCK_OFFSET\",\"offset_ms\":20000}");

        long ahead =
                venue.get("/api/v3/time").json().path("serverTime").asLong()
                        - System.currentTimeMillis();
        assertThat(ahead).isBetween(15_000L, 25_000L);
        venue.signed("GET", "/api/v3/account", "demo")
                .refused(400, -1021, "Timestamp for this request is outside of the recvWindow.");
    }

    @Test
    void refusesConnections() {
        venue.fault("{\"kind\":\"REFUSE_CONNECTIONS\"}");

        assertThatThrownBy(() -> venue.get("/api/v3/ping"))
                .isInstanceOf(UncheckedIOException.class);
        venue.noFaults();
        venue.get("/api/v3/ping").expecting(200);
    }

    @Test
    void announcesAShutdown() {
        try (TestSocket socket = venue.socket("/stream?streams=btcusdt@trade")) {
            venue.fault("{\"kind\":\"SERVER_SHUTDOWN\",\"after_ms\":300}");

            socket.next(m -> m.path("stream").asText().equals("!serverShutdown"));
            assertThat(socket.endsSoon()).isTrue();
        }
    }

    @Test
    void cutsAMessageInHalf() {
        try (TestSocket socket = venue.socket("/ws/btcusdt@depth@100ms")) {
            socket.nextText();
            venue.fault("{\"kind\":\"MALFORMED_MESSAGE\",\"operation\":\"stream:depth\"}");

            Waiting.until(() -> !socket.nextText().endsWith("}"));
        }
    }

    @Test
    void fallsSilentWhileTheSocketStays() {
        try (TestSocket socket =
                venue.socket("/stream?streams=btcusdt@depth@100ms/ethusdt@depth")) {
            socket.next(m -> m.path("stream").asText().startsWith("btcusdt"));
            venue.fault(
                    "{\"kind\":\"SILENCE\",\"operation\":\"stream:depth\",\"symbol\":\"BTCUSDT\"}");

            socket.next(m -> m.path("stream").asText().startsWith("ethusdt"));
            for (int i = 0; i < 3; i++) {
                assertThat(socket.next(m -> true).path("stream").asText())
                        .isEqualTo("ethusdt@depth");
            }
        }
    }

    @Test
    void sendsNoPings() {
        setting("ping_every_ms", 100);
        try (TestSocket pinged = venue.socket("/ws/btcusdt@depth@100ms")) {
            Waiting.until(() -> pinged.pings() > 0);
            venue.fault("{\"kind\":\"NO_PING\"}");
            try (TestSocket silent = venue.socket("/ws/btcusdt@depth@100ms")) {
                for (int i = 0; i < 5; i++) {
                    silent.next(m -> m.has("u"));
                }

                assertThat(silent.pings()).isZero();
            }
        } finally {
            setting("ping_every_ms", 20_000);
        }
    }

    private void setting(String name, long value) {
        venue.admin("PUT", "/settings/binance", "{\"" + name + "\":" + value + "}").expecting(200);
    }

    @Test
    void explainsFaultsItDoesNotKnow() {
        assertThat(venue.admin("PUT", "/faults", "{\"kind\":\"EARTHQUAKE\"}").status())
                .isEqualTo(400);
        assertThat(venue.admin("DELETE", "/faults/nope", "").status()).isEqualTo(404);
    }

    @Test
    void strikesOneAccountOnly() {
        venue.fault(
                "{\"kind\":\"ERROR_BEFORE\",\"operation\":\"account\",\"account\":\"alice\",\"status\":502}");

        venue.signed("GET", "/api/v3/account", "bob").expecting(200);
        venue.signed("GET", "/api/v3/account", "alice").expecting(502);
    }

    @Test
    void endsAHaltByItself() {
        venue.fault("{\"kind\":\"HALT\",\"symbol\":\"SOLUSDT\",\"for_s\":1}");
        assertThat(status("SOLUSDT")).isEqualTo("HALT");

        long until = System.nanoTime() + 10_000_000_000L;
        while (status("SOLUSDT").equals("HALT") && System.nanoTime() < until) {
            Thread.onSpinWait();
        }

        assertThat(status("SOLUSDT")).isEqualTo("TRADING");
    }

    @Test
    void losesDoublesAndReordersUserEvents() {
        try (TestSocket socket = venue.socket("/ws-api/v3")) {
            WsCalls.call(venue, socket, "userDataStream.subscribe.signature", "bob", Map.of());
            venue.fault(
                    "[{\"kind\":\"DUPLICATE_MESSAGE\",\"operation\":\"stream:user\",\"account\":\"bob\",\"count\":1},"
                        + "{\"kind\":\"REORDER_MESSAGE\",\"operation\":\"stream:user\",\"skip\":1,\"count\":1}]");

            venue.restingBuy("bob", "user-1");

            JsonNode first = socket.next(m -> m.has("event")).path("event");
            JsonNode again = socket.next(m -> m.has("event")).path("event");
            assertThat(first.path("e").asText()).isEqualTo("executionReport");
            assertThat(again).isEqualTo(first);
            venue.restingBuy("bob", "user-2");
            assertThat(socket.next(m -> m.has("event")).at("/event/c").asText())
                    .isEqualTo("user-2");
            assertThat(socket.next(m -> m.has("event")).at("/event/e").asText())
                    .isEqualTo("outboundAccountPosition");
        }
    }

    private String status(String symbol) {
        return venue.get("/api/v3/exchangeInfo?symbol=" + symbol)
                .json()
                .at("/symbols/0/status")
                .asText();
    }

    private JsonNode ledger(String clientOrderId) {
        return venue.admin("GET", "/ledger?client_order_id=" + clientOrderId, "")
                .expecting(200)
                .json();
    }

    private JsonNode openOrders() {
        return venue.signed("GET", "/api/v3/openOrders", "demo", "symbol", "BTCUSDT")
                .expecting(200)
                .json();
    }

    private TestVenue.Reply place(String clientId) {
        return venue.signed(
                "POST",
                "/api/v3/order",
                "demo",
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
                venue.lowPrice(),
                "newClientOrderId",
                clientId);
    }

    private long updateId() {
        return venue.get("/api/v3/depth?symbol=BTCUSDT&limit=5")
                .json()
                .path("lastUpdateId")
                .asLong();
    }
}
