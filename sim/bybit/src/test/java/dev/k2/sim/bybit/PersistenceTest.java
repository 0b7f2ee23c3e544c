package dev.k2.sim.bybit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
        String waiting;
        String filled;
        List<JsonNode> before;
        try (TestVenue venue = new TestVenue(state)) {
            venue.raiseTheLimits();
            venue.market("demo", "spot", "Buy", "0.01");
            filled =
                    venue.market("demo", "linear", "Buy", "0.02").result().path("orderId").asText();
            assertThat(venue.order("demo", "linear", filled).isMissingNode()).isFalse();
            String spot = venue.restingBuy("demo", "spot", "stays");
            venue.post(
                            "demo",
                            "/v5/order/amend",
                            TestVenue.body(
                                    "category",
                                    "spot",
                                    "symbol",
                                    "BTCUSDT",
                                    "orderId",
                                    spot,
                                    "price",
                                    venue.part("spot", "0.7")))
                    .done();
            waiting =
                    venue.place(
                                    "demo",
                                    "linear",
                                    "side",
                                    "Sell",
                                    "orderType",
                                    "Market",
                                    "qty",
                                    "0.01",
                                    "triggerPrice",
                                    venue.part("linear", "0.5"),
                                    "triggerDirection",
                                    "2")
                            .result()
                            .path("orderId")
                            .asText();
            before = known(venue);
        }

        try (TestVenue venue = new TestVenue(state)) {
            assertThat(known(venue)).isEqualTo(before);
            assertThat(venue.order("demo", "linear", waiting).path("orderStatus").asText())
                    .isEqualTo("Untriggered");
            assertThat(venue.order("demo", "linear", filled).isMissingNode()).isTrue();
            JsonNode history =
                    venue.get("demo", "/v5/order/history", "category", "linear", "orderId", filled)
                            .result();
            assertThat(history.at("/list/0/orderStatus").asText()).isEqualTo("Filled");
            ObjectNode name =
                    TestVenue.body("category", "spot", "symbol", "BTCUSDT", "orderLinkId", "stays");
            venue.post("demo", "/v5/order/cancel", name).done();
            JsonNode wallet =
                    venue.get(
                                    "demo",
                                    "/v5/account/wallet-balance",
                                    "accountType",
                                    "UNIFIED",
                                    "coin",
                                    "USDT")
                            .result();
            assertThat(wallet.at("/list/0/coin/0/locked").asText()).isEqualTo("0");
        }
    }

    private static List<JsonNode> known(TestVenue venue) {
        JsonNode position =
                venue.get("demo", "/v5/position/list", "category", "linear", "symbol", "BTCUSDT")
                        .result()
                        .at("/list/0");
        JsonNode wallet =
                venue.get(
                                "demo",
                                "/v5/account/wallet-balance",
                                "accountType",
                                "UNIFIED",
                                "coin",
                                "USDT")
                        .result()
                        .at("/list/0/coin/0");
        return List.of(
                venue.get("demo", "/v5/order/realtime", "category", "spot").result(),
                venue.get("demo", "/v5/order/realtime", "category", "linear", "settleCoin", "USDT")
                        .result(),
                venue.get("demo", "/v5/execution/list", "category", "linear").result(),
                position.path("size"),
                position.path("avgPrice"),
                wallet.path("walletBalance"),
                wallet.path("locked"));
    }

    @Test
    void forgetsNoAcknowledgedOrderWhenItIsKilled() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        Process process = start();
        try (HttpClient http = HttpClient.newHttpClient()) {
            Ports ports = ports(process);
            ports.raiseTheLimits(http);
            JsonNode demo = ports.demo(http);
            CompletableFuture<Process> killed = new CompletableFuture<>();
            for (int i = 0; i < 150 && ports.place(http, demo, "kill-" + i); i++) {
                acknowledged.add("kill-" + i);
                if (i == 60) {
                    killed.completeAsync(process::destroyForcibly);
                }
            }
        } catch (IOException e) {
            assertThat(acknowledged)
                    .as("killed too early: " + e.getMessage())
                    .hasSizeGreaterThan(60);
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        try (TestVenue venue = new TestVenue(state)) {
            JsonNode ledger = venue.admin("GET", "/ledger?account=demo", "").json();
            List<String> known = new ArrayList<>();
            ledger.forEach(order -> known.add(order.path("client_order_id").asText()));
            assertThat(acknowledged).isNotEmpty();
            assertThat(known).containsAll(acknowledged).doesNotHaveDuplicates();
        }
    }

    private Process start() throws IOException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunSimBybit.class.getName(),
                        "0",
                        state.toString());
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static Ports ports(Process process) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("Simulated exchanges are ready")) {
                return new Ports(port(line, "admin"), port(line, "bybit"));
            }
        }
        throw new AssertionError("the process ended before it was ready");
    }

    private static int port(String line, String name) {
        return Integer.parseInt(line.replaceFirst(".*" + name + "=(\\d+).*", "$1"));
    }

    /** The other process, and how to ask it. */
    private record Ports(int admin, int exchange) {
        void raiseTheLimits(HttpClient http) throws IOException {
            String _ =
                    send(
                            http,
                            HttpRequest.newBuilder(uri(admin, "/settings/bybit"))
                                    .PUT(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"orders_per_second\":1000000}")));
        }

        JsonNode demo(HttpClient http) throws IOException {
            return WireJson.parse(send(http, HttpRequest.newBuilder(uri(admin, "/accounts"))))
                    .get(0);
        }

        boolean place(HttpClient http, JsonNode account, String linkId) throws IOException {
            String body =
                    TestVenue.body(
                                    "category",
                                    "linear",
                                    "symbol",
                                    "ETHUSDT",
                                    "side",
                                    "Buy",
                                    "orderType",
                                    "Limit",
                                    "qty",
                                    "0.01",
                                    "price",
                                    "2000",
                                    "orderLinkId",
                                    linkId)
                            .toString();
            String key = account.path("api_key").asText();
            String timestamp = Long.toString(TestVenue.now());
            String sign =
                    TestVenue.hmac(
                            account.path("api_secret").asText(), timestamp + key + "5000" + body);
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri(exchange, "/v5/order/create"))
                            .header("X-BAPI-API-KEY", key)
                            .header("X-BAPI-TIMESTAMP", timestamp)
                            .header("X-BAPI-RECV-WINDOW", "5000")
                            .header("X-BAPI-SIGN", sign)
                            .POST(HttpRequest.BodyPublishers.ofString(body));
            return WireJson.parse(send(http, request)).path("retCode").asInt(-1) == 0;
        }

        private static URI uri(int port, String path) {
            return URI.create("http://127.0.0.1:" + port + path);
        }

        private static String send(HttpClient http, HttpRequest.Builder request)
                throws IOException {
            try {
                return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
