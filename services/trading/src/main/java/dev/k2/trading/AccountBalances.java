package dev.k2.trading;

import dev.k2.exchange.Answer;
import dev.k2.model.Balance;
import dev.k2.model.ExchangeId;
import dev.k2.model.LinkId;
import java.time.Instant;
import java.util.List;

/**
 * What one account holds.
 *
 * @param balances as the exchange told them, or why it did not
 * @param at when they were last known to hold
 */
public record AccountBalances(
        LinkId link, ExchangeId exchange, Answer<List<Balance>> balances, Instant at) {}
