package dev.k2.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * What the end of an event contract paid an account was booked.
 *
 * @param id K2's own id of the booking
 * @param correction whether the exchange had told another end of the same contract before
 * @param booked realised profit of this booking alone: of a correction the difference to what was
 *     booked before, so that all bookings of a contract add up to what its newest end gained
 */
public record PositionSettled(
        UUID id,
        UserId user,
        LinkId link,
        ExchangeId exchange,
        Settlement settlement,
        boolean correction,
        BigDecimal booked,
        Instant bookedAt) {}
