package dev.k2.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Somebody else's reader of the stream, which was given the AsyncAPI document and nothing else. */
class StreamReaderTest {
    private static final List<String> EXCHANGES =
            List.of("binance", "binance-futures", "bybit", "okx", "cryptocom", "kalshi");
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Test
    void followsABookOfEveryExchangeOverACutAndEndsWithTheSame() {
        Machine.node();
        Machine.needNodePart("ws");
        try (Folder folder = new Folder()) {
            Server.Place place = Server.Place.alone(folder.path());
            Simulation simulation = Simulation.inside(place.simPortBase());
            try (Server server = Server.start(place)) {
                Map<String, String> task =
                        Map.of(
                                "origin", server.origin().toString(),
                                "token", server.login().token());

                NodeScript.run(
                        "follow-book.mjs",
                        task,
                        LIMIT,
                        question -> {
                            EXCHANGES.forEach(exchange -> cut(simulation, exchange));
                            return "cut";
                        });
            }
        }
    }

    private static void cut(Simulation simulation, String exchange) {
        simulation.put(
                Api.object()
                        .put("id", "reader-" + exchange)
                        .put("kind", "CUT_SOCKETS")
                        .put("exchange", exchange)
                        .toString());
    }
}
