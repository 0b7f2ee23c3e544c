package dev.k2.exchange.binance;

import dev.k2.exchange.Account;
import dev.k2.exchange.Budget;
import dev.k2.exchange.Capabilities;
import dev.k2.exchange.Capabilities.ClientOrderIdScope;
import dev.k2.exchange.Capabilities.Feature;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeConfig.OrderTransport;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.Health;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.MarketQueries;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.OpenParts;
import dev.k2.model.ExchangeId;
import dev.k2.model.OrderType;
import dev.k2.model.TimeInForce;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Binance USD-M Futures: contracts without an end, margined in USDT and USDC.
 *
 * <pre>{@code
 * try (var futures =
 *         BinanceFuturesExchange.open(BinanceFuturesConfig.demo(), InstantSource.system())) {
 *     List<Instrument> instruments = futures.market().instruments().orThrow();
 * }
 * }</pre>
 */
public final class BinanceFuturesExchange implements Exchange {
    private static final Capabilities CAPABILITIES =
            new Capabilities(
                    BinanceProduct.USD_M.channels(),
                    BinanceProduct.USD_M.intervals(),
                    EnumSet.allOf(OrderType.class),
                    EnumSet.allOf(TimeInForce.class),
                    EnumSet.of(
                            Feature.AMEND,
                            Feature.CANCEL_ALL,
                            Feature.BATCH,
                            Feature.ORDER_ENTRY_WEBSOCKET,
                            Feature.ORDER_HISTORY,
                            Feature.POSITIONS,
                            Feature.MARGIN_CONTROL,
                            Feature.FUNDING,
                            Feature.LIQUIDATIONS,
                            Feature.MARK_PRICE,
                            Feature.KEY_PERMISSIONS,
                            Feature.DEAD_MAN_SWITCH),
                    ClientOrderIdScope.OPEN_ORDERS,
                    BinanceProduct.USD_M.depths());

    private final BinanceFuturesConfig config;
    private final Net net;
    private final boolean ownsNet;
    private final BinanceHttp http;
    private final BinanceMarketRest marketRest;
    private final BinanceMarket market;
    private final OpenParts open;

    private BinanceFuturesExchange(BinanceFuturesConfig config, Net net, boolean ownsNet) {
        this.config = config;
        this.net = net;
        this.ownsNet = ownsNet;
        this.http =
                new BinanceHttp(
                        config.host(),
                        BinanceLimits.futures(net, config.host(), config.stateFolder()),
                        net);
        this.marketRest = new BinanceMarketRest(http, BinanceProduct.USD_M);
        this.market = new BinanceMarket(marketRest, http.limits(), net.clock());
        this.open = new OpenParts(id(), () -> http.health(market::time));
    }

    /** Futures over sockets that are shared with other exchanges; they stay open on close. */
    public static BinanceFuturesExchange open(BinanceFuturesConfig config, Net net) {
        return new BinanceFuturesExchange(config, net, false);
    }

    /** Futures as a caller of the library asked for them. */
    static BinanceFuturesExchange open(ExchangeConfig wanted) {
        return new BinanceFuturesExchange(BinanceFuturesConfig.of(wanted), Net.of(wanted), true);
    }

    /** Futures over sockets of their own. */
    public static BinanceFuturesExchange open(BinanceFuturesConfig config, InstantSource clock) {
        return new BinanceFuturesExchange(config, Net.open(clock), true);
    }

    @Override
    public ExchangeId id() {
        return ExchangeId.BINANCE_FUTURES;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public MarketQueries market() {
        return market;
    }

    /** What Binance lets this address do. */
    public BinanceLimits limits() {
        return http.limits();
    }

    @Override
    public Health health() {
        return open.health();
    }

    @Override
    public List<Budget> budgets() {
        return http.limits().budgets();
    }

    @Override
    public MarketFeed feed(FeedListener listener) {
        return open.add(BinanceFeed.open(config.feed(), net, marketRest, listener, open::remove));
    }

    @Override
    public Account account(Credentials credentials) {
        var signer = new BinanceSigner(credentials);
        Optional<BinanceSocketApi> socket =
                config.orderEntry() == OrderTransport.WEBSOCKET
                        ? Optional.of(socketApi(signer))
                        : Optional.empty();
        BinanceApi way = socket.isPresent() ? socket.get() : http;
        var rest =
                new BinanceFuturesRest(
                        http, way, signer, http.limits().orderCount(signer.apiKey()));
        var algos = new BinanceAlgoOrders();
        var account =
                new BinanceFuturesAccount(
                        rest,
                        market,
                        new BinanceFuturesOrders(rest, market, algos, net.clock()),
                        listener ->
                                BinanceFuturesUserStream.open(
                                        config, net, http, rest, market, algos, listener),
                        socket,
                        open::remove);
        return open.add(account);
    }

    @Override
    public void close() {
        open.close();
        http.close();
        if (ownsNet) {
            net.close();
        }
    }

    private BinanceSocketApi socketApi(BinanceSigner signer) {
        return new BinanceSocketApi(
                net,
                config.webSocketApi("binance-futures order entry"),
                http,
                signer,
                BinanceFuturesRest.SOCKET_METHODS,
                config.timeout());
    }
}
