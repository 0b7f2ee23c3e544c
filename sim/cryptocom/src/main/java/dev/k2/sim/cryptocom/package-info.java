/** The simulated exchange behind Crypto.com Exchange's v1 wire protocol. */
@NullMarked
package dev.k2.sim.cryptocom;

import org.jspecify.annotations.NullMarked;
