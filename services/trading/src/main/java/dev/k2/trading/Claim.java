package dev.k2.trading;

import static dev.k2.model.Decimals.plain;

import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import java.math.BigDecimal;

/**
 * One of the sums that an order's worth counts into while it is open, and how large the sum may
 * become. The database compares and adds in one statement, so that orders that are placed side by
 * side, also by several processes, cannot pass together where only one of them fits.
 *
 * @param scope whose orders are added up, within one user
 * @param most in dollars
 */
record Claim(String scope, BigDecimal most) {
    private static final String USER = "user";
    private static final String LINK = "link:";
    private static final String INSTRUMENT = "instrument:";

    /** All open orders of the user. */
    static Claim user(BigDecimal most) {
        return new Claim(USER, most);
    }

    /** The user's open orders of one account. */
    static Claim link(LinkId link, BigDecimal most) {
        return new Claim(LINK + link.value(), most);
    }

    /** The user's open orders for one instrument, wherever they are. */
    static Claim instrument(InstrumentId instrument, BigDecimal most) {
        return new Claim(INSTRUMENT + instrument.text(), most);
    }

    /**
     * Says that an order does not fit.
     *
     * @param after what would be reserved with it, in dollars
     */
    Refusal refusal(BigDecimal after) {
        return Refusals.limit(
                RefusalCode.EXPOSURE_LIMIT,
                name(),
                most,
                after,
                "your limit is %s USD in open orders%s, with this one it would be %s"
                        .formatted(plain(most), where(), plain(after)));
    }

    private String name() {
        return scope.startsWith(LINK)
                ? "link_open_notional_max"
                : scope.startsWith(INSTRUMENT)
                        ? "instrument_open_notional_max"
                        : "open_notional_max";
    }

    private String where() {
        return scope.startsWith(LINK)
                ? " of this account"
                : scope.startsWith(INSTRUMENT)
                        ? " for " + scope.substring(INSTRUMENT.length())
                        : "";
    }
}
