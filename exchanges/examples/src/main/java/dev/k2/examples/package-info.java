/** Programs that use the exchange library: small, whole, and run by the tests. */
@NullMarked
package dev.k2.examples;

import org.jspecify.annotations.NullMarked;
