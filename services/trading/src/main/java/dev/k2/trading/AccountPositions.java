package dev.k2.trading;

import dev.k2.exchange.Answer;
import dev.k2.model.ExchangeId;
import dev.k2.model.LinkId;
import dev.k2.model.Position;
import java.time.Instant;
import java.util.List;

/**
 * The open positions of one account.
 *
 * @param positions as the exchange told them, or why it did not
 * @param at when they were last known to hold
 */
public record AccountPositions(
        LinkId link, ExchangeId exchange, Answer<List<Position>> positions, Instant at) {}
