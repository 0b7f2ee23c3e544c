/** Kalshi Trade API v2, event contracts: public data, accounts, orders, settlements. */
@NullMarked
package dev.k2.exchange.kalshi;

import org.jspecify.annotations.NullMarked;
