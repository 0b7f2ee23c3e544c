package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.WireTap;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class WireTapTest {
    private final Heard heard = new Heard();
    private final ExchangeConfig config =
            ExchangeConfig.live(InstantSource.system()).withTap(heard);

    private static final class Heard implements WireTap {
        private final List<String> answers = new CopyOnWriteArrayList<>();

        @Override
        public void onFrame(byte[] message, int length, long receivedMillis) {
            throw new IllegalStateException("no connection is open");
        }

        @Override
        public void onAnswer(String address, String body, long receivedMillis) {
            answers.add(address + " " + body);
        }
    }

    @Test
    void hearsGoodAnswersToQuestionsWithoutAKey() throws IOException {
        try (var server = new ScriptedHttpServer(request -> Reply.json("{\"a\":1}"));
                Net net = Net.of(config);
                Http http = http(net, server)) {
            http.ask(query(new HttpMessage("GET", "/depth", "symbol=X", Map.of(), "")));

            assertThat(heard.answers).containsExactly(base(server) + "/depth?symbol=X {\"a\":1}");
        }
    }

    @Test
    void hearsNothingThatCarriesAKeyOrFailed() throws IOException {
        try (var server =
                        new ScriptedHttpServer(
                                request ->
                                        request.path().equals("/bad")
                                                ? Reply.status(400, "no")
                                                : Reply.json("{}"));
                Net net = Net.of(config);
                Http http = http(net, server)) {
            http.ask(query(new HttpMessage("GET", "/mine", "", Map.of("x-key", "k"), "")));
            http.ask(query(new HttpMessage("POST", "/mine", "", Map.of(), "signature=s")));
            http.ask(query(new HttpMessage("GET", "/bad", "", Map.of(), "")));

            assertThat(server.requests()).hasSize(3);
            assertThat(heard.answers).isEmpty();
        }
    }

    private static Query query(HttpMessage message) {
        return new Query(Duration.ofSeconds(10), () -> message, () -> true);
    }

    private static Http http(Net net, ScriptedHttpServer server) {
        return net.http(URI.create(base(server)), HttpSettings.usual(Set.of()));
    }

    private static String base(ScriptedHttpServer server) {
        return "http://127.0.0.1:" + server.port();
    }
}
