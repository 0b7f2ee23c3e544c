package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What a call is answered with; 204 has no body. */
record Answer(int status, @Nullable JsonNode body) {
    static Answer ok(JsonNode body) {
        return new Answer(200, body);
    }

    static Answer created(JsonNode body) {
        return new Answer(201, body);
    }

    static Answer of(KalshiRefusal refusal) {
        return new Answer(refusal.status(), refusal.body());
    }
}
