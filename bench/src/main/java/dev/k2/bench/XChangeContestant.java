package dev.k2.bench;

import dev.k2.model.Decimals;
import info.bitrich.xchangestream.binance.BinanceStreamingMarketDataService;
import info.bitrich.xchangestream.binance.BinanceStreamingService;
import info.bitrich.xchangestream.binance.KlineSubscription;
import info.bitrich.xchangestream.core.ProductSubscription;
import io.reactivex.rxjava3.disposables.Disposable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.knowm.xchange.ExchangeSpecification;
import org.knowm.xchange.binance.BinanceAdapters;
import org.knowm.xchange.binance.BinanceExchange;
import org.knowm.xchange.binance.dto.marketdata.BinanceOrderbook;
import org.knowm.xchange.binance.service.BinanceMarketDataService;
import org.knowm.xchange.client.ResilienceRegistries;
import org.knowm.xchange.currency.CurrencyPair;
import org.knowm.xchange.dto.Order;
import org.knowm.xchange.dto.marketdata.OrderBook;
import org.knowm.xchange.dto.marketdata.Ticker;
import org.knowm.xchange.dto.marketdata.Trade;
import org.knowm.xchange.dto.trade.LimitOrder;
import org.knowm.xchange.instrument.Instrument;

/**
 * XChange 5.2.4 itself: its streaming service gets a frame's text as from its socket's handler, and
 * a subscriber of its market data service hears the ticker, the trade or the order book. All that
 * the library does in between is its own: the tree, the table of channels, its DTO from the tree,
 * its observables, its adapter, its order book. Its connection stands, to a server that is silent.
 */
final class XChangeContestant implements Contestant {
    private static final CurrencyPair PAIR = CurrencyPair.BTC_USDT;
    private static final int FRAME_MAX = 65_536;
    private static final int LEVELS = 1_000;

    private final BinanceStreamingService service;
    private final Disposable heard;
    private @Nullable Object update;

    XChangeContestant(Kind kind) {
        // Its exchange learns the symbols from exchangeInfo.
        BinanceAdapters.putSymbolMapping("BTCUSDT", PAIR);
        ProductSubscription wanted =
                ProductSubscription.create()
                        .addTrades(PAIR)
                        .addTicker(PAIR)
                        .addOrderbook(PAIR)
                        .build();
        var candles = new KlineSubscription(Map.of());
        try (FeedServer server = FeedServer.start()) {
            service =
                    new BinanceStreamingService(
                            server.address() + "/stream?streams=btcusdt@trade",
                            wanted,
                            candles,
                            FRAME_MAX,
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(15),
                            15);
            service.setAutoReconnect(false);
            service.connect().blockingAwait();
            var market =
                    new BinanceStreamingMarketDataService(
                            service, new Snapshots(), () -> {}, "@100ms", true, LEVELS);
            market.openSubscriptions(wanted, candles);
            heard =
                    switch (kind) {
                        case QUOTE -> market.getTicker(PAIR).subscribe(this::heard);
                        case AGGREGATE_TRADE, OKX_BOOK, BYBIT_BOOK, KALSHI_DELTA ->
                                throw new IllegalArgumentException("not read here: " + kind);
                        case TRADE -> market.getTrades(PAIR).subscribe(this::heard);
                        case DEPTH_10, DEPTH_100 ->
                                market.getOrderBook(PAIR).subscribe(this::heard);
                    };
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Whether the library has a stream of this kind. */
    static boolean reads(Kind kind) {
        return switch (kind) {
            case QUOTE, TRADE, DEPTH_10, DEPTH_100 -> true;
            case AGGREGATE_TRADE, OKX_BOOK, BYBIT_BOOK, KALSHI_DELTA -> false;
        };
    }

    @Override
    public String name() {
        return "XChange 5.2.4";
    }

    @Override
    public void read(byte[] message) {
        update = null;
        service.messageHandler(new String(message, StandardCharsets.UTF_8));
        if (update == null) {
            throw new IllegalStateException("a message brought no update");
        }
    }

    @Override
    public void close() {
        heard.dispose();
        Disposable _ = service.disconnect().subscribe();
    }

    private void heard(Object update) {
        this.update = update;
    }

    @Override
    public Update last() {
        return switch (update) {
            case Ticker ticker ->
                    new Update.Quote(
                            Decimals.plain(ticker.getBid()),
                            Decimals.plain(ticker.getBidSize()),
                            Decimals.plain(ticker.getAsk()),
                            Decimals.plain(ticker.getAskSize()));
            case Trade trade ->
                    new Update.Trade(
                            trade.getId(),
                            Decimals.plain(trade.getPrice()),
                            Decimals.plain(trade.getOriginalAmount()),
                            // XChange tells the side of the order that rested.
                            trade.getType() == Order.OrderType.ASK,
                            trade.getTimestamp().toInstant().toEpochMilli());
            case OrderBook book -> new Update.Depth(levels(book.getBids()), levels(book.getAsks()));
            case null, default -> throw new IllegalStateException("nothing was read");
        };
    }

    private static Map<String, String> levels(List<LimitOrder> side) {
        Map<String, String> levels = new TreeMap<>();
        for (LimitOrder level : side) {
            levels.put(
                    Decimals.plain(level.getLimitPrice()),
                    Decimals.plain(level.getOriginalAmount()));
        }
        return levels;
    }

    /** Where it asks for a snapshot over REST, the answer is here already. */
    private static final class Snapshots extends BinanceMarketDataService {
        Snapshots() {
            this(exchange());
        }

        private Snapshots(BinanceExchange exchange) {
            super(exchange, registries(exchange));
        }

        @Override
        public BinanceOrderbook getBinanceOrderbookAllProducts(Instrument pair, Integer limit) {
            return new BinanceOrderbook(
                    Messages.snapshotNumber(),
                    Messages.snapshot(Kind.DEPTH_100, -1).stream().map(Snapshots::pair).toList(),
                    Messages.snapshot(Kind.DEPTH_100, 1).stream().map(Snapshots::pair).toList());
        }

        private static Object[] pair(dev.k2.model.BookLevel level) {
            BigDecimal price = level.price();
            return new Object[] {price.toPlainString(), level.quantity().toPlainString()};
        }

        private static BinanceExchange exchange() {
            var exchange = new BinanceExchange();
            ExchangeSpecification specification = exchange.getDefaultExchangeSpecification();
            specification.setShouldLoadRemoteMetaData(false);
            exchange.applySpecification(specification);
            return exchange;
        }

        private static ResilienceRegistries registries(BinanceExchange exchange) {
            return exchange.getResilienceRegistries();
        }
    }
}
