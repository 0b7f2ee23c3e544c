/** What is traded and what happens to it: decimals, instruments, books, orders, fills and events. */
@NullMarked
package dev.k2.model;

import org.jspecify.annotations.NullMarked;
