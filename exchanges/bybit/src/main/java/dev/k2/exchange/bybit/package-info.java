/** Bybit, spot and linear contracts, behind the shapes of the exchange API. */
@NullMarked
package dev.k2.exchange.bybit;

import org.jspecify.annotations.NullMarked;
