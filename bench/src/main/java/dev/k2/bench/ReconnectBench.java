package dev.k2.bench;

import dev.k2.exchange.Channel;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.binance.BinanceConfig;
import dev.k2.exchange.binance.BinanceExchange;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.Side;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.binance.SimBinance;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A connection of a live feed is torn while the simulated exchange trades: how long until the next
 * trade is told, and how many were never told; with one connection and with two, of which one is
 * torn. Time on the wall, because waiting costs no CPU.
 */
final class ReconnectBench {
    private static final int CUTS = 5;
    private static final long PROMISED_MILLIS = 5_000;
    private static final long WAIT_NANOS = 30_000_000_000L;

    /** A connection that lived shorter was not stable, and the next try would wait longer. */
    private static final long STEADY_NANOS = 11_000_000_000L;

    private static final long TRADE_EVERY_NANOS = 5_000_000L;
    private static final InstrumentId BTC = InstrumentId.spot("BTC", "USDT");

    private ReconnectBench() {}

    static int run(String[] arguments, PrintStream out, PrintStream problems) {
        if (arguments.length > 0) {
            problems.println("bench reconnect takes no words.");
            return 2;
        }
        try {
            measure(CUTS, STEADY_NANOS, out);
            return 0;
        } catch (IOException failed) {
            problems.println("The simulated exchange failed: " + failed.getMessage());
            return 1;
        }
    }

    static void measure(int cuts, long steadyNanos, PrintStream out) throws IOException {
        Outcome one = cut(false, cuts, steadyNanos);
        Outcome two = cut(true, cuts, steadyNanos);
        print("one connection", one, out);
        print("two connections", two, out);
        out.printf(
                Locale.ROOT,
                "reconnect: the 5 s of the field are %s x the worst of one connection; two"
                        + " connections lost %d updates%n",
                Figure.thousandths(PROMISED_MILLIS * 1_000_000 / Math.max(1, one.worst()), 1),
                two.lost());
    }

