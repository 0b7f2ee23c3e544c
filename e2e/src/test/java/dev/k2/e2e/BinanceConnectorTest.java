package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.binance.connector.client.SpotClient;
import com.binance.connector.client.exceptions.BinanceClientException;
import com.binance.connector.client.impl.SpotClientImpl;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Binance's own Java client, unmodified, against the simulated Binance. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BinanceConnectorTest {
    private static final String SYMBOL = "BTCUSDT";

    private Simulation simulation;
    private SpotClient client;

    @BeforeAll
    void start() {
        simulation = Simulation.start();
        Simulation.Trader trader =
                simulation.open("connector", Map.of("USDT", "100000", "BTC", "2"));
        client = new SpotClientImpl(trader.key(), trader.secret(), simulation.binance());
    }

    @AfterAll
    void stop() {
        simulation.close();
    }

    @Test
    void readsTheMarket() {
        JsonNode info = json(client.createMarket().exchangeInfo(words("symbol", SYMBOL)));
        JsonNode ticker = json(client.createMarket().bookTicker(words("symbol", SYMBOL)));
        JsonNode day = json(client.createMarket().ticker24H(words("symbol", SYMBOL)));
        JsonNode book = json(client.createMarket().depth(words("symbol", SYMBOL, "limit", 50)));

        assertThat(info.path("symbols").get(0).path("baseAsset").asText()).isEqualTo("BTC");
        assertThat(info.path("symbols").get(0).path("filters")).hasSizeGreaterThan(3);
        assertThat(number(ticker, "bidPrice")).isLessThan(number(ticker, "askPrice"));
        assertThat(number(day, "lastPrice"))
                .isBetween(number(day, "lowPrice"), number(day, "highPrice"));
        assertThat(book.path("bids")).hasSizeGreaterThan(10);
        assertThat(book.path("lastUpdateId").asLong()).isPositive();
        assertThat(json(client.createMarket().trades(words("symbol", SYMBOL, "limit", 20))))
                .hasSize(20);
        assertThat(
                        json(
                                client.createMarket()
                                        .klines(
                                                words(
                                                        "symbol",
                                                        SYMBOL,
                                                        "interval",
                                                        "1m",
                                                        "limit",
                                                        30))))
                .hasSize(30);
    }

    @Test
    void placesFindsAndCancelsAnOrder() {
        BigDecimal price = bid().multiply(new BigDecimal("0.9")).setScale(2, RoundingMode.DOWN);
        BigDecimal before = balance("USDT", "free");

        JsonNode placed = json(client.createTrade().newOrder(limit("0.01", price)));
        long id = placed.path("orderId").asLong();

        assertThat(placed.path("status").asText()).isEqualTo("NEW");
        assertThat(balance("USDT", "locked"))
                .isEqualByComparingTo(price.multiply(new BigDecimal("0.01")));
        assertThat(json(client.createTrade().getOrder(named(id))).path("clientOrderId"))
                .isEqualTo(placed.path("clientOrderId"));
        assertThat(json(client.createTrade().getOpenOrders(words("symbol", SYMBOL)))).hasSize(1);
        JsonNode cancelled = json(client.createTrade().cancelOrder(named(id)));
        assertThat(cancelled.path("status").asText()).isEqualTo("CANCELED");
        assertThat(cancelled.path("origClientOrderId")).isEqualTo(placed.path("clientOrderId"));
        assertThat(json(client.createTrade().getOrder(named(id))).path("status").asText())
                .isEqualTo("CANCELED");
        assertThat(balance("USDT", "free")).isEqualByComparingTo(before);
        assertThat(balance("USDT", "locked")).isZero();
    }

    @Test
    void aMarketOrderMovesBalancesByItsFillsAndFees() {
        BigDecimal base = balance("BTC", "free");
        BigDecimal quote = balance("USDT", "free");

        JsonNode order =
                json(
                        client.createTrade()
                                .newOrder(
                                        words(
                                                "symbol",
                                                SYMBOL,
                                                "side",
                                                "SELL",
                                                "type",
                                                "MARKET",
                                                "quantity",
                                                "0.03")));

        BigDecimal fees = BigDecimal.ZERO;
        BigDecimal worth = BigDecimal.ZERO;
        for (JsonNode fill : order.path("fills")) {
            assertThat(fill.path("commissionAsset").asText()).isEqualTo("USDT");
            fees = fees.add(number(fill, "commission"));
            worth = worth.add(number(fill, "price").multiply(number(fill, "qty")));
        }
        assertThat(order.path("status").asText()).isEqualTo("FILLED");
        assertThat(worth).isPositive().isEqualByComparingTo(number(order, "cummulativeQuoteQty"));
        assertThat(balance("BTC", "free").subtract(base)).isEqualByComparingTo("-0.03");
        assertThat(balance("USDT", "free").subtract(quote))
                .isEqualByComparingTo(worth.subtract(fees));
    }

    @Test
    void refusalsCarryTheExchangesCodes() {
        BigDecimal price = bid().setScale(2, RoundingMode.DOWN);

        assertThatThrownBy(() -> client.createTrade().newOrder(limit("20", price)))
                .isInstanceOfSatisfying(
                        BinanceClientException.class,
                        refusal -> assertThat(refusal.getErrorCode()).isEqualTo(-2010));
        assertThat(code(() -> client.createTrade().newOrder(limit("0.000001", price))))
                .isEqualTo(-1013);
        assertThat(
                        code(
                                () ->
                                        client.createTrade()
                                                .getOrder(
                                                        words(
                                                                "symbol",
                                                                SYMBOL,
                                                                "orderId",
                                                                99_999_999L))))
                .isEqualTo(-2013);
        assertThat(code(() -> client.createMarket().depth(words("symbol", "NOSUCH"))))
                .isEqualTo(-1121);
        SpotClient forged =
                new SpotClientImpl("k".repeat(64), "s".repeat(64), simulation.binance());
        assertThat(code(() -> forged.createTrade().account(words()))).isIn(-2014, -2015);
    }

    private static Map<String, Object> named(long order) {
        return words("symbol", SYMBOL, "orderId", order);
    }

    private static int code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(BinanceClientException.class, call).getErrorCode();
    }

    private static Map<String, Object> limit(String quantity, BigDecimal price) {
        return words(
                "symbol",
                SYMBOL,
                "side",
                "BUY",
                "type",
                "LIMIT",
                "timeInForce",
                "GTC",
                "quantity",
                quantity,
                "price",
                price.toPlainString());
    }

    private BigDecimal bid() {
        return number(json(client.createMarket().bookTicker(words("symbol", SYMBOL))), "bidPrice");
    }

    private BigDecimal balance(String asset, String part) {
        JsonNode account = json(client.createTrade().account(words()));
        return StreamSupport.stream(account.path("balances").spliterator(), false)
                .filter(balance -> balance.path("asset").asText().equals(asset))
                .map(balance -> number(balance, part))
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    private static BigDecimal number(JsonNode node, String name) {
        return new BigDecimal(node.path(name).asText());
    }

    /** Names and values in turn. The client writes its signature into the map, so each call wants a new one. */
    private static Map<String, Object> words(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static JsonNode json(String text) {
        try {
            return Http.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Expected JSON, found: " + text, e);
        }
    }
}
