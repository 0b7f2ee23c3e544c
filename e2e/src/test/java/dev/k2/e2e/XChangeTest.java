package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.knowm.xchange.Exchange;
import org.knowm.xchange.ExchangeFactory;
import org.knowm.xchange.ExchangeSpecification;
import org.knowm.xchange.binance.BinanceExchange;
import org.knowm.xchange.binance.dto.trade.BinanceCancelOrderParams;
import org.knowm.xchange.binance.dto.trade.BinanceQueryOrderParams;
import org.knowm.xchange.binance.dto.trade.BinanceTradeHistoryParams;
import org.knowm.xchange.currency.Currency;
import org.knowm.xchange.currency.CurrencyPair;
import org.knowm.xchange.dto.Order;
import org.knowm.xchange.dto.account.Balance;
import org.knowm.xchange.dto.marketdata.OrderBook;
import org.knowm.xchange.dto.marketdata.Ticker;
import org.knowm.xchange.dto.meta.InstrumentMetaData;
import org.knowm.xchange.dto.trade.LimitOrder;
import org.knowm.xchange.dto.trade.MarketOrder;
import org.knowm.xchange.dto.trade.UserTrade;
import org.knowm.xchange.exceptions.FundsExceededException;
import org.knowm.xchange.instrument.Instrument;
import org.knowm.xchange.service.trade.params.orders.DefaultOpenOrdersParamInstrument;

