package dev.k2.sim.okx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Fixtures;
import dev.k2.sim.TestSocket;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final int RECORDED_UPDATES = 92;
    private final TreeMap<BigDecimal, String> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<BigDecimal, String> asks = new TreeMap<>();

    @Test
    void servesRecordedInstrumentsAndABookThatFitsItsChecksums() {
        try (TestVenue venue = new TestVenue(null, Fixtures.root());
                TestSocket socket = venue.socket("/ws/v5/public")) {
            venue.setting("replay_percent", 2000);
            socket.send(
                    "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"books\",\"instId\":\"UNI-USD-SWAP\"}]}");

            for (int i = 0; i <= RECORDED_UPDATES; i++) {
                JsonNode message = socket.next(m -> m.has("data"));
                assertThat(message.path("action").asText())
                        .isEqualTo(i == 0 ? "snapshot" : "update");
                apply(message.at("/data/0/bids"), bids);
                apply(message.at("/data/0/asks"), asks);
                assertThat(checksum()).isEqualTo(message.at("/data/0/checksum").asInt());
            }

            assertThat(venue.get("public/instruments?instType=SWAP&instId=UNI-USD-SWAP").rows())
                    .hasSize(1);
            assertThat(venue.get("market/books?instId=UNI-USD-SWAP&sz=5").row().path("bids"))
                    .hasSize(5);
            assertThat(venue.get("account/balance", "demo").rows()).hasSize(1);
            venue.post(
                            "trade/order",
                            "demo",
                            TestVenue.order("UNI-USD-SWAP", "cross", "buy", "market", "1"))
                    .orderRefused("51001");
        }
    }

    private static void apply(JsonNode levels, Map<BigDecimal, String> side) {
        for (JsonNode level : levels) {
            BigDecimal price = new BigDecimal(level.get(0).asText());
            if (level.get(1).asText().equals("0")) {
                side.remove(price);
            } else {
                side.put(price, level.get(0).asText() + ":" + level.get(1).asText());
            }
        }
    }

    private int checksum() {
        StringBuilder text = new StringBuilder();
        Iterator<String> bid = bids.values().iterator();
        Iterator<String> ask = asks.values().iterator();
        for (int i = 0; i < 25; i++) {
            add(bid, text);
            add(ask, text);
        }
        CRC32 crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    private static void add(Iterator<String> levels, StringBuilder text) {
        if (levels.hasNext()) {
            text.append(text.isEmpty() ? "" : ":").append(levels.next());
        }
    }
}
