package dev.k2.sim.kalshi;

import dev.k2.sim.Account;
import dev.k2.sim.Fault;
import dev.k2.sim.Target;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every call passes before it is done: faults, limits, key, time, signature, scope. */
final class Gate {
    static final String KEY = "KALSHI-ACCESS-KEY";
    static final String TIMESTAMP = "KALSHI-ACCESS-TIMESTAMP";
    static final String SIGNATURE = "KALSHI-ACCESS-SIGNATURE";

    private final KalshiFloor floor;
    private final Settings settings;
    private final Buckets reads = new Buckets();
    private final Buckets writes = new Buckets();
    private final Map<String, Long> banned = new HashMap<>();

    Gate(KalshiFloor floor, Settings settings) {
        this.floor = floor;
        this.settings = settings;
    }

    /** What a request says about who sends it. */
    record Papers(@Nullable String key, @Nullable String timestamp, @Nullable String signature) {
        boolean any() {
            return key != null;
        }
    }

    /** Throws what a fault has ordered in place of any answer. */
    void announced(Target target) {
        if (floor.faults().strikes(Fault.Kind.RATE_LIMIT, target).isPresent()) {
            throw KalshiRefusal.tooFast();
        }
        if (floor.faults().strikes(Fault.Kind.MAINTENANCE, target).isPresent()) {
            throw new KalshiRefusal(503, "service_unavailable", "exchange is under maintenance");
        }
        Optional<Fault> before = floor.faults().strikes(Fault.Kind.ERROR_BEFORE, target);
        if (before.isPresent()) {
            throw failure(before.get());
        }
    }

    static KalshiRefusal failure(Fault fault) {
        int status = (int) fault.number("status", 500);
        String usual =
                switch (status) {
                    case 503 -> "service_unavailable";
                    case 504 -> "gateway_timeout";
                    default -> "internal_server_error";
                };
        return new KalshiRefusal(status, fault.word("code", usual), "internal server error");
    }

    /** The account whose key signed the request rightly, or a refusal. */
    Account admit(Papers papers, String method, String path) {
        String key = papers.key();
        String timestamp = papers.timestamp();
        String signature = papers.signature();
        if (key == null || timestamp == null || signature == null) {
            throw KalshiRefusal.unauthorized("missing authentication headers");
        }
        checkTime(timestamp);
        Account account = floor.engine().accountOfKey(key);
        if (account == null || floor.faults().revoked(account)) {
            throw KalshiRefusal.unauthorized("api key not found");
        }
        PublicKey publicKey = account.key().publicKey();
        String payload = KalshiSignature.payload(timestamp, method, path);
        if (publicKey == null || !KalshiSignature.right(publicKey, payload, signature)) {
            throw KalshiRefusal.unauthorized("incorrect signature");
        }
        return account;
    }

    private void checkTime(String timestamp) {
        if (!timestamp.matches("[0-9]{13}")) {
            throw KalshiRefusal.unauthorized("timestamp must be in milliseconds");
        }
        if (Math.abs(floor.millis() - Long.parseLong(timestamp)) > settings.skewMillis()) {
            throw KalshiRefusal.unauthorized("timestamp is too old or too new");
        }
    }

    /** Refuses to change anything for a key that may only read. */
    static void mayWrite(Account account) {
        if (!account.key().trades()) {
            throw KalshiRefusal.forbidden("write::trade");
        }
    }

    /** Takes tokens, or throws when there are too few. */
    void count(Call.Access access, String caller, long tokens) {
        boolean write = access == Call.Access.WRITE;
        long rate = write ? settings.writePerSecond() : settings.readPerSecond();
        long capacity = write ? rate * settings.writeSeconds() : rate;
        if (!(write ? writes : reads).take(caller, tokens, rate, capacity, floor.millis())) {
            throw KalshiRefusal.tooFast();
        }
    }

    void ban(String address, long seconds, long nowMillis) {
        banned.put(address, nowMillis + seconds * 1000);
    }

    boolean isBanned(String address) {
        return floor.millis() < banned.getOrDefault(address, 0L);
    }
}
