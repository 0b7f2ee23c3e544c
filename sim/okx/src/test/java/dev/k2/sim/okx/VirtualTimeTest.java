package dev.k2.sim.okx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.TestSocket;
import dev.k2.sim.VirtualTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    @Test
    void cancelsAllWhenNobodyAsksAgain() {
        try (TestVenue venue = TestVenue.virtual(new VirtualTime(Instant.now()))) {
            venue.resting("demo", "dead1");
            venue.post("trade/cancel-all-after", "demo", "{\"timeOut\":\"20\"}").row();
            venue.advance(Duration.ofSeconds(15));
            venue.post("trade/cancel-all-after", "demo", "{\"timeOut\":\"20\"}").row();
            venue.advance(Duration.ofSeconds(15));
            assertThat(venue.get("trade/orders-pending", "demo").rows()).hasSize(1);

            venue.advance(Duration.ofSeconds(10));

            JsonNode order = venue.get("trade/order?instId=BTC-USDT&clOrdId=dead1", "demo").row();
            assertThat(order.path("state").asText()).isEqualTo("canceled");
            assertThat(order.path("cancelSource").asText()).isEqualTo("20");
        }
    }

    @Test
    void paysFundingWhenItsTimeComes() {
        Instant soon = Instant.parse("2026-11-21T07:59:50Z");
        try (TestVenue venue = TestVenue.virtual(new VirtualTime(soon))) {
            venue.clockSkewMillis = soon.toEpochMilli() - System.currentTimeMillis();
            venue.post("trade/order", "demo", TestVenue.swap("buy", "market", "10")).row();

            venue.advance(Duration.ofSeconds(15));

            JsonNode bill = venue.get("account/bills?type=8", "demo").row();
            BigDecimal paid = new BigDecimal(bill.path("balChg").asText());
            assertThat(bill.path("subType").asText()).isEqualTo(paid.signum() < 0 ? "173" : "174");
            assertThat(paid).isNotZero();
            assertThat(bill.path("instId").asText()).isEqualTo("BTC-USDT-SWAP");
        }
    }

    @Test
    void liquidatesWhoRunsOutOfMargin() {
        try (TestVenue venue = TestVenue.virtual(new VirtualTime(Instant.now()));
                TestSocket market = venue.socket("/ws/v5/public");
                TestSocket user = venue.socketOf("poor")) {
            market.send(
                    "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"liquidation-orders\",\"instType\":\"SWAP\"}]}");
            user.send(
                    "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"orders\",\"instType\":\"SWAP\"}]}");
            venue.post(
                            "account/set-leverage",
                            "poor",
                            "{\"instId\":\"BTC-USDT-SWAP\",\"lever\":\"100\",\"mgnMode\":\"cross\"}")
                    .row();
            venue.post("trade/order", "poor", TestVenue.swap("buy", "market", "1")).row();
            String crash = venue.below("BTC-USDT-SWAP", 5);
            venue.admin(
                    "POST",
                    "/market/okx/BTC-USDT-SWAP/price",
                    "{\"price\":\"" + crash + "\",\"hold_s\":60}");

            venue.advance(Duration.ofSeconds(15));

            JsonNode told = market.next(m -> m.has("data"));
            assertThat(told.at("/data/0/details/0/side").asText()).isEqualTo("sell");
            JsonNode closing =
                    user.next(
                            m ->
                                    m.at("/data/0/category").asText().equals("full_liquidation")
                                            && m.at("/data/0/state").asText().equals("filled"));
            assertThat(closing.at("/data/0/side").asText()).isEqualTo("sell");
            assertThat(venue.get("account/positions", "poor").rows()).isEmpty();
        }
    }
}
