package dev.k2.sim.cryptocom;

import dev.k2.sim.OrderRequest;
import java.util.HashMap;
import java.util.Map;

/** Makes of an order's request the one that comes in its place. Pure. */
final class Replacing {
    private Replacing() {}

    static OrderRequest request(
            OrderRequest old, OrderReading.Names names, long price, long quantity) {
        Map<String, String> words = new HashMap<>(old.words());
        words.put("order_id", names.orderId());
        words.put("client_oid", names.clientOid());
        return new OrderRequest(
                names.engineName(),
                old.side(),
                old.market(),
                old.timeInForce(),
                old.postOnly(),
                price,
                quantity,
                null,
                old.trigger(),
                old.selfTrade(),
                words,
                old.position());
    }
}
