package dev.k2.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.k2.platform.Secret;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service on this machine that speaks as much of KMS and S3 as K2 needs: Encrypt and Decrypt, and PutObject. */
final class AmazonHost implements AutoCloseable {
    static final String KEY = "alias/k2";

    /** What a request carried. */
    record Asked(String method, String path, Map<String, String> headers, String body) {}

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    volatile boolean away;

    private final HttpServer server;
    private final Map<String, JsonObject> wrapped = new ConcurrentHashMap<>();

    AmazonHost() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    AwsLogin login() {
        return new AwsLogin(
                "eu-central-1",
                Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
                Optional.of("AKIATEST"),
                Optional.of(Secret.of("canary-aws-secret")));
    }

    KmsKey key() {
        return new KmsKey(KEY, login());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) ->
                                headers.put(
                                        name.toLowerCase(Locale.ROOT), String.join(",", values)));
        byte[] body = exchange.getRequestBody().readAllBytes();
        asked.add(
                new Asked(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        headers,
                        new String(body, StandardCharsets.UTF_8)));
        if (away) {
            send(exchange, 400, "{\"__type\":\"DisabledException\"}");
            return;
        }
        switch (headers.getOrDefault("x-amz-target", "")) {
            case "TrentService.Encrypt" -> encrypt(exchange, new JsonObject(Buffer.buffer(body)));
            case "TrentService.Decrypt" -> decrypt(exchange, new JsonObject(Buffer.buffer(body)));
            default -> send(exchange, 200, "");
        }
    }

    private void encrypt(HttpExchange exchange, JsonObject request) throws IOException {
        String name =
                Base64.getEncoder()
                        .encodeToString(
                                ("blob-" + wrapped.size()).getBytes(StandardCharsets.UTF_8));
        wrapped.put(name, request);
        send(
                exchange,
                200,
                new JsonObject().put("CiphertextBlob", name).put("KeyId", KEY).encode());
    }

    private void decrypt(HttpExchange exchange, JsonObject request) throws IOException {
        JsonObject known = wrapped.get(request.getString("CiphertextBlob"));
        if (known == null) {
            send(exchange, 400, "{\"__type\":\"InvalidCiphertextException\"}");
            return;
        }
        boolean ours =
                known.getString("KeyId").equals(request.getString("KeyId"))
                        && known.getJsonObject("EncryptionContext")
                                .equals(request.getJsonObject("EncryptionContext"));
        if (ours) {
            send(
                    exchange,
                    200,
                    new JsonObject()
                            .put("Plaintext", known.getString("Plaintext"))
                            .put("KeyId", KEY)
                            .encode());
        } else {
            send(exchange, 400, "{\"__type\":\"InvalidCiphertextException\"}");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** All that was asked for by this method. */
    List<Asked> by(String method) {
        return new ArrayList<>(asked.stream().filter(one -> one.method().equals(method)).toList());
    }
}