/** XChange from Maven Central, unmodified, against the simulated Binance. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class XChangeTest {
    private static final Instrument PAIR = CurrencyPair.BTC_USDT;
    private static final BigDecimal QUANTITY = new BigDecimal("0.02");

    private Simulation simulation;
    private Exchange exchange;

    @BeforeAll
    void start() {
        simulation = Simulation.start();
        Simulation.Trader trader = simulation.open("xchange", Map.of("USDT", "100000", "BTC", "2"));
        ExchangeSpecification specification =
                new BinanceExchange().getDefaultExchangeSpecification();
        specification.setSslUri(simulation.binance());
        specification.setApiKey(trader.key());
        specification.setSecretKey(trader.secret());
        exchange = ExchangeFactory.INSTANCE.createExchange(specification);
    }

    @AfterAll
    void stop() {
        simulation.close();
    }

    @Test
    void readsTheRulesOfTheInstrument() throws IOException {
        exchange.remoteInit();

        InstrumentMetaData rules =
                Objects.requireNonNull(exchange.getExchangeMetaData().getInstruments().get(PAIR));

        assertThat(exchange.getExchangeInstruments()).contains(PAIR).hasSizeGreaterThanOrEqualTo(5);
        assertThat(rules.getPriceStepSize()).isEqualByComparingTo("0.01");
        assertThat(rules.getAmountStepSize()).isEqualByComparingTo("0.00001");
        assertThat(rules.getCounterMinimumAmount()).isPositive();
    }

    @Test
    void readsTickerAndBook() throws IOException {
        Ticker ticker = exchange.getMarketDataService().getTicker(PAIR);
        OrderBook book = exchange.getMarketDataService().getOrderBook(PAIR, 100);

        assertThat(ticker.getBid()).isLessThan(ticker.getAsk());
        assertThat(ticker.getLast()).isBetween(ticker.getLow(), ticker.getHigh());
        assertThat(book.getBids()).hasSizeGreaterThan(10);
        assertThat(book.getAsks()).hasSizeGreaterThan(10);
        assertThat(book.getBids().getFirst().getLimitPrice())
                .isLessThan(book.getAsks().getFirst().getLimitPrice());
    }

    @Test
    void readsTrades() throws IOException {
        var trades = exchange.getMarketDataService().getTrades(PAIR).getTrades();

        assertThat(trades)
                .isNotEmpty()
                .allSatisfy(
                        trade -> {
                            assertThat(trade.getPrice()).isPositive();
                            assertThat(trade.getOriginalAmount()).isPositive();
                        });
    }

    @Test
    void placesFindsAndCancelsALimitOrder() throws IOException {
        BigDecimal price = resting();
        BigDecimal before = balance(Currency.USDT).getAvailable();

        String id =
                exchange.getTradeService()
                        .placeLimitOrder(
                                new LimitOrder.Builder(Order.OrderType.BID, PAIR)
                                        .originalAmount(QUANTITY)
                                        .limitPrice(price)
                                        .build());

        assertThat(balance(Currency.USDT).getFrozen())
                .isEqualByComparingTo(price.multiply(QUANTITY));
        assertThat(found(id).getStatus()).isEqualTo(Order.OrderStatus.NEW);
        assertThat(openOrders()).extracting(LimitOrder::getId).containsExactly(id);
        assertThat(
                        exchange.getTradeService()
                                .cancelOrder(new BinanceCancelOrderParams(PAIR, id, null)))
                .isTrue();
        assertThat(found(id).getStatus()).isEqualTo(Order.OrderStatus.CANCELED);
        assertThat(openOrders()).isEmpty();
        assertThat(balance(Currency.USDT).getAvailable()).isEqualByComparingTo(before);
        assertThat(balance(Currency.USDT).getFrozen()).isZero();
    }

    @Test
    void aMarketOrderMovesBalancesByItsFillsAndFees() throws IOException {
        BigDecimal baseBefore = balance(Currency.BTC).getAvailable();
        BigDecimal quoteBefore = balance(Currency.USDT).getAvailable();

        String id =
                exchange.getTradeService()
                        .placeMarketOrder(
                                new MarketOrder.Builder(Order.OrderType.BID, PAIR)
                                        .originalAmount(QUANTITY)
                                        .build());

        Order order = found(id);
        List<UserTrade> fills = fills(id);
        assertThat(order.getStatus()).isEqualTo(Order.OrderStatus.FILLED);
        assertThat(order.getCumulativeAmount()).isEqualByComparingTo(QUANTITY);
        assertThat(fills).isNotEmpty();
        assertThat(balance(Currency.BTC).getAvailable().subtract(baseBefore))
                .isEqualByComparingTo(QUANTITY.subtract(fees(fills, Currency.BTC)));
        assertThat(quoteBefore.subtract(balance(Currency.USDT).getAvailable()))
                .isEqualByComparingTo(worth(fills).add(fees(fills, Currency.USDT)));
    }

    @Test
    void anOrderBeyondTheBalanceIsFundsExceeded() throws IOException {
        BigDecimal price = resting();
        LimitOrder order =
                new LimitOrder.Builder(Order.OrderType.BID, PAIR)
                        .originalAmount(
                                new BigDecimal("250000").divide(price, 5, RoundingMode.DOWN))
                        .limitPrice(price)
                        .build();

        assertThatThrownBy(() -> exchange.getTradeService().placeLimitOrder(order))
                .isInstanceOf(FundsExceededException.class);
    }

    private BigDecimal resting() throws IOException {
        return exchange.getMarketDataService()
                .getTicker(PAIR)
                .getBid()
                .multiply(new BigDecimal("0.9"))
                .setScale(2, RoundingMode.DOWN);
    }

    private Balance balance(Currency currency) throws IOException {
        return exchange.getAccountService().getAccountInfo().getWallet().getBalance(currency);
    }

    private Order found(String id) throws IOException {
        return exchange.getTradeService()
                .getOrder(new BinanceQueryOrderParams(PAIR, id))
                .iterator()
                .next();
    }

    private List<LimitOrder> openOrders() throws IOException {
        return exchange.getTradeService()
                .getOpenOrders(new DefaultOpenOrdersParamInstrument(PAIR))
                .getOpenOrders();
    }

    private List<UserTrade> fills(String order) throws IOException {
        var wanted =
                (BinanceTradeHistoryParams) exchange.getTradeService().createTradeHistoryParams();
        wanted.setInstrument(PAIR);
        return exchange.getTradeService().getTradeHistory(wanted).getUserTrades().stream()
                .filter(trade -> trade.getOrderId().equals(order))
                .toList();
    }

    private static BigDecimal worth(List<UserTrade> fills) {
        return fills.stream()
                .map(fill -> fill.getPrice().multiply(fill.getOriginalAmount()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal fees(List<UserTrade> fills, Currency currency) {
        return fills.stream()
                .filter(fill -> fill.getFeeCurrency().equals(currency))
                .map(UserTrade::getFeeAmount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
