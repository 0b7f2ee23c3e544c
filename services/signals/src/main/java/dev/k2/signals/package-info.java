/** Messages from outside that become orders, by templates that people saved. */
@NullMarked
package dev.k2.signals;

import org.jspecify.annotations.NullMarked;
