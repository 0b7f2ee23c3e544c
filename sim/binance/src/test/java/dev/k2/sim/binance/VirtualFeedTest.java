package dev.k2.sim.binance;

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

/** Both products under a clock that a test moves: hours of feed in seconds, without a hole. */
class VirtualFeedTest {
    private static final int MINUTES = Integer.getInteger("k2.virtual.minutes", 5);

    @Test
    void runsAsLongAsATestWantsWithoutAHoleInTheFeed() {
        VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T23:58:00Z"));
        try (SimulatedExchanges sim =
                        SimulatedExchanges.start(
                                SimConfig.inMemory(time, 3),
                                List.of(new SimBinance(), new SimBinanceFutures()));
                HttpClient http = HttpClient.newHttpClient();
                TestSocket book =
                        new TestSocket(
                                http,
                                URI.create(
                                        "ws://127.0.0.1:"
                                                + sim.port("binance-futures")
                                                + "/public/ws/btcusdt@depth@100ms"));
                TestSocket candles =
                        new TestSocket(
                                http,
                                URI.create(
                                        "ws://127.0.0.1:"
                                                + sim.port("binance")
                                                + "/ws/btcusdt@kline_1m"))) {
            long previous = 0;
            int closed = 0;
            for (int minute = 0; minute < MINUTES; minute++) {
                sim.advance(Duration.ofMinutes(1));
                long now = time.instant().toEpochMilli();
                JsonNode event;
                do {
                    event = book.next(m -> m.has("u"));
                    assertThat(previous == 0 || event.path("pu").asLong() == previous).isTrue();
                    previous = event.path("u").asLong();
                } while (event.path("E").asLong() < now - 500);
                candles.next(m -> m.at("/k/x").asBoolean());
                closed++;
            }

            assertThat(closed).isEqualTo(MINUTES);
        }
    }
}
