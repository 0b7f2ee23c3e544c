package dev.k2.sim.cryptocom;

import dev.k2.sim.Contract;
import dev.k2.sim.Listing;
import java.math.BigDecimal;

/**
 * What Crypto.com says about one listing.
 *
 * @param most the largest order, in the base currency
 */
record CryptocomInstrument(Listing listing, BigDecimal most) {
    static final String SPOT = "CCY_PAIR";
    static final String PERPETUAL = "PERPETUAL_SWAP";

    String name() {
        return listing.symbol();
    }

    boolean isPerpetual() {
        return listing.contract() != null;
    }

    String type() {
        return isPerpetual() ? PERPETUAL : SPOT;
    }

    /** The index that a perpetual follows, empty for a pair. */
    String index() {
        return isPerpetual() ? listing.base() + listing.quote() + "-INDEX" : "";
    }

    int maxLeverage() {
        Contract contract = listing.contract();
        return contract == null ? 1 : contract.maxLeverage();
    }

    BigDecimal tick() {
        return listing.price(listing.tick());
    }

    BigDecimal step() {
        return listing.quantity(listing.step());
    }

    String price(long units) {
        return listing.price(units).toPlainString();
    }

    String quantity(long units) {
        return listing.quantity(units).toPlainString();
    }
}
