package dev.k2.sim.kalshi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** Answers have the fields that recorded ones have, and of the same kinds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireShapeTest {
    private TestVenue venue;

    @BeforeAll
    void open() {
        venue = new TestVenue();
        venue.advance(Duration.ofSeconds(75));
    }

    @AfterAll
    void close() {
        venue.close();
    }

    @Test
    void writesMarketsAsRecorded() {
        JsonNode recorded =
                Fixtures.payload("rest_recorded_2026_08/market_single.json").at("/single/market");
        JsonNode settled =
                Fixtures.payload("rest_recorded_2026_08/markets_settled.json").at("/markets/0");

        alike(recorded, venue.get("markets?status=open").ok().at("/markets/0"));
        alike(settled, venue.get("markets?status=settled").ok().at("/markets/0"));
    }

    @Test
    void writesEventsAsRecorded() {
        JsonNode recorded =
                Fixtures.payload("rest_recorded_2026_08/events_sports_nested.json").path(0);

        alike(
                recorded,
                venue.get("events?status=open&with_nested_markets=true").ok().at("/events/0"));
    }

    @Test
    void writesCandlesAsRecorded() {
        JsonNode recorded =
                Fixtures.payload("rest_recorded_2026_08/candlesticks_mlb.json")
                        .path("markets")
                        .path(0);
        JsonNode event = venue.get("events?series_ticker=KXBTCD&status=open").ok().at("/events/0");
        JsonNode market =
                venue.get("markets?event_ticker=" + event.path("event_ticker").asText())
                        .ok()
                        .at("/markets/3");
        long now = venue.now().getEpochSecond();

        JsonNode candles =
                venue.get(
                                "series/KXBTCD/markets/"
                                        + market.path("ticker").asText()
                                        + "/candlesticks?period_interval=1&start_ts="
                                        + (now - 3600)
                                        + "&end_ts="
                                        + now)
                        .ok()
                        .path("candlesticks");

        assertThat(candles.size()).isBetween(58, 61);
        for (int i = 1; i < candles.size(); i++) {
            assertThat(
                            candles.path(i).path("end_period_ts").asLong()
                                    - candles.path(i - 1).path("end_period_ts").asLong())
                    .isEqualTo(60);
        }
        assertThat(recorded).isNotNull();
        assertThat(candles.path(5).path("yes_bid").has("close_dollars")).isTrue();
    }

    @Test
    void writesFillsAsRecorded() {
        JsonNode recorded =
                Fixtures.payload("rest_recorded_2026_08/portfolio_fills_redacted.json")
                        .at("/payload/fills/0");
        String ticker = venue.quietMarket("FILLS");
        venue.trade("alice", "bob", ticker, "0.5000", "4.00");

        alike(recorded, venue.get("portfolio/fills?ticker=" + ticker, "alice").ok().at("/fills/0"));
    }

    @Test
    void chargesTheFeesThatWereRecorded() {
        String ticker = venue.quietMarket("FEES");
        for (String[] one :
                new String[][] {{"0.3300", "20.00", "0.309600"}, {"0.7400", "15.00", "0.202100"}}) {
            venue.placed("bob", ticker, "ask", one[0], one[1]);
            String id =
                    venue.placed("alice", ticker, "bid", one[0], one[1]).path("order_id").asText();

            assertThat(venue.readOrder("alice", id).path("taker_fees_dollars").asText())
                    .isEqualTo(one[2]);
        }
    }

    private static void alike(JsonNode recorded, JsonNode ours) {
        Set<String> missing = new TreeSet<>();
        recorded.properties()
                .forEach(
                        field -> {
                            JsonNode own = ours.get(field.getKey());
                            boolean same =
                                    own != null
                                            && (own.getNodeType() == field.getValue().getNodeType()
                                                    || own.isNull());
                            if (!same) {
                                missing.add(field.getKey());
                            }
                        });
        // What only sports have.
        missing.removeAll(Set.of("custom_strike", "product_metadata", "subtitle"));
        assertThat(missing).isEmpty();
    }
}
