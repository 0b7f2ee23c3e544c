/** OKX v5, spot and perpetual contracts: public data, accounts, orders. */
@NullMarked
package dev.k2.exchange.okx;

import org.jspecify.annotations.NullMarked;
