package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Instrument;
import dev.k2.model.Side;
import java.time.Duration;
import java.util.List;
import java.util.Set;

interface ConnectionCards extends AtVenue {
    @Card("C-03")
    default void aCutFeedComesBackWithAllItsSubscriptions() {
        needs(Trouble.CUT_SOCKETS);
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            Instrument instrument = subscribed(exchange, feed);
            Until.so("everything arrives", () -> traded(instrument) && heard.heardAll());
            venue().strike(Trouble.CUT_SOCKETS);
            Until.so("the cut is told", () -> heard.states.contains(ConnectionState.BACKING_OFF));
            heard.forget();

            Until.so("everything arrives again", () -> traded(instrument) && heard.heardAll());
            assertThat(feed.reconnects()).isPositive();
            assertThat(feed.state()).isEqualTo(ConnectionState.LIVE);
        }
    }

    @Card(value = "C-05", part = "an announced shutdown")
    default void anAnnouncedShutdownIsSurvived() {
        needs(Trouble.ANNOUNCE_SHUTDOWN);
        HeardFeed heard = new HeardFeed();
        try (Exchange exchange = venue().open();
                MarketFeed feed = exchange.feed(heard)) {
            Instrument instrument = subscribed(exchange, feed);
            Until.so("everything arrives", () -> traded(instrument) && heard.heardAll());
            venue().strike(Trouble.ANNOUNCE_SHUTDOWN);
            long before = heard.trades.size();

            Until.so("trades go on", () -> traded(instrument) && heard.trades.size() > before + 20);
            assertThat(heard.trades.stream().map(HeardFeed.Trade::id).toList())
                    .doesNotHaveDuplicates();
        }
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
        Until.so("everything arrives", () -> traded(instrument) && heard.heardAll());
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
        for (Channel channel : exchange.capabilities().channels()) {
            feed.subscribe(instrument, channel);
        }
        return instrument;
    }

    private boolean traded(Instrument instrument) {
        venue().trade(Side.BUY, instrument.rules().limitQuantity().min());
        return true;
    }
}
