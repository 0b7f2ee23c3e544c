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
 * Binance Spot.
 *
 * <pre>{@code
 * try (var binance = BinanceExchange.open(BinanceConfig.testnet(), InstantSource.system())) {
 *     List<Instrument> instruments = binance.market().instruments().orThrow();
 * }
 * }</pre>
 */
public final class BinanceExchange implements Exchange {
    private static final Capabilities CAPABILITIES =
            new Capabilities(
                    BinanceProduct.SPOT.channels(),
                    BinanceProduct.SPOT.intervals(),
                    EnumSet.of(
                            OrderType.MARKET,
                            OrderType.LIMIT,
                            OrderType.STOP,
                            OrderType.STOP_LIMIT,
                            OrderType.TAKE_PROFIT,
                            OrderType.TAKE_PROFIT_LIMIT,
                            OrderType.TRAILING_STOP),
                    EnumSet.of(
                            TimeInForce.GTC,
                            TimeInForce.IOC,
                            TimeInForce.FOK,
                            TimeInForce.POST_ONLY),
                    EnumSet.of(
                            Feature.AMEND,
                            Feature.CANCEL_ALL,
                            Feature.ORDER_LISTS,
                            Feature.ORDER_ENTRY_WEBSOCKET,
                            Feature.ORDER_HISTORY,
                            Feature.KEY_PERMISSIONS),
                    ClientOrderIdScope.OPEN_ORDERS,
                    BinanceProduct.SPOT.depths());

    private final BinanceConfig config;
    private final Net net;
    private final boolean ownsNet;
    private final BinanceHttp http;
    private final BinanceMarketRest marketRest;
    private final BinanceMarket market;
    private final OpenParts open;

    private BinanceExchange(BinanceConfig config, Net net, boolean ownsNet) {
        this.config = config;
        this.net = net;
        this.ownsNet = ownsNet;
        this.http =
                new BinanceHttp(
                        config.host(),
                        BinanceLimits.spot(net, config.host(), config.stateFolder()),
                        net);
        this.marketRest = new BinanceMarketRest(http, BinanceProduct.SPOT);
        this.market = new BinanceMarket(marketRest, http.limits(), net.clock());
        this.open = new OpenParts(id(), () -> http.health(market::time));
    }

    /** Binance over sockets that are shared with other exchanges; they stay open on close. */
    public static BinanceExchange open(BinanceConfig config, Net net) {
        return new BinanceExchange(config, net, false);
    }

    /** Binance as a caller of the library asked for it. */
    static BinanceExchange open(ExchangeConfig wanted) {
        return new BinanceExchange(BinanceConfig.from(wanted), Net.of(wanted), true);
    }

    /** Binance over sockets of its own. */
    public static BinanceExchange open(BinanceConfig config, InstantSource clock) {
        return new BinanceExchange(config, Net.open(clock), true);
    }

    @Override
    public ExchangeId id() {
        return ExchangeId.BINANCE;
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
        BinanceOrderCount orderCount = http.limits().orderCount(signer.apiKey());
        Optional<BinanceSocketApi> socket =
                config.orderEntry() == OrderTransport.WEBSOCKET
                        ? Optional.of(socketApi(signer))
                        : Optional.empty();
        BinanceApi way = socket.isPresent() ? socket.get() : http;
        var calls = new BinanceOrderCalls(way, signer, orderCount);
        var account =
                new BinanceAccount(
                        new BinanceAccountCalls(http, signer),
                        config.tellsKeyRestrictions(),
                        new BinanceOrders(calls, market, net.clock()),
                        listener ->
                                BinanceUserStream.open(config, net, http, market, signer, listener),
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
                config.webSocketApi("binance order entry"),
                http,
                signer,
                BinanceOrderCalls.SOCKET_METHODS,
                config.timeout());
    }
}
