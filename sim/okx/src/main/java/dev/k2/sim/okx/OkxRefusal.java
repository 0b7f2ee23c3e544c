package dev.k2.sim.okx;

/** A call that ends in an error answer, in OKX's codes and words. */
final class OkxRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;

    /**
     * @param status of HTTP, 200 for what is wrong with an order or an instrument
     */
    OkxRefusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    OkxRefusal(String code, String message) {
        this(200, code, message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String words() {
        return String.valueOf(getMessage());
    }

    static OkxRefusal missing(String parameter) {
        return new OkxRefusal(400, "50014", "Parameter " + parameter + " can not be empty");
    }

    static OkxRefusal eitherMissing(String one, String other) {
        return new OkxRefusal(
                400, "50015", "Either parameter " + one + " or " + other + " is required");
    }

    static OkxRefusal wrong(String parameter) {
        return new OkxRefusal(400, "51000", "Parameter " + parameter + " error");
    }

    static OkxRefusal unknownInstrument() {
        return new OkxRefusal(
                "51001",
                "Instrument ID, Instrument ID code, or Spread ID doesn't exist or doesn't match.");
    }

    static OkxRefusal unauthorized(String code, String message) {
        return new OkxRefusal(401, code, message);
    }

    static OkxRefusal tooFast() {
        return new OkxRefusal(429, "50011", "Too Many Requests");
    }
}
