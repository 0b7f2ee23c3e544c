/** Benchmarks beside their peers, as CPU time in one run. */
@NullMarked
package dev.k2.bench;

import org.jspecify.annotations.NullMarked;
