package dev.k2.sim.okx;

import dev.k2.sim.Listing;
import java.math.BigDecimal;

/**
 * What OKX says about one listing. The engine counts in the base asset, OKX counts swaps in contracts.
 *
 * @param code the number that order operations over WebSocket name it by
 * @param ctVal how much of the base asset one contract is, a power of ten; 1 for spot
 * @param minSz the smallest order, in contracts for swaps
 * @param maxLmtSz the largest limit order
 * @param maxMktSz the largest market order
 */
record OkxInstrument(
        Listing listing,
        int code,
        BigDecimal ctVal,
        BigDecimal minSz,
        BigDecimal maxLmtSz,
        BigDecimal maxMktSz) {
    static final String SPOT = "SPOT";
    static final String SWAP = "SWAP";

    String instId() {
        return listing.symbol();
    }

    String instType() {
        return isSwap() ? SWAP : SPOT;
    }

    boolean isSwap() {
        return listing.contract() != null;
    }

    /** The spot pair that a swap follows, or the pair itself. */
    String pair() {
        return listing.base() + "-" + listing.quote();
    }

    BigDecimal tickSz() {
        return listing.price(listing.tick());
    }

    BigDecimal lotSz() {
        return contracts(listing.step());
    }

    /** A quantity of the engine's as OKX counts it. */
    BigDecimal contracts(long units) {
        return listing.quantity(units).divide(ctVal);
    }

    String size(long units) {
        return OkxText.of(contracts(units));
    }

    /** The engine's quantity of a size. Throws ArithmeticException when it is finer than a unit or too large. */
    long units(BigDecimal size) {
        return listing.quantityUnits(size.multiply(ctVal));
    }

    String price(long units) {
        return OkxText.of(units, listing.priceScale());
    }
}
