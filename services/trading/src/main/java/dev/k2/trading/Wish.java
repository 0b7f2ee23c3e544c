package dev.k2.trading;

import dev.k2.model.ClientOrderId;
import java.time.Instant;

/**
 * Terms that an amend asked for and of which nobody knows yet whether they hold.
 *
 * @param name what the order is called at the exchange from then on, where that cancels and creates
 */
record Wish(Terms terms, ClientOrderId name, Instant at) {}
