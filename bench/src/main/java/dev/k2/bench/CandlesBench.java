package dev.k2.bench;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.FeedListener;
import dev.k2.marketdata.CandleArchive;
import dev.k2.marketdata.CandleRetention;
import dev.k2.marketdata.MarketData;
import dev.k2.marketdata.MarketDataConfig;
import dev.k2.marketdata.MarketListener;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import dev.k2.platform.DataDirectory;
import dev.k2.platform.Database;
import dev.k2.platform.EmbeddedPostgres;
import dev.k2.platform.Metrics;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Trades into candles of a minute, and a year of those candles read, beside a plain GROUP BY over
 * the same trades in PostgreSQL. CPU time of the thread that works and of the database's processes.
 */
final class CandlesBench {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long MINUTE_MILLIS = 60_000;

    /** From thousandths to the instrument's scale. */
    private static final long QUANTITY_UNIT = 100;

    private static final Duration QUESTION = Duration.ofHours(150);

    private CandlesBench() {}

    /**
     * How much is measured.
     *
     * @param trades in the year
     * @param rounds of K2, of which the best counts
     * @param groups rounds of GROUP BY, of which the best counts
     */
    record Size(int trades, int rounds, int groups) {
        static final Size USUAL = new Size(10_000_000, 3, 2);
    }

    /** CPU time, ours and the database's. */
    private record Spent(long ourNanos, long serverNanos) {
        long nanos() {
            return ourNanos + serverNanos;
        }

        static final Spent MOST = new Spent(Long.MAX_VALUE / 2, 0);

        static Spent less(Spent one, Spent other) {
            return other.nanos() < one.nanos() ? other : one;
        }
    }

    /** Something that brings candles. */
    private interface Way {
        CandleSum go() throws SQLException;
    }

    static int run(String[] arguments, PrintStream out, PrintStream problems) {
        if (arguments.length > 0) {
            problems.println("bench candles takes no words.");
            return 2;
        }
        try {
            measure(Size.USUAL, out);
            return 0;
        } catch (Exception failed) {
            problems.println("The benchmark failed: " + failed);
            return 1;
        }
    }

