package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Account;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The keys that open an account's stream. They end an hour after they were last renewed, by the exchange's clock. */
final class ListenKeys {
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 64;
    private static final long LIFE_MICROS = 60 * 60 * 1_000_000L;

    private final BinanceFloor floor;
    private final Random random;
    private final Map<Account, Key> byAccount = new HashMap<>();
    private final Map<String, Key> byText = new HashMap<>();
    private final List<Consumer<Key>> watchers = new ArrayList<>();

    /** One key and when it ends, in microseconds since 1970. */
    record Key(String text, Account account, long endsMicros) {}

    ListenKeys(BinanceFloor floor, long seed) {
        this.floor = floor;
        this.random = new Random(seed * 17 + floor.micros());
    }

    /** Is told of each key that ends. */
    void watch(Consumer<Key> watcher) {
        watchers.add(watcher);
    }

    JsonNode start(Call.Request request) {
        Key had = alive(request.customer());
        String text = had == null ? fresh() : had.text();
        renew(new Key(text, request.customer(), 0));
        return WireJson.object().put("listenKey", text);
    }

    JsonNode keepAlive(Call.Request request) {
        Key key = wanted(request);
        renew(key);
        return WireJson.object().put("listenKey", key.text());
    }

    JsonNode close(Call.Request request) {
        forget(wanted(request));
        return WireJson.object();
    }

    /** Whose the key is, or null when it is no living key. */
    @Nullable Account account(String text) {
        Key key = byText.get(text);
        return key == null ? null : key.account();
    }

    /** Ends what has come to its end. */
    void tick() {
        for (Key key : List.copyOf(byText.values())) {
            if (key.endsMicros() <= floor.micros()) {
                end(key);
            }
        }
    }

    /** Ends the key of an account, or all of them. */
    void expire(@Nullable Account account) {
        for (Key key : List.copyOf(byText.values())) {
            if (account == null || key.account() == account) {
                end(key);
            }
        }
    }

    private void end(Key key) {
        forget(key);
        watchers.forEach(watcher -> watcher.accept(key));
    }

    private Key wanted(Call.Request request) {
        Key key = alive(request.customer());
        String named = request.params().text("listenKey");
        if (key == null || (named != null && !named.equals(key.text()))) {
            throw new BinanceRefusal(-1125, "This listenKey does not exist.");
        }
        return key;
    }

    private @Nullable Key alive(Account account) {
        tick();
        return byAccount.get(account);
    }

    private void renew(Key key) {
        Key renewed = new Key(key.text(), key.account(), floor.micros() + LIFE_MICROS);
        byAccount.put(key.account(), renewed);
        byText.put(key.text(), renewed);
    }

    private void forget(Key key) {
        byAccount.remove(key.account());
        byText.remove(key.text());
    }

    private String fresh() {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
