/** What an exchange can do, in words that all exchanges share. */
@NullMarked
package dev.k2.exchange;

import org.jspecify.annotations.NullMarked;
