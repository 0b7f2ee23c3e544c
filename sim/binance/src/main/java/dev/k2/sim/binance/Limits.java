package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.k2.sim.Account;
import dev.k2.sim.WireJson;
import java.util.HashMap;
import java.util.Map;

/** Counts what callers use up: weight and requests by address, unfilled orders by account. Windows follow the clock. */
final class Limits {
    private static final long MINUTE = 60_000;
    private static final long FIVE_MINUTES = 300_000;
    private static final long TEN_SECONDS = 10_000;
    private static final int STRIKES_BEFORE_BAN = 50;
    private static final long FIRST_BAN_SECONDS = 120;
    private static final long LONGEST_BAN_SECONDS = 3 * 86_400;

    private final Settings settings;
    private final Map<String, Address> addresses = new HashMap<>();
    private final Map<Account, Orders> orders = new HashMap<>();

    Limits(Settings settings) {
        this.settings = settings;
    }

    private static final class Address {
        private long minute;
        private long fiveMinutes;
        private long requests;
        private long connections;
        private long weight;
        private int strikes;
        private long bannedUntil;
        private long nextBanSeconds = FIRST_BAN_SECONDS;
    }

    private static final class Orders {
        private long tenSeconds;
        private long longWindow;
        private long inTenSeconds;
        private long inLongWindow;
    }

    /** Takes weight, and throws when there is none left. */
    void take(String address, long weight, long now) {
        Address caller = address(address, now);
        if (now < caller.bannedUntil) {
            throw banned(caller.bannedUntil);
        }
        caller.requests++;
        if (settings.rawRequests() && caller.requests > settings.requestsPerFiveMinutes()) {
            throw new BinanceRefusal(429, -1003, "Too many requests queued.", null);
        }
        if (caller.weight + weight > settings.weightPerMinute()) {
            caller.strikes++;
            if (caller.strikes > STRIKES_BEFORE_BAN) {
                ban(address, caller.nextBanSeconds, now);
                throw banned(caller.bannedUntil);
            }
            throw new BinanceRefusal(
                    429,
                    -1003,
                    "Too much request weight used; current limit is "
                            + settings.weightPerMinute()
                            + " request weight per 1 MINUTE. Please use WebSocket Streams for live"
                            + " updates to avoid polling the API.",
                    null);
        }
        caller.weight += weight;
    }

    /** Counts an attempt to connect a WebSocket. False when there were too many. */
    boolean connects(String address, long now) {
        Address caller = address(address, now);
        return now >= caller.bannedUntil
                && ++caller.connections <= settings.connectionsPerFiveMinutes();
    }

    void giveBack(String address, long weight, long now) {
        Address caller = address(address, now);
        caller.weight = Math.max(0, caller.weight - weight);
    }

    long used(String address, long now) {
        return address(address, now).weight;
    }

    void ban(String address, long seconds, long now) {
        Address caller = address(address, now);
        caller.bannedUntil = now + seconds * 1000;
        caller.nextBanSeconds = Math.min(LONGEST_BAN_SECONDS, seconds * 4);
        caller.strikes = 0;
    }

    /** Seconds until the caller may come again. */
    long retryAfterSeconds(String address, int status, long now) {
        Address caller = address(address, now);
        long until = status == 418 ? caller.bannedUntil : (caller.minute + 1) * MINUTE;
        return Math.max(1, (until - now + 999) / 1000);
    }

    void checkOrders(Account account, long now) {
        Orders used = orders(account, now);
        if (used.inTenSeconds >= settings.ordersPerTenSeconds()) {
            throw tooManyOrders(settings.ordersPerTenSeconds(), "10 SECOND");
        }
        if (used.inLongWindow >= settings.ordersPerLongWindow()) {
            throw tooManyOrders(
                    settings.ordersPerLongWindow(), "1 " + settings.longWindow().interval());
        }
    }

    void countOrder(Account account, long now) {
        Orders used = orders(account, now);
        used.inTenSeconds++;
        used.inLongWindow++;
    }

    /** A fill gives back what its order used up. */
    void filled(Account account, long now) {
        Orders used = orders(account, now);
        used.inTenSeconds = Math.max(0, used.inTenSeconds - 1);
        used.inLongWindow = Math.max(0, used.inLongWindow - 1);
    }

    long ordersInTenSeconds(Account account, long now) {
        return orders(account, now).inTenSeconds;
    }

    String longWindowHeader() {
        return settings.longWindow().header();
    }

    long ordersInLongWindow(Account account, long now) {
        return orders(account, now).inLongWindow;
    }

    /** The limits as exchangeInfo has them. */
    ArrayNode described(boolean webSocketApi) {
        ArrayNode list = WireJson.array();
        limit(list, "REQUEST_WEIGHT", "MINUTE", 1, settings.weightPerMinute());
        limit(list, "ORDERS", "SECOND", 10, settings.ordersPerTenSeconds());
        limit(list, "ORDERS", settings.longWindow().interval(), 1, settings.ordersPerLongWindow());
        if (webSocketApi && settings.rawRequests()) {
            limit(list, "CONNECTIONS", "MINUTE", 5, settings.connectionsPerFiveMinutes());
        } else if (settings.rawRequests()) {
            limit(list, "RAW_REQUESTS", "MINUTE", 5, settings.requestsPerFiveMinutes());
        }
        return list;
    }

    /** What an account has used of its orders. */
    ArrayNode orderCounts(Account account, long now) {
        ArrayNode list = WireJson.array();
        limit(list, "ORDERS", "SECOND", 10, settings.ordersPerTenSeconds())
                .put("count", ordersInTenSeconds(account, now));
        limit(list, "ORDERS", settings.longWindow().interval(), 1, settings.ordersPerLongWindow())
                .put("count", ordersInLongWindow(account, now));
        return list;
    }

    ArrayNode weightCount(String address, long now) {
        ArrayNode list = WireJson.array();
        limit(list, "REQUEST_WEIGHT", "MINUTE", 1, settings.weightPerMinute())
                .put("count", used(address, now));
        return list;
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode limit(
            ArrayNode list, String type, String interval, int number, long limit) {
        return list.addObject()
                .put("rateLimitType", type)
                .put("interval", interval)
                .put("intervalNum", number)
                .put("limit", limit);
    }

    private static BinanceRefusal banned(long until) {
        return new BinanceRefusal(
                418,
                -1003,
                "Way too much request weight used; IP banned until "
                        + until
                        + ". Please use WebSocket Streams for live updates to avoid bans.",
                null);
    }

    private static BinanceRefusal tooManyOrders(long limit, String interval) {
        return new BinanceRefusal(
                429,
                -1015,
                "Too many new orders; current limit is " + limit + " orders per " + interval + ".",
                null);
    }

    private Address address(String name, long now) {
        Address caller = addresses.computeIfAbsent(name, n -> new Address());
        if (caller.fiveMinutes != now / FIVE_MINUTES) {
            caller.fiveMinutes = now / FIVE_MINUTES;
            caller.requests = 0;
            caller.connections = 0;
        }
        if (caller.minute != now / MINUTE) {
            caller.minute = now / MINUTE;
            caller.weight = 0;
            caller.strikes = 0;
        }
        return caller;
    }

    private Orders orders(Account account, long now) {
        Orders used = orders.computeIfAbsent(account, a -> new Orders());
        if (used.tenSeconds != now / TEN_SECONDS) {
            used.tenSeconds = now / TEN_SECONDS;
            used.inTenSeconds = 0;
        }
        long window = now / settings.longWindow().millis();
        if (used.longWindow != window) {
            used.longWindow = window;
            used.inLongWindow = 0;
        }
        return used;
    }
}
