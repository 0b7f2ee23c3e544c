package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.FaultProxy;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.binance.BinanceConfig;
import dev.k2.exchange.binance.BinanceExchange;
import dev.k2.exchange.net.Backoff;
import dev.k2.model.Instrument;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.binance.SimBinance;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * A day of a live book whose connection is cut every minute. The exchange's time is simulated, so that a
 * day takes about a minute; the sockets are real. Each cut waits until the book is right again, level for
 * level, so that 24 hours are 1,440 cuts and 2,880 comparisons.
 */
class SoakTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int LOST_EVERY = 60;

    /** The library lets one process try 250 connections in five real minutes, so it is opened anew. */
    private static final int CUTS_OF_ONE_OPENING = 180;

    /** A thousandth of the usual, for a minute takes about a thousandth of one. */
    private static final Backoff HURRIED = new Backoff(Duration.ofMillis(1), Duration.ofMillis(20));

    private static final long GROWTH_BYTES_MAX = 48L << 20;
    private static final int TRIES_MAX = 2_000;
    private static final int LOOKS = 50;
    private static final int AWAIT_LOOKS = 200_000;
    private static final long PAUSE_NANOS = 200_000;

    private final SimulatedTime time = new SimulatedTime(START);
    private final WatchedBook watched = new WatchedBook();
    private final List<Long> heap = new ArrayList<>();
    private long compared;

    @Test
    void aDayWithACutEveryMinuteServesNoGapAndKeepsItsMemory() throws Exception {
        int minutes = Integer.getInteger("k2.soak.minutes", 24 * 60);
        try (SimulatedExchanges exchanges =
                        SimulatedExchanges.start(
                                SimConfig.inMemory(time, 24), List.of(new SimBinance()));
                FaultProxy proxy = FaultProxy.to(exchanges.port("binance"))) {
            Simulation simulation = Simulation.inside(exchanges.adminPort());
            // One account asks here what a day's worth of users would spread over a day.
            simulation.set(
                    "binance", "{\"weight_per_minute\":100000000,\"pong_within_ms\":86400000}");

            int cuts = 0;
            while (cuts < minutes) {
                int here = Math.min(CUTS_OF_ONE_OPENING, minutes - cuts);
                watch(simulation, proxy, cuts, here);
                cuts += here;
                heap.add(used());
            }

            assertThat(Duration.between(START, time.instant()))
                    .isGreaterThanOrEqualTo(MINUTE.multipliedBy(minutes));
            assertThat(watched.cuts()).isGreaterThanOrEqualTo(minutes);
            assertThat(watched.published()).isGreaterThan(minutes * 30L);
            assertThat(compared).isGreaterThanOrEqualTo(2L * minutes);
            assertThat(watched.mistakes()).isEmpty();
            assertFlat();
        }
    }

    private void watch(Simulation simulation, FaultProxy proxy, int done, int cuts)
            throws Exception {
        BinanceConfig config =
                BinanceConfig.sim(proxy.port())
                        .withReconnect(HURRIED)
                        .withTimeout(Duration.ofSeconds(20));
        try (BinanceExchange exchange = BinanceExchange.open(config, InstantSource.system());
                MarketFeed feed = exchange.feed(watched)) {
            Instrument instrument =
                    exchange.market().instruments().orThrow().stream()
                            .filter(one -> one.id().text().equals("BTC-USDT"))
                            .findFirst()
                            .orElseThrow();
            feed.subscribe(instrument, Channel.BOOK);
            for (int cut = done; cut < done + cuts; cut++) {
                Instant begun = time.instant();
                reach(simulation);
                if (cut % LOST_EVERY == 0) {
                    proxy.loseFrames("depthUpdate", 1);
                }
                Duration left = MINUTE.minus(Duration.between(begun, time.instant()));
                if (left.isPositive()) {
                    time.pass(left);
                }
                reach(simulation);
                long before = watched.cuts();
                proxy.cut();
                await(() -> watched.cuts() > before);
            }
        }
    }

    /**
     * Waits until the live book is the exchange's own, level for level. Time stands still meanwhile,
     * but for a second now and then: a new book begins with the next change.
     */
    private void reach(Simulation simulation) throws Exception {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            JsonNode market = simulation.market("binance", "BTCUSDT");
            long update = market.path("update_id").asLong();
            if (waited(LOOKS, () -> watched.isAt(update))) {
                assertThat(watched.top()).isEqualTo(WatchedBook.top(market));
                compared++;
                return;
            }
            time.pass(SECOND);
        }
        throw new AssertionError("The live book never reached the exchange's");
    }

    private static void await(BooleanSupplier condition) {
        assertThat(waited(AWAIT_LOOKS, condition)).as("the cut is told").isTrue();
    }

    private static boolean waited(int looks, BooleanSupplier condition) {
        for (int i = 0; i < looks; i++) {
            if (condition.getAsBoolean()) {
                return true;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return condition.getAsBoolean();
    }

    /** What is left after two collections. */
    private static long used() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The first opening fills what is kept for good; no later one may add to it. */
    private void assertFlat() {
        assertThat(heap.getLast() - heap.getFirst())
                .as("growth of the heap over %s", heap)
                .isLessThan(GROWTH_BYTES_MAX);
    }
}
