package dev.k2.sim.cryptocom;

/** The reason codes that this simulation gives, with the HTTP status that comes with each. Their names are their messages. */
enum CryptocomError {
    NOT_FOUND(200, 40401),
    DUPLICATE_CLORDID(400, 204),
    INSTRUMENT_NOT_TRADABLE(400, 208),
    INVALID_INSTRUMENT(400, 209),
    INVALID_ORDERQTY(400, 213),
    INVALID_ORDTYPE(400, 218),
    INVALID_SIDE(400, 220),
    INVALID_TIF(400, 221),
    INVALID_LEVERAGE(400, 226),
    INVALID_REF_PRICE(400, 229),
    INVALID_REF_PRICE_TYPE(400, 230),
    REJ_BY_MATCHING_ENGINE(400, 224),
    INVALID_PRICE(400, 308),
    EXCEEDS_MAX_ORDER_SIZE(400, 314),
    FAR_AWAY_LIMIT_PRICE(400, 315),
    EXCEEDS_MAX_ALLOWED_ORDERS(400, 318),
    ACCOUNT_DOES_NOT_EXIST(400, 401),
    REDUCE_ONLY_REJECTED(400, 1110),
    BAD_REQUEST(400, 40001),
    METHOD_NOT_FOUND(400, 40002),
    INVALID_REQUEST(400, 40003),
    MISSING_OR_INVALID_ARGUMENT(400, 40004),
    INVALID_DATE(400, 40005),
    INVALID_NONCE(400, 40102),
    EXCEED_MAX_SUBSCRIPTIONS(400, 40107),
    UNAUTHORIZED(401, 40101),
    IP_ILLEGAL(401, 40103),
    REQUEST_TIMEOUT(408, 40801),
    TOO_MANY_REQUESTS(429, 42901),
    NO_POSITION(500, 201),
    INVALID_ORDERID(500, 212),
    INVALID_EXECINST(500, 219),
    INSUFFICIENT_AVAILABLE_BALANCE(500, 306),
    NO_ACTIVE_ORDER(500, 316),
    EXCEEDS_INITIAL_MARGIN(500, 320),
    BELOW_MIN_ORDER_SIZE(500, 415),
    INVALID_ISOLATION_ID(500, 613),
    ACCOUNT_DOES_NOT_SUPPORT_ISOLATED_POSITION(500, 615),
    FILL_OR_KILL(500, 43003),
    IMMEDIATE_OR_CANCEL(500, 43004),
    POST_ONLY_REJ(500, 43005),
    SELF_TRADE_PREVENTION(200, 43012),
    INTERNAL_SERVER_ERROR(500, 50001),
    NON_APPLICABLE(500, 130008);

    private final int status;
    private final int code;

    CryptocomError(int status, int code) {
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    /** The one of a code, or the exchange's own failure when it is none of these. */
    static CryptocomError ofCode(String code) {
        for (CryptocomError one : values()) {
            if (Integer.toString(one.code).equals(code)) {
                return one;
            }
        }
        return INTERNAL_SERVER_ERROR;
    }
}
