package dev.k2.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * One question of an event, traded as one instrument: what its exchange says of it beside its
 * trading rules.
 *
 * @param title the question
 * @param yes what YES stands for, such as {@code 65,000 or above}
 * @param no what NO stands for
 * @param closesAt when trading ends at the latest
 * @param settlesAt when the result is expected; empty where nothing is told
 * @param mayCloseEarly whether trading can end before {@code closesAt}
 * @param rules by what the result is decided
 * @param volume24h contracts traded in the last 24 hours
 * @param openInterest contracts held
 * @param result from {@link ContractState#DETERMINED} on
 * @param settledAt when the result was paid
 */
public record EventContract(
        InstrumentId instrument,
        String title,
        String yes,
        String no,
        ContractState state,
        Instant opensAt,
        Instant closesAt,
        Optional<Instant> settlesAt,
        boolean mayCloseEarly,
        String rules,
        BigDecimal volume24h,
        BigDecimal openInterest,
        Optional<ContractResult> result,
        Optional<Instant> settledAt) {}
