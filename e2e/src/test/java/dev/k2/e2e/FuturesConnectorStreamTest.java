package dev.k2.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.binance.connector.client.common.ApiException;
import com.binance.connector.client.common.configuration.ClientConfiguration;
import com.binance.connector.client.common.configuration.SignatureConfiguration;
import com.binance.connector.client.common.websocket.configuration.WebSocketClientConfiguration;
import com.binance.connector.client.common.websocket.service.StreamBlockingQueueWrapper;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.DerivativesTradingUsdsFuturesRestApiUtil;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.api.DerivativesTradingUsdsFuturesRestApi;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.api.DerivativesTradingUsdsFuturesWebSocketApiUtil;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.api.api.DerivativesTradingUsdsFuturesWebSocketApi;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.api.model.CancelOrderRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.api.model.NewOrderRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.api.model.QueryOrderRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.api.model.Side;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.api.model.TimeInForce;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.stream.DerivativesTradingUsdsFuturesWebSocketStreamsUtil;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.stream.api.DerivativesTradingUsdsFuturesWebSocketStreams;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.stream.model.AggregateTradeStreamsRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.stream.model.DiffBookDepthStreamsRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.stream.model.DiffBookDepthStreamsResponse;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.stream.model.MarkPriceStreamRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.stream.model.OrderTradeUpdate;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.stream.model.UserDataStreamEventsResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The streams and the WebSocket API of Binance's own futures client, unmodified. This version knows
 * one stream address, so that books, market and account each have a client of their own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuturesConnectorStreamTest {
    private static final String VENUE = "binance-futures";
    private static final String SYMBOL = "BTCUSDT";

    private static final Duration WAIT = Duration.ofSeconds(12);
    private static final int TRIES = 20;

    private Simulation simulation;
    private Simulation.Trader trader;
    private DerivativesTradingUsdsFuturesRestApi rest;

    @BeforeAll
    void start() {
        simulation = Simulation.start();
        trader = simulation.open(VENUE, "connector-live", "HMAC", Map.of("USDT", "100000"));
        ClientConfiguration configuration =
                DerivativesTradingUsdsFuturesRestApiUtil.getClientConfiguration();
        configuration.setUrl(simulation.at(VENUE));
        configuration.setSignatureConfiguration(signature());
        rest = new DerivativesTradingUsdsFuturesRestApi(configuration);
    }

    @AfterAll
    void stop() {
        simulation.close();
    }

    @Test
    void watchesBookTradesAndMarkPriceEachOnItsOwnPath() throws Exception {
        Heard<DiffBookDepthStreamsResponse> deltas =
                heard(
                        into ->
                                keep(
                                        streams("/public/stream")
                                                .diffBookDepthStreams(
                                                        new DiffBookDepthStreamsRequest()
                                                                .symbol("btcusdt")
                                                                .updateSpeed("100ms")),
                                        into));
        heard(
                into ->
                        keep(
                                streams("/market/stream")
                                        .aggregateTradeStreams(
                                                new AggregateTradeStreamsRequest()
                                                        .symbol("btcusdt")),
                                into));
        heard(
                into ->
                        keep(
                                streams("/market/stream")
                                        .markPriceStream(
                                                new MarkPriceStreamRequest()
                                                        .symbol("btcusdt")
                                                        .updateSpeed("1s")),
                                into));

        List<DiffBookDepthStreamsResponse> row =
                deltas.made(
                        "ten changes of the book",
                        all -> all.size() < 10 ? Optional.empty() : Optional.of(all));
        for (int i = 1; i < row.size(); i++) {
            assertThat(row.get(i).getPu()).isEqualTo(row.get(i - 1).getuLowerCase());
        }
    }

    @Test
    void hearsItsOrdersOverAListenKey() throws Exception {
        String key = rest.startUserDataStream().getData().getListenKey();

        Heard<UserDataStreamEventsResponse> events =
                heard(
                        into -> {
                            keep(streams("/private/stream").userData(key), into);
                            rest.newOrder(RestOrders.limit(SYMBOL, resting()));
                        });
        Long id =
                requireNonNull(
                        rest.newOrder(RestOrders.limit(SYMBOL, resting())).getData().getOrderId());
        rest.cancelOrder(SYMBOL, id, null, null);

        events.first("the order", event -> tells(event, id, "NEW"));
        events.first("the cancel", event -> tells(event, id, "CANCELED"));
    }

    @Test
    void placesAndCancelsOverTheWebSocketApi() throws Exception {
        double price = resting();

        var placed =
                answered(
                        api ->
                                api.newOrder(
                                        new NewOrderRequest()
                                                .symbol(SYMBOL)
                                                .side(Side.BUY)
                                                .type("LIMIT")
                                                .timeInForce(TimeInForce.GTC)
                                                .quantity(0.01)
                                                .price(price)));
        Long id = requireNonNull(requireNonNull(placed.getResult()).getOrderId());
        answered(api -> api.queryOrder(new QueryOrderRequest().symbol(SYMBOL).orderId(id)));
        answered(api -> api.cancelOrder(new CancelOrderRequest().symbol(SYMBOL).orderId(id)));

        assertThat(simulation.ledger(VENUE, "connector-live"))
                .filteredOn(order -> order.orderId().equals(id.toString()))
                .extracting(Simulation.Entry::status)
                .containsExactly("CANCELED");
    }

    private interface Opening<T> {
        void into(Heard<T> heard) throws Exception;
    }

    private interface Question<T> {
        CompletableFuture<T> ask(DerivativesTradingUsdsFuturesWebSocketApi api) throws Exception;
    }

    /**
     * What a stream brings. The client writes a request down only after sending it and gives up where
     * the answer is faster, as it can be within one machine; another one is opened then.
     */
    private static <T> Heard<T> heard(Opening<T> opening) throws Exception {
        for (int tries = 0; tries < TRIES; tries++) {
            var heard = new Heard<T>();
            opening.into(heard);
            if (heard.hears(WAIT, one -> true)) {
                return heard;
            }
        }
        throw new AssertionError("Nothing came over " + TRIES + " connections");
    }

    /** The answer to a question, of another client where one lost it in the same way. */
    private <T> T answered(Question<T> question) throws Exception {
        for (int tries = 0; tries < TRIES; tries++) {
            var asked = question.ask(new DerivativesTradingUsdsFuturesWebSocketApi(api()));
            try {
                return asked.get(WAIT.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException lost) {
                assertThat(asked.cancel(true)).as("%s", lost).isTrue();
            }
        }
        throw new AssertionError("No answer over " + TRIES + " connections");
    }

    private static boolean tells(UserDataStreamEventsResponse event, Long order, String status) {
        if (!(event.getActualInstance() instanceof OrderTradeUpdate update)) {
            return false;
        }
        var told = requireNonNull(update.getoLowerCase());
        return order.equals(told.getiLowerCase()) && status.equals(told.getX());
    }

    private SignatureConfiguration signature() {
        var signature = new SignatureConfiguration();
        signature.setApiKey(trader.key());
        signature.setSecretKey(trader.secret());
        return signature;
    }

    private DerivativesTradingUsdsFuturesWebSocketStreams streams(String path) {
        WebSocketClientConfiguration configuration =
                DerivativesTradingUsdsFuturesWebSocketStreamsUtil.getClientConfiguration();
        configuration.setUrl(simulation.at(VENUE).replace("http:", "ws:") + path);
        return new DerivativesTradingUsdsFuturesWebSocketStreams(configuration);
    }

    private WebSocketClientConfiguration api() {
        WebSocketClientConfiguration configuration =
                DerivativesTradingUsdsFuturesWebSocketApiUtil.getClientConfiguration();
        configuration.setUrl(simulation.at(VENUE).replace("http:", "ws:") + "/ws-fapi/v1");
        configuration.setSignatureConfiguration(signature());
        return configuration;
    }

    private static <T> void keep(StreamBlockingQueueWrapper<? extends T> queue, Heard<T> heard) {
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            Optional<? extends T> next = taken(queue);
                            while (next.isPresent()) {
                                heard.add(next.get());
                                next = taken(queue);
                            }
                        });
    }

    private static <T> Optional<T> taken(StreamBlockingQueueWrapper<T> queue) {
        try {
            return Optional.of(queue.take());
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private double resting() throws ApiException {
        return RestOrders.resting(rest, SYMBOL);
    }
}
