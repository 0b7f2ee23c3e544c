package dev.k2.sim.okx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.WireJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistenceTest {
    @TempDir Path state;

    @Test
    void findsOrdersPositionsAndMoneyAgain() {
        JsonNode orders;
        JsonNode fills;
        String cash;
        try (TestVenue venue = new TestVenue(state, null)) {
            venue.post("trade/order", "demo", TestVenue.spot("buy", "market", "0.01")).row();
            venue.post("trade/order", "demo", TestVenue.swap("buy", "market", "4")).row();
            venue.resting("demo", "stays1");
            venue.post(
                            "trade/amend-order",
                            "demo",
                            "{\"instId\":\"BTC-USDT\",\"clOrdId\":\"stays1\",\"newPx\":\""
                                    + venue.below("BTC-USDT", 6)
                                    + "\"}")
                    .row();
            orders = venue.get("trade/orders-pending", "demo").rows();
            fills = venue.get("trade/fills-history?instType=SPOT", "demo").rows();
            cash = cash(venue);
        }

        try (TestVenue venue = new TestVenue(state, null)) {
            assertThat(venue.get("trade/orders-pending", "demo").rows()).isEqualTo(orders);
            assertThat(venue.get("trade/fills-history?instType=SPOT", "demo").rows())
                    .isEqualTo(fills);
            assertThat(cash(venue)).isEqualTo(cash);
            assertThat(venue.get("account/positions", "demo").row().path("pos").asText())
                    .isEqualTo("4");
            venue.post(
                            "trade/cancel-order",
                            "demo",
                            "{\"instId\":\"BTC-USDT\",\"clOrdId\":\"stays1\"}")
                    .row();
        }
    }

    private static String cash(TestVenue venue) {
        return venue.get("account/balance?ccy=USDT", "demo")
                .row()
                .at("/details/0/cashBal")
                .asText();
    }

    @Test
    void forgetsNoAcknowledgedOrderWhenItIsKilled() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        Process process = start(state);
        try (Client client = Client.of(process)) {
            CompletableFuture<Process> killed = new CompletableFuture<>();
            for (int i = 0; i < 55 && client.place("kill" + i); i++) {
                acknowledged.add("kill" + i);
                if (i == 25) {
                    killed.completeAsync(process::destroyForcibly);
                }
            }
        } catch (IOException e) {
            assertThat(acknowledged).as(e.getMessage()).hasSizeGreaterThan(25);
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

        try (TestVenue venue = new TestVenue(state, null)) {
            List<String> known = new ArrayList<>();
            venue.admin("GET", "/ledger?exchange=okx&account=demo", "")
                    .json()
                    .forEach(order -> known.add(order.path("client_order_id").asText()));
            assertThat(acknowledged).isNotEmpty();
            assertThat(known).containsAll(acknowledged).doesNotHaveDuplicates();
        }
    }

    private static Process start(Path state) throws IOException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunSimOkx.class.getName(),
                        "0",
                        state.toString());
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** Places small resting orders as the demo account. */
    private record Client(HttpClient http, int port, JsonNode demo) implements AutoCloseable {
        static Client of(Process process) throws IOException {
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("Simulated exchanges are ready")) {
                    HttpClient http = HttpClient.newHttpClient();
                    String accounts = "http://127.0.0.1:" + port(line, "admin") + "/accounts";
                    HttpRequest request = HttpRequest.newBuilder(URI.create(accounts)).build();
                    JsonNode demo = WireJson.parse(send(http, request).body()).get(0);
                    return new Client(http, port(line, "okx"), demo);
                }
            }
            throw new AssertionError("the process ended before it was ready");
        }

        private static int port(String line, String name) {
            return Integer.parseInt(line.replaceFirst(".*" + name + "=(\\d+).*", "$1"));
        }

        boolean place(String clOrdId) throws IOException {
            String order = TestVenue.order("ETH-USDT", "cash", "buy", "limit", "0.01");
            String body = TestVenue.with(TestVenue.with(order, "px", "2000"), "clOrdId", clOrdId);
            String path = "/api/v5/trade/order";
            String at = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
            String payload = OkxSignature.payload(at, "POST", path, body);
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("OK-ACCESS-KEY", demo.path("api_key").asText())
                            .header("OK-ACCESS-PASSPHRASE", demo.path("passphrase").asText())
                            .header("OK-ACCESS-TIMESTAMP", at)
                            .header(
                                    "OK-ACCESS-SIGN",
                                    OkxSignature.of(demo.path("api_secret").asText(), payload))
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build();
            return WireJson.parse(send(http, request).body()).path("code").asText().equals("0");
        }

        private static HttpResponse<String> send(HttpClient http, HttpRequest request)
                throws IOException {
            try {
                return http.send(request, HttpResponse.BodyHandlers.ofString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
