/** Crypto.com Exchange v1, pairs and perpetual contracts: public data, accounts, orders. */
@NullMarked
package dev.k2.exchange.cryptocom;

import org.jspecify.annotations.NullMarked;
