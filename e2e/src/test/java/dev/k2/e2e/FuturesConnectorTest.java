package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.binance.connector.client.common.ApiException;
import com.binance.connector.client.common.configuration.ClientConfiguration;
import com.binance.connector.client.common.configuration.SignatureConfiguration;
import com.binance.connector.client.common.websocket.configuration.WebSocketClientConfiguration;
import com.binance.connector.client.common.websocket.service.StreamBlockingQueueWrapper;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.DerivativesTradingUsdsFuturesRestApiUtil;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.api.DerivativesTradingUsdsFuturesRestApi;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.ChangeInitialLeverageRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.Interval;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.ModifyOrderRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.NewAlgoOrderRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.NewOrderRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.NewOrderResponse;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.Side;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.TimeInForce;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.api.DerivativesTradingUsdsFuturesWebSocketApiUtil;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.api.api.DerivativesTradingUsdsFuturesWebSocketApi;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.stream.DerivativesTradingUsdsFuturesWebSocketStreamsUtil;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.stream.api.DerivativesTradingUsdsFuturesWebSocketStreams;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.stream.model.AggregateTradeStreamsRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.stream.model.DiffBookDepthStreamsRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.stream.model.DiffBookDepthStreamsResponse;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.stream.model.MarkPriceStreamRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.websocket.stream.model.OrderTradeUpdateO;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Binance's own Java client for USD-M Futures, unmodified, against the simulated one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuturesConnectorTest {
    private static final String VENUE = "binance-futures";
    private static final String SYMBOL = "BTCUSDT";

    private Simulation simulation;
    private Simulation.Trader trader;
    private DerivativesTradingUsdsFuturesRestApi rest;

    @BeforeAll
    void start() {
        simulation = Simulation.start();
        trader = simulation.open(VENUE, "connector", "HMAC", Map.of("USDT", "100000"));
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
    void readsTheMarket() throws ApiException {
        var info = rest.exchangeInformation().getData();
        var book = rest.orderBook(SYMBOL, 50L).getData();

        assertThat(info.getSymbols()).anyMatch(one -> SYMBOL.equals(one.getSymbol()));
        assertThat(book.getBids()).hasSize(50);
        assertThat(book.getLastUpdateId()).isPositive();
        assertThat(rest.recentTradesList(SYMBOL, 20L).getData()).hasSize(20);
        assertThat(rest.klineCandlestickData(SYMBOL, Interval.INTERVAL_1m, null, null, 30L).getData())
                .hasSize(30);
        assertThat(rest.symbolOrderBookTicker(SYMBOL).getData().getActualInstance()).isNotNull();
        assertThat(rest.ticker24hrPriceChangeStatistics(SYMBOL).getData().getActualInstance())
                .isNotNull();
        assertThat(rest.markPrice(SYMBOL).getData().getActualInstance()).isNotNull();
    }

    @Test
    void placesChangesFindsAndCancelsAnOrder() throws ApiException {
        double price = resting();

        NewOrderResponse placed = rest.newOrder(limit(0.01, price)).getData();
        Long id = placed.getOrderId();
        var changed =
                rest.modifyOrder(
                                new ModifyOrderRequest()
                                        .symbol(SYMBOL)
                                        .orderId(id)
                                        .side(Side.BUY)
                                        .quantity(0.02)
                                        .price(price))
                        .getData();
        var found = rest.queryOrder(SYMBOL, id, null, null).getData();
        var open = rest.currentAllOpenOrders(SYMBOL, null).getData();
        var cancelled = rest.cancelOrder(SYMBOL, id, null, null).getData();

        assertThat(placed.getStatus()).isEqualTo("NEW");
        assertThat(changed.getOrderId()).isEqualTo(id);
        assertThat(new BigDecimal(found.getOrigQty())).isEqualByComparingTo("0.02");
        assertThat(open).anyMatch(one -> id.equals(one.getOrderId()));
        assertThat(cancelled.getStatus()).isEqualTo("CANCELED");
        assertThat(entry(id).status()).isEqualTo("CANCELED");
        assertThat(entry(id).quantity()).isEqualByComparingTo("0.02");
    }

    @Test
    void aMarketOrderOpensAPositionAndAReduceOnlyOneClosesIt() throws ApiException {
        rest.changeInitialLeverage(new ChangeInitialLeverageRequest().symbol(SYMBOL).leverage(5L));

        NewOrderResponse opened =
                rest.newOrder(
                                new NewOrderRequest()
                                        .symbol(SYMBOL)
                                        .side(Side.BUY)
                                        .type("MARKET")
                                        .quantity(0.05))
                        .getData();
        var position = rest.positionInformationV3(SYMBOL, null).getData().getFirst();
        var fills = rest.accountTradeList(SYMBOL, opened.getOrderId(), null, null, null, null, null);
        NewOrderResponse closed =
                rest.newOrder(
                                new NewOrderRequest()
                                        .symbol(SYMBOL)
                                        .side(Side.SELL)
                                        .type("MARKET")
                                        .quantity(0.05)
                                        .reduceOnly("true"))
                        .getData();

        assertThat(new BigDecimal(position.getPositionAmt())).isEqualByComparingTo("0.05");
        assertThat(fills.getData()).isNotEmpty();
        assertThat(entry(opened.getOrderId()).filled()).isEqualByComparingTo("0.05");
        assertThat(entry(closed.getOrderId()).filled()).isEqualByComparingTo("0.05");
        assertThat(rest.positionInformationV3(SYMBOL, null).getData())
                .allMatch(one -> new BigDecimal(one.getPositionAmt()).signum() == 0);
        assertThat(rest.futuresAccountBalanceV3(null).getData()).isNotEmpty();
    }

    @Test
    void aStopGoesThroughAlgoOrdersOnly() throws ApiException {
        double trigger = resting();

        ApiException refused =
                catchThrowableOfType(
                        ApiException.class,
                        () ->
                                rest.newOrder(
                                        new NewOrderRequest()
                                                .symbol(SYMBOL)
                                                .side(Side.SELL)
                                                .type("STOP_MARKET")
                                                .quantity(0.01)
                                                .stopPrice(trigger)));
        var stop =
                rest.newAlgoOrder(
                                new NewAlgoOrderRequest()
                                        .algoType("CONDITIONAL")
                                        .symbol(SYMBOL)
                                        .side(Side.SELL)
                                        .type("STOP_MARKET")
                                        .quantity(0.01)
                                        .triggerPrice(trigger))
                        .getData();
        var waiting = rest.currentAllAlgoOpenOrders(null, SYMBOL, null, null).getData();
        rest.cancelAlgoOrder(stop.getAlgoId(), null, null);

        assertThat(refused.getResponseBody()).contains("-4120");
        assertThat(waiting).anyMatch(one -> stop.getAlgoId().equals(one.getAlgoId()));
        assertThat(rest.currentAllAlgoOpenOrders(null, SYMBOL, null, null).getData()).isEmpty();
    }

    @Test
    void watchesBookTradesAndMarkPriceEachOnItsOwnPath() throws Exception {
        var books = streams("/public/stream");
        var market = streams("/market/stream");
        var deltas = new Heard<DiffBookDepthStreamsResponse>();

        keep(
                books.diffBookDepthStreams(
                        new DiffBookDepthStreamsRequest()
                                .id("book")
                                .symbol("btcusdt")
                                .updateSpeed("100ms")),
                deltas);
        var trades = new Heard<Object>();
        keep(
                market.aggregateTradeStreams(
                        new AggregateTradeStreamsRequest().id("trades").symbol("btcusdt")),
                trades);
        var marks = new Heard<Object>();
        keep(
                market.markPriceStream(
                        new MarkPriceStreamRequest().id("mark").symbol("btcusdt").updateSpeed("1s")),
                marks);

        List<DiffBookDepthStreamsResponse> row =
                deltas.made(
                        "ten changes of the book",
                        all -> all.size() < 10 ? Optional.empty() : Optional.of(all));
        for (int i = 1; i < row.size(); i++) {
            assertThat(row.get(i).getPu()).isEqualTo(row.get(i - 1).getuLowerCase());
        }
        trades.first("a trade", one -> true);
        marks.first("a mark price", one -> true);
    }

    @Test
    void hearsItsOrdersOverAListenKeyAndTradesOverTheWebSocketApi() throws Exception {
        String key = rest.startUserDataStream().getData().getListenKey();
        var orders = new Heard<OrderTradeUpdateO>();
        var user = streams("/private/stream").userData(key);
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            while (true) {
                                var event = taken(user);
                                if (event.isEmpty()) {
                                    return;
                                }
                                if (event.get().getActualInstance()
                                        instanceof
                                        com.binance.connector.client
                                                        .derivatives_trading_usds_futures.websocket
                                                        .stream.model.OrderTradeUpdate
                                                update) {
                                    orders.add(update.getoLowerCase());
                                }
                            }
                        });
        var api = new DerivativesTradingUsdsFuturesWebSocketApi(api());
        double price = resting();

        var placed =
                api.newOrder(
                                new com.binance.connector.client.derivatives_trading_usds_futures
                                                .websocket.api.model.NewOrderRequest()
                                        .symbol(SYMBOL)
                                        .side(
                                                com.binance.connector.client
                                                        .derivatives_trading_usds_futures.websocket
                                                        .api.model.Side.BUY)
                                        .type("LIMIT")
                                        .timeInForce(
                                                com.binance.connector.client
                                                        .derivatives_trading_usds_futures.websocket
                                                        .api.model.TimeInForce.GTC)
                                        .quantity(0.01)
                                        .price(price))
                        .get(30, java.util.concurrent.TimeUnit.SECONDS);
        Long id = placed.getResult().getOrderId();
        orders.first("the order", one -> id.equals(one.getiLowerCase()) && "NEW".equals(one.getX()));
        api.cancelOrder(
                        new com.binance.connector.client.derivatives_trading_usds_futures.websocket
                                        .api.model.CancelOrderRequest()
                                .symbol(SYMBOL)
                                .orderId(id))
                .get(30, java.util.concurrent.TimeUnit.SECONDS);

        orders.first(
                "the cancel", one -> id.equals(one.getiLowerCase()) && "CANCELED".equals(one.getX()));
        assertThat(entry(id).status()).isEqualTo("CANCELED");
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

    private Simulation.Entry entry(Long order) {
        return simulation.ledger(VENUE, "connector").stream()
                .filter(one -> one.orderId().equals(order.toString()))
                .findFirst()
                .orElseThrow();
    }

    private double resting() throws ApiException {
        String bid = rest.orderBook(SYMBOL, 5L).getData().getBids().getFirst().getFirst();
        return new BigDecimal(bid)
                .multiply(new BigDecimal("0.9"))
                .setScale(1, RoundingMode.DOWN)
                .doubleValue();
    }

    private static NewOrderRequest limit(double quantity, double price) {
        return new NewOrderRequest()
                .symbol(SYMBOL)
                .side(Side.BUY)
                .type("LIMIT")
                .timeInForce(TimeInForce.GTC)
                .quantity(quantity)
                .price(price);
    }
}
