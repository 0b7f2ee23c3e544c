package dev.k2.exchange;

import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Candles of any range, however long: read in pages, handed over as they come, so that a year of
 * minutes needs no more memory than one page. Rate limits are waited out, failures that can pass
 * are tried again, and what is missing is named at the end.
 *
 * <pre>{@code
 * CandleSummary summary =
 *         CandleDownload.of(exchange, instrument, CandleInterval.M1, from, to, clock)
 *                 .run(candle -> System.out.println(candle));
 * }</pre>
 *
 * <p>It can be run more than once and changes nothing by itself. A failure ends it with {@link
 * CandleSummary#next}, from which another one goes on.
 */
public final class CandleDownload {
    // One less than exchanges give at once: a page that is not full needs no second question.
    private static final int PAGE = 999;
    private static final int PAGE_MAX = 100_000;
    private static final int ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final CandleRange range;
    private final MarketQueries market;
    private final boolean daysOffered;
    private final InstantSource clock;
    private final Settings settings;

    /**
     * How pages are asked for.
     *
     * @param page candles in a page at most
     * @param attempts questions for one page at most
     * @param patience waiting for one page at most
     * @param closedOnly whether the open candle is left out
     */
    record Settings(int page, int attempts, Duration patience, boolean closedOnly, Pause pause) {}

    private CandleDownload(
            CandleRange range,
            MarketQueries market,
            boolean daysOffered,
            InstantSource clock,
            Settings settings) {
        this.range = range;
        this.market = market;
        this.daysOffered = daysOffered;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * Prepares a download; nothing is asked before {@link #run}.
     *
     * @param from the first open time, inclusive; not before 1970
     * @param to the end, exclusive; it may lie in the future, and what is there by now is read
     * @param clock tells which candles are over, and how long a rate limit lasts
     * @throws IllegalArgumentException where the exchange has no such candles, or the range ends
     *     before it begins
     */
    public static CandleDownload of(
            Exchange exchange,
            Instrument instrument,
            CandleInterval interval,
            Instant from,
            Instant to,
            InstantSource clock) {
        var offered = exchange.capabilities().intervals();
        if (!offered.contains(interval)) {
            throw new IllegalArgumentException(
                    exchange.id() + " has candles of " + offered + ", not of " + interval);
        }
        return new CandleDownload(
                CandleRange.of(instrument, interval, from, to),
                exchange.market(),
                offered.contains(CandleInterval.D1),
                clock,
                new Settings(PAGE, ATTEMPTS, PATIENCE, false, Pause.ofThread()));
    }

    /** The same with pages of another size; 999 candles unless said otherwise. */
    public CandleDownload withPage(int candles) {
        if (candles < 1 || candles > PAGE_MAX) {
            throw new IllegalArgumentException("a page has 1 to 100000 candles, found " + candles);
        }
        return with(
                new Settings(
                        candles,
                        settings.attempts(),
                        settings.patience(),
                        settings.closedOnly(),
                        settings.pause()));
    }

    /**
     * The same with another limit for trying. Only questions are tried again, never an order.
     *
     * @param attempts how often one page is asked for at most; 5 unless said otherwise
     * @param patience how long one page may be waited for, rate limits included; 10 minutes unless
     *     said otherwise. A limit that lasts longer ends the download at once
     */
    public CandleDownload withPatience(int attempts, Duration patience) {
        if (attempts < 1 || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "a page is asked for at least once, found " + attempts + ", " + patience);
        }
        return with(
                new Settings(
                        settings.page(),
                        attempts,
                        patience,
                        settings.closedOnly(),
                        settings.pause()));
    }

    /** The same without the candle that is still open. */
    public CandleDownload closedOnly() {
        return with(
                new Settings(
                        settings.page(),
                        settings.attempts(),
                        settings.patience(),
                        true,
                        settings.pause()));
    }

    /** The same with another way to wait. */
    public CandleDownload withPause(Pause pause) {
        return with(
                new Settings(
                        settings.page(),
                        settings.attempts(),
                        settings.patience(),
                        settings.closedOnly(),
                        pause));
    }

    /**
     * Reads the range, and blocks its (virtual) thread until it is read or cannot be.
     *
     * @param each hears every candle once, oldest first; what it throws ends the download
     */
    public CandleSummary run(Consumer<Candle> each) {
        return runInPages(page -> page.forEach(each));
    }

    /**
     * The same with a list for each page, for whoever stores them.
     *
     * @param pages hears lists that are never empty
     */
    public CandleSummary runInPages(Consumer<List<Candle>> pages) {
        return new CandleRun(range, market, daysOffered, clock, settings).run(pages);
    }

    private CandleDownload with(Settings changed) {
        return new CandleDownload(range, market, daysOffered, clock, changed);
    }
}
