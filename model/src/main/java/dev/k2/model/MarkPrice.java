package dev.k2.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What an exchange values a derivative at.
 *
 * @param mark the price that profits and liquidations are measured by
 * @param index the price of what it stands on, from several exchanges
 * @param fundingRate what longs pay shorts at the next funding as a share of the position's value;
 *     negative where shorts pay. Empty where there is no funding
 * @param nextFunding when it is paid
 */
public record MarkPrice(
        InstrumentId instrument,
        BigDecimal mark,
        Optional<BigDecimal> index,
        Optional<BigDecimal> fundingRate,
        Optional<Instant> nextFunding,
        Instant at) {}
