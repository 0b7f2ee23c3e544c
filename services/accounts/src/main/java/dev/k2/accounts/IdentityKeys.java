package dev.k2.accounts;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of providers, fetched when they are needed: after an hour, or for a name that is not known, but then no more than
 * once a minute, whatever names tokens make up.
 */
final class IdentityKeys {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityKeys.class);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int KEYS_MAX = 50;
    private static final int LONGEST = 256 * 1024;
    private static final int RSA_BITS_LEAST = 2048;

    private final IdentityService service;
    private final InstantSource clock;
    private final Map<IdentityProvider, Known> known = new EnumMap<>(IdentityProvider.class);

    IdentityKeys(IdentityService service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
    }

    private record Known(Map<String, JWK> keys, Instant askedAt) {}

    /** One at a time, so that a crowd of logins costs one question. */
    synchronized Optional<JWK> find(IdentityProvider provider, String id) {
        var now = clock.instant();
        var last = known.get(provider);
        if (last == null || isStale(last, id, now)) {
            last = new Known(fetch(provider), now);
            known.put(provider, last);
        }
        return Optional.ofNullable(last.keys.get(id));
    }

    private static boolean isStale(Known last, String id, Instant now) {
        var patience = last.keys.containsKey(id) ? FRESH : PAUSE;
        return !now.isBefore(last.askedAt.plus(patience));
    }

    private Map<String, JWK> fetch(IdentityProvider provider) {
        var document = service.keys(provider).filter(text -> text.length() <= LONGEST);
        if (document.isEmpty()) {
            return Map.of();
        }
        try {
            Map<String, JWK> keys = new HashMap<>();
            JWKSet.parse(document.get()).getKeys().stream()
                    .filter(IdentityKeys::isGood)
                    .limit(KEYS_MAX)
                    .forEach(key -> keys.put(key.getKeyID(), key));
            return Map.copyOf(keys);
        } catch (ParseException unreadable) {
            LOG.atWarn().addKeyValue("provider", provider).log("its keys cannot be read");
            return Map.of();
        }
    }

    private static boolean isGood(JWK key) {
        boolean signs = key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse());
        boolean strong =
                key instanceof ECKey || (key instanceof RSAKey && key.size() >= RSA_BITS_LEAST);
        return key.getKeyID() != null && signs && strong;
    }
}
