package dev.k2.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The simulated exchanges by their administration: who trades there, and every order they accepted. */
final class Simulation implements AutoCloseable {
    /** The administration and six exchanges. */
    static final int PORTS = 8;

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final @Nullable Child child;
    private final int portBase;
    private final Http admin;

    private Simulation(@Nullable Child child, int portBase) {
        this.child = child;
        this.portBase = portBase;
        this.admin = new Http(URI.create("http://127.0.0.1:" + portBase));
    }

    /** Starts them as {@code ./k2 sim} does, on free ports. */
    static Simulation start() {
        int base = Machine.freeRun(PORTS);
        Child child = Program.start("sim", "--port-base", Integer.toString(base));
        child.line(
                "that it is ready",
                line -> line.startsWith("Simulated exchanges are ready"),
                READY_WITHIN);
        return new Simulation(child, base);
    }

    /** Those that a server started inside itself. */
    static Simulation inside(int portBase) {
        return new Simulation(null, portBase);
    }

    int portBase() {
        return portBase;
    }

    String binance() {
        return at("binance");
    }

    /** The base address of an exchange. */
    String at(String exchange) {
        return "http://127.0.0.1:" + port(exchange);
    }

    /** Everything of an exchange is reached at this port. */
    int port(String exchange) {
        int offset =
                switch (exchange) {
                    case "binance" -> 1;
                    case "binance-futures" -> 2;
                    case "bybit" -> 3;
                    case "okx" -> 4;
                    case "cryptocom" -> 5;
                    case "kalshi" -> 6;
                    default -> throw new IllegalArgumentException(exchange + " is not simulated");
                };
        return portBase + offset;
    }

    /** Somebody new with money of their own, so that balances can be compared to the last digit. */
    Trader open(String name, Map<String, String> balances) {
        return open("binance", name, "HMAC", balances);
    }

    /** The same at any of the exchanges, with an HMAC, RSA or ED25519 key. */
    Trader open(String exchange, String name, String keyType, Map<String, String> balances) {
        ObjectNode body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("exchange", exchange)
                        .put("account", name)
                        .put("key_type", keyType);
        return opened(body, balances);
    }

    /** Somebody whose HMAC key may do more or less than usual. */
    Trader openWithRights(
            String exchange,
            String name,
            boolean trades,
            boolean withdraws,
            Map<String, String> balances) {
        ObjectNode body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("exchange", exchange)
                        .put("account", name)
                        .put("trades", trades)
                        .put("withdraws", withdraws);
        return opened(body, balances);
    }

    private Trader opened(ObjectNode body, Map<String, String> balances) {
        balances.forEach(body.putObject("balances")::put);
        JsonNode account = admin.send("POST", "/accounts", body.toString()).expect(201);
        return new Trader(
                account.path("api_key").asText(),
                account.path("api_secret").asText(),
                account.path("passphrase").asText(),
                account.path("private_key_pem").asText());
    }

    /**
     * @param secret of HMAC keys
     * @param passphrase for exchanges that ask for one
     * @param pem the private key of RSA and Ed25519 keys
     */
    record Trader(String key, String secret, String passphrase, String pem) {}

    /** Every order that Binance accepted from an account. */
    List<Entry> ledger(String account) {
        return ledger("binance", account);
    }

    List<Entry> ledger(String exchange, String account) {
        JsonNode orders =
                admin.get("/ledger?exchange=" + exchange + "&account=" + account).expect(200);
        return StreamSupport.stream(orders.spliterator(), false).map(Entry::of).toList();
    }

    /** The whole book of a symbol, as the engine has it. */
    JsonNode market(String exchange, String symbol) {
        return admin.get("/market/" + exchange + "/" + symbol).expect(200);
    }

    /** The house takes from the book. */
    void take(String exchange, String symbol, String side, String quantity) {
        String words = "{\"side\":\"" + side + "\",\"quantity\":\"" + quantity + "\"}";
        admin.send("POST", "/market/" + exchange + "/" + symbol + "/trade", words).expect(200);
    }

    /** Has an exchange do a deed to one of its markets or events. */
    void script(String exchange, String ticker, String deed, String words) {
        admin.send("POST", "/market/" + exchange + "/" + ticker + "/" + deed, words).expect(200);
    }

    /** The keys that people have at an exchange. */
    static String keyType(String exchange) {
        return exchange.equals("kalshi") ? "RSA" : "HMAC";
    }

    /** Changes the exchange's own numbers. */
    void set(String exchange, String settings) {
        admin.send("PUT", "/settings/" + exchange, settings).expect(200);
    }

    /** The accounts that trade at Binance. */
    List<String> accounts() {
        return StreamSupport.stream(admin.get("/accounts").expect(200).spliterator(), false)
                .filter(account -> account.path("exchange").asText().equals("binance"))
                .map(account -> account.path("account").asText())
                .toList();
    }

    void put(String fault) {
        admin.send("PUT", "/faults", fault).expect(200);
    }

    void heal() {
        admin.send("DELETE", "/faults", null).expect(200);
    }

    /** Ends what goes wrong under names that begin so. */
    void heal(String prefix) {
        for (JsonNode fault : admin.get("/faults").expect(200)) {
            if (fault.path("id").asText().startsWith(prefix)) {
                admin.send("DELETE", "/faults/" + fault.path("id").asText(), null).expect(200);
            }
        }
    }

    record Entry(
            String orderId,
            String clientOrderId,
            String side,
            String status,
            BigDecimal quantity,
            BigDecimal filled,
            BigDecimal price,
            int fills) {
        static Entry of(JsonNode order) {
            return new Entry(
                    order.path("order_id").asText(),
                    order.path("client_order_id").asText(),
                    order.path("side").asText(),
                    order.path("status").asText(),
                    new BigDecimal(order.path("quantity").asText()),
                    new BigDecimal(order.path("filled").asText()),
                    new BigDecimal(order.path("price").asText()),
                    order.path("fills").size());
        }
    }

    String output() {
        return child == null ? "" : child.output();
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
        }
    }
}
