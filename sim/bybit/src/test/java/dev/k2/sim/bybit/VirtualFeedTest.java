package dev.k2.sim.bybit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.TestSocket;
import dev.k2.sim.VirtualTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spot and contracts under a clock that a test moves, without a hole in a book. */
class VirtualFeedTest {
    private static final int MINUTES = 3;

    @Test
    void runsAsLongAsATestWantsWithoutAHoleInTheFeed() {
        VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T23:58:00Z"));
        try (SimulatedExchanges sim =
                        SimulatedExchanges.start(
                                SimConfig.inMemory(time, 3), List.of(new SimBybit()));
                HttpClient http = HttpClient.newHttpClient();
                TestSocket book = new TestSocket(http, address(sim, "linear"));
                TestSocket candles = new TestSocket(http, address(sim, "spot"))) {
            TestVenue.subscribe(book, "orderbook.200.BTCUSDT");
            TestVenue.subscribe(candles, "kline.1.BTCUSDT");
            candles.next(m -> m.has("success"));
            long previous = book.next(m -> m.has("topic")).at("/data/u").asLong();
            int closed = 0;
            for (int minute = 0; minute < MINUTES; minute++) {
                sim.advance(Duration.ofMinutes(1));
                long now = time.instant().toEpochMilli();
                JsonNode message;
                do {
                    message = book.next(m -> m.has("topic"));
                    assertThat(message.at("/data/u").asLong()).isEqualTo(++previous);
                } while (message.path("ts").asLong() < now - 500);
                candles.next(m -> m.at("/data/0/confirm").asBoolean());
                closed++;
            }

            assertThat(closed).isEqualTo(MINUTES);
        }
    }

    private static URI address(SimulatedExchanges sim, String category) {
        return URI.create("ws://127.0.0.1:" + sim.port("bybit") + "/v5/public/" + category);
    }
}
