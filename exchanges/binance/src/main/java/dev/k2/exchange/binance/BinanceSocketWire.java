package dev.k2.exchange.binance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.net.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The envelopes of the WebSocket API. What is inside is the same as over REST. */
sealed interface BinanceSocketWire {
    /** What we send. Printing it shows no parameter. */
    record Request(Object id, String method, Map<String, Object> params)
            implements BinanceSocketWire {
        @Override
        public String toString() {
            return method + " " + id;
        }
    }

    /** What comes back: one of result and error. */
    @JsonIgnoreProperties("id")
    record Answer(
            @JsonProperty(required = true) int status,
            @Nullable JsonNode result,
            BinanceRestWire.@Nullable Failure error,
            @Nullable List<BinanceRestWire.RateLimit> rateLimits)
            implements BinanceSocketWire {}

    /** A request as it goes on the wire. */
    static String text(Request request) {
        try {
            return Json.lenient().writeValueAsString(request);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("our own requests can be written", impossible);
        }
    }
}
