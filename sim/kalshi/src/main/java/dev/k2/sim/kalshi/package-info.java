/** The simulated exchange behind Kalshi's Trade API v2. */
@NullMarked
package dev.k2.sim.kalshi;

import org.jspecify.annotations.NullMarked;
