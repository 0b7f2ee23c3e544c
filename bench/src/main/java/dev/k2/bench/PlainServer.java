package dev.k2.bench;

import dev.k2.platform.Database;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The plainest server that writes an order down: reads the body, one INSERT with its commit, then
 * whatever else is to be done with it, and an answer. No rules, no rights, no limits.
 */
final class PlainServer implements AutoCloseable {
    private static final String INSERT =
            "INSERT INTO bench.orders (id, user_id, client_order_id, exchange, instrument, side,"
                    + " order_type, quantity, price, status, created_at) VALUES (?, ?, ?, ?, ?, ?,"
                    + " ?, ?, ?, 'submitted', now())";
    private static final UUID USER = UUID.randomUUID();

    private final Database database;
    private final Consumer<JsonObject> then;
    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    private PlainServer(Database database, Consumer<JsonObject> then) {
        this.database = database;
        this.then = then;
        this.server =
                vertx.createHttpServer(
                        new HttpServerOptions()
                                .setHost("127.0.0.1")
                                .setPort(0)
                                .setTcpNoDelay(true));
    }

    /** A server on a free port. */
    static PlainServer start(Database database, Consumer<JsonObject> then) {
        var plain = new PlainServer(database, then);
        plain.server.requestHandler(plain::take);
        plain.server.listen().toCompletionStage().toCompletableFuture().join();
        return plain;
    }

    static void createTable(Database database) {
        database.jdbi()
                .useHandle(
                        handle -> {
                            handle.execute("CREATE SCHEMA bench");
                            handle.execute(
                                    "CREATE TABLE bench.orders (id uuid PRIMARY KEY, user_id uuid"
                                            + " NOT NULL, client_order_id varchar(50) NOT NULL,"
                                            + " exchange varchar(20) NOT NULL, instrument"
                                            + " varchar(80) NOT NULL, side varchar(4) NOT NULL,"
                                            + " order_type varchar(20) NOT NULL, quantity"
                                            + " numeric(38, 18) NOT NULL, price numeric(38, 18),"
                                            + " status varchar(10) NOT NULL, created_at timestamptz"
                                            + " NOT NULL, UNIQUE (user_id, client_order_id))");
                        });
    }

    int port() {
        return server.actualPort();
    }

    private void take(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        request.body().onSuccess(body -> threads.execute(() -> write(body, response)));
    }

    private void write(Buffer body, HttpServerResponse response) {
        JsonObject order = body.toJsonObject();
        String id;
        try {
            id = insert(database, order);
        } catch (SQLException failed) {
            response.setStatusCode(500).end(failed.getMessage());
            return;
        }
        then.accept(order);
        Buffer answer = new JsonObject().put("id", id).put("status", "submitted").toBuffer();
        response.setStatusCode(201).putHeader("content-type", "application/json").end(answer);
    }

    /** One INSERT, whose end is its commit. */
    static String insert(Database database, JsonObject order) throws SQLException {
        UUID id = UUID.randomUUID();
        database.jdbi()
                .useHandle(
                        handle -> {
                            try (var statement = handle.getConnection().prepareStatement(INSERT)) {
                                statement.setObject(1, id);
                                statement.setObject(2, USER);
                                statement.setString(3, order.getString("client_order_id"));
                                statement.setString(4, order.getString("exchange"));
                                statement.setString(5, order.getString("instrument"));
                                statement.setString(6, order.getString("side"));
                                statement.setString(7, order.getString("type"));
                                statement.setBigDecimal(
                                        8, new BigDecimal(order.getString("quantity")));
                                statement.setBigDecimal(
                                        9, new BigDecimal(order.getString("price")));
                                statement.executeUpdate();
                            }
                        });
        return id.toString();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a request did not end");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
