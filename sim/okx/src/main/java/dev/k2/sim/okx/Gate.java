package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Account;
import dev.k2.sim.Fault;
import dev.k2.sim.Target;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every call passes before it is done: faults, limits, key, time, signature. */
final class Gate {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9-]{8,128}");
    private final OkxFloor floor;
    private final Limits limits;
    private final Settings settings;

    Gate(OkxFloor floor, Limits limits, Settings settings) {
        this.floor = floor;
        this.limits = limits;
        this.settings = settings;
    }

    /** What a REST call says about who sends it. */
    record Papers(
            @Nullable String key,
            @Nullable String passphrase,
            @Nullable String timestamp,
            @Nullable String sign,
            @Nullable String expTime) {}

    /** Throws what a fault has ordered in place of any answer. */
    void announced(Target target) {
        if (floor.faults().strikes(Fault.Kind.RATE_LIMIT, target).isPresent()) {
            throw OkxRefusal.tooFast();
        }
        if (floor.faults().strikes(Fault.Kind.MAINTENANCE, target).isPresent()) {
            throw new OkxRefusal(
                    503, "50001", "Service temporarily unavailable. Please try again later.");
        }
        Optional<Fault> before = floor.faults().strikes(Fault.Kind.ERROR_BEFORE, target);
        if (before.isPresent()) {
            throw failure(before.get());
        }
    }

    static OkxRefusal failure(Fault fault) {
        String code = fault.word("code", "50026");
        String words =
                switch (code) {
                    case "50001" -> "Service temporarily unavailable. Please try again later.";
                    case "50004" ->
                            "API endpoint request timeout (does not mean that the request was"
                                    + " successful or failed, please check the request result).";
                    case "50011" -> "Too Many Requests";
                    case "50013" -> "Systems are busy. Please try again later.";
                    case "50026" -> "System error. Try again later";
                    default -> "Operation failed.";
                };
        return new OkxRefusal((int) fault.number("status", 500), code, words);
    }

    /** Counts the call against its limit, each order of a batch as one. */
    void count(Call call, String caller, JsonNode sent, String instId) {
        int orders = call.byInstrument() && sent.isArray() ? Math.max(1, sent.size()) : 1;
        limits.take(call, caller, instId, orders, floor.millis());
    }

    /** The account whose key signed the call rightly, or a refusal. */
    Account admit(Papers papers, String method, String path, String body) {
        String key = header(papers.key(), "50103", "KEY");
        String passphrase = header(papers.passphrase(), "50104", "PASSPHRASE");
        String sign = header(papers.sign(), "50106", "SIGN");
        String timestamp = header(papers.timestamp(), "50107", "TIMESTAMP");
        if (!KEY.matcher(key).matches()) {
            throw OkxRefusal.unauthorized("50111", "Invalid OK-ACCESS-KEY");
        }
        checkTime(timestamp);
        Account account = floor.engine().accountOfKey(key);
        if (account == null || floor.faults().revoked(account)) {
            throw OkxRefusal.unauthorized("50119", "API key doesn't exist");
        }
        if (!account.key().passphrase().equals(passphrase)) {
            throw OkxRefusal.unauthorized(
                    "50105", "Request header OK-ACCESS-PASSPHRASE incorrect.");
        }
        String payload = OkxSignature.payload(timestamp, method, path, body);
        if (!OkxSignature.right(account.key().secret(), payload, sign)) {
            throw OkxRefusal.unauthorized("50113", "Invalid Sign");
        }
        expired(papers.expTime());
        return account;
    }

    /** Refuses to change anything for a key that may only read. */
    static void mayTrade(Account account) {
        if (!account.key().trades()) {
            throw OkxRefusal.unauthorized(
                    "50120", "This API key doesn't have permission to use this function");
        }
    }

    /** Refuses what its sender wants to be dropped by now. */
    void expired(@Nullable String expTime) {
        if (expTime == null || expTime.isEmpty()) {
            return;
        }
        if (!expTime.matches("[0-9]{13}")) {
            throw new OkxRefusal(400, "50036", "Invalid expTime");
        }
        if (floor.millis() > Long.parseLong(expTime)) {
            throw new OkxRefusal(
                    400, "50036", "The expTime can't be earlier than the current system time.");
        }
    }

    /** The account that a login's papers are of, or a refusal in the WebSocket's codes. */
    Account login(Args papers) {
        String key = papers.text("apiKey");
        if (key == null) {
            throw new OkxRefusal("60005", "Invalid apiKey");
        }
        String timestamp = papers.text("timestamp", "");
        if (!timestamp.matches("[0-9]{1,10}(\\.[0-9]{1,6})?")) {
            throw new OkxRefusal("60004", "Invalid timestamp");
        }
        long sent = new BigDecimal(timestamp).movePointRight(3).longValue();
        if (Math.abs(floor.millis() - sent) > settings.skewMillis()) {
            throw new OkxRefusal("60006", "Timestamp request expired");
        }
        Account account = floor.engine().accountOfKey(key);
        if (account == null || floor.faults().revoked(account)) {
            throw new OkxRefusal("60032", "API key doesn't exist");
        }
        if (!account.key().passphrase().equals(papers.text("passphrase", ""))) {
            throw new OkxRefusal("60024", "Wrong passphrase");
        }
        String payload = OkxSignature.loginPayload(timestamp);
        if (!OkxSignature.right(account.key().secret(), payload, papers.text("sign", ""))) {
            throw new OkxRefusal("60007", "Invalid sign");
        }
        return account;
    }

    private void checkTime(String timestamp) {
        try {
            long sent = Instant.parse(timestamp).toEpochMilli();
            if (Math.abs(floor.millis() - sent) > settings.skewMillis()) {
                throw OkxRefusal.unauthorized("50102", "Timestamp request expired");
            }
        } catch (DateTimeException e) {
            throw OkxRefusal.unauthorized("50112", "Invalid OK-ACCESS-TIMESTAMP");
        }
    }

    private static String header(@Nullable String value, String code, String name) {
        if (value == null || value.isEmpty()) {
            throw OkxRefusal.unauthorized(
                    code, "Request header OK-ACCESS-" + name + " can not be empty.");
        }
        return value;
    }
}
