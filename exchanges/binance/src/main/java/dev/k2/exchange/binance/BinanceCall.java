package dev.k2.exchange.binance;

import dev.k2.exchange.net.RestCall;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of an endpoint.
 *
 * @param operation for errors, in a person's words
 * @param path from the root of the host
 * @param weight what it costs of the address's weight
 * @param urgent whether the weight kept for cancels and questions about orders may be used
 * @param parameters in the order in which they go on the wire
 * @param access how much of the signer goes along
 * @param signer present where the endpoint wants a key
 * @param orders the account's count of orders, where the call adds to it
 * @param orderCost how many orders it adds
 */
record BinanceCall(
        String operation,
        String method,
        String path,
        int weight,
        boolean urgent,
        Map<String, String> parameters,
        Access access,
        @Nullable BinanceSigner signer,
        @Nullable BinanceOrderCount orders,
        int orderCost)
        implements RestCall {

    /** What an endpoint asks of who calls it. */
    enum Access {
        OPEN,
        /** The key alone, without a signature. */
        KEY,
        SIGNED
    }

    /** A public question to Spot; the path follows {@code /api/v3}. */
    static BinanceCall open(
            String operation, String path, int weight, Map<String, String> parameters) {
        return get(operation, "/api/v3" + path, weight, parameters);
    }

    /** A signed question to Spot; the path follows {@code /api/v3}. */
    static BinanceCall signed(
            String operation,
            String path,
            int weight,
            Map<String, String> parameters,
            BinanceSigner signer) {
        return open(operation, path, weight, parameters).signedBy(signer);
    }

    /** A public question; {@link #by} and {@link #signedBy} make others of it. */
    static BinanceCall get(
            String operation, String path, int weight, Map<String, String> parameters) {
        return new BinanceCall(
                operation, "GET", path, weight, false, parameters, Access.OPEN, null, null, 0);
    }

    @Override
    public boolean isSigned() {
        return access == Access.SIGNED;
    }

    BinanceCall signedBy(BinanceSigner key) {
        return with(Access.SIGNED, key);
    }

    /** The same with the key and without a signature. */
    BinanceCall keyedBy(BinanceSigner key) {
        return with(Access.KEY, key);
    }

    BinanceCall asUrgent() {
        return new BinanceCall(
                operation,
                method,
                path,
                weight,
                true,
                parameters,
                access,
                signer,
                orders,
                orderCost);
    }

    BinanceCall by(String otherMethod) {
        return new BinanceCall(
                operation,
                otherMethod,
                path,
                weight,
                urgent,
                parameters,
                access,
                signer,
                orders,
                orderCost);
    }

    /** The same as one order on an account's count. */
    BinanceCall counted(BinanceOrderCount count) {
        return counted(count, 1);
    }

    /** The same as so many orders on an account's count. */
    BinanceCall counted(BinanceOrderCount count, int cost) {
        return new BinanceCall(
                operation, method, path, weight, urgent, parameters, access, signer, count, cost);
    }

    private BinanceCall with(Access wanted, BinanceSigner key) {
        return new BinanceCall(
                operation,
                method,
                path,
                weight,
                urgent,
                parameters,
                wanted,
                key,
                orders,
                orderCost);
    }
}
