package dev.k2.exchange.okx;

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
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * OKX: pairs, and contracts without an end that are margined in dollar coins, in one account.
 *
 * <pre>{@code
 * try (var okx = OkxExchange.open(OkxConfig.demo(), InstantSource.system())) {
 *     List<Instrument> instruments = okx.market().instruments().orThrow();
 * }
 * }</pre>
 */
public final class OkxExchange implements Exchange {
    private static final Capabilities CAPABILITIES =
            new Capabilities(
                    OkxStream.channels(),
                    OkxWords.intervals(),
                    EnumSet.allOf(OrderType.class),
                    OkxSymbols.TIMES_IN_FORCE,
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
                    OkxMarket.DEPTHS);

    private final OkxConfig config;
    private final Net net;
    private final boolean ownsNet;
    private final OkxHttp http;
    private final OkxMarketRest marketRest;
    private final OkxMarket market;
    private final OpenParts open;

    private OkxExchange(OkxConfig config, Net net, boolean ownsNet) {
        this.config = config;
        this.net = net;
        this.ownsNet = ownsNet;
        this.http = new OkxHttp(config, net);
        this.marketRest = new OkxMarketRest(http);
        this.market = new OkxMarket(marketRest, net.clock());
        this.open = new OpenParts(ExchangeId.OKX, () -> http.health(market::time));
    }

    /** OKX over sockets that are shared with other exchanges; they stay open on close. */
    public static OkxExchange open(OkxConfig config, Net net) {
        return new OkxExchange(config, net, false);
    }

    /** OKX as a caller of the library asked for it. */
    static OkxExchange open(ExchangeConfig wanted) {
        return new OkxExchange(OkxConfig.of(wanted), Net.of(wanted), true);
    }

    /** OKX over sockets of its own. */
    public static OkxExchange open(OkxConfig config, InstantSource clock) {
        return new OkxExchange(config, Net.open(clock), true);
    }

    @Override
    public ExchangeId id() {
        return ExchangeId.OKX;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public MarketQueries market() {
        return market;
    }

    @Override
    public Health health() {
        return open.health();
    }

    @Override
    public List<Budget> budgets() {
        return http.budgets();
    }

    @Override
    public MarketFeed feed(FeedListener listener) {
        return open.add(OkxFeed.open(config, net, marketRest, listener, open::remove));
    }

    @Override
    public Account account(Credentials credentials) {
        var rest = new OkxAccountRest(http, new OkxSigner(credentials));
        Optional<OkxSocketApi> socket =
                config.orderEntry() == OrderTransport.WEBSOCKET
                        ? Optional.of(new OkxSocketApi(net, config, http, rest.signer(), market))
                        : Optional.empty();
        OkxOrderWay way = socket.isPresent() ? socket.get() : rest;
        var algos = new OkxAlgoOrders();
        var margin = new OkxMargin(rest);
        return open.add(
                new OkxAccount(
                        rest,
                        market,
                        new OkxOrders(rest, way, market, margin, algos, net.clock()),
                        margin,
                        listener ->
                                OkxUserStream.open(
                                        config, net, http, rest, market, algos, listener),
                        socket,
                        open::remove));
    }

    @Override
    public void close() {
        open.close();
        http.close();
        if (ownsNet) {
            net.close();
        }
    }
}
