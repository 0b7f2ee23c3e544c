package dev.k2.exchange.bybit;

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
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Bybit: spot, and linear contracts without an end.
 *
 * <pre>{@code
 * try (var bybit = BybitExchange.open(BybitConfig.testnet(), InstantSource.system())) {
 *     List<Instrument> instruments = bybit.market().instruments().orThrow();
 * }
 * }</pre>
 */
public final class BybitExchange implements Exchange {
    private static final Capabilities CAPABILITIES =
            new Capabilities(
                    BybitTopics.CHANNELS,
                    BybitWords.intervals().keySet(),
                    BybitSymbols.TYPES,
                    BybitSymbols.TIMES,
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
                            Feature.KEY_PERMISSIONS),
                    ClientOrderIdScope.FOR_EVER,
                    BybitMarket.DEPTHS);

    private final BybitConfig config;
    private final Net net;
    private final boolean ownsNet;
    private final BybitHttp http;
    private final BybitMarket market;
    private final OpenParts open;

    private BybitExchange(BybitConfig config, Net net, boolean ownsNet) {
        this.config = config;
        this.net = net;
        this.ownsNet = ownsNet;
        this.http = new BybitHttp(config, net);
        this.market = new BybitMarket(new BybitRest(http), net.clock());
        this.open = new OpenParts(id(), () -> http.health(market::time));
    }

    /** Bybit over sockets that are shared with other exchanges; they stay open on close. */
    public static BybitExchange open(BybitConfig config, Net net) {
        return new BybitExchange(config, net, false);
    }

    /** Bybit as a caller of the library asked for it. */
    static BybitExchange open(ExchangeConfig wanted) {
        return new BybitExchange(BybitConfig.from(wanted), Net.of(wanted), true);
    }

    /** Bybit over sockets of its own. */
    public static BybitExchange open(BybitConfig config, InstantSource clock) {
        return new BybitExchange(config, Net.open(clock), true);
    }

    @Override
    public ExchangeId id() {
        return ExchangeId.BYBIT;
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
        return http.limits().budgets();
    }

    @Override
    public MarketFeed feed(FeedListener listener) {
        return open.add(
                BybitFeed.open(config, net, http.rest()::silentUntil, listener, open::remove));
    }

    @Override
    public BybitAccount account(Credentials credentials) {
        var signer = new BybitSigner(credentials);
        Optional<BybitOrderSocket> socket =
                config.orderEntry() == OrderTransport.WEBSOCKET
                        ? Optional.of(new BybitOrderSocket(config, http, signer, net))
                        : Optional.empty();
        BybitApi way = socket.isPresent() ? socket.get() : http;
        var rest = new BybitAccountRest(http, way, signer);
        var state = new BybitAccountState(rest, market);
        var account =
                new BybitAccount(
                        rest,
                        state,
                        new BybitOrders(rest, market, net.clock()),
                        new BybitMargin(rest, state, market),
                        listener ->
                                BybitUserStream.open(
                                        config, net, http, signer, market, state, listener),
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
}
