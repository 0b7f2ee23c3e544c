package dev.k2.sim.binance;

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
import java.util.List;

/** A simulated Binance in a process of its own, which can be killed. */
final class Killed {
    private Killed() {}

    static Process start(Path state) throws IOException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunSimBinance.class.getName(),
                        "0",
                        state.toString());
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    static Client client(Process process) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("Simulated exchanges are ready")) {
                return new Client(port(line, "admin"), port(line, "binance"));
            }
        }
        throw new AssertionError("the process ended before it was ready");
    }

    private static int port(String line, String name) {
        return Integer.parseInt(line.replaceFirst(".*" + name + "=(\\d+).*", "$1"));
    }

    /** Places small resting orders as the demo account. */
    static final class Client implements AutoCloseable {
        private final HttpClient http = HttpClient.newHttpClient();
        private final int port;
        private final String key;
        private final String secret;

        Client(int adminPort, int port) throws IOException {
            this.port = port;
            JsonNode demo =
                    WireJson.parse(get("http://127.0.0.1:" + adminPort + "/accounts")).get(0);
            this.key = demo.path("api_key").asText();
            this.secret = demo.path("api_secret").asText();
        }

        boolean place(String clientId) throws IOException {
            String query =
                    "symbol=ETHUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=2000&newClientOrderId="
                            + clientId
                            + "&timestamp="
                            + System.currentTimeMillis();
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:"
                                                    + port
                                                    + "/api/v3/order?"
                                                    + query
                                                    + "&signature="
                                                    + TestVenue.hmac(secret, query)))
                            .header("X-MBX-APIKEY", key)
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build();
            return send(request).statusCode() == 200;
        }

        private String get(String uri) throws IOException {
            return send(HttpRequest.newBuilder(URI.create(uri)).build()).body();
        }

        private HttpResponse<String> send(HttpRequest request) throws IOException {
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
