package dev.k2.marketdata;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * Best bid and ask for whoever judges an order by them. Only a quote that is {@link Freshness#LIVE}
 * and young enough may be used; there is no default price.
 *
 * @param bid empty where nobody bids
 * @param ask empty where nobody offers
 * @param last the newest trade; empty before the first
 * @param age since the bid and ask arrived or were last confirmed by the book
 * @param state live only while the feed is connected, its book is valid and the age is in limits
 */
public record Quote(
        ExchangeId exchange,
        InstrumentId instrument,
        Optional<BigDecimal> bid,
        BigDecimal bidQuantity,
        Optional<BigDecimal> ask,
        BigDecimal askQuantity,
        Optional<BigDecimal> last,
        Duration age,
        Freshness state) {}
