package dev.k2.platform;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.mac.HmacKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes and checks HMAC-SHA-256 with a master key whose versions are all kept: what was closed once can be checked for ever. */
public final class MacBox {
    private static final String ALGORITHM = "HmacSHA256";

    private final KeyRing ring;
    private volatile Keys keys;

    private record Keys(KeyRing.Held of, int primary, Map<Integer, SecretKeySpec> byVersion) {}

    MacBox(KeyRing ring) {
        this.ring = ring;
        this.keys = keys(ring.held());
    }

    /** The version that closes what is new. */
    public int version() {
        return fresh().primary();
    }

    /**
     * What this version makes of the bytes.
     *
     * @return empty where there is no such version
     */
    public Optional<byte[]> mac(int version, byte[] bytes) {
        var known = keys.byVersion().containsKey(version) ? keys : fresh();
        return Optional.ofNullable(known.byVersion().get(version)).map(key -> mac(key, bytes));
    }

    /** Compares in constant time. */
    public boolean holds(int version, byte[] bytes, byte[] told) {
        return mac(version, bytes).map(made -> MessageDigest.isEqual(made, told)).orElse(false);
    }

    private static byte[] mac(SecretKeySpec key, byte[] bytes) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(ALGORITHM + " is missing", impossible);
        }
    }

    private Keys fresh() {
        var held = ring.fresh();
        var known = keys;
        if (!held.equals(known.of())) {
            known = keys(held);
            keys = known;
        }
        return known;
    }

    @AccessesPartialKey
    private static Keys keys(KeyRing.Held held) {
        Map<Integer, SecretKeySpec> byVersion = new HashMap<>();
        for (int at = 0; at < held.handle().size(); at++) {
            var entry = held.handle().getAt(at);
            if (entry.getKey() instanceof HmacKey key) {
                byVersion.put(
                        entry.getId(),
                        new SecretKeySpec(
                                key.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get()),
                                ALGORITHM));
            }
        }
        return new Keys(held, held.handle().getPrimary().getId(), Map.copyOf(byVersion));
    }
}
