package dev.k2.exchange.cryptocom;

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
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Crypto.com Exchange: pairs, and contracts without an end, in one account.
 *
 * <pre>{@code
 * try (var cryptocom = CryptocomExchange.open(CryptocomConfig.sandbox(), InstantSource.system())) {
 *     List<Instrument> instruments = cryptocom.market().instruments().orThrow();
 * }
 * }</pre>
 */
public final class CryptocomExchange implements Exchange {
    private static final Capabilities CAPABILITIES =
            new Capabilities(
                    CryptocomStream.channels(),
                    CryptocomWords.intervals().keySet(),
                    CryptocomSymbols.TYPES,
                    CryptocomSymbols.TIMES,
                    EnumSet.of(
                            Feature.AMEND,
                            Feature.CANCEL_ALL,
                            Feature.BATCH,
                            Feature.ORDER_LISTS,
                            Feature.ORDER_ENTRY_WEBSOCKET,
                            Feature.ORDER_HISTORY,
                            Feature.POSITIONS,
                            Feature.MARGIN_CONTROL,
                            Feature.FUNDING,
                            Feature.MARK_PRICE),
                    ClientOrderIdScope.FOR_EVER,
                    CryptocomMarket.DEPTHS);

    private final CryptocomConfig config;
    private final Net net;
    private final boolean ownsNet;
    private final CryptocomHttp http;
    private final CryptocomRest rest;
    private final CryptocomMarket market;
    private final OpenParts open;

    private CryptocomExchange(CryptocomConfig config, Net net, boolean ownsNet) {
        this.config = config;
        this.net = net;
        this.ownsNet = ownsNet;
        this.http = new CryptocomHttp(config, net);
        this.rest = new CryptocomRest(http);
        this.market = new CryptocomMarket(rest, net.clock());
        this.open = new OpenParts(ExchangeId.CRYPTOCOM, () -> http.health(market::time));
    }

    /** Crypto.com over sockets that are shared with other exchanges; they stay open on close. */
    public static CryptocomExchange open(CryptocomConfig config, Net net) {
        return new CryptocomExchange(config, net, false);
    }

    /** Crypto.com as a caller of the library asked for it. */
    static CryptocomExchange open(ExchangeConfig wanted) {
        return new CryptocomExchange(CryptocomConfig.from(wanted), Net.of(wanted), true);
    }

    /** Crypto.com over sockets of its own. */
    public static CryptocomExchange open(CryptocomConfig config, InstantSource clock) {
        return new CryptocomExchange(config, Net.open(clock), true);
    }

    @Override
    public ExchangeId id() {
        return ExchangeId.CRYPTOCOM;
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
        return open.add(CryptocomFeed.open(config, net, http, rest, listener, open::remove));
    }

    @Override
    public Account account(Credentials credentials) {
        var signer = new CryptocomSigner(credentials);
        Optional<CryptocomSocketApi> socket =
                config.orderEntry() == OrderTransport.WEBSOCKET
                        ? Optional.of(new CryptocomSocketApi(config, http, signer, net))
                        : Optional.empty();
        CryptocomWay way = socket.isPresent() ? socket.get() : http;
        var account = new CryptocomAccountRest(http, way, signer);
        return open.add(
                new CryptocomAccount(
                        account,
                        market,
                        new CryptocomOrders(account, market, net.clock()),
                        listener ->
                                CryptocomUserStream.open(
                                        config, net, http, account, market, listener),
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
