package dev.k2.sim.kalshi;

import java.math.BigDecimal;
import java.util.List;

/** What events of one kind have in common. */
record Series(
        String ticker,
        String title,
        String category,
        String frequency,
        List<String> tags,
        String sourceName,
        String sourceUrl,
        FeeType feeType,
        BigDecimal feeMultiplier) {
    Series {
        tags = List.copyOf(tags);
    }
}
