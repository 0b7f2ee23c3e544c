package dev.k2.exchange.binance;

import dev.k2.exchange.Credentials;
import dev.k2.exchange.net.HmacSigner;
import dev.k2.exchange.net.KeySigner;
import dev.k2.exchange.net.Percent;
import dev.k2.exchange.net.Signer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Signs requests as Binance wants it: REST signs the percent-encoded text exactly as it goes on the
 * wire; the WebSocket API signs the parameters sorted by name, not encoded.
 */
final class BinanceSigner {
    /** Parameters that are numbers in JSON. Decimals are text there, as everywhere. */
    private static final Set<String> WHOLE =
            Set.of(
                    "orderId",
                    "cancelOrderId",
                    "orderListId",
                    "algoId",
                    "goodTillDate",
                    "fromId",
                    "startTime",
                    "endTime",
                    "limit",
                    "trailingDelta",
                    "aboveTrailingDelta",
                    "belowTrailingDelta",
                    "pendingTrailingDelta",
                    "pendingAboveTrailingDelta",
                    "pendingBelowTrailingDelta");

    private final String apiKey;
    private final Signer signer;

    BinanceSigner(Credentials credentials) {
        this.apiKey = credentials.apiKey();
        this.signer =
                credentials
                        .privateKeyPem()
                        .<Signer>map(KeySigner::of)
                        .orElseGet(() -> new HmacSigner(credentials.apiSecret()));
    }

    String apiKey() {
        return apiKey;
    }

    /** The parameters of a REST request, encoded, with the signature at the end. */
    String signed(Map<String, String> parameters, long timestamp, long recvWindowMillis) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put("recvWindow", Long.toString(recvWindowMillis));
        all.put("timestamp", Long.toString(timestamp));
        String encoded = Percent.encode(all);
        return encoded + "&signature=" + Percent.encode(signer.sign(encoded));
    }

    /** Whether the key can log in to the WebSocket API once, instead of signing each call. */
    boolean logsIn() {
        return signer instanceof KeySigner key && key.isEd25519();
    }

    /** The parameters of a WebSocket API request, with key and signature. */
    Map<String, Object> signedParameters(
            Map<String, String> parameters, long timestamp, long recvWindowMillis) {
        Map<String, Object> all = timedParameters(parameters, timestamp, recvWindowMillis);
        all.put("apiKey", apiKey);
        String text =
                all.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("&"));
        all.put("signature", signer.sign(text));
        return all;
    }

    /** The parameters of a request where the key has logged in, sorted by name. */
    Map<String, Object> timedParameters(
            Map<String, String> parameters, long timestamp, long recvWindowMillis) {
        Map<String, Object> all = new TreeMap<>();
        parameters.forEach(
                (name, value) -> all.put(name, WHOLE.contains(name) ? Long.valueOf(value) : value));
        all.put("recvWindow", recvWindowMillis);
        all.put("timestamp", timestamp);
        return all;
    }

    @Override
    public String toString() {
        return "BinanceSigner[***]";
    }
}
