/** Trading under every fault there is, in virtual time: one seed, one run, the same each time. */
@NullMarked
package dev.k2.soak;

import org.jspecify.annotations.NullMarked;
