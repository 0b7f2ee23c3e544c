/** Feeds in; prices, books and candles out, each with its age. */
@NullMarked
package dev.k2.marketdata;

import org.jspecify.annotations.NullMarked;
