package dev.k2.bench;

import dev.k2.exchange.Account;
import dev.k2.exchange.Capabilities;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.FeedListener;
import dev.k2.gateway.Gateway;
import dev.k2.gateway.GatewayConfig;
import dev.k2.marketdata.MarketData;
import dev.k2.marketdata.MarketDataConfig;
import dev.k2.model.BookSnapshot;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import dev.k2.model.Side;
import dev.k2.trading.Links;
import dev.k2.trading.Market;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * K2 itself: its market data with a feed that is told by hand, and its gateway with everything
 * behind it. Nobody trades.
 */
final class K2Fan implements FanServer, Links, dev.k2.trading.Accounts, Market {
    private static final long WAIT_NANOS = 30_000_000_000L;

    private final Premises premises;
    private final FeedListener feed;
    private final Gateway gateway;

    /**
     * Opens it.
     *
     * @param slowReaderMax how long somebody who reads nothing is kept
     */
    K2Fan(Duration slowReaderMax) throws Exception {
        premises = new Premises("fan");
        var market =
                new MarketData(MarketDataConfig.defaults(), premises.clock(), premises.timers());
        var exchange = new HandExchange(Print.INSTRUMENTS);
        market.start(List.of(exchange));
        feed = exchange.listener();
        feed.onState(ConnectionState.LIVE);
        awaitInstruments(market);
        GatewayConfig.Limits usual = GatewayConfig.Limits.usual();
        gateway =
                premises.serve(
                        premises.trade(this, this, this),
                        market,
                        new GatewayConfig.Limits(
                                usual.bodyBytesMax(),
                                usual.requestsInFlight(),
                                usual.socketsMax(),
                                usual.subscriptionsMax(),
                                usual.sessionCheckEvery(),
                                slowReaderMax));
    }

    private static void awaitInstruments(MarketData market) {
        long end = System.nanoTime() + WAIT_NANOS;
        while (market.instruments().all().size() < Print.INSTRUMENTS.size()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the instruments did not load");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public int port() {
        return gateway.port();
    }

    @Override
    public void tell(Print print) {
        long millis = premises.clock().millis();
        feed.onTrade(
                print.instrument(),
                print.tradeId(),
                print.cents(),
                Print.QUANTITY,
                Side.BUY,
                millis,
                millis);
    }

    // --- what trading asks ---

    @Override
    public List<Link> active() {
        return List.of();
    }

    @Override
    public Set<LinkId> gone(Collection<LinkId> links) {
        return Set.of();
    }

    @Override
    public long changes() {
        return 0;
    }

    @Override
    public boolean refused(Link link, ExchangeError cause) {
        throw new IllegalStateException("nobody has an account here: " + cause);
    }

    @Override
    public Optional<Account> open(LinkId link) {
        return Optional.empty();
    }

    @Override
    public Optional<Instrument> instrument(ExchangeId exchange, InstrumentId instrument) {
        return Optional.empty();
    }

    @Override
    public Optional<Quote> quote(ExchangeId exchange, InstrumentId instrument) {
        return Optional.empty();
    }

    @Override
    public Optional<BookSnapshot> book(ExchangeId exchange, InstrumentId instrument) {
        return Optional.empty();
    }

    @Override
    public boolean offers(ExchangeId exchange, Capabilities.Feature feature) {
        return false;
    }

    @Override
    public void close() {
        premises.close();
    }
}
