package dev.k2.sim.bybit;

import dev.k2.sim.Account;
import dev.k2.sim.Fault;
import dev.k2.sim.Target;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every call passes before it is done: faults, keys, time, signature, quotas. */
final class BybitGate {
    private static final long AHEAD_MAX = 1_000;
    private static final long RECV_WINDOW_USUAL = 5_000;
    private static final int BATCH_MAX = 20;

    private final BybitFloor floor;
    private final BybitLimits limits;

    BybitGate(BybitFloor floor, BybitLimits limits) {
        this.floor = floor;
        this.limits = limits;
    }

    /** A call that went through, and what its account may still ask. */
    record Passed(Call.Reply reply, BybitLimits.@Nullable Left left) {}

    /** A refusal for having asked too often tells when to come again. */
    static final class TooOften extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient BybitLimits.Left left;

        TooOften(BybitLimits.Left left) {
            super("Too many visits. Exceeded the API Rate Limit.", null, false, false);
            this.left = left;
        }

        BybitLimits.Left left() {
            return left;
        }
    }

    /** Refuses what faults want refused before anything is done. */
    void announced(Target target) {
        Optional<Fault> limited = floor.faults().strikes(Fault.Kind.RATE_LIMIT, target);
        if (limited.isPresent()) {
            long wait = limited.get().number("retry_after_s", 10) * 1000;
            throw new TooOften(new BybitLimits.Left(10, 0, floor.now() + wait));
        }
        if (floor.faults().strikes(Fault.Kind.MAINTENANCE, target).isPresent()) {
            throw new BybitRefusal(503, BybitRefusal.SERVER, "Service is under maintenance.");
        }
        Optional<Fault> before = floor.faults().strikes(Fault.Kind.ERROR_BEFORE, target);
        if (before.isPresent()) {
            throw failure(before.get());
        }
    }

    static BybitRefusal failure(Fault fault) {
        return BybitRefusal.failure(
                (int) fault.number("status", 500), (int) fault.number("code", BybitRefusal.SERVER));
    }

    /** The account of a REST call's headers, or a refusal. */
    Account signed(
            @Nullable String key, String timestamp, String window, String sign, String content) {
        Account account = account(key);
        checkTime(timestamp, window);
        String payload = BybitSignature.payload(timestamp, account.key().key(), window, content);
        if (!BybitSignature.right(account.key(), payload, sign)) {
            throw new BybitRefusal(
                    BybitRefusal.SIGNATURE, "error sign! origin_string[" + payload + "]");
        }
        return account;
    }

    Account account(@Nullable String key) {
        Account account = key == null ? null : floor.engine().accountOfKey(key);
        if (account == null || floor.faults().revoked(account)) {
            throw new BybitRefusal(BybitRefusal.KEY, "API key is invalid.");
        }
        return account;
    }

    void checkTime(String timestamp, String window) {
        long now = floor.now();
        long sent = number(timestamp, -1);
        long bears = number(window, RECV_WINDOW_USUAL);
        if (sent < now - bears || sent >= now + AHEAD_MAX) {
            throw new BybitRefusal(
                    BybitRefusal.CLOCK,
                    "invalid request, please check your server timestamp or recv_window param."
                            + " req_timestamp["
                            + sent
                            + "],server_timestamp["
                            + now
                            + "],recv_window["
                            + bears
                            + "]");
        }
    }

    /** Does a call that nothing spoke against yet. */
    Passed pass(Call call, Fields fields, @Nullable Account account) {
        BybitLimits.Left left = null;
        if (account != null && call.signed()) {
            left = limits.take(account, call, counted(fields), calls(call, fields), floor.now());
            if (left.remaining() < 0) {
                throw new TooOften(left);
            }
        }
        return new Passed(call.work().answer(new Call.Request(fields, account)), left);
    }

    /** A batch counts as many calls as it has parts. */
    private static int calls(Call call, Fields fields) {
        boolean batch = call.quota() == Call.Quota.ORDERS && call.name().endsWith("-batch");
        return batch ? Math.min(BATCH_MAX, fields.list("request").size()) : 1;
    }

    private static Category counted(Fields fields) {
        return fields.raw("category").equals("spot") ? Category.SPOT : Category.LINEAR;
    }

    private static long number(String text, long otherwise) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : otherwise;
    }
}
