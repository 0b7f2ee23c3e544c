package dev.k2.sim.kalshi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Orders, positions and money over REST. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestTest {
    private TestVenue venue;

    @BeforeAll
    void open() {
        venue = new TestVenue();
        venue.advance(Duration.ofSeconds(20));
    }

    @AfterAll
    void close() {
        venue.close();
    }

    @Test
    void listsSeriesEventsAndMarketsThatAreOpen() {
        JsonNode markets = venue.get("markets?status=open&limit=1000").ok().path("markets");

        assertThat(markets.size()).isGreaterThan(20);
        assertThat(markets.findValuesAsText("status")).containsOnly("active");
        assertThat(venue.get("series").ok().path("series").findValuesAsText("ticker"))
                .contains("KXBTCD", "KXHIGHNY", "KXBTC5M");
        assertThat(venue.get("events?status=settled").ok().path("events")).isNotEmpty();
    }

    @Test
    void pagesThroughAllMarketsOnce() {
        List<String> all =
                venue.get("markets?limit=1000").ok().path("markets").findValuesAsText("ticker");
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = venue.get("markets?limit=7&cursor=" + cursor).ok();
            paged.addAll(page.path("markets").findValuesAsText("ticker"));
            cursor = page.path("cursor").asText();
        } while (!cursor.isEmpty());

        assertThat(paged).containsExactlyElementsOf(all);
    }

    @Test
    void showsBidsOnlyWithTheBestLast() {
        String ticker =
                venue.get("markets?series_ticker=KXBTCD&status=open")
                        .ok()
                        .at("/markets/3/ticker")
                        .asText();

        JsonNode book = venue.get("markets/" + ticker + "/orderbook").ok().path("orderbook_fp");

        JsonNode market = venue.get("markets/" + ticker).ok().path("market");
        JsonNode best = book.path("yes_dollars").path(book.path("yes_dollars").size() - 1);
        assertThat(best.path(0).asText()).isEqualTo(market.path("yes_bid_dollars").asText());
        assertThat(best.path(1).asText()).isEqualTo(market.path("yes_bid_size_fp").asText());
        JsonNode no = book.path("no_dollars").path(book.path("no_dollars").size() - 1);
        assertThat(no.path(0).asText()).isEqualTo(market.path("no_bid_dollars").asText());
    }

    @Test
    void takesRestsFillsAndCancelsAnOrder() {
        String ticker = venue.quietMarket("LIFE");

        JsonNode bid = venue.placed("alice", ticker, "bid", "0.4000", "10.00");
        JsonNode ask = venue.placed("bob", ticker, "ask", "0.4000", "4.50");

        assertThat(bid.path("remaining_count").asText()).isEqualTo("10.00");
        assertThat(ask.path("fill_count").asText()).isEqualTo("4.50");
        JsonNode read = venue.readOrder("alice", bid.path("order_id").asText());
        assertThat(read.path("status").asText()).isEqualTo("resting");
        assertThat(read.path("fill_count_fp").asText()).isEqualTo("4.50");
        JsonNode gone =
                venue.delete(
                                "portfolio/events/orders/"
                                        + bid.path("order_id").asText()
                                        + "?market_ticker="
                                        + ticker,
                                "alice",
                                "")
                        .ok();
        assertThat(gone.path("reduced_by").asText()).isEqualTo("5.50");
        assertThat(venue.readOrder("alice", bid.path("order_id").asText()).path("status").asText())
                .isEqualTo("canceled");
    }

    @Test
    void netsYesAndNoToOnePosition() {
        String ticker = venue.quietMarket("NET");
        var before = venue.cash("alice");

        venue.trade("alice", "bob", ticker, "0.6000", "10.00");
        venue.trade("bob", "alice", ticker, "0.7000", "15.00");

        assertThat(venue.position("alice", ticker).path("position_fp").asText()).isEqualTo("-5.00");
        assertThat(venue.position("bob", ticker).path("position_fp").asText()).isEqualTo("5.00");
        // 10 at 0.60 paid, 10 of them sold at 0.70, 5 of no bought at 0.30; who came pays 0.07 p (1
        // - p).
        var fees = new BigDecimal("0.1680");
        assertThat(venue.cash("alice").subtract(before).add(fees)).isEqualByComparingTo("-0.5000");
        assertThat(venue.position("alice", ticker).path("market_exposure_dollars").asText())
                .isEqualTo("1.500000");
        assertThat(venue.position("alice", ticker).path("realized_pnl_dollars").asText())
                .isEqualTo("1.000000");
    }

    @Test
    void refusesWhatCannotBePaid() {
        String ticker = venue.quietMarket("POOR");

        venue.place("poor", venue.order(ticker, "bid", "0.5000", "51.00"))
                .refused(400, "insufficient_balance");
        venue.placed("poor", ticker, "ask", "0.5000", "48.00");

        venue.place("poor", venue.order(ticker, "ask", "0.6000", "10.00"))
                .refused(400, "insufficient_balance");
    }

    @Test
    void refusesARepeatedName() {
        String ticker = venue.quietMarket("TWICE");
        var order = venue.order(ticker, "bid", "0.1000", "1.00");

        assertThat(venue.place("alice", order).status()).isEqualTo(201);

        venue.place("alice", order).refused(409, "order_already_exists");
    }

    @Test
    void wantsTimeInForceAndSelfTradePreventionSaid() {
        String ticker = venue.quietMarket("SAID");
        var without = venue.order(ticker, "bid", "0.1000", "1.00");
        without.remove("self_trade_prevention_type");
        var timeless = venue.order(ticker, "bid", "0.1000", "1.00");
        timeless.remove("time_in_force");

        venue.place("alice", without).refused(400, "invalid_parameters");
        venue.place("alice", timeless).refused(400, "invalid_parameters");
        venue.place("alice", venue.order(ticker, "bid", "0.1050", "1.00"))
                .refused(400, "invalid_order");
        venue.place("alice", venue.order(ticker, "bid", "0.1000", "1.005"))
                .refused(400, "invalid_order");
    }

    @Test
    void answersOldWritesWithGone() {
        venue.post("portfolio/orders", "alice", "{}").refused(410, "deprecated_v1_order_endpoint");
        venue.delete("portfolio/orders/x", "alice", "")
                .refused(410, "deprecated_v1_order_endpoint");
        venue.post("portfolio/orders/x/amend", "alice", "{}")
                .refused(410, "deprecated_v1_order_endpoint");
    }

    @Test
    void killsWhatCannotBeFilledWholeAndEndsTheRestOfTheImmediate() {
        String ticker = venue.quietMarket("TIF");
        venue.placed("bob", ticker, "ask", "0.5000", "5.00");

        venue.place(
                        "alice",
                        venue.order(ticker, "bid", "0.5000", "6.00")
                                .put("time_in_force", "fill_or_kill"))
                .refused(409, "fill_or_kill_insufficient_resting_volume");
        JsonNode part =
                venue.place(
                                "alice",
                                venue.order(ticker, "bid", "0.5000", "6.00")
                                        .put("time_in_force", "immediate_or_cancel"))
                        .ok();

        assertThat(part.path("fill_count").asText()).isEqualTo("5.00");
        assertThat(part.path("remaining_count").asText()).isEqualTo("0.00");
    }

    @Test
    void keepsSelfTradesFromHappening() {
        String ticker = venue.quietMarket("SELF");
        JsonNode resting = venue.placed("alice", ticker, "ask", "0.5000", "5.00");

        JsonNode taker = venue.placed("alice", ticker, "bid", "0.5000", "5.00");
        JsonNode other =
                venue.place(
                                "alice",
                                venue.order(ticker, "bid", "0.5000", "5.00")
                                        .put("self_trade_prevention_type", "maker"))
                        .ok();

        assertThat(taker.path("remaining_count").asText()).isEqualTo("0.00");
        assertThat(other.path("remaining_count").asText()).isEqualTo("5.00");
        assertThat(
                        venue.readOrder("alice", resting.path("order_id").asText())
                                .path("status")
                                .asText())
                .isEqualTo("canceled");
    }

    @Test
    void amendsAndDecreases() {
        String ticker = venue.quietMarket("AMEND");
        JsonNode bid = venue.placed("alice", ticker, "bid", "0.2000", "10.00");
        String path = "portfolio/events/orders/" + bid.path("order_id").asText();
        var change = venue.order(ticker, "bid", "0.2500", "12.00");
        change.put("updated_client_order_id", "renamed-1");

        JsonNode amended = venue.post(path + "/amend", "alice", change.toString()).ok();
        JsonNode decreased =
                venue.post(path + "/decrease", "alice", "{\"reduce_to\":\"3.00\"}").ok();

        assertThat(amended.path("client_order_id").asText()).isEqualTo("renamed-1");
        assertThat(amended.path("remaining_count").asText()).isEqualTo("12.00");
        assertThat(decreased.path("remaining_count").asText()).isEqualTo("3.00");
        JsonNode read = venue.readOrder("alice", bid.path("order_id").asText());
        assertThat(read.path("yes_price_dollars").asText()).isEqualTo("0.2500");
        assertThat(read.path("remaining_count_fp").asText()).isEqualTo("3.00");
        venue.post(path + "/decrease", "alice", "{\"reduce_to\":\"1\",\"reduce_by\":\"1\"}")
                .refused(400, "invalid_parameters");
    }

    @Test
    void answersABatchOneByOne() {
        String ticker = venue.quietMarket("BATCH");
        String body =
                "{\"orders\":["
                        + venue.order(ticker, "bid", "0.1000", "1.00")
                        + ","
                        + venue.order("NOTHING", "bid", "0.1000", "1.00")
                        + "]}";

        JsonNode placed = venue.post("portfolio/events/orders/batched", "alice", body).ok();
        String id = placed.at("/orders/0/order_id").asText();
        JsonNode cancelled =
                venue.delete(
                                "portfolio/events/orders/batched",
                                "alice",
                                "{\"orders\":[{\"order_id\":\""
                                        + id
                                        + "\"},{\"order_id\":\"no\"}]}")
                        .ok();

        assertThat(placed.at("/orders/1/error/code").asText()).isEqualTo("not_found");
        assertThat(cancelled.at("/orders/0/reduced_by").asText()).isEqualTo("1.00");
        assertThat(cancelled.at("/orders/1/error/code").asText()).isEqualTo("not_found");
    }

    @Test
    void cancelsAllAndWhatComesInTheNextMinute() {
        String ticker = venue.quietMarket("SWEEP");
        JsonNode before = venue.placed("edward", ticker, "bid", "0.1000", "1.00");

        assertThat(venue.delete("portfolio/events/orders", "edward", "").status()).isEqualTo(204);
        JsonNode during = venue.placed("edward", ticker, "bid", "0.1000", "1.00");
        venue.advance(Duration.ofSeconds(61));
        JsonNode after = venue.placed("edward", ticker, "bid", "0.1000", "1.00");

        assertThat(
                        venue.readOrder("edward", before.path("order_id").asText())
                                .path("status")
                                .asText())
                .isEqualTo("canceled");
        assertThat(during.path("remaining_count").asText()).isEqualTo("0.00");
        assertThat(after.path("remaining_count").asText()).isEqualTo("1.00");
    }

    @Test
    void endsWhatHasAnEnd() {
        String ticker = venue.quietMarket("GTD");
        long until = venue.now().getEpochSecond() + 30;
        JsonNode bid =
                venue.place(
                                "alice",
                                venue.order(ticker, "bid", "0.1000", "1.00")
                                        .put("expiration_time", until))
                        .ok();

        venue.advance(Duration.ofSeconds(32));

        assertThat(venue.readOrder("alice", bid.path("order_id").asText()).path("status").asText())
                .isEqualTo("canceled");
    }

    @Test
    void reducesOnlyWhatIsThere() {
        String ticker = venue.quietMarket("REDUCE");
        venue.trade("alice", "bob", ticker, "0.5000", "5.00");
        venue.placed("bob", ticker, "bid", "0.4000", "20.00");

        JsonNode sold =
                venue.place(
                                "alice",
                                venue.order(ticker, "ask", "0.4000", "20.00")
                                        .put("reduce_only", true)
                                        .put("time_in_force", "immediate_or_cancel"))
                        .ok();

        assertThat(sold.path("fill_count").asText()).isEqualTo("5.00");
        assertThat(venue.position("alice", ticker).path("position_fp").asText()).isEqualTo("0.00");
    }

    @Test
    void takesTokensAndSaysWhenThereAreNone() {
        venue.set("write_per_second", 100);

        int refused = 0;
        for (int i = 0; i < 12; i++) {
            var reply = venue.post("portfolio/events/orders", "poor", "{}");
            refused += reply.status() == 429 ? 1 : 0;
            if (reply.status() == 429) {
                assertThat(reply.body()).isEqualTo("{\"error\":\"too many requests\"}");
            }
        }

        venue.set("write_per_second", 1_000_000);
        assertThat(refused).isEqualTo(2);
        JsonNode limits = venue.get("account/limits", "poor").ok();
        assertThat(limits.at("/write/refill_rate").asLong()).isEqualTo(1_000_000);
    }
}
