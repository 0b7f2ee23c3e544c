package dev.k2.sim.bybit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.TestSocket;
import dev.k2.sim.Waiting;
import dev.k2.sim.WireJson;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class FaultsTest {
    private static final String BOOK = "orderbook.200.BTCUSDT";

    private final TestVenue venue = new TestVenue();

    @BeforeAll
    void raiseTheLimits() {
        venue.raiseTheLimits();
    }

    @AfterEach
    void heal() {
        venue.noFaults();
    }

    @AfterAll
    void stop() {
        venue.close();
    }

    private TestVenue.Reply place(String linkId) {
        return venue.place(
                "demo",
                "spot",
                "side",
                "Buy",
                "orderType",
                "Limit",
                "qty",
                "0.001",
                "price",
                "30000",
                "orderLinkId",
                linkId);
    }

    @Test
    void dropsAReplyAfterTheOrderWasAccepted() {
        venue.fault("{\"kind\":\"DROP_REPLY\",\"operation\":\"order.place\",\"count\":1}");

        assertThatThrownBy(() -> place("lost")).isInstanceOf(UncheckedIOException.class);

        assertThat(venue.ledger("lost")).hasSize(1);
    }

    @Test
    void failsAfterOrBeforeTheOrderWasAccepted() {
        venue.fault(
                "{\"kind\":\"ERROR_AFTER\",\"operation\":\"order.place\",\"count\":1,\"status\":200,\"code\":10000}");
        place("after").refused(10000);
        venue.fault("{\"kind\":\"ERROR_BEFORE\",\"operation\":\"order.place\",\"count\":1}");
        TestVenue.Reply before = place("before");

        assertThat(before.status()).isEqualTo(500);
        assertThat(before.json().path("retCode").asInt()).isEqualTo(10016);
        assertThat(venue.ledger("after")).hasSize(1);
        assertThat(venue.ledger("before")).isEmpty();
    }

    @Test
    void hidesFreshOrdersFromReads() {
        venue.fault("{\"kind\":\"NOT_FOUND_LAG\",\"operation\":\"order.query\",\"seconds\":600}");
        place("hidden").done();
        JsonNode hidden =
                venue.get("demo", "/v5/order/realtime", "category", "spot", "orderLinkId", "hidden")
                        .result();
        venue.noFaults();
        JsonNode shown =
                venue.get("demo", "/v5/order/realtime", "category", "spot", "orderLinkId", "hidden")
                        .result();

        assertThat(hidden.path("list")).isEmpty();
        assertThat(shown.path("list")).hasSize(1);
    }

    @Test
    void tellsWhenToComeAgainAfterTooManyCalls() {
        venue.fault(
                "{\"kind\":\"RATE_LIMIT\",\"operation\":\"account.info\",\"count\":1,\"retry_after_s\":3}");

        TestVenue.Reply refused = venue.get("demo", "/v5/account/info").refused(10006);

        assertThat(refused.header("X-Bapi-Limit-Status")).isZero();
        assertThat(refused.header("X-Bapi-Limit-Reset-Timestamp"))
                .isGreaterThan(refused.json().path("time").asLong());
    }

    @Test
    void refusesAnAccountThatOrdersTooOften() {
        venue.setting("spot_orders_per_second", 2);
        try {
            Waiting.until(
                    () ->
                            place("often-" + System.nanoTime()).json().path("retCode").asInt()
                                    == 10006);
        } finally {
            venue.setting("spot_orders_per_second", 1_000_000);
        }
    }

    @Test
    void letsNobodyInFromABannedAddress() {
        venue.fault("{\"id\":\"ban\",\"kind\":\"BAN\",\"retry_after_s\":600}");

        TestVenue.Reply refused = venue.open("/v5/market/time");
        assertThatThrownBy(() -> venue.socket("/v5/public/spot"))
                .isInstanceOf(CompletionException.class);
        venue.admin("DELETE", "/faults/ban", "");

        assertThat(refused.status()).isEqualTo(403);
        venue.open("/v5/market/time").done();
    }

    @Test
    void bansAnAddressThatAsksTooOften() {
        venue.setting("requests_per_five_seconds", 1);
        venue.setting("ban_s", 1);
        try {
            Waiting.until(() -> venue.open("/v5/market/time").status() == 403);
        } finally {
            venue.setting("requests_per_five_seconds", 1_000_000);
            venue.setting("ban_s", 600);
        }
        Waiting.until(() -> venue.open("/v5/market/time").status() == 200);
    }

    @Test
    void standsStillForMaintenance() {
        venue.fault("{\"kind\":\"MAINTENANCE\"}");

        assertThat(venue.open("/v5/market/time").status()).isEqualTo(503);
        assertThatThrownBy(() -> venue.socket("/v5/private"))
                .isInstanceOf(CompletionException.class);
    }

    @Test
    void haltsOneMarketOnly() {
        venue.fault("{\"kind\":\"HALT\",\"symbol\":\"BTCUSDT\"}");

        place("halted").refused(170217);
        assertThat(venue.restingBuy("demo", "linear", "not-halted")).isNotEmpty();
    }

    @Test
    void refusesARevokedKeyAndEndsItsSessions() {
        try (TestSocket socket = venue.loggedIn("/v5/private", "bob")) {
            venue.fault("{\"kind\":\"REVOKE_KEY\",\"account\":\"bob\"}");

            assertThat(socket.endsSoon()).isTrue();
            venue.get("bob", "/v5/account/info").refused(10003);
        }
    }

    @Test
    void setsItsClockOff() {
        venue.fault("{\"kind\":\"CLOCK_OFFSET\",\"offset_ms\":20000}");

        venue.get("demo", "/v5/account/info").refused(10002);
    }

    @Test
    void cutsSockets() {
        try (TestSocket socket = venue.socket("/v5/public/spot")) {
            venue.fault("{\"kind\":\"CUT_SOCKETS\",\"streams\":\"market\"}");
            assertThat(socket.endsSoon()).isTrue();
        }
    }

    @Test
    void endsSessionsAndShutsDown() {
        try (TestSocket own = venue.loggedIn("/v5/private", "demo");
                TestSocket open = venue.socket("/v5/public/linear")) {
            venue.fault("{\"kind\":\"EXPIRE_SESSION\"}");
            assertThat(own.endsSoon()).isTrue();
            venue.fault("{\"kind\":\"SERVER_SHUTDOWN\",\"after_ms\":100}");
            assertThat(open.endsSoon()).isTrue();
        }
    }

    @Test
    void leavesAHoleInABook() {
        try (TestSocket socket = venue.socket("/v5/public/linear")) {
            TestVenue.subscribe(socket, BOOK);
            long update = socket.next(m -> m.has("topic")).at("/data/u").asLong();
            venue.fault("{\"kind\":\"SKIP_MESSAGE\",\"operation\":\"stream:depth\",\"count\":1}");

            long gap = 0;
            while (gap < 2) {
                long next = socket.next(m -> m.has("topic")).at("/data/u").asLong();
                gap = next - update;
                update = next;
            }

            assertThat(gap).isEqualTo(2);
        }
    }

    @Test
    void doublesAndCutsMessages() {
        try (TestSocket socket = venue.socket("/v5/public/linear")) {
            TestVenue.subscribe(socket, BOOK);
            socket.next(m -> m.path("type").asText().equals("snapshot"));
            venue.fault("{\"kind\":\"DUPLICATE_MESSAGE\",\"operation\":\"stream:depth\"}");
            JsonNode one = socket.next(m -> m.path("type").asText().equals("delta"));
            JsonNode two = socket.next(m -> m.path("type").asText().equals("delta"));
            while (!one.equals(two)) {
                one = two;
                two = socket.next(m -> m.path("type").asText().equals("delta"));
            }
            venue.noFaults();
            venue.fault(
                    "{\"kind\":\"MALFORMED_MESSAGE\",\"operation\":\"stream:depth\",\"count\":1}");

            String text = socket.nextText();
            while (text.endsWith("}")) {
                text = socket.nextText();
            }

            assertThat(text).startsWith("{\"topic\":\"" + BOOK);
        }
    }

    @Test
    void losesAnAccountsMessage() {
        try (TestSocket socket = venue.loggedIn("/v5/private", "alice")) {
            TestVenue.subscribe(socket, "order");
            socket.next(m -> m.path("op").asText().equals("subscribe"));
            venue.fault("{\"kind\":\"SKIP_MESSAGE\",\"operation\":\"stream:user\",\"count\":1}");
            String _ = venue.restingBuy("alice", "spot", "unheard");
            String _ = venue.restingBuy("alice", "spot", "heard");

            JsonNode first = socket.next(m -> m.has("topic"));

            assertThat(first.at("/data/0/orderLinkId").asText()).isEqualTo("heard");
        }
    }

    @Test
    void answersNoPing() {
        try (TestSocket socket = venue.socket("/v5/public/spot")) {
            venue.fault("{\"id\":\"mute\",\"kind\":\"NO_PING\"}");
            socket.send("{\"op\":\"ping\",\"req_id\":\"unanswered\"}");
            TestVenue.subscribe(socket, "kline.1.BTCUSDT");

            JsonNode first = socket.next(m -> m.has("success"));

            assertThat(first.path("op").asText()).isEqualTo("subscribe");
        }
    }

    @Test
    void answersWithAnOldBook() {
        String path = "/v5/market/orderbook?category=spot&symbol=BTCUSDT&limit=5";
        long old = venue.open(path).result().path("u").asLong();
        Waiting.until(() -> venue.open(path).result().path("u").asLong() > old);
        long last = venue.open(path).result().path("u").asLong();
        venue.fault("{\"kind\":\"STALE_SNAPSHOT\",\"operation\":\"depth\",\"count\":1}");

        assertThat(venue.open(path).result().path("u").asLong()).isEqualTo(last);
    }

    @Test
    void losesTheAnswerOfAnOrderSocket() {
        venue.fault("{\"kind\":\"DROP_REPLY\",\"operation\":\"order.place\",\"count\":1}");
        try (TestSocket socket = venue.loggedIn("/v5/trade", "demo")) {
            ObjectNode request = WireJson.object().put("reqId", "lost").put("op", "order.create");
            request.putObject("header").put("X-BAPI-TIMESTAMP", Long.toString(TestVenue.now()));
            request.putArray("args")
                    .add(
                            TestVenue.body(
                                    "category",
                                    "linear",
                                    "symbol",
                                    "BTCUSDT",
                                    "side",
                                    "Buy",
                                    "orderType",
                                    "Limit",
                                    "qty",
                                    "0.01",
                                    "price",
                                    "30000",
                                    "orderLinkId",
                                    "lost-on-socket"));
            socket.send(request.toString());

            assertThat(socket.endsSoon()).isTrue();
            assertThat(venue.ledger("lost-on-socket")).hasSize(1);
        }
    }
}
