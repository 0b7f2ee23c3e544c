package dev.k2.sim.kalshi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Markets from their opening to the last payment. */
class LifecycleTest {
    @TempDir Path dir;

    @Test
    void goesThroughItsLifeByTheClock() {
        try (TestVenue venue = new TestVenue()) {
            String ticker =
                    venue.get("markets?series_ticker=KXBTC5M&status=open")
                            .ok()
                            .at("/markets/0/ticker")
                            .asText();
            assertThat(status(venue, ticker)).isEqualTo("active");

            venue.advance(Duration.ofSeconds(241));
            assertThat(status(venue, ticker)).isEqualTo("closed");
            venue.advance(Duration.ofSeconds(6));
            assertThat(status(venue, ticker)).isEqualTo("determined");
            assertThat(market(venue, ticker).has("settlement_ts")).isFalse();
            venue.advance(Duration.ofSeconds(32));

            JsonNode settled = market(venue, ticker);
            assertThat(settled.path("status").asText()).isEqualTo("finalized");
            assertThat(settled.path("result").asText()).isIn("yes", "no");
            assertThat(settled.path("settlement_value_dollars").asText())
                    .isEqualTo(settled.path("result").asText().equals("yes") ? "1.0000" : "0.0000");
            assertThat(settled.path("expiration_value").asText()).isNotEmpty();
            assertThat(
                            venue.get("markets?series_ticker=KXBTC5M&status=open")
                                    .ok()
                                    .path("markets")
                                    .size())
                    .as("the next one is open")
                    .isEqualTo(1);
        }
    }

    @Test
    void paysTheWinnersOnceAndRefusesOrdersAfterTheClose() {
        try (TestVenue venue = new TestVenue()) {
            String ticker = venue.quietMarket("PAY");
            venue.trade("alice", "bob", ticker, "0.6000", "10.00");
            BigDecimal alice = venue.cash("alice");
            BigDecimal bob = venue.cash("bob");

            venue.act(ticker, "determine", "{\"result\":\"yes\",\"measured\":\"so\"}");
            venue.place("alice", venue.order(ticker, "bid", "0.5000", "1.00"))
                    .refused(409, "market_not_active");
            assertThat(venue.cash("alice")).isEqualByComparingTo(alice);
            venue.advance(Duration.ofSeconds(62));
            venue.advance(Duration.ofSeconds(62));

            assertThat(venue.cash("alice").subtract(alice)).isEqualByComparingTo("10");
            assertThat(venue.cash("bob")).isEqualByComparingTo(bob);
            List<JsonNode> rows = settlements(venue, "alice");
            assertThat(rows).hasSize(1);
            assertThat(rows.getFirst().path("revenue").asLong()).isEqualTo(1000);
            assertThat(rows.getFirst().path("market_result").asText()).isEqualTo("yes");
            assertThat(rows.getFirst().path("yes_count_fp").asText()).isEqualTo("10.00");
            assertThat(settlements(venue, "bob").getFirst().path("no_count_fp").asText())
                    .isEqualTo("10.00");
            assertThat(venue.position("alice", ticker).path("realized_pnl_dollars").asText())
                    .isEqualTo("4.000000");
        }
    }

    @Test
    void givesEachSideHalfOfWhatIsVoid() {
        try (TestVenue venue = new TestVenue()) {
            String ticker = venue.quietMarket("VOID");
            venue.trade("alice", "bob", ticker, "0.6000", "10.00");
            BigDecimal alice = venue.cash("alice");
            BigDecimal bob = venue.cash("bob");

            venue.act(ticker, "void", "{}");

            assertThat(venue.cash("alice").subtract(alice)).isEqualByComparingTo("5");
            assertThat(venue.cash("bob").subtract(bob)).isEqualByComparingTo("5");
            JsonNode row = settlements(venue, "alice").getFirst();
            assertThat(row.path("market_result").asText()).isEqualTo("scalar");
            assertThat(row.path("value").asLong()).isEqualTo(50);
            assertThat(market(venue, ticker).path("settlement_value_dollars").asText())
                    .isEqualTo("0.5000");
        }
    }

    @Test
    void correctsAPaidOutcomeByItsDifference() {
        try (TestVenue venue = new TestVenue()) {
            String ticker = venue.quietMarket("BACK");
            venue.trade("alice", "bob", ticker, "0.6000", "10.00");
            BigDecimal alice = venue.cash("alice");
            BigDecimal bob = venue.cash("bob");

            venue.act(ticker, "determine", "{\"result\":\"yes\"}");
            venue.act(ticker, "settle", "{}");
            venue.advance(Duration.ofSeconds(2));
            venue.act(ticker, "settle", "{\"result\":\"no\"}");

            assertThat(venue.cash("alice")).isEqualByComparingTo(alice);
            assertThat(venue.cash("bob").subtract(bob)).isEqualByComparingTo("10");
            assertThat(settlements(venue, "alice"))
                    .extracting(row -> row.path("revenue").asLong())
                    .containsExactly(-1000L, 1000L);
        }
    }

