package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.ApiKey;
import dev.k2.sim.WireJson;

/** Answers about an account's limits and keys. */
final class AccountCalls {
    /** What one order of a batch of cancellations takes, in tokens. */
    static final long CANCEL_COST = 2;

    private final Settings settings;

    AccountCalls(Settings settings) {
        this.settings = settings;
    }

    Answer limits(Call.Request request) {
        ObjectNode json = WireJson.object().put("usage_tier", settings.tier());
        json.putObject("read")
                .put("refill_rate", settings.readPerSecond())
                .put("bucket_capacity", settings.readPerSecond());
        json.putObject("write")
                .put("refill_rate", settings.writePerSecond())
                .put("bucket_capacity", settings.writePerSecond() * settings.writeSeconds());
        json.putArray("grants");
        return Answer.ok(json);
    }

    Answer costs(Call.Request request) {
        ObjectNode json = WireJson.object().put("default_cost", Call.USUAL);
        json.putArray("endpoint_costs")
                .addObject()
                .put("method", "DELETE")
                .put("path", Routes.ROOT + "portfolio/events/orders/batched")
                .put("cost", CANCEL_COST);
        return Answer.ok(json);
    }

    Answer keys(Call.Request request) {
        Account account = request.customer();
        ApiKey key = account.key();
        ObjectNode json = WireJson.object();
        ObjectNode one =
                json.putArray("api_keys")
                        .addObject()
                        .put("api_key_id", key.key())
                        .put("name", account.name());
        ArrayNode scopes = one.putArray("scopes").add("read");
        if (key.trades() && key.withdraws()) {
            scopes.add("write");
        } else if (key.trades()) {
            scopes.add("write::trade");
        } else if (key.withdraws()) {
            scopes.add("write::transfer");
        }
        one.putNull("subaccount");
        return Answer.ok(json.putNull("api_key_region_expiration_ts"));
    }
}
