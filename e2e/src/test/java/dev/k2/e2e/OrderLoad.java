package dev.k2.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * People who place and cancel orders until the server does not answer any more. What it acknowledged is
 * remembered; what it left unanswered is asked for again under the same key in the next round.
 */
final class OrderLoad {
    /** Where people trade, and what: one of each kind of account. */
    private static final List<Market> MARKETS =
            List.of(
                    new Market("binance", "BTC-USDT"),
                    new Market("binance", "BTC-USDT"),
                    new Market("binance-futures", "BTC-USDT-PERP"),
                    new Market("bybit", "BTC-USDT"),
                    new Market("okx", "BTC-USDT"),
                    new Market("cryptocom", "BTC-USDT"));

    private record Market(String exchange, String instrument) {}

    private static final int PEOPLE = 5;
    private static final Duration PAUSE_MAX = Duration.ofMillis(250);

    private final Random random;
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedDeque<ObjectNode> unanswered = new ConcurrentLinkedDeque<>();
    private final Map<String, Integer> answers = new ConcurrentSkipListMap<>();
    private final List<String> broken = Collections.synchronizedList(new ArrayList<>());
    private final String name;
    private int placed;

    OrderLoad(long seed) {
        this.random = new Random(seed);
        this.name = Long.toHexString(seed);
    }

    /** K2's id by the key of each order that K2 said it took. */
    Map<String, String> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /** The exchanges that people trade at. */
    static Set<String> exchanges() {
        return MARKETS.stream().map(Market::exchange).collect(Collectors.toSet());
    }

    Set<String> sent() {
        return Set.copyOf(sent);
    }

    /** How often each answer came, by method, status and code. */
    Map<String, Integer> answers() {
        return new TreeMap<>(answers);
    }

    /** Answers that no client may ever see. */
    List<String> broken() {
        return List.copyOf(broken);
    }

    /** Starts everybody; each ends at the first request that gets no answer. */
    List<Thread> start(Api api) {
        List<ObjectNode> again = new ArrayList<>();
        while (!unanswered.isEmpty()) {
            again.add(unanswered.poll());
        }
        List<Thread> people = new ArrayList<>();
        for (int person = 0; person < PEOPLE; person++) {
            int which = person;
            people.add(
                    Thread.ofVirtual()
                            .name("person " + person)
                            .start(() -> trade(api, which == 0 ? again : List.of())));
        }
        return people;
    }

    private void trade(Api api, List<ObjectNode> again) {
        try {
            for (ObjectNode order : again) {
                place(api, order);
            }
            while (true) {
                Optional<ObjectNode> wish = wish(api);
                if (wish.isPresent()) {
                    Optional<String> id = place(api, wish.get());
                    if (id.isPresent() && next(2) == 0) {
                        seen(api.attempt("DELETE", "/v1/orders/" + id.get(), null));
                    }
                }
                LockSupport.parkNanos(next((int) PAUSE_MAX.toMillis()) * 1_000_000L);
            }
        } catch (IOException dead) {
            // The server was killed, as it has to be; the order that it left unanswered is kept in
            // unanswered.
            return;
        }
    }

    private Optional<String> place(Api api, ObjectNode order) throws IOException {
        String key = order.path("client_order_id").asText();
        sent.add(key);
        Http.Answer answer;
        try {
            answer = api.attempt("POST", "/v1/orders", order.toString());
        } catch (IOException dead) {
            unanswered.add(order);
            throw dead;
        }
        seen(answer);
        if (answer.status() < 200 || answer.status() > 202) {
            return Optional.empty();
        }
        String id = answer.body().path("data").path("id").asText();
        String before = acknowledged.putIfAbsent(key, id);
        if (before != null && !before.equals(id)) {
            broken.add("key " + key + " was answered with order " + before + ", then with " + id);
        }
        return Optional.of(id);
    }

    private void seen(Http.Answer answer) {
        String method = answer.request().replaceFirst(" .*", "");
        answers.merge(method + " " + answer.status() + " " + answer.errorCode(), 1, Integer::sum);
        if (answer.status() == 500
                || (answer.status() == 409 && answer.errorCode().equals("IDEMPOTENCY_CONFLICT"))) {
            broken.add(answer.request() + " answered " + answer.text());
        }
    }

    /** Market, resting, immediate and crossing orders, bought and sold in equal shares. */
    private Optional<ObjectNode> wish(Api api) throws IOException {
        Market market = MARKETS.get(next(MARKETS.size()));
        Http.Answer answer =
                api.attempt(
                        "GET",
                        "/v1/prices/" + market.instrument() + "?exchange=" + market.exchange(),
                        null);
        JsonNode price = answer.body().path("data");
        if (answer.status() != 200 || !price.path("bid").isTextual()) {
            return Optional.empty();
        }
        boolean buy = next(2) == 0;
        ObjectNode order =
                Api.object()
                        .put("client_order_id", "crash-" + name + "-" + number())
                        .put("exchange", market.exchange())
                        .put("instrument", market.instrument())
                        .put("side", buy ? "buy" : "sell")
                        .put("quantity", "0.00" + (1 + next(9)));
        return Optional.of(
                switch (next(4)) {
                    case 0 -> order.put("type", "market");
                    case 1 -> limit(order, price, buy ? "0.98" : "1.02", "gtc");
                    case 2 -> limit(order, price, "1", "gtc");
                    default -> limit(order, price, buy ? "1.001" : "0.999", "ioc");
                });
    }

    private static ObjectNode limit(
            ObjectNode order, JsonNode price, String share, String timeInForce) {
        BigDecimal bid = new BigDecimal(price.path("bid").asText());
        return order.put("type", "limit")
                .put("time_in_force", timeInForce)
                .put(
                        "price",
                        bid.multiply(new BigDecimal(share))
                                .setScale(0, RoundingMode.HALF_UP)
                                .toPlainString());
    }

    private int next(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    private int number() {
        synchronized (random) {
            return ++placed;
        }
    }
}
