package dev.k2.exchange.binance;

import dev.k2.exchange.net.TokenBucket;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of an endpoint.
 *
 * @param operation for errors, in a person's words
 * @param weight what it costs of the address's weight
 * @param urgent whether the weight kept for cancels and questions about orders may be used
 * @param parameters in the order in which they go on the wire
 * @param signer present where the endpoint wants a signature
 * @param orders the account's count of orders, where the call adds to it
 */
record BinanceCall(
        String operation,
        String method,
        String path,
        int weight,
        boolean urgent,
        Map<String, String> parameters,
        @Nullable BinanceSigner signer,
        @Nullable TokenBucket orders) {

    static BinanceCall open(
            String operation, String path, int weight, Map<String, String> parameters) {
        return new BinanceCall(
                operation, "GET", "/api/v3" + path, weight, false, parameters, null, null);
    }

    static BinanceCall signed(
            String operation,
            String path,
            int weight,
            Map<String, String> parameters,
            BinanceSigner signer) {
        return new BinanceCall(
                operation, "GET", "/api/v3" + path, weight, false, parameters, signer, null);
    }

    BinanceCall asUrgent() {
        return new BinanceCall(operation, method, path, weight, true, parameters, signer, orders);
    }

    BinanceCall by(String otherMethod) {
        return new BinanceCall(
                operation, otherMethod, path, weight, urgent, parameters, signer, orders);
    }

    BinanceCall counted(TokenBucket bucket) {
        return new BinanceCall(operation, method, path, weight, urgent, parameters, signer, bucket);
    }
}
