package dev.k2.sim.cryptocom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    @Test
    void closesAtTheThirdHeartbeatThatNobodyAnswers() {
        try (TestVenue venue = TestVenue.virtual(new VirtualTime(Instant.now()));
                TestSocket socket = venue.socket("market")) {
            venue.advance(Duration.ofSeconds(91));

            assertThat(socket.next(m -> true).path("method").asText())
                    .isEqualTo("public/heartbeat");
            assertThat(socket.next(m -> true).path("method").asText())
                    .isEqualTo("public/heartbeat");
            assertThat(socket.endsSoon()).isTrue();
            assertThat(socket.closedWith()).isEqualTo(1000);
        }
    }

    @Test
    void staysWithWhoAnswers() {
        try (TestVenue venue = TestVenue.virtual(new VirtualTime(Instant.now()));
                TestSocket socket = venue.socket("market")) {
            for (int i = 0; i < 5; i++) {
                venue.advance(Duration.ofSeconds(30));
                JsonNode beat = socket.next(m -> m.path("method").asText().endsWith("heartbeat"));
                ObjectNode answer =
                        ((ObjectNode) beat.deepCopy()).put("method", "public/respond-heartbeat");
                answer.remove("code");
                socket.send(answer.toString());
                // What was sent before this was heard before it.
                socket.send(TestVenue.subscribe(i, "ticker.BTC_USD"));
                int id = i;
                socket.next(m -> m.path("id").asInt(-1) == id);
            }

            assertThat(socket.closedWith()).isZero();
        }
    }

    @Test
    void saysThatAnIdleBookIsUnchanged() {
        try (TestVenue venue = TestVenue.virtual(new VirtualTime(Instant.now()));
                TestSocket socket = venue.socket("market")) {
            venue.admin("POST", "/market/cryptocom/BTC_USD", "{\"status\":\"HALT\"}");
            socket.send(TestVenue.subscribeToBook(1, "book.BTC_USD.50"));
            socket.next(m -> m.path("id").asInt() == 1);

            venue.advance(Duration.ofSeconds(8));

            JsonNode idle = socket.next(m -> WireShapeTest.channel(m, "book.update"));
            JsonNode data = idle.at("/result/data/0");
            assertThat(data.at("/update/asks")).isEmpty();
            assertThat(data.at("/update/bids")).isEmpty();
            assertThat(data.path("u").asLong()).isEqualTo(data.path("pu").asLong());
        }
    }
}
