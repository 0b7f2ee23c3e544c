/** The simulated exchange behind Binance Spot's wire protocol. */
@NullMarked
package dev.k2.sim.binance;

import org.jspecify.annotations.NullMarked;
