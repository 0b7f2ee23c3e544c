package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.WireJson;

/** One WebSocket API connection's subscription to one account. */
record Subscription(long id, Account account, Connection connection) implements UserHub.Ear {
    @Override
    public boolean micros() {
        return connection.micros();
    }

    @Override
    public void send(String text) {
        connection.send(text);
    }

    @Override
    public String wrapped(ObjectNode event) {
        ObjectNode wrapped = WireJson.object().put("subscriptionId", id);
        wrapped.set("event", event);
        return wrapped.toString();
    }

    void tell(ObjectNode event) {
        send(wrapped(event));
    }
}
