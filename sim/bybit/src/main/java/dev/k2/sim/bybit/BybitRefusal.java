package dev.k2.sim.bybit;

/** A call that ends in an error answer, in Bybit's codes and words. Nearly all of them come with HTTP status 200. */
final class BybitRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final int PARAMS = 10001;
    static final int CLOCK = 10002;
    static final int KEY = 10003;
    static final int SIGNATURE = 10004;
    static final int RATE = 10006;
    static final int SERVER = 10016;
    static final int ROUTE = 10017;

    private final int status;
    private final int code;

    BybitRefusal(int status, int code, String words) {
        super(words, null, false, false);
        this.status = status;
        this.code = code;
    }

    BybitRefusal(int code, String words) {
        this(200, code, words);
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    String words() {
        return String.valueOf(getMessage());
    }

    static BybitRefusal params(String words) {
        return new BybitRefusal(PARAMS, words);
    }

    static BybitRefusal missing(String field) {
        return params("params error: " + field + " is required");
    }

    /** One that contracts and spot number differently. */
    static BybitRefusal by(Category category, int contracts, int spot, String words) {
        return new BybitRefusal(category == Category.SPOT ? spot : contracts, words);
    }

    static BybitRefusal noSuchOrder(Category category) {
        return category == Category.SPOT
                ? new BybitRefusal(170213, "Order does not exist.")
                : new BybitRefusal(110001, "order not exists or too late to cancel");
    }

    static BybitRefusal duplicate(Category category) {
        return category == Category.SPOT
                ? new BybitRefusal(170141, "Duplicate clientOrderId.")
                : new BybitRefusal(110072, "OrderLinkedID is duplicate");
    }

    /** Codes whose cause only the exchange knows; the answer says nothing about what was done. */
    static BybitRefusal failure(int status, int code) {
        String words =
                switch (code) {
                    case 10000 -> "Server Timeout";
                    case RATE -> "Too many visits. Exceeded the API Rate Limit.";
                    case 170146 -> "Order creation timeout.";
                    case 170147 -> "Order cancellation timeout.";
                    default -> "Internal System Error.";
                };
        return new BybitRefusal(status, code, words);
    }
}
