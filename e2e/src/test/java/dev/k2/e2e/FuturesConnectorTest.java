package dev.k2.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.binance.connector.client.common.ApiException;
import com.binance.connector.client.common.configuration.ClientConfiguration;
import com.binance.connector.client.common.configuration.SignatureConfiguration;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.DerivativesTradingUsdsFuturesRestApiUtil;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.api.DerivativesTradingUsdsFuturesRestApi;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.ChangeInitialLeverageRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.Interval;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.ModifyOrderRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.NewAlgoOrderRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.NewOrderRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.NewOrderResponse;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.Side;
import java.math.BigDecimal;
import java.util.Map;
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
        assertThat(
                        rest.klineCandlestickData(SYMBOL, Interval.INTERVAL_1m, null, null, 30L)
                                .getData())
                .hasSize(30);
        assertThat(rest.symbolOrderBookTicker(SYMBOL).getData().getActualInstance()).isNotNull();
        assertThat(rest.ticker24hrPriceChangeStatistics(SYMBOL).getData().getActualInstance())
                .isNotNull();
        assertThat(rest.markPrice(SYMBOL).getData().getActualInstance()).isNotNull();
    }

    @Test
    void placesChangesFindsAndCancelsAnOrder() throws ApiException {
        double price = resting();

        NewOrderResponse placed = rest.newOrder(RestOrders.limit(SYMBOL, price)).getData();
        Long id = requireNonNull(placed.getOrderId());
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
        var fills =
                rest.accountTradeList(SYMBOL, opened.getOrderId(), null, null, null, null, null);
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
        assertThat(entry(requireNonNull(opened.getOrderId())).filled())
                .isEqualByComparingTo("0.05");
        assertThat(entry(requireNonNull(closed.getOrderId())).filled())
                .isEqualByComparingTo("0.05");
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
        // This version names the id of a single cancel in small letters, which its successors
        // mended.
        rest.cancelAllAlgoOpenOrders(SYMBOL, null);

        assertThat(refused.getResponseBody()).contains("-4120");
        assertThat(waiting).extracting(one -> one.getAlgoId()).containsExactly(stop.getAlgoId());
        assertThat(rest.currentAllAlgoOpenOrders(null, SYMBOL, null, null).getData()).isEmpty();
    }

    private SignatureConfiguration signature() {
        var signature = new SignatureConfiguration();
        signature.setApiKey(trader.key());
        signature.setSecretKey(trader.secret());
        return signature;
    }

    private Simulation.Entry entry(Long order) {
        return simulation.ledger(VENUE, "connector").stream()
                .filter(one -> one.orderId().equals(order.toString()))
                .findFirst()
                .orElseThrow();
    }

    private double resting() throws ApiException {
        return RestOrders.resting(rest, SYMBOL);
    }
}
