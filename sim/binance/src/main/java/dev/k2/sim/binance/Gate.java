package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Account;
import dev.k2.sim.Fault;
import dev.k2.sim.Target;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every call passes before it is done: limits, keys, signature, time, parameters. */
final class Gate {
    private static final String KEY_RANGE = "[A-Za-z0-9]{1,128}";
    private static final long AHEAD_MAX_MICROS = 1_000_000;
    private static final BigDecimal RECV_WINDOW_MAX = new BigDecimal(60_000);
    private static final BigDecimal RECV_WINDOW_USUAL = new BigDecimal(5_000);

    private static final Set<String> TRADING =
            Set.of(
                    "order.place",
                    "order.test",
                    "order.cancel",
                    "order.cancelAll",
                    "order.replace",
                    "order.amend");

    private final BinanceFloor floor;
    private final Limits limits;

    Gate(BinanceFloor floor, Limits limits) {
        this.floor = floor;
        this.limits = limits;
    }

    /** Somebody at the gate. The payload is what the signature must be of. */
    record Caller(
            String address,
            @Nullable String key,
            String payload,
            boolean micros,
            @Nullable Account session) {}

    /** Lets the call through and does it, or throws a refusal. */
    JsonNode pass(Call call, Params params, Caller caller) {
        long now = floor.micros() / 1000;
        announced(floor.target(call.operation(), caller.key(), params.all().get("symbol")));
        limits.take(caller.address(), call.weight().applyAsLong(params), now);
        Account account = call.security() == Call.Security.NONE ? null : account(params, caller);
        if (account != null && call.security() == Call.Security.SIGNED) {
            signed(account, params, caller);
            permitted(account, call.operation());
        }
        params.expectOnly(call.readable());
        JsonNode answer =
                call.work()
                        .answer(
                                new Call.Request(
                                        params, account, caller.address(), caller.micros()));
        if (call.freeOnSuccess()) {
            limits.giveBack(caller.address(), call.weight().applyAsLong(params), now);
        }
        return answer;
    }

    /** The account of a key, or a refusal. */
    Account account(Params params, Caller caller) {
        String key = caller.key();
        if (key == null && caller.session() != null) {
            return usable(caller.session());
        }
        if (key == null || !key.matches(KEY_RANGE)) {
            throw new BinanceRefusal(401, -2014, "API-key format invalid.", null);
        }
        Account account = floor.engine().accountOfKey(key);
        if (account == null) {
            throw BinanceRefusal.unauthorized();
        }
        return usable(account);
    }

    /** Checks time and signature; a session that has logged on needs the time only. */
    void signed(Account account, Params params, Caller caller) {
        String timestamp = params.required("timestamp");
        boolean bySession = caller.session() == account && !params.has("signature");
        if (!bySession) {
            params.required("signature");
        }
        Long sent = params.integer("timestamp");
        if (sent == null || timestamp.isEmpty()) {
            throw BinanceRefusal.missing("timestamp");
        }
        checkTime(BinanceTime.micros(sent), recvWindow(params));
        if (!bySession
                && !BinanceSignature.right(
                        account.key(), caller.payload(), params.required("signature"))) {
            throw new BinanceRefusal(-1022, "Signature for this request is not valid.");
        }
    }

    /** Keys without the right to trade may still ask about orders. */
    private static void permitted(Account account, String operation) {
        if (!account.key().trades() && TRADING.contains(operation)) {
            throw BinanceRefusal.unauthorized();
        }
    }

    private Account usable(Account account) {
        if (floor.stands(Fault.Kind.REVOKE_KEY, new Target("*", account.name(), null))
                .isPresent()) {
            throw BinanceRefusal.unauthorized();
        }
        return account;
    }

    private void announced(Target target) {
        Optional<Fault> limited = floor.strikes(Fault.Kind.RATE_LIMIT, target);
        if (limited.isPresent()) {
            throw BinanceRefusal.announced(limited.get().number("retry_after_s", 10));
        }
        Optional<Fault> down = floor.strikes(Fault.Kind.MAINTENANCE, target);
        if (down.isPresent()) {
            throw new BinanceRefusal(503, -1016, "This service is no longer available.", null);
        }
        Optional<Fault> before = floor.strikes(Fault.Kind.ERROR_BEFORE, target);
        if (before.isPresent()) {
            throw failure(before.get());
        }
    }

    static BinanceRefusal failure(Fault fault) {
        int code = (int) fault.number("code", -1000);
        String words =
                switch (code) {
                    case -1001 ->
                            "Internal error; unable to process your request. Please try again.";
                    case -1006 ->
                            "An unexpected response was received from the message bus. Execution"
                                    + " status unknown.";
                    case -1007 ->
                            "Timeout waiting for response from backend server. Send status unknown;"
                                    + " execution status unknown.";
                    case -1008 ->
                            "Server is currently overloaded with other requests. Please try again"
                                    + " in a few minutes.";
                    default -> "An unknown error occurred while processing the request.";
                };
        return new BinanceRefusal((int) fault.number("status", 500), code, words, null);
    }

    private void checkTime(long sentMicros, BigDecimal recvWindow) {
        long now = floor.micros();
        if (sentMicros >= now + AHEAD_MAX_MICROS) {
            throw new BinanceRefusal(
                    -1021, "Timestamp for this request was 1000ms ahead of the server's time.");
        }
        if (now - sentMicros > recvWindow.movePointRight(3).longValue()) {
            throw new BinanceRefusal(
                    -1021, "Timestamp for this request is outside of the recvWindow.");
        }
    }

    private static BigDecimal recvWindow(Params params) {
        BigDecimal window = params.decimal("recvWindow");
        if (window == null) {
            return RECV_WINDOW_USUAL;
        }
        if (window.compareTo(RECV_WINDOW_MAX) > 0) {
            throw new BinanceRefusal(-1131, "recvWindow must be less than 60000.");
        }
        if (window.stripTrailingZeros().scale() > 3) {
            throw BinanceRefusal.precision("recvWindow");
        }
        return window;
    }
}