    private static void print(String what, Outcome outcome, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "reconnect %-16s %d cuts, to live data %s ms in the middle, %s ms at worst;"
                        + " %d of %d trades lost%n",
                what,
                outcome.micros().size(),
                Figure.thousandths(outcome.middle(), 1),
                Figure.thousandths(outcome.worst(), 1),
                outcome.lost(),
                outcome.trades());
    }

    /**
     * What cuts did.
     *
     * @param micros from each cut to the next trade told
     * @param trades that the exchange made between the first and the last told
     * @param lost of these, how many were not told
     */
    record Outcome(List<Long> micros, long trades, long lost) {
        long middle() {
            return micros.stream().sorted().skip(micros.size() / 2).findFirst().orElseThrow();
        }

        long worst() {
            return micros.stream().max(Long::compare).orElseThrow();
        }
    }

    static Outcome cut(boolean twoConnections, int cuts, long steadyNanos) throws IOException {
        var simConfig = SimConfig.inMemory(InstantSource.system(), 11);
        try (SimulatedExchanges sim =
                        SimulatedExchanges.start(simConfig, List.of(new SimBinance()));
                Relay relay = Relay.to(sim.port("binance"));
                Exchange exchange =
                        BinanceExchange.open(
                                config(sim.port("binance"), relay.port(), twoConnections),
                                InstantSource.system());
                Trading trading = new Trading(sim.adminPort())) {
            var heard = new Heard();
            Instrument instrument = exchange.instrument(BTC).orThrow();
            try (MarketFeed feed = exchange.feed(heard)) {
                feed.subscribe(instrument, Channel.TRADES);
                trading.start();
                int connections = twoConnections ? 2 : 1;
                await(() -> relay.connections() == connections && heard.count() > 0);
                LockSupport.parkNanos(steadyNanos);
                List<Long> micros = new ArrayList<>();
                for (int cut = 0; cut < cuts; cut++) {
                    relay.tearOldest();
                    long from = System.nanoTime();
                    // What was on its way before the cut may still be told.
                    long before = twoConnections ? heard.count() : heard.settled();
                    await(() -> heard.count() > before);
                    micros.add((heard.lastNanos(before) - from) / 1_000);
                    await(() -> relay.connections() == connections);
                    LockSupport.parkNanos(steadyNanos);
                }
                return heard.outcome(micros);
            }
        }
    }

    private static BinanceConfig config(int restPort, int streamPort, boolean twoConnections) {
        BinanceConfig sim = BinanceConfig.sim(restPort);
        return new BinanceConfig(
                sim.environment(),
                sim.rest(),
                URI.create("ws://127.0.0.1:" + streamPort),
                sim.webSocketApi(),
                sim.recvWindow(),
                sim.timeout(),
                sim.clockOffsetMax(),
                sim.silenceMax(),
                sim.pingEvery(),
                sim.connectionAgeMax(),
                sim.reconnect(),
                sim.bookDepth(),
                sim.orderEntry(),
                twoConnections,
                sim.stateFolder());
    }

    private static void await(BooleanSupplier condition) {
        long from = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - from > WAIT_NANOS) {
                throw new IllegalStateException("waited 30 s in vain");
            }
            LockSupport.parkNanos(100_000);
        }
    }

    /** The numbers of the trades that were told, and when. */
    private static final class Heard implements FeedListener {
        private static final long SETTLED_NANOS = 20_000_000L;

        private final Set<Long> ids = ConcurrentHashMap.newKeySet();
        private final AtomicLong count = new AtomicLong();
        private final ConcurrentHashMap<Long, Long> whenByCount = new ConcurrentHashMap<>();
        private volatile long firstId = Long.MAX_VALUE;
        private volatile long lastId = Long.MIN_VALUE;

        @Override
        public void onTrade(
                Instrument instrument,
                long tradeId,
                long price,
                long quantity,
                Side aggressor,
                long exchangeMillis,
                long receivedMillis) {
            if (ids.add(tradeId)) {
                firstId = Math.min(firstId, tradeId);
                lastId = Math.max(lastId, tradeId);
                whenByCount.put(count.incrementAndGet(), System.nanoTime());
            }
        }

        long count() {
            return count.get();
        }

        /** The count once nothing more comes of what was sent before the cut. */
        long settled() {
            LockSupport.parkNanos(SETTLED_NANOS);
            return count.get();
        }

        /** When the first one after so many came. */
        long lastNanos(long after) {
            Long when = whenByCount.get(after + 1);
            if (when == null) {
                throw new IllegalStateException("no trade came after " + after);
            }
            return when;
        }

        Outcome outcome(List<Long> micros) {
            long trades = lastId - firstId + 1;
            return new Outcome(micros, trades, trades - ids.size());
        }
    }

    /** Someone who trades at the simulated exchange without pause. */
    private static final class Trading implements AutoCloseable {
        private final HttpClient client = HttpClient.newHttpClient();
        private final URI trade;
        private volatile boolean over;

        Trading(int adminPort) {
            trade = URI.create("http://127.0.0.1:" + adminPort + "/market/binance/BTCUSDT/trade");
        }

        void start() {
            Thread.ofVirtual().start(this::tradeOn);
        }

        private void tradeOn() {
            try {
                for (int n = 0; !over; n++) {
                    String side = n % 2 == 0 ? "BUY" : "SELL";
                    var request =
                            HttpRequest.newBuilder(trade)
                                    .header("content-type", "application/json")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"side\":\"%s\",\"quantity\":\"0.001\"}"
                                                            .formatted(side)))
                                    .build();
                    HttpResponse<String> answer =
                            client.send(request, HttpResponse.BodyHandlers.ofString());
                    if (answer.statusCode() >= 300) {
                        throw new IllegalStateException("no trade was made: " + answer.body());
                    }
                    LockSupport.parkNanos(TRADE_EVERY_NANOS);
                }
            } catch (IOException failed) {
                if (!over) {
                    throw new IllegalStateException("no trade was made", failed);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            over = true;
            client.shutdownNow();
        }
    }
}
