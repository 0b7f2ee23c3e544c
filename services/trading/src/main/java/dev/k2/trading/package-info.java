/** The life of an order: validation, risk gate, desk, ledger and reconciliation. */
@NullMarked
package dev.k2.trading;

import org.jspecify.annotations.NullMarked;
