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
record Claim(LimitScope scope, BigDecimal most) {
    /** All open orders of the user. */
    static Claim user(BigDecimal most) {
        return new Claim(LimitScope.user(), most);
    }

    /** The user's open orders of one account. */
    static Claim link(LinkId link, BigDecimal most) {
        return new Claim(new LimitScope.OfLink(link), most);
    }

    /** The user's open orders for one instrument, wherever they are. */
    static Claim instrument(InstrumentId instrument, BigDecimal most) {
        return new Claim(new LimitScope.OfInstrument(instrument), most);
    }

    /**
     * Says that an order does not fit.
     *
     * @param after what would be reserved with it, in dollars
     */
    Refusal refusal(BigDecimal after) {
        return Refusals.in(
                scope,
                Refusals.limit(
                        RefusalCode.EXPOSURE_LIMIT,
                        "open_notional_max",
                        most,
                        after,
                        "%s is %s USD in open orders, with this one it would be %s"
                                .formatted(scope.spoken(), plain(most), plain(after))));
    }
}
