package dev.k2.sim.okx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.TestSocket;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static TestVenue venue;

    @BeforeAll
    static void start() {
        venue = new TestVenue();
    }

    @AfterEach
    void end() {
        venue.noFaults();
    }

    @AfterAll
    static void stop() {
        venue.close();
    }

    private static String resting(String clOrdId) {
        String order =
                TestVenue.with(
                        TestVenue.spot("buy", "limit", "0.001"), "px", venue.below("BTC-USDT", 5));
        return TestVenue.with(order, "clOrdId", clOrdId);
    }

    private static String state(String clOrdId) {
        return venue.get("trade/order?instId=BTC-USDT&clOrdId=" + clOrdId, "demo")
                .row()
                .path("state")
                .asText();
    }

    private static Predicate<JsonNode> of(String channel) {
        return m -> m.has("data") && m.at("/arg/channel").asText().equals(channel);
    }

    @Test
    void losesAnAnswerAfterTheDeed() {
        String order = resting("lost1");
        venue.fault("{\"kind\":\"DROP_REPLY\",\"operation\":\"order.place\",\"count\":1}");

        assertThatThrownBy(() -> venue.post("trade/order", "demo", order))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(state("lost1")).isEqualTo("live");
    }

    @Test
    void answersWithAnErrorBeforeOrAfterTheDeed() {
        venue.fault(
                "{\"kind\":\"ERROR_AFTER\",\"operation\":\"order.place\",\"count\":1,\"code\":\"50004\",\"status\":\"400\"}");
        venue.post("trade/order", "demo", resting("after1")).refused(400, "50004");
        assertThat(state("after1")).isEqualTo("live");

        venue.fault("{\"kind\":\"ERROR_BEFORE\",\"operation\":\"order.place\",\"count\":1}");
        venue.post("trade/order", "demo", resting("before1")).refused(500, "50026");
        venue.get("trade/order?instId=BTC-USDT&clOrdId=before1", "demo").refused(200, "51603");
    }

    @Test
    void answersLate() {
        venue.fault("{\"kind\":\"DELAY\",\"operation\":\"time\",\"delay_ms\":400,\"count\":1}");
        long began = System.nanoTime();

        venue.get("public/time").row();

        assertThat(System.nanoTime() - began).isGreaterThan(300_000_000L);
    }

    @Test
    void hidesFreshOrders() {
        venue.fault("{\"kind\":\"NOT_FOUND_LAG\",\"seconds\":60}");
        venue.post("trade/order", "demo", resting("hidden1")).row();

        venue.get("trade/order?instId=BTC-USDT&clOrdId=hidden1", "demo").refused(200, "51603");
        venue.noFaults();
        assertThat(state("hidden1")).isEqualTo("live");
    }

    @Test
    void limitsBansAndClosesForMaintenance() {
        venue.fault("{\"kind\":\"RATE_LIMIT\",\"operation\":\"order.*\"}");
        venue.post("trade/order", "demo", resting("limited1")).refused(429, "50011");
        venue.noFaults();
        venue.fault("{\"kind\":\"MAINTENANCE\"}");
        venue.get("public/time").refused(503, "50001");
        venue.noFaults();
        venue.fault("{\"kind\":\"BAN\"}");
        assertThat(venue.get("public/time").status()).isEqualTo(403);
        venue.noFaults();
        venue.get("public/time").row();
    }

    @Test
    void suspendsAnInstrument() {
        try (TestSocket socket = venue.socket("/ws/v5/public")) {
            socket.send(
                    "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"instruments\",\"instType\":\"SPOT\"}]}");
            socket.next(of("instruments"));
            venue.fault("{\"kind\":\"HALT\",\"symbol\":\"XRP-USDT\",\"exchange\":\"okx\"}");
            JsonNode told = socket.next(of("instruments"));

            assertThat(told.at("/data/0/instId").asText()).isEqualTo("XRP-USDT");
            assertThat(told.at("/data/0/state").asText()).isEqualTo("suspend");
        }
        venue.post("trade/order", "demo", TestVenue.order("XRP-USDT", "cash", "buy", "market", "5"))
                .orderRefused("51022");
    }

    @Test
    void refusesARevokedKeyAndEndsItsSockets() {
        try (TestSocket socket = venue.socketOf("bob")) {
            venue.fault("{\"kind\":\"REVOKE_KEY\",\"account\":\"bob\"}");

            assertThat(socket.endsSoon()).isTrue();
            venue.get("account/balance", "bob").refused(401, "50119");
            venue.get("account/balance", "demo").row();
        }
    }

    @Test
    void refusesConnections() {
        venue.fault("{\"kind\":\"REFUSE_CONNECTIONS\",\"exchange\":\"okx\"}");

        assertThatThrownBy(() -> venue.get("public/time")).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> venue.socket("/ws/v5/public"))
                .isInstanceOf(CompletionException.class);
    }

    @Test
    void runsAWrongClock() {
        venue.fault("{\"kind\":\"CLOCK_OFFSET\",\"offset_ms\":60000}");

        venue.get("account/balance", "demo").refused(401, "50102");
    }

    @Test
    void cutsSocketsAndEndsSessions() {
        try (TestSocket market = venue.socket("/ws/v5/public");
                TestSocket user = venue.socketOf("demo")) {
            venue.fault("{\"kind\":\"CUT_SOCKETS\",\"streams\":\"market\"}");
            assertThat(market.endsSoon()).isTrue();
            venue.fault("{\"kind\":\"EXPIRE_SESSION\",\"account\":\"demo\"}");
            assertThat(
                            user.next(m -> m.path("event").asText().equals("error"))
                                    .path("code")
                                    .asText())
                    .isEqualTo("60011");
            assertThat(user.endsSoon()).isTrue();
        }
    }

    @Test
    void announcesAnUpgrade() {
        try (TestSocket socket = venue.socket("/ws/v5/business")) {
            venue.fault("{\"kind\":\"SERVER_SHUTDOWN\",\"after_ms\":100}");

            assertThat(
                            socket.next(m -> m.path("event").asText().equals("notice"))
                                    .path("code")
                                    .asText())
                    .isEqualTo("64008");
            assertThat(socket.endsSoon()).isTrue();
        }
    }

    @Test
    void breaksTheChainOfABook() {
        try (TestSocket socket = venue.socket("/ws/v5/public")) {
            socket.send(
                    "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"books\",\"instId\":\"BTC-USDT\"}]}");
            long[] last = {socket.next(of("books")).at("/data/0/seqId").asLong()};
            venue.fault(
                    "{\"kind\":\"SKIP_MESSAGE\",\"operation\":\"stream:depth\",\"symbol\":\"BTC-USDT\",\"count\":1}");

            JsonNode gap =
                    socket.next(
                            of("books")
                                    .and(
                                            m -> {
                                                boolean broken =
                                                        m.at("/data/0/prevSeqId").asLong()
                                                                != last[0];
                                                last[0] = m.at("/data/0/seqId").asLong();
                                                return broken;
                                            }));
            assertThat(gap.at("/data/0/prevSeqId").asLong()).isPositive();
        }
    }

    @Test
    void doublesAndDelaysWhatUsersAreTold() {
        try (TestSocket socket = venue.socketOf("alice")) {
            socket.send(
                    "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"orders\",\"instType\":\"SPOT\"}]}");
            socket.next(m -> m.path("event").asText().equals("subscribe"));
            venue.fault(
                    "{\"kind\":\"DUPLICATE_MESSAGE\",\"operation\":\"stream:user\",\"count\":1}");
            venue.post("trade/order", "alice", resting("doubled1")).row();

            assertThat(socket.next(of("orders"))).isEqualTo(socket.next(of("orders")));
        }
    }

    @Test
    void givesAnOldBook() {
        JsonNode before = venue.get("market/books?instId=BTC-USDT&sz=5").row();
        venue.fault("{\"kind\":\"STALE_SNAPSHOT\",\"operation\":\"depth\",\"count\":1}");

        assertThat(venue.get("market/books?instId=BTC-USDT&sz=5").row()).isEqualTo(before);
    }

    @Test
    void leavesPingsUnanswered() {
        venue.fault("{\"kind\":\"NO_PING\"}");
        try (TestSocket socket = venue.socket("/ws/v5/public")) {
            socket.send("ping");
            socket.send("{\"op\":\"nothing\",\"args\":[]}");

            assertThat(socket.nextText()).contains("60019");
        }
    }

    @Test
    void strikesOperationsOverSockets() {
        int code = venue.code("BTC-USDT");
        String order =
                resting("socket1")
                        .replaceFirst("\"instId\":\"BTC-USDT\"", "\"instIdCode\":" + code);
        venue.fault(
                "{\"kind\":\"ERROR_AFTER\",\"operation\":\"order.place\",\"code\":\"50004\",\"count\":1}");
        try (TestSocket socket = venue.socketOf("demo")) {
            socket.send("{\"id\":\"f1\",\"op\":\"order\",\"args\":[" + order + "]}");
            assertThat(socket.next(m -> m.path("id").asText().equals("f1")).path("code").asText())
                    .isEqualTo("50004");
            assertThat(state("socket1")).isEqualTo("live");

            venue.fault("{\"kind\":\"DROP_REPLY\",\"operation\":\"order.place\",\"count\":1}");
            socket.send(
                    "{\"id\":\"f2\",\"op\":\"order\",\"args\":["
                            + order.replace("socket1", "socket2")
                            + "]}");
            assertThat(socket.endsSoon()).isTrue();
            assertThat(state("socket2")).isEqualTo("live");
        }
    }
}
