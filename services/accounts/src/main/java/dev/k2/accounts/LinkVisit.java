package dev.k2.accounts;

import dev.k2.model.ExchangeId;
import java.time.Instant;

/**
 * A person is sent to an exchange to give consent.
 *
 * @param address where their browser is to go
 * @param expiresAt when it is too late to come back
 */
public record LinkVisit(ExchangeId exchange, String address, Instant expiresAt) {}
