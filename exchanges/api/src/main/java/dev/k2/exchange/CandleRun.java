package dev.k2.exchange;

import dev.k2.exchange.CandleDownload.Settings;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of a {@link CandleDownload}: where it is, and what it has seen. */
final class CandleRun {
    private static final Duration RETRY_FIRST = Duration.ofSeconds(1);
    private static final Duration RETRY_MAX = Duration.ofSeconds(30);
    private static final Duration DAY = CandleInterval.D1.width();

    private final CandleRange range;
    private final MarketQueries market;
    private final boolean daysOffered;
    private final InstantSource clock;
    private final Settings settings;
    private final CandleGaps gaps;
    private final Instant end;

    /** Everything before it is done. */
    private Instant cursor;

    private @Nullable Candle last;
    private Optional<Candle> leftOut = Optional.empty();
    private long candles;
    private long quiet;

    CandleRun(
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
        this.gaps = new CandleGaps(range.interval(), range.from());
        this.cursor = range.from();
        // A candle opens in the future only by a clock that is not ours: one width is enough.
        this.end = earlier(range.to(), clock.instant().plus(range.interval().width()));
    }

    CandleSummary run(Consumer<List<Candle>> pages) {
        Optional<ExchangeError> failure = Optional.empty();
        while (failure.isEmpty() && cursor.isBefore(end)) {
            Instant stop = earlier(end, cursor.plus(pageOf(range.interval())));
            failure =
                    switch (ask(range.interval(), cursor, stop)) {
                        case Answer.Failed<List<Candle>>(ExchangeError error) -> Optional.of(error);
                        case Answer.Ok<List<Candle>>(List<Candle> found) -> {
                            take(found, stop, pages);
                            yield found.isEmpty() ? skipEmptyDays() : Optional.empty();
                        }
                    };
        }
        return summary(failure);
    }

    /** Hands over what is new in an answer, whatever its order. */
    private void take(List<Candle> found, Instant stop, Consumer<List<Candle>> pages) {
        List<Candle> page = new ArrayList<>();
        List<Candle> sorted =
                found.stream().sorted(Comparator.comparing(Candle::openTime)).toList();
        for (Candle candle : sorted) {
            Instant open = candle.openTime();
            boolean wanted = !open.isBefore(cursor) && open.isBefore(stop);
            if (!wanted || (last != null && !open.isAfter(last.openTime()))) {
                continue;
            }
            if (settings.closedOnly() && !candle.closed()) {
                leftOut = leftOut.or(() -> Optional.of(candle));
                continue;
            }
            last = candle;
            leftOut = Optional.empty();
            gaps.candleAt(open);
            quiet += candle.volume().signum() == 0 ? 1 : 0;
            page.add(candle);
        }
        if (!page.isEmpty()) {
            pages.accept(List.copyOf(page));
            candles += page.size();
        }
        cursor = stop;
    }

    /**
     * Years before a market began would be thousands of empty pages. Where a whole day has no
     * candle, none of its minutes has one.
     */
    private Optional<ExchangeError> skipEmptyDays() {
        boolean narrow = range.interval().width().compareTo(CandleInterval.H1.width()) <= 0;
        while (daysOffered && narrow && cursor.plus(DAY).isBefore(end)) {
            Instant stop = earlier(end, cursor.plus(pageOf(CandleInterval.D1)));
            switch (ask(CandleInterval.D1, cursor.minus(DAY).plusMillis(1), stop)) {
                case Answer.Failed<List<Candle>>(ExchangeError error) -> {
                    return Optional.of(error);
                }
                case Answer.Ok<List<Candle>>(List<Candle> days) -> {
                    Optional<Instant> first =
                            days.stream()
                                    .map(Candle::openTime)
                                    .filter(day -> day.plus(DAY).isAfter(cursor))
                                    .min(Comparator.naturalOrder());
                    if (first.isPresent()) {
                        cursor = first.get().isAfter(cursor) ? earlier(first.get(), end) : cursor;
                        return Optional.empty();
                    }
                    cursor = stop;
                }
            }
        }
        return Optional.empty();
    }

    private Answer<List<Candle>> ask(CandleInterval interval, Instant from, Instant to) {
        Instant since = from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from;
        Duration waited = Duration.ZERO;
        for (int attempt = 1; ; attempt++) {
            Answer<List<Candle>> answer = market.candles(range.instrument(), interval, since, to);
            if (!(answer instanceof Answer.Failed<List<Candle>>(ExchangeError error))
                    || !error.retryable()
                    || attempt >= settings.attempts()) {
                return answer;
            }
            Duration delay = delay(error, attempt);
            waited = waited.plus(delay);
            boolean tooLong = waited.compareTo(settings.patience()) > 0;
            if (tooLong || !settings.pause().take(delay)) {
                return answer;
            }
        }
    }

    private Duration delay(ExchangeError error, int attempt) {
        if (error instanceof ExchangeError.RateLimit limit && limit.until().isPresent()) {
            Duration left = Duration.between(clock.instant(), limit.until().get());
            return left.compareTo(RETRY_FIRST) > 0 ? left : RETRY_FIRST;
        }
        Duration doubled = RETRY_FIRST.multipliedBy(1L << Math.min(attempt - 1, 5));
        return doubled.compareTo(RETRY_MAX) < 0 ? doubled : RETRY_MAX;
    }

    private CandleSummary summary(Optional<ExchangeError> failure) {
        Optional<Candle> open = Optional.ofNullable(last).filter(candle -> !candle.closed());
        Instant next = leftOut.or(() -> open).map(Candle::openTime).orElseGet(this::reached);
        gaps.endAt(next, clock.instant());
        return new CandleSummary(candles, quiet, open, gaps.told(), gaps.untold(), next, failure);
    }

    /** How far everything is told for good: no further than now, for more candles will open. */
    private Instant reached() {
        Instant now = clock.instant();
        Instant told = cursor.isAfter(now) && now.isAfter(range.from()) ? now : cursor;
        return last != null && !told.isAfter(last.openTime())
                ? last.openTime().plusMillis(1)
                : told;
    }

    private Duration pageOf(CandleInterval interval) {
        return interval.width().multipliedBy(settings.page());
    }

    private static Instant earlier(Instant first, Instant second) {
        return first.isBefore(second) ? first : second;
    }
}
