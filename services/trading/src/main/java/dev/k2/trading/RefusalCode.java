package dev.k2.trading;

/** Every reason for which K2 itself refuses an order. The names are the API's error codes. */
public enum RefusalCode {
    INSTRUMENT_NOT_FOUND(Kind.INVALID),
    EXCHANGE_NOT_LINKED(Kind.INVALID),
    ORDER_TYPE_NOT_OFFERED(Kind.INVALID),
    TIME_IN_FORCE_NOT_OFFERED(Kind.INVALID),
    REDUCE_ONLY_NOT_OFFERED(Kind.INVALID),
    /** Only event contracts have outcomes. */
    OUTCOME_NOT_OFFERED(Kind.INVALID),
    METADATA_INVALID(Kind.INVALID),
    QUANTITY_INVALID(Kind.INVALID),
    QUANTITY_TOO_SMALL(Kind.INVALID),
    QUANTITY_TOO_LARGE(Kind.INVALID),
    QUANTITY_OFF_STEP(Kind.INVALID),
    PRICE_REQUIRED(Kind.INVALID),
    PRICE_NOT_ALLOWED(Kind.INVALID),
    PRICE_INVALID(Kind.INVALID),
    PRICE_OUT_OF_RANGE(Kind.INVALID),
    PRICE_OFF_TICK(Kind.INVALID),
    PRICE_OUTSIDE_BAND(Kind.INVALID),
    STOP_PRICE_REQUIRED(Kind.INVALID),
    STOP_PRICE_NOT_ALLOWED(Kind.INVALID),
    STOP_PRICE_INVALID(Kind.INVALID),
    STOP_PRICE_OUT_OF_RANGE(Kind.INVALID),
    STOP_PRICE_OFF_TICK(Kind.INVALID),
    /** A trailing stop needs one distance: an offset or a percentage. */
    TRAIL_REQUIRED(Kind.INVALID),
    TRAIL_INVALID(Kind.INVALID),
    /** Only trailing stops have a distance. */
    TRAIL_NOT_ALLOWED(Kind.INVALID),
    /** An order good till a date names it, and it lies ahead. */
    GOOD_TILL_REQUIRED(Kind.INVALID),
    GOOD_TILL_PAST(Kind.INVALID),
    /** Only orders good till a date have one. */
    GOOD_TILL_NOT_ALLOWED(Kind.INVALID),
    /** Only what waits for a price can be held. */
    HOLD_NOT_ALLOWED(Kind.INVALID),
    /** The limit of an OCO lies on the wrong side of its stop. */
    OCO_PRICES_CROSSED(Kind.INVALID),
    NOTIONAL_TOO_SMALL(Kind.INVALID),
    NOTIONAL_TOO_LARGE(Kind.INVALID),
    LIMIT_INVALID(Kind.INVALID),

    KILL_SWITCH_ON(Kind.FORBIDDEN),
    /** Raising a limit needs a fresh confirmation that it is its owner who asks. */
    STEP_UP_REQUIRED(Kind.FORBIDDEN),
    DEAD_MAN_NOT_OFFERED(Kind.INVALID),
    LINK_NOT_USABLE(Kind.FORBIDDEN),
    INSTRUMENT_NOT_TRADING(Kind.FORBIDDEN),
    ORDER_SIZE_LIMIT(Kind.FORBIDDEN),
    ORDER_NOTIONAL_LIMIT(Kind.FORBIDDEN),
    PRICE_COLLAR(Kind.FORBIDDEN),
    EXPOSURE_LIMIT(Kind.FORBIDDEN),
    INSUFFICIENT_BALANCE(Kind.FORBIDDEN),

    DUPLICATE_ORDER(Kind.CONFLICT),
    SELF_TRADE(Kind.CONFLICT),

    VELOCITY_LIMIT(Kind.TOO_MANY),

    /** The kill switches cannot be read, so nobody knows whether trading is stopped. */
    RISK_UNREADABLE(Kind.UNAVAILABLE),
    /** There is no price young enough to judge the order by. */
    PRICE_STALE(Kind.UNAVAILABLE),
    /** The account is being compared with its exchange; cancelling is possible. */
    EXCHANGE_RECONCILING(Kind.UNAVAILABLE),
    /** Another node acts for the account, or this one does not know whether it still does. */
    EXCHANGE_HELD_ELSEWHERE(Kind.UNAVAILABLE),
    EXCHANGE_MAINTENANCE(Kind.UNAVAILABLE),
    EXCHANGE_UNAVAILABLE(Kind.UNAVAILABLE),
    /** The exchange does not change orders. */
    AMEND_NOT_OFFERED(Kind.INVALID),
    /** The order waits for something else, or is of a kind that cannot be changed. */
    ORDER_NOT_AMENDABLE(Kind.CONFLICT),
    /** The exchange refused an amend; the order stands as it was, or has ended meanwhile. */
    AMEND_REFUSED(Kind.CONFLICT),
    /** The same quantity is more or less of it here than elsewhere. */
    CONTRACT_SIZE_DIFFERS(Kind.INVALID),
    /** An order that must not take would do so there; the router leaves that exchange out. */
    POST_ONLY_WOULD_TRADE(Kind.INVALID),
    /** No linked exchange that trades it can take the order now. */
    NO_ROUTE(Kind.FORBIDDEN),
    /** The same, and every one of them for a reason that may be over in a moment. */
    NO_ROUTE_NOW(Kind.UNAVAILABLE),
    /** The exchange refused a cancel; the order stands. */
    CANCEL_REFUSED(Kind.CONFLICT),
    TOO_BUSY(Kind.UNAVAILABLE),
    STOPPING(Kind.UNAVAILABLE);

    /** What the asker can do about it. */
    public enum Kind {
        /** Ask for something else. */
        INVALID,
        /** A limit or a state forbids it. */
        FORBIDDEN,
        /** It collides with another order. */
        CONFLICT,
        /** Ask more slowly. */
        TOO_MANY,
        /** Ask again later. */
        UNAVAILABLE
    }

    private final Kind kind;

    RefusalCode(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
