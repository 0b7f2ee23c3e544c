package dev.k2.sim.cryptocom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private TestVenue venue;

    @BeforeEach
    void start() {
        venue = new TestVenue();
    }

    @AfterEach
    void stop() {
        venue.close();
    }

    private ObjectNode resting(String clientOid) {
        return TestVenue.limit("BTC_USD", "BUY", "0.01", venue.below("BTC_USD", 5))
                .put("client_oid", clientOid);
    }

    private TestVenue.Reply byName(String clientOid) {
        return venue.call(
                "demo", "private/get-order-detail", WireJson.object().put("client_oid", clientOid));
    }

    @Test
    void losesAnAnswerAfterTheOrderWasTaken() {
        ObjectNode order = resting("lost");
        venue.fault("{\"kind\":\"DROP_REPLY\",\"operation\":\"order.place\",\"count\":1}");

        assertThatThrownBy(() -> venue.call("demo", "private/create-order", order))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(byName("lost").result().path("status").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void failsAfterTheWorkOrInItsPlace() {
        venue.fault(
                "{\"kind\":\"ERROR_AFTER\",\"operation\":\"order.place\",\"code\":\"40801\",\"status\":408,\"count\":1}");
        venue.call("demo", "private/create-order", resting("done")).refused(408, 40801);
        venue.fault("{\"kind\":\"ERROR_BEFORE\",\"operation\":\"order.place\",\"count\":1}");
        venue.call("demo", "private/create-order", resting("undone")).refused(500, 50001);

        assertThat(byName("done").result().path("status").asText()).isEqualTo("ACTIVE");
        byName("undone").refused(200, 40401);
    }

    @Test
    void hidesFreshOrders() {
        venue.fault("{\"kind\":\"NOT_FOUND_LAG\",\"seconds\":600}");
        venue.place("demo", resting("late"));

        byName("late").refused(200, 40401);
        assertThat(venue.call("demo", "private/get-open-orders").rows()).isEmpty();
        assertThat(venue.admin("DELETE", "/faults", "").status()).isEqualTo(200);
        assertThat(byName("late").result().path("status").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void limitsClosesAndRefusesKeys() {
        venue.fault("{\"kind\":\"RATE_LIMIT\",\"operation\":\"account\",\"count\":1}");
        venue.call("demo", "private/user-balance").refused(429, 42901);
        venue.fault("{\"kind\":\"MAINTENANCE\",\"count\":1}");
        venue.get("public/get-tickers").refused(503, 50001);
        venue.fault("{\"kind\":\"REVOKE_KEY\",\"account\":\"demo\"}");

        venue.call("demo", "private/user-balance").refused(401, 40101);
        assertThat(venue.call("alice", "private/user-balance").rows()).hasSize(1);
    }

    @Test
    void refusesWrongSignaturesOldNoncesAndKeysThatOnlyRead() {
        ObjectNode forged =
                venue.signed("demo", "private/user-balance", WireJson.object(), venue.now());
        venue.post("private/user-balance", forged.put("sig", "00").toString()).refused(401, 40101);
        ObjectNode old =
                venue.signed(
                        "demo", "private/user-balance", WireJson.object(), venue.now() - 70_000);
        venue.post("private/user-balance", old.toString()).refused(400, 40102);
        venue.reader("looks");

        assertThat(venue.call("looks", "private/user-balance").rows()).hasSize(1);
        venue.call("looks", "private/create-order", resting("no")).refused(401, 40101);
    }

    @Test
    void keepsToThePublishedLimits() {
        venue.set("limit_percent", 100);
        TestVenue.Reply last = venue.call("demo", "private/get-trades");
        for (int i = 0; i < 50 && last.status() == 200; i++) {
            last = venue.call("demo", "private/get-trades");
        }

        last.refused(429, 42901);
    }

    @Test
    void losesABookUpdateSoThatTheChainBreaks() {
        try (TestSocket socket = venue.socket("market")) {
            socket.send(TestVenue.subscribeToBook(1, "book.BTC_USD.50"));
            JsonNode snapshot = socket.next(m -> WireShapeTest.channel(m, "book"));
            long last = snapshot.at("/result/data/0/u").asLong();
            venue.fault("{\"kind\":\"SKIP_MESSAGE\",\"operation\":\"stream:depth\",\"count\":1}");

            boolean broken = false;
            for (int i = 0; i < 100 && !broken; i++) {
                JsonNode data =
                        socket.next(m -> WireShapeTest.channel(m, "book.update"))
                                .at("/result/data/0");
                broken = data.path("pu").asLong() != last;
                last = data.path("u").asLong();
            }

            assertThat(broken).isTrue();
        }
    }

    @Test
    void losesTheAnswerOfASocketToo() {
        try (TestSocket socket = venue.socketOf("demo")) {
            venue.fault(
                    "{\"kind\":\"DROP_REPLY\",\"operation\":\"order.place\",\"mode\":\"reset\",\"count\":1}");
            ObjectNode json = WireJson.object().put("id", 5).put("nonce", 1);
            json.put("method", "private/create-order").set("params", resting("lost2"));
            socket.send(json.toString());

            assertThat(socket.endsSoon()).isTrue();
            assertThat(byName("lost2").result().path("status").asText()).isEqualTo("ACTIVE");
        }
    }

    @Test
    void closesBecauseItRestarts() {
        try (TestSocket socket = venue.socket("market")) {
            venue.fault("{\"kind\":\"SERVER_SHUTDOWN\",\"after_ms\":100}");

            assertThat(socket.endsSoon()).isTrue();
            assertThat(socket.closedWith()).isEqualTo(1013);
        }
    }

    @Test
    void haltsAndDelistsMarkets() {
        venue.place("demo", resting("gone"));
        String filled = venue.place("demo", TestVenue.market("BTC_USD", "BUY", "0.01"));
        venue.admin("POST", "/market/cryptocom/ETH_USD", "{\"status\":\"HALT\"}");
        venue.admin("DELETE", "/market/cryptocom/BTC_USD", "");

        assertThat(byName("gone").result().path("status").asText()).isEqualTo("EXPIRED");
        assertThat(venue.detail("demo", filled).path("status").asText()).isEqualTo("FILLED");
        venue.call("demo", "private/create-order", TestVenue.market("ETH_USD", "BUY", "0.1"))
                .refused(400, 208);
        venue.call("demo", "private/create-order", TestVenue.market("BTC_USD", "BUY", "0.1"))
                .refused(400, 209);
        JsonNode rows = venue.get("public/get-instruments").rows();
        assertThat(rows.findValuesAsText("symbol")).doesNotContain("BTC_USD").contains("ETH_USD");
    }
}
