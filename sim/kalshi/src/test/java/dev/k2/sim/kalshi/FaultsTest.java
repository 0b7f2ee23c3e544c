package dev.k2.sim.kalshi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.UncheckedIOException;
import java.time.Duration;

/** What can go wrong, as Kalshi's wire shows it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
    private TestVenue venue;

    @BeforeAll
    void open() {
        venue = new TestVenue();
    }

    @AfterEach
    void mend() {
        venue.admin("DELETE", "/faults", "").ok();
    }

    @AfterAll
    void close() {
        venue.close();
    }

    @Test
    void losesTheAnswerOfAnOrderThatItTook() {
        String ticker = venue.quietMarket("LOSES");
        var order = venue.order(ticker, "bid", "0.1000", "1.00");
        venue.fault("{\"kind\":\"DROP_REPLY\",\"operation\":\"order.place\",\"count\":1}");

        assertThatThrownBy(() -> venue.place("alice", order))
                .isInstanceOf(UncheckedIOException.class);

        JsonNode orders = venue.get("portfolio/orders?ticker=" + ticker, "alice").ok();
        assertThat(orders.at("/orders/0/client_order_id").asText())
                .isEqualTo(order.path("client_order_id").asText());
        venue.place("alice", order).refused(409, "order_already_exists");
    }

    @Test
    void doesNotFindWhatIsFreshWhileReadsLag() {
        String ticker = venue.quietMarket("LAGS");
        venue.fault("{\"kind\":\"NOT_FOUND_LAG\",\"operation\":\"order.*\",\"seconds\":3}");
        String id =
                venue.placed("alice", ticker, "bid", "0.1000", "1.00").path("order_id").asText();

        venue.get("portfolio/orders/" + id, "alice").refused(404, "not_found");
        venue.advance(Duration.ofSeconds(4));

        assertThat(venue.readOrder("alice", id).path("status").asText()).isEqualTo("resting");
    }

    @Test
    void answersLimitsMaintenanceAndFailuresInItsOwnBodies() {
        venue.fault("{\"kind\":\"RATE_LIMIT\",\"operation\":\"depth\"}");
        venue.fault("{\"kind\":\"MAINTENANCE\",\"operation\":\"klines\"}");
        venue.fault("{\"kind\":\"ERROR_BEFORE\",\"operation\":\"trades\",\"status\":504}");

        var limited = venue.get("markets/ANY/orderbook");
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.body()).isEqualTo("{\"error\":\"too many requests\"}");
        venue.get("markets/candlesticks").refused(503, "service_unavailable");
        venue.get("markets/trades").refused(504, "gateway_timeout");
    }

    @Test
    void refusesARevokedKeyAndEndsItsConnections() {
        try (TestSocket socket = venue.socket("bob")) {
            venue.fault("{\"kind\":\"REVOKE_KEY\",\"account\":\"bob\"}");

            assertThat(socket.endsSoon()).isTrue();
            venue.get("portfolio/balance", "bob").refused(401, "unauthorized");
        }
    }

    @Test
    void endsSubscriptionsThatOverflow() {
        try (TestSocket socket = venue.socket("alice")) {
            socket.send("{\"id\":1,\"cmd\":\"subscribe\",\"params\":{\"channels\":[\"fill\"]}}");
            socket.next(m -> m.path("type").asText().equals("subscribed"));
            venue.fault("{\"kind\":\"EXPIRE_SESSION\",\"account\":\"alice\"}");

            JsonNode error = socket.next(m -> m.path("type").asText().equals("error"));

            assertThat(error.at("/msg/code").asInt()).isEqualTo(25);
            assertThat(error.path("sid").asInt()).isEqualTo(1);
        }
    }
}
