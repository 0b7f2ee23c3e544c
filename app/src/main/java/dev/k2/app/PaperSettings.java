package dev.k2.app;

import dev.k2.accounts.Credentials;
import dev.k2.model.ExchangeId;
import dev.k2.platform.Secret;
import dev.k2.platform.Settings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What mode paper is told.
 *
 * @param exchanges which exchanges are there
 * @param keys of their test networks: for public data where that wants a key, and for the first
 *     person's links
 * @param person whom the keys are linked to; empty where people link their own
 */
record PaperSettings(
        List<ExchangeId> exchanges, Map<ExchangeId, Credentials> keys, Optional<Person> person) {
    PaperSettings {
        exchanges = List.copyOf(exchanges);
        keys = Map.copyOf(keys);
    }

    /** An account that is there from the first start on. */
    record Person(String email, Secret password) {}

    /** Reads {@code exchanges} and the keys under {@code paper}. */
    static PaperSettings from(Settings settings) {
        List<ExchangeId> exchanges = exchanges(settings);
        Map<ExchangeId, Credentials> keys = new EnumMap<>(ExchangeId.class);
        for (ExchangeId id : ExchangeId.values()) {
            key(settings, id).ifPresent(key -> keys.put(id, key));
        }
        return new PaperSettings(exchanges, keys, person(settings));
    }

    /** The table's lines of the exchanges that are there, in its order. */
    List<Venue> venues() {
        return Venues.ALL.stream().filter(venue -> exchanges.contains(venue.id())).toList();
    }

    /** The names of the exchanges that are there, for a person. */
    String names() {
        return venues().stream().map(venue -> venue.id().text()).collect(Collectors.joining(", "));
    }

    private static List<ExchangeId> exchanges(Settings settings) {
        Optional<String> told = settings.text("exchanges");
        if (told.isEmpty()) {
            return Venues.ALL.stream().map(Venue::id).toList();
        }
        List<ExchangeId> known = new ArrayList<>();
        for (String name : told.get().split(",", -1)) {
            Optional<ExchangeId> id = ExchangeId.parse(name.strip());
            if (id.isPresent()) {
                known.add(id.get());
            } else {
                settings.reject("exchanges", "Give some of " + Venues.names() + ".");
            }
        }
        return known;
    }

    private static Optional<Credentials> key(Settings settings, ExchangeId id) {
        String place = "paper." + id.text() + ".";
        Optional<Secret> key = settings.secret(place + "api-key");
        Optional<Secret> secret = settings.secret(place + "api-secret");
        Optional<Secret> passphrase = settings.secret(place + "passphrase");
        Optional<Secret> pem = settings.secret(place + "private-key");
        if (key.isEmpty() && (secret.isPresent() || passphrase.isPresent() || pem.isPresent())) {
            settings.reject(place + "api-key", "Give the key that the other parts belong to.");
        }
        if (key.isPresent() && secret.isEmpty() && pem.isEmpty()) {
            settings.reject(
                    place + "api-secret", "Give it, or " + place + "private-key, beside the key.");
        }
        return key.map(given -> new Credentials(given, secret, passphrase, pem));
    }

    private static Optional<Person> person(Settings settings) {
        Optional<String> email = settings.text("paper.email");
        Optional<Secret> password = settings.secret("paper.password");
        if (email.isPresent() != password.isPresent()) {
            settings.reject(
                    email.isPresent() ? "paper.password" : "paper.email",
                    "Give both or none of paper.email and paper.password.");
        }
        return email.flatMap(given -> password.map(secret -> new Person(given, secret)));
    }
}
