package dev.k2.sim.okx;

import dev.k2.sim.Order;
import org.jspecify.annotations.Nullable;

/** Which amendment is being made right now, so that the event which tells of it can carry its owner's id. */
final class Amendments {
    private @Nullable Order order;
    private String reqId = "";

    void begin(Order amended, String ownersId) {
        order = amended;
        reqId = ownersId;
    }

    void end() {
        order = null;
        reqId = "";
    }

    String reqId(Order amended) {
        return amended == order ? reqId : "";
    }
}
