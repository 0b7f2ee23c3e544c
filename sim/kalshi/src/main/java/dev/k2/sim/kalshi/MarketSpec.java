package dev.k2.sim.kalshi;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One question of an event, as it was listed. */
record MarketSpec(
        String ticker,
        String title,
        String yesSubTitle,
        String noSubTitle,
        String rules,
        String strikeType,
        @Nullable BigDecimal floorStrike,
        @Nullable BigDecimal capStrike) {}
