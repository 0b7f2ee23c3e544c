package dev.k2.sim.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Fixtures;
import dev.k2.sim.TestSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReplayTest {
    @Test
    void servesRecordedInstrumentsBooksAndStreamsWithoutAGap() {
        Path fixtures = Fixtures.root();
        try (TestVenue venue = new TestVenue(null, fixtures)) {
            venue.admin("PUT", "/settings/binance", "{\"replay_percent\":2000}").expecting(200);
            JsonNode info = venue.get("/api/v3/exchangeInfo?symbol=COMPUSDT").expecting(200).json();
            assertThat(info.at("/symbols/0/filters").isEmpty()).isFalse();

            try (TestSocket socket = venue.socket("/stream?streams=compusdt@depth@100ms")) {
                JsonNode book =
                        venue.get("/api/v3/depth?symbol=COMPUSDT&limit=5000").expecting(200).json();
                long id = book.path("lastUpdateId").asLong();
                int applied = 0;
                for (int i = 0; i < 60; i++) {
                    JsonNode delta = socket.next(m -> m.has("data")).path("data");
                    if (delta.path("u").asLong() > id) {
                        assertThat(delta.path("U").asLong()).isLessThanOrEqualTo(id + 1);
                        id = delta.path("u").asLong();
                        applied++;
                    }
                }
                assertThat(applied).isGreaterThan(30);
            }
            venue.signed("GET", "/api/v3/account", "demo").expecting(200);
            venue.signed(
                            "POST",
                            "/api/v3/order",
                            "demo",
                            "symbol",
                            "COMPUSDT",
                            "side",
                            "BUY",
                            "type",
                            "MARKET",
                            "quantity",
                            "1")
                    .refused(400, -2010, "Market is closed.");
        }
    }

    @Test
    void servesTheOtherRecordingToo() {
        Path fixtures = Fixtures.root().resolve("binance/recording");
        try (TestVenue venue = new TestVenue(null, fixtures)) {
            venue.admin("PUT", "/settings/binance", "{\"replay_percent\":5000}").expecting(200);

            try (TestSocket socket =
                    venue.socket("/stream?streams=xemusdt@depth/xemusdt@kline_1m")) {
                assertThat(
                                socket.next(m -> m.path("stream").asText().equals("xemusdt@depth"))
                                        .at("/data/s")
                                        .asText())
                        .isEqualTo("XEMUSDT");
                assertThat(
                                socket.next(
                                                m ->
                                                        m.path("stream")
                                                                .asText()
                                                                .equals("xemusdt@kline_1m"))
                                        .at("/data/e")
                                        .asText())
                        .isEqualTo("kline");
            }
            assertThat(
                            venue.get("/api/v3/ticker/bookTicker?symbol=XEMUSDT")
                                    .json()
                                    .path("bidPrice")
                                    .asText())
                    .isEqualTo("0.04100000");
        }
    }
}
