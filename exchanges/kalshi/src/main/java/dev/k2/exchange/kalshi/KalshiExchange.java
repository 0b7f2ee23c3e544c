package dev.k2.exchange.kalshi;

import dev.k2.exchange.Account;
import dev.k2.exchange.Budget;
import dev.k2.exchange.Capabilities;
import dev.k2.exchange.Capabilities.ClientOrderIdScope;
import dev.k2.exchange.Capabilities.Feature;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.EventQueries;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
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
import org.jspecify.annotations.Nullable;

/**
 * Kalshi: contracts on events, each worth a dollar if it happens.
 *
 * <pre>{@code
 * try (var kalshi = KalshiExchange.open(KalshiConfig.demo(), InstantSource.system())) {
 *     List<EventGroup> events = kalshi.events().orElseThrow().events().orThrow();
 * }
 * }</pre>
 *
 * <p>Questions about public data need no key. Streams do: see {@link KalshiConfig#withDataKey}.
 */
public final class KalshiExchange implements Exchange {
    private static final Capabilities CAPABILITIES =
            new Capabilities(
                    KalshiStream.CHANNELS,
                    KalshiWords.INTERVALS,
                    KalshiSymbols.TYPES,
                    KalshiWords.TIMES,
                    EnumSet.of(
                            Feature.AMEND,
                            Feature.CANCEL_ALL,
                            Feature.BATCH,
                            Feature.ORDER_HISTORY,
                            Feature.POSITIONS,
                            Feature.SETTLEMENT,
                            Feature.KEY_PERMISSIONS),
                    ClientOrderIdScope.FOR_EVER,
                    KalshiMarket.DEPTHS);

    private final KalshiConfig config;
    private final Net net;
    private final boolean ownsNet;
    private final @Nullable KalshiSigner reader;
    private final KalshiHttp http;
    private final KalshiMarket market;
    private final KalshiEvents events;
    private final OpenParts open;

    private KalshiExchange(KalshiConfig config, Net net, boolean ownsNet) {
        this.config = config;
        this.net = net;
        this.ownsNet = ownsNet;
        this.reader = config.dataKey().map(KalshiSigner::new).orElse(null);
        this.http = new KalshiHttp(config, net);
        var rest = new KalshiMarketRest(http, reader);
        this.market = new KalshiMarket(rest, net.clock());
        this.events = new KalshiEvents(rest, net.clock());
        this.open = new OpenParts(ExchangeId.KALSHI, () -> http.health(market::time));
    }

    /** Kalshi over sockets that are shared with other exchanges; they stay open on close. */
    public static KalshiExchange open(KalshiConfig config, Net net) {
        return new KalshiExchange(config, net, false);
    }

    /** Kalshi as a caller of the library asked for it. */
    static KalshiExchange open(ExchangeConfig wanted) {
        return new KalshiExchange(KalshiConfig.of(wanted), Net.of(wanted), true);
    }

    /** Kalshi over sockets of its own. */
    public static KalshiExchange open(KalshiConfig config, InstantSource clock) {
        return new KalshiExchange(config, Net.open(clock), true);
    }

    @Override
    public ExchangeId id() {
        return ExchangeId.KALSHI;
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
    public Optional<EventQueries> events() {
        return Optional.of(events);
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
                KalshiFeed.open(config, net, market.rest(), reader, listener, open::remove));
    }

    /**
     * Opens an account.
     *
     * @throws IllegalArgumentException where the credentials hold no private RSA key in PEM
     */
    @Override
    public Account account(Credentials credentials) {
        var signer = new KalshiSigner(credentials);
        var rest = new KalshiAccountRest(http, signer, net.clock());
        var ids = new KalshiOrderIds();
        var history = new KalshiHistory(rest, market.rest(), ids);
        var state = new KalshiAccountState(rest, history, net.clock());
        var spares = new KalshiSpares(signer, net, http.rest()::exchangeMillis);
        return open.add(
                new KalshiAccount(
                        state,
                        rest,
                        market,
                        new KalshiOrders(rest, history, ids, spares),
                        spares,
                        listener ->
                                KalshiUserStream.open(
                                        config, net, rest, state, market, ids, listener),
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
