package dev.k2.exchange.kalshi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.net.PayloadFolder;
import dev.k2.exchange.net.RawMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The recorded stream of August 2026: one subscription over many markets, grown step by step. */
final class KalshiRecordingTest {
    private static final String FILE = "ws_recorded_2026_08/ws_orderbook_stream.json";

    @Test
    void keepsEveryBookOfTheRecordingWithoutAGap() {
        var decoder = new KalshiDecoder();
        List<Map<String, Object>> lines = new ArrayList<>();

        JsonNode whole = new PayloadFolder("kalshi").whole(FILE);
        for (JsonNode frame : whole.path("frames")) {
            lines.addAll(
                    decoder.decode(
                            new RawMessage(
                                    "recv",
                                    "",
                                    frame.path("received_ms").asLong(),
                                    frame.path("frame"))));
        }

        long deltas = whole.path("counts").path("orderbook_delta").asLong();
        List<Map<String, Object>> books = decoder.books();
        assertThat(books).hasSize(whole.path("tickers").size());
        assertThat(books).allSatisfy(book -> assertThat(book.get("gaps")).isEqualTo(0L));
        assertThat(books).allSatisfy(book -> assertThat(book.get("valid")).isEqualTo(true));
        assertThat(books.stream().mapToLong(KalshiRecordingTest::updates).sum()).isEqualTo(deltas);
        assertThat(lines)
                .noneMatch(
                        line ->
                                line.get("reason") instanceof String why
                                        && why.contains("expected"));
    }

    @Test
    void losesEveryBookWhereOneMessageIsMissing() {
        var decoder = new KalshiDecoder();
        JsonNode frames = new PayloadFolder("kalshi").whole(FILE).path("frames");

        for (int i = 0; i < frames.size(); i++) {
            if (i != 60) {
                decoder.decode(new RawMessage("recv", "", i, frames.get(i).path("frame")));
            }
        }

        assertThat(decoder.books())
                .allSatisfy(book -> assertThat(book.get("valid")).isEqualTo(false));
        assertThat(decoder.books()).allSatisfy(book -> assertThat(book.get("gaps")).isEqualTo(1L));
    }

    private static long updates(Map<String, Object> book) {
        return book.get("updates") instanceof Long updates ? updates : 0;
    }
}
