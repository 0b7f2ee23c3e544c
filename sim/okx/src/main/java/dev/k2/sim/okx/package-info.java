/** The simulated exchange behind OKX's v5 wire protocol. */
@NullMarked
package dev.k2.sim.okx;

import org.jspecify.annotations.NullMarked;
