package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;

/**
 * What every answer is wrapped in.
 *
 * @param status of HTTP
 * @param code 0 when all is well; of several orders 1 when all failed, 2 when some did
 */
record Envelope(int status, String code, String msg, ArrayNode data) {
    static Envelope of(ArrayNode data) {
        return new Envelope(200, "0", "", data);
    }

    static Envelope of(ObjectNode one) {
        return of(WireJson.array().add(one));
    }

    static Envelope of(OkxRefusal refusal) {
        return new Envelope(refusal.status(), refusal.code(), refusal.words(), WireJson.array());
    }

    /** Of orders that were each done or refused, which their sCode tells. */
    static Envelope ofOrders(ArrayNode rows) {
        int failed = 0;
        for (var row : rows) {
            failed += row.path("sCode").asText().equals("0") ? 0 : 1;
        }
        String code = failed == 0 ? "0" : failed == rows.size() ? "1" : "2";
        String msg =
                switch (code) {
                    case "1" -> "All operations failed";
                    case "2" -> "Bulk operation partially succeeded.";
                    default -> "";
                };
        return new Envelope(200, code, msg, rows);
    }

    ObjectNode json() {
        ObjectNode json = WireJson.object().put("code", code).put("msg", msg);
        json.set("data", data);
        return json;
    }
}
