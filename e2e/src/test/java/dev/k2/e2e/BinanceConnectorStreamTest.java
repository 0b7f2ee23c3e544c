package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.binance.connector.client.exceptions.BinanceClientException;
import com.binance.connector.client.impl.SpotClientImpl;
import com.binance.connector.client.impl.WebSocketApiClientImpl;
import com.binance.connector.client.impl.WebSocketStreamClientImpl;
import com.binance.connector.client.utils.signaturegenerator.HmacSignatureGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The streams and the WebSocket API of Binance's own Java client, unmodified, against the simulated Binance. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BinanceConnectorStreamTest {
    private static final String SYMBOL = "BTCUSDT";

    private Simulation simulation;
    private Simulation.Trader trader;
    private SpotClientImpl rest;
    private WebSocketStreamClientImpl streams;

    /** One for all tests: the connector ends the threads of all its clients when one is closed. */
    private WebSocketApiClientImpl api;

    private final Heard<JsonNode> answers = new Heard<>();

    @BeforeAll
    void start() {
        simulation = Simulation.start();
        trader = simulation.open("connector-live", Map.of("USDT", "100000", "BTC", "2"));
        rest = new SpotClientImpl(trader.key(), trader.secret(), simulation.binance());
        streams = new WebSocketStreamClientImpl(sockets());
        api =
                new WebSocketApiClientImpl(
                        trader.key(),
                        new HmacSignatureGenerator(trader.secret()),
                        sockets() + "/ws-api/v3");
        api.connect(text -> answers.add(json(text)));
    }

    @AfterAll
    void stop() {
        streams.closeAllConnections();
        api.close();
        simulation.close();
    }

    @Test
    void watchesTickersTradesAndCandles() {
        var ticker = new Heard<JsonNode>();
        var best = new Heard<JsonNode>();
        var trades = new Heard<JsonNode>();
        var together = new Heard<JsonNode>();
        var candles = new Heard<JsonNode>();

        streams.symbolTicker(SYMBOL, text -> ticker.add(json(text)));
        streams.bookTicker(SYMBOL, text -> best.add(json(text)));
        streams.tradeStream(SYMBOL, text -> trades.add(json(text)));
        streams.klineStream(SYMBOL, "1m", text -> candles.add(json(text)));
        streams.combineStreams(
                new ArrayList<>(List.of("btcusdt@aggTrade", "ethusdt@bookTicker")),
                text -> together.add(json(text)));

        JsonNode day = ticker.first("a ticker", one -> true);
        assertThat(number(day, "c")).isBetween(number(day, "l"), number(day, "h"));
        JsonNode touch = best.first("a best bid and ask", one -> true);
        assertThat(number(touch, "b")).isLessThan(number(touch, "a"));
        JsonNode trade = trades.first("a trade", one -> true);
        assertThat(number(trade, "p")).isPositive();
        assertThat(trade.path("t").isIntegralNumber()).isTrue();
        JsonNode candle = candles.first("a candle", one -> true).path("k");
        assertThat(number(candle, "h")).isGreaterThanOrEqualTo(number(candle, "l"));
        together.first("aggregate trades", one -> stream(one).equals("btcusdt@aggTrade"));
        together.first("the other symbol", one -> stream(one).equals("ethusdt@bookTicker"));
    }

    @Test
    void watchesABookWithoutAGap() {
        var deltas = new Heard<JsonNode>();
        var partial = new Heard<JsonNode>();

        int connection = streams.diffDepthStream(SYMBOL, 100, text -> deltas.add(json(text)));
        streams.partialDepthStream(SYMBOL, 20, 100, text -> partial.add(json(text)));

        JsonNode top = partial.first("a partial book", one -> true);
        assertThat(top.path("bids")).hasSize(20);
        assertThat(top.path("asks")).hasSize(20);
        List<JsonNode> row =
                deltas.made(
                        "ten deltas", all -> all.size() < 10 ? Optional.empty() : Optional.of(all));
        for (int i = 1; i < row.size(); i++) {
            assertThat(row.get(i).path("U").asLong())
                    .isEqualTo(row.get(i - 1).path("u").asLong() + 1);
        }
        streams.closeConnection(connection);
    }

    @Test
    void placesFindsReplacesAndCancelsOverTheWebSocketApi() {
        JSONObject terms =
                words("timeInForce", "GTC", "quantity", "0.01", "price", resting())
                        .put("requestId", "place");

        api.trade().newOrder(SYMBOL, "BUY", "LIMIT", terms);
        JsonNode placed = answered("place");
        long id = placed.path("orderId").asLong();
        api.trade().getOrder(SYMBOL, words("orderId", id, "requestId", "find"));
        api.trade().getOpenOrders(words("symbol", SYMBOL, "requestId", "open"));
        JsonNode found = answered("find");
        JsonNode open = answered("open");
        api.trade()
                .cancelReplaceOrder(
                        SYMBOL,
                        "STOP_ON_FAILURE",
                        "BUY",
                        "LIMIT",
                        words("cancelOrderId", id, "timeInForce", "GTC", "quantity", "0.02")
                                .put("price", resting())
                                .put("requestId", "replace"));
        JsonNode replaced = answered("replace").path("newOrderResponse");
        long second = replaced.path("orderId").asLong();
        api.trade().cancelOrder(SYMBOL, words("orderId", second, "requestId", "cancel"));
        JsonNode cancelled = answered("cancel");
        api.account().accountStatus(words("requestId", "account"));
        JsonNode account = answered("account");

        assertThat(found.path("clientOrderId")).isEqualTo(placed.path("clientOrderId"));
        assertThat(open).hasSize(1);
        assertThat(number(replaced, "origQty")).isEqualByComparingTo("0.02");
        assertThat(cancelled.path("status").asText()).isEqualTo("CANCELED");
        assertThat(account.path("balances")).isNotEmpty();
        assertThat(simulation.ledger("connector-live"))
                .filteredOn(order -> List.of(id, second).contains(Long.parseLong(order.orderId())))
                .extracting(Simulation.Entry::status)
                .containsExactly("CANCELED", "CANCELED");
    }

    @Test
    void readsTheMarketOverTheWebSocketApi() {
        api.market().depth(SYMBOL, words("limit", 20, "requestId", "depth"));
        api.market().klines(SYMBOL, "1m", words("limit", 5, "requestId", "klines"));
        api.market().recentTrades(SYMBOL, words("limit", 5, "requestId", "trades"));
        api.market().ticker24H(words("symbol", SYMBOL, "requestId", "ticker"));

        assertThat(answered("depth").path("bids")).hasSize(20);
        assertThat(answered("klines")).hasSize(5);
        assertThat(answered("trades")).hasSize(5);
        assertThat(number(answered("ticker"), "lastPrice")).isPositive();
    }

    @Test
    void knowsOnlyListenKeysForUserDataWhichBinanceNoLongerHas() {
        BinanceClientException gone =
                Assertions.catchThrowableOfType(
                        BinanceClientException.class,
                        () -> rest.createUserData().createListenKey());
        api.userDataStream().userDataStreamStart(words("requestId", "start"));

        assertThat(gone.getHttpStatusCode()).isEqualTo(410);
        assertThat(gone.getErrorCode()).isEqualTo(-1016);
        assertThat(answer("start").path("status").asInt()).isEqualTo(410);
    }

    private String sockets() {
        return simulation.binance().replace("http:", "ws:");
    }

    private String resting() {
        BigDecimal bid =
                number(
                        json(
                                rest.createMarket()
                                        .bookTicker(new HashMap<>(Map.of("symbol", SYMBOL)))),
                        "bidPrice");
        return bid.multiply(new BigDecimal("0.9")).setScale(2, RoundingMode.DOWN).toPlainString();
    }

    private JsonNode answered(String id) {
        JsonNode answer = answer(id);
        assertThat(answer.path("status").asInt()).as("%s", answer).isEqualTo(200);
        return answer.path("result");
    }

    private JsonNode answer(String id) {
        return answers.first("the answer to " + id, one -> one.path("id").asText().equals(id));
    }

    private static String stream(JsonNode message) {
        return message.path("stream").asText();
    }

    private static JSONObject words(Object... pairs) {
        var words = new JSONObject();
        for (int i = 0; i < pairs.length; i += 2) {
            words.put((String) pairs[i], pairs[i + 1]);
        }
        return words;
    }

    private static BigDecimal number(JsonNode node, String name) {
        return new BigDecimal(node.path(name).asText());
    }

    private static JsonNode json(String text) {
        try {
            return Http.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Expected JSON, found: " + text, e);
        }
    }
}
