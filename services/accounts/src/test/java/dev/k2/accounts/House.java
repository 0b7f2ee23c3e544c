package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.EventBus;
import dev.k2.platform.Keyset;
import dev.k2.platform.ManualClock;
import dev.k2.platform.Metrics;
import dev.k2.platform.Secret;
import dev.k2.platform.TestPostgres;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** Accounts on a real database of their own, with a clock moved by hand and a listener that records. */
final class House implements AutoCloseable {
    static final Origin HOME = new Origin("test browser", "203.0.113.7");
    static final Secret PASSWORD = Secret.of("four random words: otter lamp brisk quay");

    final Database database = TestPostgres.database();
    final Metrics metrics = new Metrics();
    final EventBus events = new EventBus(metrics);
    final ManualClock clock = new ManualClock();
    final List<Object> published = Collections.synchronizedList(new ArrayList<>());
    final FakeTokens tokens = new FakeTokens();
    final List<Letter> letters = Collections.synchronizedList(new ArrayList<>());
    volatile MailService mail =
            letter -> {
                letters.add(letter);
                return new Delivery.Sent();
            };
    final Keyset keys;
    final Accounts accounts;

    House(Path directory) {
        keys = Keyset.openOrCreate(directory);
        events.subscribe("test", Object.class, 1000, published::add);
        accounts = open(AccountsSettings.USUAL);
    }

    /** The same house after a restart, perhaps with other limits. */
    Accounts open(AccountsSettings settings) {
        return Accounts.open(database, keys, events, clock, metrics, tokens, settings);
    }

    static String email() {
        return "person-" + UUID.randomUUID() + "@example.org";
    }

    UserId person(String email) {
        return switch (accounts.register(email, PASSWORD, HOME)) {
            case Registration.Registered(var user) -> user.id();
            case Registration other -> throw new AssertionError("no account: " + other);
        };
    }

    UserId person() {
        return person(email());
    }

    Tokens login(String email) {
        return switch (accounts.login(email, PASSWORD, HOME)) {
            case Login.LoggedIn(var user, var tokens) -> tokens;
            case Login other -> throw new AssertionError("no login: " + other);
        };
    }

    /** A person with an account who has just logged in. */
    Tokens visitor() {
        var email = email();
        person(email);
        return login(email);
    }

    /** The newest letter to an address. */
    Letter letterTo(String email) {
        return letterTo(email, "");
    }

    /** The newest letter to an address that says this. */
    Letter letterTo(String email, String words) {
        deliver();
        return letters.stream()
                .filter(letter -> letter.to().equals(email))
                .filter(letter -> (letter.subject() + "\n" + letter.text()).contains(words))
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new AssertionError("no letter to " + email));
    }

    /** Sends all that is due. */
    void deliver() {
        while (accounts.mails().deliver(mail, URI.create("https://k2.example")) > 0) {
            // More than one round is due where many tests wrote.
        }
    }

    static Secret tokenIn(Letter letter) {
        String text = letter.text();
        int at = text.indexOf("#token=") + "#token=".length();
        return Secret.of(text.substring(at, text.indexOf('\n', at)));
    }

    /** What an authenticator app shows, for a secret as a person types it. */
    String code(Secret typed, int stepsLater) {
        return Totp.code(base32(typed.reveal()), Totp.step(clock.instant()) + stepsLater);
    }

    private static Secret base32(String typed) {
        var bits = new StringBuilder();
        for (int at = 0; at < typed.length(); at++) {
            int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(typed.charAt(at));
            bits.append(String.format("%5s", Integer.toBinaryString(value)).replace(' ', '0'));
        }
        byte[] bytes = new byte[bits.length() / 8];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) Integer.parseInt(bits.substring(at * 8, at * 8 + 8), 2);
        }
        return Secret.of(bytes);
    }

    boolean awaitEvents() {
        return events.awaitIdle(Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        events.close();
        database.close();
        metrics.close();
    }
}
