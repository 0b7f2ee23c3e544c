package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.bitrich.xchangestream.binance.BinanceStreamingExchange;
import info.bitrich.xchangestream.binance.BinanceStreamingTradeService;
import info.bitrich.xchangestream.binance.BinanceUserTradeStreamingService;
import info.bitrich.xchangestream.binance.KlineSubscription;
import info.bitrich.xchangestream.core.ProductSubscription;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.knowm.xchange.ExchangeSpecification;
import org.knowm.xchange.binance.dto.BinanceException;
import org.knowm.xchange.binance.dto.marketdata.BinanceKline;
import org.knowm.xchange.binance.dto.marketdata.KlineInterval;
import org.knowm.xchange.binance.dto.trade.BinanceCancelOrderParams;
import org.knowm.xchange.currency.CurrencyPair;
import org.knowm.xchange.dto.Order;
import org.knowm.xchange.dto.marketdata.OrderBook;
import org.knowm.xchange.dto.marketdata.Ticker;
import org.knowm.xchange.dto.marketdata.Trade;
import org.knowm.xchange.dto.trade.LimitOrder;
import org.knowm.xchange.instrument.Instrument;

/** XChange's streams from Maven Central, unmodified, against the simulated Binance. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class XChangeStreamTest {
    private static final Instrument PAIR = CurrencyPair.BTC_USDT;
    private static final int LEVELS = 20;

    private final CompositeDisposable heard = new CompositeDisposable();
    private Simulation simulation;
    private BinanceStreamingExchange exchange;

    /** XChange keeps its stream addresses in methods to be overridden. */
    private final class Moved extends BinanceStreamingExchange {
        @Override
        protected String getStreamingBaseUri() {
            return simulation.binance().replace("http:", "ws:") + "/";
        }
    }

    @BeforeAll
    void start() {
        simulation = Simulation.start();
        exchange = open(null);
        done(
                exchange.connect(
                        new KlineSubscription(Map.of(PAIR, Set.of(KlineInterval.m1))),
                        ProductSubscription.create()
                                .addTicker(PAIR)
                                .addOrderbook(PAIR)
                                .addTrades(PAIR)
                                .build()));
    }

    @AfterAll
    void stop() {
        heard.dispose();
        done(exchange.disconnect());
        simulation.close();
    }

    private BinanceStreamingExchange open(Simulation.@Nullable Trader trader) {
        var moved = new Moved();
        ExchangeSpecification specification = moved.getDefaultExchangeSpecification();
        specification.setSslUri(simulation.binance());
        specification.setExchangeSpecificParametersItem(
                BinanceStreamingExchange.USE_HIGHER_UPDATE_FREQUENCY, true);
        if (trader != null) {
            specification.setApiKey(trader.key());
            specification.setSecretKey(trader.secret());
        }
        moved.applySpecification(specification);
        return moved;
    }

    @Test
    void watchesTheTicker() {
        var tickers = new Heard<Ticker>();
        heard.add(exchange.getStreamingMarketDataService().getTicker(PAIR).subscribe(tickers::add));

        Ticker ticker = tickers.first("a ticker", one -> true);

        assertThat(ticker.getBid()).isLessThan(ticker.getAsk());
        assertThat(ticker.getLast()).isBetween(ticker.getLow(), ticker.getHigh());
        assertThat(ticker.getVolume()).isPositive();
    }

    @Test
    void watchesABookThatIsTheExchanges() throws IOException {
        var books = new Heard<List<List<BigDecimal>>>();
        heard.add(
                exchange.getStreamingMarketDataService()
                        .getOrderBook(PAIR)
                        .map(XChangeStreamTest::top)
                        .subscribe(books::add));
        books.first("a book", book -> true);

        Until.holds(
                Duration.ofSeconds(60),
                "the live book to be one that the exchange answered",
                () -> books.all().contains(top(asked())));
    }

    @Test
    void watchesTrades() {
        var trades = new Heard<Trade>();
        heard.add(exchange.getStreamingMarketDataService().getTrades(PAIR).subscribe(trades::add));

        Trade trade = trades.first("a trade", one -> true);

        assertThat(trade.getPrice()).isPositive();
        assertThat(trade.getOriginalAmount()).isPositive();
        assertThat(trade.getType()).isIn(Order.OrderType.BID, Order.OrderType.ASK);
        assertThat(trade.getId()).isNotEmpty();
    }

    @Test
    void watchesCandles() {
        var candles = new Heard<BinanceKline>();
        heard.add(
                exchange.getStreamingMarketDataService()
                        .getKlines(PAIR, KlineInterval.m1)
                        .subscribe(candles::add));

        BinanceKline candle = candles.first("a candle", one -> true);

        assertThat(candle.getOpenTime() % 60_000).isZero();
        assertThat(candle.getHigh()).isGreaterThanOrEqualTo(candle.getLow());
    }

    @Test
    void knowsOnlyListenKeysForUserDataWhichBinanceNoLongerHas() {
        var trader = simulation.open("xchange-listen-key", Map.of("USDT", "1000"));
        BinanceStreamingExchange asking = open(trader);

        assertThatThrownBy(
                        () ->
                                asking.connect(
                                        ProductSubscription.create().addUserTrades(PAIR).build()))
                .isInstanceOfSatisfying(
                        BinanceException.class,
                        gone -> {
                            assertThat(gone.getHttpStatusCode()).isEqualTo(410);
                            assertThat(gone.getCode()).isEqualTo(-1016);
                        });
    }

    @Test
    void placesAndCancelsOverTheWebSocketApiWithAnEd25519Key() throws Exception {
        var trader =
                simulation.open("binance", "xchange-ed25519", "ED25519", Map.of("USDT", "10000"));
        var service =
                new BinanceUserTradeStreamingService(
                        simulation.binance().replace("http:", "ws:") + "/ws-api/v3",
                        trader.key(),
                        trader.pem().replaceAll("-----[A-Z ]+-----|\\s", ""),
                        exchange.getExchangeSpecification());
        done(service.connect());
        Until.holds(Duration.ofSeconds(30), "the logon", service::isAuthorized);
        var orders =
                new BinanceStreamingTradeService(
                        exchange, null, service, exchange.getResilienceRegistries());
        BigDecimal price =
                exchange.getMarketDataService()
                        .getTicker(PAIR)
                        .getBid()
                        .multiply(new BigDecimal("0.9"))
                        .setScale(2, RoundingMode.DOWN);

        int placed =
                orders.placeLimitOrder(
                                new LimitOrder.Builder(Order.OrderType.BID, PAIR)
                                        .originalAmount(new BigDecimal("0.01"))
                                        .limitPrice(price)
                                        .userReference("over-the-socket")
                                        .build())
                        .timeout(30, TimeUnit.SECONDS)
                        .blockingGet();

        assertThat(placed).isZero();
        assertThat(simulation.ledger("xchange-ed25519"))
                .singleElement()
                .satisfies(
                        order -> {
                            assertThat(order.clientOrderId()).isEqualTo("over-the-socket");
                            assertThat(order.status()).isEqualTo("NEW");
                            assertThat(order.price()).isEqualByComparingTo(price);
                        });
        int cancelled =
                orders.cancelOrder(new BinanceCancelOrderParams(PAIR, "", "over-the-socket"))
                        .timeout(30, TimeUnit.SECONDS)
                        .blockingGet();
        assertThat(cancelled).isZero();
        assertThat(simulation.ledger("xchange-ed25519").getFirst().status()).isEqualTo("CANCELED");
        done(service.disconnect());
    }

    private static void done(Completable work) {
        assertThat(work.blockingAwait(30, TimeUnit.SECONDS)).as("done in time").isTrue();
    }

    private OrderBook asked() {
        try {
            return exchange.getMarketDataService().getOrderBook(PAIR, 1_000);
        } catch (IOException e) {
            throw new AssertionError("The book could not be asked for", e);
        }
    }

    /** Prices and quantities of the best levels, bids before asks, without needless zeros. */
    private static List<List<BigDecimal>> top(OrderBook book) {
        return List.of(flat(book.getBids()), flat(book.getAsks()));
    }

    private static List<BigDecimal> flat(List<LimitOrder> side) {
        return side.stream()
                .limit(LEVELS)
                .flatMap(
                        level ->
                                Stream.of(
                                        level.getLimitPrice().stripTrailingZeros(),
                                        level.getOriginalAmount().stripTrailingZeros()))
                .toList();
    }
}