    @Test
    void waitsWhileAnOutcomeIsDisputedAndPaysWhatItIsAmendedTo() {
        try (TestVenue venue = new TestVenue()) {
            String ticker = venue.quietMarket("DISPUTE");
            venue.trade("alice", "bob", ticker, "0.6000", "10.00");

            venue.act(ticker, "determine", "{\"result\":\"yes\"}");
            venue.act(ticker, "dispute", "{}");
            venue.advance(Duration.ofSeconds(120));
            assertThat(status(venue, ticker)).isEqualTo("disputed");
            venue.act(ticker, "amend", "{\"result\":\"no\"}");
            venue.advance(Duration.ofSeconds(62));

            assertThat(status(venue, ticker)).isEqualTo("finalized");
            assertThat(market(venue, ticker).path("result").asText()).isEqualTo("no");
            assertThat(settlements(venue, "bob").getFirst().path("revenue").asLong())
                    .isEqualTo(1000);
        }
    }

    @Test
    void endsOrdersWhenItPausesOrClosesAsTheyAskedFor() {
        try (TestVenue venue = new TestVenue()) {
            String ticker = venue.quietMarket("PAUSE");
            JsonNode stays = venue.placed("alice", ticker, "bid", "0.1000", "1.00");
            JsonNode goes =
                    venue.place(
                                    "alice",
                                    venue.order(ticker, "bid", "0.1000", "1.00")
                                            .put("cancel_order_on_pause", true))
                            .ok();

            venue.act(ticker, "pause", "{}");
            assertThat(status(venue, ticker)).isEqualTo("inactive");
            assertThat(orderStatus(venue, goes)).isEqualTo("canceled");
            assertThat(orderStatus(venue, stays)).isEqualTo("resting");
            venue.act(ticker, "unpause", "{}");
            venue.act(ticker, "close", "{}");

            assertThat(orderStatus(venue, stays)).isEqualTo("canceled");
        }
    }

    @Test
    void remembersEverythingOverARestartAndPaysNothingTwice() {
        String ticker;
        String paid;
        BigDecimal alice;
        String resting;
        try (TestVenue venue = new TestVenue(dir, TestVenue.BEGIN)) {
            ticker = venue.quietMarket("KEPT");
            paid = venue.quietMarket("PAID");
            venue.trade("alice", "bob", ticker, "0.6000", "10.00");
            venue.trade("alice", "bob", paid, "0.6000", "10.00");
            resting =
                    venue.placed("alice", ticker, "bid", "0.1000", "7.00")
                            .path("order_id")
                            .asText();
            venue.act(paid, "determine", "{\"result\":\"yes\"}");
            venue.act(paid, "settle", "{}");
            venue.act(ticker, "pause", "{}");
            alice = venue.cash("alice");
        }

        try (TestVenue venue = new TestVenue(dir, TestVenue.BEGIN.plusSeconds(90))) {
            venue.advance(Duration.ofSeconds(5));

            assertThat(venue.cash("alice")).isEqualByComparingTo(alice);
            assertThat(settlements(venue, "alice")).hasSize(1);
            assertThat(status(venue, paid)).isEqualTo("finalized");
            assertThat(status(venue, ticker)).isEqualTo("inactive");
            assertThat(venue.position("alice", ticker).path("position_fp").asText())
                    .isEqualTo("10.00");
            assertThat(venue.readOrder("alice", resting).path("status").asText())
                    .isEqualTo("resting");
            venue.act(ticker, "unpause", "{}");
            venue.act(ticker, "determine", "{\"result\":\"no\"}");
            venue.advance(Duration.ofSeconds(62));
            assertThat(settlements(venue, "alice")).hasSize(2);
        }
    }

    private static String orderStatus(TestVenue venue, JsonNode placed) {
        return venue.readOrder("alice", placed.path("order_id").asText()).path("status").asText();
    }

    private static List<JsonNode> settlements(TestVenue venue, String account) {
        List<JsonNode> rows = new java.util.ArrayList<>();
        venue.get("portfolio/settlements", account).ok().path("settlements").forEach(rows::add);
        return rows;
    }

    private static JsonNode market(TestVenue venue, String ticker) {
        return venue.get("markets/" + ticker).ok().path("market");
    }

    private static String status(TestVenue venue, String ticker) {
        return market(venue, ticker).path("status").asText();
    }
}
