package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Instrument;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.Side;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

interface ConnectionCards extends AtVenue {
    @Card(value = "C-01", part = "every stream of every instrument")
    default void subscribesToEverythingWithinTheLimits() {
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            List<Instrument> all =
                    exchange.market().instruments().orThrow().stream()
                            .filter(i -> i.status() == InstrumentStatus.TRADING)
                            .toList();
            for (Instrument instrument : all) {
                for (Channel channel : channels(exchange, instrument)) {
                    feed.subscribe(instrument, channel);
                }
            }

            Until.within(
                    Duration.ofMinutes(1),
                    "every instrument is heard, and everything is subscribed",
                    () ->
                            heard.quotes.stream().map(q -> q.instrument().id()).distinct().count()
                                            == all.size()
                                    && feed.state() == ConnectionState.LIVE);
            assertThat(all).isNotEmpty();
            assertThat(feed.reconnects()).isZero();
            assertThat(heard.skipped).isEmpty();
        }
    }

    @Card("C-03")
    default void aCutFeedComesBackWithAllItsSubscriptions() {
        needs(Trouble.CUT_SOCKETS);
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            Instrument instrument = subscribed(exchange, feed);
            Until.so(
                    "everything arrives",
                    () -> traded(instrument) && heard.heardAll(channels(exchange, instrument)));
            venue().strike(Trouble.CUT_SOCKETS);
            Until.so("the cut is told", () -> heard.states.contains(ConnectionState.BACKING_OFF));
            heard.forget();

            Until.so(
                    "everything arrives again",
                    () -> traded(instrument) && heard.heardAll(channels(exchange, instrument)));
            assertThat(feed.reconnects()).isPositive();
            // A connection of which nothing is heard for hours may come back last.
            Until.so("the feed is live", () -> feed.state() == ConnectionState.LIVE);
        }
    }

    @Card("C-04")
    default void theBreakerOpensAndOneTryMendsIt() {
        needs(Trouble.REFUSE_CONNECTIONS);
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            feed.subscribe(instrument, Channel.QUOTES);
            Until.so("quotes arrive", () -> !heard.quotes.isEmpty());
            venue().strike(Trouble.REFUSE_CONNECTIONS);

            Until.within(
                    Duration.ofMinutes(2),
                    "the breaker opens",
                    () -> feed.state() == ConnectionState.BREAKER_OPEN);
            venue().calm();
            heard.forget();
            Until.within(
                    Duration.ofMinutes(2), "quotes arrive again", () -> !heard.quotes.isEmpty());
            Until.so("the feed is live", () -> feed.state() == ConnectionState.LIVE);
        }
    }

    @Card(value = "C-05", part = "an announced shutdown")
    default void anAnnouncedShutdownIsSurvived() {
        needs(Trouble.ANNOUNCE_SHUTDOWN);
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            Instrument instrument = subscribed(exchange, feed);
            Until.so(
                    "everything arrives",
                    () -> traded(instrument) && heard.heardAll(channels(exchange, instrument)));
            venue().strike(Trouble.ANNOUNCE_SHUTDOWN);
            long before = heard.trades.size();

            Until.so("trades go on", () -> traded(instrument) && heard.trades.size() > before + 20);
            assertThat(heard.trades.stream().map(HeardFeed.Trade::id).toList())
                    .doesNotHaveDuplicates();
        }
    }

    @Card("C-06")
    default void eitherOfTwoConnectionsCanBeCutWithoutALoss() {
        needs(Trouble.CUT_ONE_SOCKET);
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().openWithTwoConnections();
                MarketFeed feed = exchange.feed(heard)) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            feed.subscribe(instrument, Channel.BOOK);
            feed.subscribe(instrument, Channel.TRADES);
            Until.so(
                    "two connections are live",
                    () -> traded(instrument) && heard.book().isPresent() && twice(exchange));
            long before = heard.books.get();
            for (int cut = 0; cut < 4; cut++) {
                long reconnects = feed.reconnects();
                venue().strike(Trouble.CUT_ONE_SOCKET);
                Until.so(
                        "the connection is back",
                        () ->
                                traded(instrument)
                                        && feed.reconnects() > reconnects
                                        && twice(exchange));
            }
            List<Long> ids = heard.trades.stream().map(HeardFeed.Trade::id).toList();
            // Not every exchange counts its trades; all of them tell the time.
            long first = heard.trades.getFirst().exchangeMillis();
            long last = heard.trades.getLast().exchangeMillis();
            List<Long> told =
                    exchange.market().trades(instrument, 1_000).orThrow().stream()
                            .filter(trade -> trade.at().toEpochMilli() > first)
                            .filter(trade -> trade.at().toEpochMilli() < last)
                            .map(trade -> Long.parseLong(trade.trade().text()))
                            .toList();

            assertThat(ids).doesNotHaveDuplicates().containsAll(told);
            assertThat(heard.states).doesNotContain(ConnectionState.BACKING_OFF);
            assertThat(heard.books.get()).isGreaterThan(before);
            assertThat(heard.invalid).hasValue(0);
            assertThat(heard.crossed).hasValue(0);
        }
    }

    /** Whether each kind of stream comes over two connections, all of them live. */
    private static boolean twice(Exchange exchange) {
        List<List<Health>> kinds = new ArrayList<>();
        gather(exchange.health(), kinds);
        return !kinds.isEmpty()
                && kinds.stream()
                        .allMatch(
                                lines ->
                                        lines.size() == 2
                                                && lines.stream()
                                                        .allMatch(ConnectionCards::isLive));
    }

    private static void gather(Health part, List<List<Health>> kinds) {
        List<Health> lines =
                part.parts().stream().filter(p -> p.facts().containsKey("reconnects")).toList();
        if (!lines.isEmpty()) {
            kinds.add(lines);
        }
        part.parts().forEach(inner -> gather(inner, kinds));
    }

    private static boolean isLive(Health connection) {
        return "live".equals(connection.facts().get("state"));
    }

    @Card("C-07")
    default void closingStopsEverythingWithinTenSeconds() {
        HeardFeed heard = new HeardFeed();
        HeardAccount account = new HeardAccount();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Exchange exchange = venue().open();
        MarketFeed feed = exchange.feed(heard);
        Instrument instrument = subscribed(exchange, feed);
        exchange.account(venue().credentials()).stream(account);
        Until.so(
                "everything arrives",
                () -> traded(instrument) && heard.heardAll(channels(exchange, instrument)));
        Until.so("the account is live", () -> account.live.get() > 0);
        long began = System.nanoTime();

        exchange.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(feed.state()).isEqualTo(ConnectionState.CLOSED);
        heard.forget();
        for (int n = 0; n < 20; n++) {
            traded(instrument);
        }
        assertThat(heard.trades).isEmpty();
        Until.so("its threads have ended", () -> begunSince(before).isEmpty());
    }

    @Card("C-08")
    default void aHostThatNobodyVouchesForIsToldNothing(@TempDir Path folder) throws Exception {
        Credentials credentials = venue().credentials();
        NewOrder order;
        try (Trader trader = new Trader(venue())) {
            order = trader.resting(Trader.id(), Side.BUY);
        }
        KeyStore keys = TlsHost.certificate(folder.resolve("keys.p12"), "dns:localhost");
        try (var host = new TlsHost(keys)) {
            assertThat(host.hears(keys, credentials.apiKey())).isTrue();
        }
        for (ExchangeConfig.OrderTransport transport : ExchangeConfig.OrderTransport.values()) {
            try (var host = new TlsHost(keys)) {
                ExchangeConfig config =
                        ExchangeConfig.sim(
                                        URI.create("https://localhost:" + host.port()),
                                        InstantSource.system())
                                .withOrderEntry(transport);
                try (Exchange exchange = Exchanges.open(name(), config);
                        MarketFeed feed = exchange.feed(new HeardFeed());
                        Account account = exchange.account(credentials);
                        UserStream stream = account.stream(new HeardAccount())) {
                    assertThat(exchange.market().instruments()).isInstanceOf(Answer.Failed.class);
                    assertThat(account.balances()).isInstanceOf(Answer.Failed.class);
                    assertThat(account.orders().place(order))
                            .isInstanceOf(Placement.Rejected.class);
                    int before = host.refusals();
                    feed.subscribe(order.instrument(), Channel.QUOTES);

                    Until.so("the sockets are refused too", () -> host.refusals() > before + 2);
                    assertThat(feed.state()).isNotEqualTo(ConnectionState.LIVE);
                    assertThat(stream.state()).isNotEqualTo(ConnectionState.LIVE);
                }
                assertThat(host.told()).as("%s", transport).isEmpty();
            }
        }
    }

    /** Platform threads that somebody keeps running; the JVM's pools come and go as they like. */
    private static List<String> begunSince(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive())
                .map(Thread::getName)
                .filter(name -> !name.startsWith("ForkJoinPool") && !name.startsWith("HttpClient"))
                .toList();
    }

    private Instrument subscribed(Exchange exchange, MarketFeed feed) {
        Instrument instrument = Trader.instrument(venue(), exchange);
        for (Channel channel : channels(exchange, instrument)) {
            feed.subscribe(instrument, channel);
        }
        return instrument;
    }

    private boolean traded(Instrument instrument) {
        venue().trade(Side.BUY, instrument.rules().limitQuantity().min());
        return true;
    }
}