    static void measure(Size size, PrintStream out) throws Exception {
        Path folder = Files.createTempDirectory("k2-bench-candles-");
        TradeYear year = new TradeYear(size.trades());
        try (DataDirectory data = DataDirectory.open(folder.resolve("data"));
                EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("home"), data);
                Database database = Database.open(postgres.address(), 4, new Metrics());
                TradeStore trades = TradeStore.open(postgres.address())) {
            trades.load(year);
            var exchange = new HandExchange(List.of(Btc.instrument()));
            compare(size, year, exchange, database, trades, out);
        } finally {
            delete(folder);
        }
    }

    private static void compare(
            Size size,
            TradeYear year,
            HandExchange exchange,
            Database database,
            TradeStore trades,
            PrintStream out)
            throws SQLException {
        built(year, exchange::remember);
        var clock = new HandTimers(TradeYear.END.plus(Duration.ofDays(1)));
        CandleArchive archive = CandleArchive.open(database, CandleRetention.defaults(), clock);
        keep(exchange, archive, clock);
        Instrument instrument = exchange.instrument();
        Way build = () -> built(year, candle -> {});
        Way read = () -> read(archive, instrument);
        Spent building = Spent.MOST;
        Spent reading = Spent.MOST;
        Spent grouping = Spent.MOST;
        String expected = trades.grouped().text();
        for (int round = 0; round < Math.max(size.rounds(), size.groups()); round++) {
            if (round < size.rounds()) {
                building = Spent.less(building, spent(trades, build, expected));
                reading = Spent.less(reading, spent(trades, read, expected));
            }
            if (round < size.groups()) {
                grouping = Spent.less(grouping, spent(trades, trades::grouped, expected));
            }
        }
        print(size.trades() + " trades into candles, K2", building, out);
        print("a year of candles read, K2", reading, out);
        print("GROUP BY over the trades", grouping, out);
        out.printf(
                Locale.ROOT,
                "candles: GROUP BY takes %s x the CPU of building them, %s x that of reading"
                        + " them%n",
                ratio(grouping, building),
                ratio(grouping, reading));
    }

    /** All that K2 does of a trade: its tape, its price, and the candles, told as they close. */
    private static CandleSum built(TradeYear year, Consumer<Candle> taker) {
        var sum = new CandleSum();
        var timers = new HandTimers(TradeYear.BEGIN.minusSeconds(90));
        var exchange = new HandExchange(List.of(Btc.instrument()));
        try (var market = new MarketData(MarketDataConfig.defaults(), timers, timers)) {
            market.start(List.of(exchange));
            FeedListener feed = exchange.listener();
            feed.onState(ConnectionState.LIVE);
            market.watchCandles(exchange.instrument(), CandleInterval.M1);
            market.addListener(closed(sum, taker));
            // Candles are whole from the first minute on that begins after a trade was seen.
            tell(feed, exchange.instrument(), -1, TradeYear.BEGIN.toEpochMilli() - 80_000, 1, 1);
            int next = 0;
            for (long open = TradeYear.BEGIN.toEpochMilli();
                    open < TradeYear.END.toEpochMilli();
                    open += MINUTE_MILLIS) {
                long end = open + MINUTE_MILLIS;
                while (next < year.count() && year.atMillis(next) < end) {
                    tell(
                            feed,
                            exchange.instrument(),
                            next,
                            year.atMillis(next),
                            year.price(next),
                            year.quantity(next));
                    next++;
                }
                timers.moveTo(Instant.ofEpochMilli(end - 1));
                timers.moveTo(Instant.ofEpochMilli(end + 1_000));
            }
        }
        return sum;
    }

    private static void tell(
            FeedListener feed,
            Instrument instrument,
            long id,
            long atMillis,
            long price,
            long quantity) {
        feed.onTrade(instrument, id, price, quantity * QUANTITY_UNIT, Side.BUY, atMillis, atMillis);
    }

    private static MarketListener closed(CandleSum sum, Consumer<Candle> taker) {
        return new MarketListener() {
            @Override
            public void onCandle(ExchangeId exchange, Candle candle) {
                if (candle.closed() && candle.volume().signum() > 0) {
                    add(sum, candle);
                    taker.accept(candle);
                }
            }
        };
    }

    /** Has the archive ask for the year once, as a reader would. */
    private static void keep(HandExchange exchange, CandleArchive archive, HandTimers clock) {
        var market =
                new MarketData(MarketDataConfig.defaults(), clock, clock, Optional.of(archive));
        try (market) {
            market.start(List.of(exchange));
            for (Instant from = TradeYear.BEGIN;
                    from.isBefore(TradeYear.END);
                    from = from.plus(QUESTION)) {
                Instant end = from.plus(QUESTION);
                Instant to = end.isBefore(TradeYear.END) ? end : TradeYear.END;
                var _ =
                        market.candles(exchange.instrument(), CandleInterval.M1, from, to)
                                .orThrow();
            }
        }
    }

    private static CandleSum read(CandleArchive archive, Instrument instrument) {
        var sum = new CandleSum();
        archive.each(
                instrument,
                CandleInterval.M1,
                TradeYear.BEGIN,
                TradeYear.END,
                candle -> add(sum, candle));
        return sum;
    }

    private static void add(CandleSum sum, Candle candle) {
        if (candle.openTime().isBefore(TradeYear.BEGIN)) {
            return;
        }
        sum.add(
                candle.openTime(),
                candle.open(),
                candle.high(),
                candle.low(),
                candle.close(),
                candle.volume());
    }

    private static Spent spent(TradeStore trades, Way way, String expected) throws SQLException {
        long server = trades.serverNanos();
        long ours = THREADS.getCurrentThreadCpuTime();
        String told = way.go().text();
        long oursAfter = THREADS.getCurrentThreadCpuTime();
        if (!told.equals(expected)) {
            throw new IllegalStateException("expected " + expected + ", found " + told);
        }
        return new Spent(oursAfter - ours, trades.serverNanos() - server);
    }

    private static void print(String what, Spent spent, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "candles %-40s %d ms CPU, %d of them the database's%n",
                what,
                spent.nanos() / 1_000_000,
                spent.serverNanos() / 1_000_000);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String ratio(Spent peer, Spent ours) {
        return Figure.thousandths(peer.nanos() * 1000 / Math.max(1, ours.nanos()), 1);
    }
}
