package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Account;
import dev.k2.sim.Fault;
import dev.k2.sim.Target;
import java.util.Optional;

/** What every call passes before it is done: faults, limits, key, time, signature. */
final class Gate {
    private final CryptocomFloor floor;
    private final Limits limits;
    private final Settings settings;

    Gate(CryptocomFloor floor, Limits limits, Settings settings) {
        this.floor = floor;
        this.limits = limits;
        this.settings = settings;
    }

    /** Throws what a fault has ordered in place of any answer. */
    void announced(Target target) {
        if (floor.faults().strikes(Fault.Kind.RATE_LIMIT, target).isPresent()) {
            throw new CryptocomRefusal(CryptocomError.TOO_MANY_REQUESTS);
        }
        if (floor.faults().strikes(Fault.Kind.MAINTENANCE, target).isPresent()) {
            throw new CryptocomRefusal(
                    CryptocomError.INTERNAL_SERVER_ERROR, 503, "SERVICE_UNAVAILABLE");
        }
        Optional<Fault> before = floor.faults().strikes(Fault.Kind.ERROR_BEFORE, target);
        if (before.isPresent()) {
            throw failure(before.get());
        }
    }

    static CryptocomRefusal failure(Fault fault) {
        CryptocomError error = CryptocomError.ofCode(fault.word("code", "50001"));
        return new CryptocomRefusal(
                error, (int) fault.number("status", error.status()), error.name());
    }

    void count(Call call, String caller) {
        limits.take(call, caller, floor.millis());
    }

    /** The account whose key signed the request rightly, or a refusal. */
    Account admit(JsonNode request) {
        String key = request.path("api_key").asText();
        String nonce = request.path("nonce").asText();
        String sig = request.path("sig").asText();
        Account account = key.isEmpty() ? null : floor.engine().accountOfKey(key);
        if (account == null || floor.faults().revoked(account)) {
            throw new CryptocomRefusal(CryptocomError.UNAUTHORIZED);
        }
        checkNonce(nonce);
        String payload =
                CryptocomSignature.payload(
                        request.path("method").asText(),
                        request.path("id").asText(),
                        key,
                        request.path("params"),
                        nonce);
        if (!CryptocomSignature.right(account.key().secret(), payload, sig)) {
            throw new CryptocomRefusal(CryptocomError.UNAUTHORIZED);
        }
        return account;
    }

    /** Refuses a key that lost its validity, and what a key that may only read must not do. */
    void permit(Call call, Account account) {
        boolean mayNot = call.trades() && !account.key().trades();
        if (mayNot || floor.faults().revoked(account)) {
            throw new CryptocomRefusal(CryptocomError.UNAUTHORIZED);
        }
    }

    private void checkNonce(String nonce) {
        boolean near =
                nonce.matches("[0-9]{1,18}")
                        && Math.abs(floor.millis() - Long.parseLong(nonce))
                                <= settings.skewMillis();
        if (!near) {
            throw new CryptocomRefusal(CryptocomError.INVALID_NONCE);
        }
    }
}
