/** A simulated Bybit: spot and linear contracts behind Bybit's fifth interface. */
@NullMarked
package dev.k2.sim.bybit;

import org.jspecify.annotations.NullMarked;
