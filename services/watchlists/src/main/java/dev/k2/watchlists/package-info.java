/** Lists of instruments that people keep an eye on, in their own order, and share by a link. */
@NullMarked
package dev.k2.watchlists;

import org.jspecify.annotations.NullMarked;
