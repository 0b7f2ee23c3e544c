/** An exchange that does not exist: matching engine, accounts, market maker, faults and replay. */
@NullMarked
package dev.k2.sim;

import org.jspecify.annotations.NullMarked;
