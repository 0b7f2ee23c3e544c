package dev.k2.gateway;

import dev.k2.accounts.ApiKeyScope;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may make a call, as the contract says in {@code x-k2-scope}. */
enum Scope {
    /** Everybody, without a token. */
    OPEN,
    /** Sessions, and keys that may read. */
    READ,
    /** Sessions, and keys that may trade. */
    TRADE,
    /** Sessions only: what manages keys, links, limits, sessions or security. */
    SESSION,
    /** Sessions of administrators only. */
    ADMIN;

    /** Where the contract is silent, the answer that lets no key in; a test insists that it is not. */
    static Scope of(@Nullable String text, boolean open) {
        if (text == null) {
            return open ? OPEN : SESSION;
        }
        Scope told =
                Arrays.stream(values())
                        .filter(scope -> scope.text().equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("there is no scope " + text));
        if ((told == OPEN) != open) {
            throw new IllegalStateException("a call is open in both words of the contract or none");
        }
        return told;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope that a key needs; empty where no key is enough. */
    Optional<ApiKeyScope> ofKeys() {
        return ApiKeyScope.parse(text());
    }
}
