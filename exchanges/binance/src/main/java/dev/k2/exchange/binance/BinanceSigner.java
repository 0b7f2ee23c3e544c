package dev.k2.exchange.binance;

import dev.k2.exchange.Credentials;
import dev.k2.exchange.net.HmacSigner;
import dev.k2.exchange.net.KeySigner;
import dev.k2.exchange.net.Percent;
import dev.k2.exchange.net.Signer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Signs requests as Binance wants it: REST signs the percent-encoded text exactly as it goes on the
 * wire; the WebSocket API signs the parameters sorted by name, not encoded.
 */
final class BinanceSigner {
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

    /** The parameters of a WebSocket API request, with key and signature. */
    Map<String, Object> signedParameters(long timestamp, long recvWindowMillis) {
        Map<String, Object> all = new TreeMap<>();
        all.put("apiKey", apiKey);
        all.put("recvWindow", recvWindowMillis);
        all.put("timestamp", timestamp);
        String text =
                all.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("&"));
        all.put("signature", signer.sign(text));
        return all;
    }

    @Override
    public String toString() {
        return "BinanceSigner[***]";
    }
}
