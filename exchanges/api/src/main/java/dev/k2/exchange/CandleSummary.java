package dev.k2.exchange;

import dev.k2.model.Candle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a {@link CandleDownload} ended.
 *
 * @param candles how many were handed over, each once and oldest first
 * @param quiet how many of them had no trade
 * @param open the candle that is not over yet, where it was the last one handed over
 * @param gaps what is missing before {@code next}, oldest first
 * @param gapsUntold further gaps, beyond the 10,000 that are listed
 * @param next where a later download goes on: everything before was handed over. The open candle
 *     comes again then, as it ended
 * @param failure what ended the download before its range was read; empty where all of it was
 */
public record CandleSummary(
        long candles,
        long quiet,
        Optional<Candle> open,
        List<CandleGap> gaps,
        long gapsUntold,
        Instant next,
        Optional<ExchangeError> failure) {
    public CandleSummary {
        gaps = List.copyOf(gaps);
    }

    /** Whether the whole range was read, with or without gaps. */
    public boolean isComplete() {
        return failure.isEmpty();
    }

    /** How many candles the listed gaps miss. */
    public long missing() {
        return gaps.stream().mapToLong(CandleGap::missing).sum();
    }
}
