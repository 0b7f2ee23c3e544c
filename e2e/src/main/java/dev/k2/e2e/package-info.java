/** Browser to simulated exchange and back, other people's clients, and crash loops. */
@NullMarked
package dev.k2.e2e;

import org.jspecify.annotations.NullMarked;
