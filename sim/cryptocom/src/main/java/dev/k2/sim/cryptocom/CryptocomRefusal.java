package dev.k2.sim.cryptocom;

/** A call that ends in an error answer, in Crypto.com's codes and words. */
final class CryptocomRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final CryptocomError error;
    private final int status;

    CryptocomRefusal(CryptocomError error) {
        this(error, error.status(), error.name());
    }

    CryptocomRefusal(CryptocomError error, String message) {
        this(error, error.status(), message);
    }

    /**
     * @param status of HTTP, where it is not the one that comes with the code
     */
    CryptocomRefusal(CryptocomError error, int status, String message) {
        super(message, null, false, false);
        this.error = error;
        this.status = status;
    }

    CryptocomError error() {
        return error;
    }

    int status() {
        return status;
    }

    String words() {
        return String.valueOf(getMessage());
    }

    static CryptocomRefusal missing() {
        return new CryptocomRefusal(CryptocomError.MISSING_OR_INVALID_ARGUMENT);
    }
}
