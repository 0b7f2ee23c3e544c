/** Binance Spot behind the shapes of the exchange API. */
@NullMarked
package dev.k2.exchange.binance;

import org.jspecify.annotations.NullMarked;
