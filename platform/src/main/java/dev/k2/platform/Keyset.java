package dev.k2.platform;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.HmacParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.signature.EcdsaParameters;
import com.google.crypto.tink.signature.EcdsaPrivateKey;
import com.google.crypto.tink.signature.SignatureConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * The master keys, each in a file of its own that only K2's user may read. A missing one is made at the first start; one that cannot be
 * read stops the start, because a new one in its place would make every sealed value unreadable.
 *
 * <p>Each has versions. A new one takes over at once, in every process that uses the directory; the one before stays good.
 */
public final class Keyset {
    private static final int MAC_KEY_BYTES = 32;

    private final Map<KeyName, KeyRing> rings;
    private final InstantSource clock;

    private record Signers(KeyRing.Held of, List<SigningKey> keys) {}

    private Keyset(Map<KeyName, KeyRing> rings, InstantSource clock) {
        this.rings = rings;
        this.clock = clock;
    }

    /** Reads the keys, or makes them; guarded by the permissions of their files alone. */
    public static Keyset openOrCreate(Path directory) {
        return openOrCreate(directory, KeyGuard.PERMISSIONS, K2Clock.system());
    }

    /**
     * Reads the keys, or makes them.
     *
     * @param directory holds the key files; made when missing
     * @param guard what seals the files; a file that something else guards is sealed with it at once
     * @throws StartFailure when a key file cannot be read, written, opened or understood
     */
    public static Keyset openOrCreate(Path directory, KeyGuard guard, InstantSource clock) {
        try {
            AeadConfig.register();
            MacConfig.register();
            SignatureConfig.register();
            PrivateFiles.directory(directory);
            Map<KeyName, KeyRing> rings = new EnumMap<>(KeyName.class);
            for (var name : KeyName.values()) {
                rings.put(
                        name,
                        KeyRing.openOrCreate(directory, name, guard, parameters(name), clock));
            }
            return new Keyset(rings, clock);
        } catch (IOException failure) {
            throw new StartFailure(
                    "The keys in "
                            + directory
                            + " cannot be read or written: "
                            + Causes.sentence(failure)
                            + ".",
                    "Check that the directory belongs to the user that runs K2.",
                    failure);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(
                    "the cryptographic library lacks what K2 needs", broken);
        }
    }

    /** Seals what belongs to users: credentials of exchanges, second factors. */
    public SealedBox userData() {
        return new SealedBox(ring(KeyName.USER_DATA));
    }

    /** Closes the chain of the audit log. */
    public MacBox auditLog() {
        return new MacBox(ring(KeyName.AUDIT_LOG));
    }

    /** The keys that sign access tokens. */
    public SigningKeys jwtSigning() {
        var ring = ring(KeyName.JWT_SIGNING);
        var known = new AtomicReference<>(signers(ring.held()));
        return () -> {
            var held = ring.fresh();
            var signers = known.get();
            if (!held.equals(signers.of())) {
                signers = signers(held);
                known.set(signers);
            }
            return signers.keys();
        };
    }

    /** How all of them stand. */
    public List<KeyState> states() {
        return Arrays.stream(KeyName.values()).map(this::state).toList();
    }

    /** How one stands. */
    public KeyState state(KeyName name) {
        return ring(name).state();
    }

    /**
     * Makes a new version, which takes over at once.
     *
     * <p>Of the keys that sign tokens, the one before stays good until the next rotation, and what was before that one is forgotten.
     * Of the others every version is kept that is not named here.
     *
     * @param unused versions that nothing was made with that is still kept
     * @return the new version
     */
    public int rotate(KeyName name, Set<Integer> unused) {
        Set<Integer> forgotten = new HashSet<>(unused);
        var versions = state(name).versions();
        forgotten.remove(versions.getFirst().id());
        if (name == KeyName.JWT_SIGNING) {
            forgotten.addAll(
                    versions.stream()
                            .skip(1)
                            .map(KeyState.Version::id)
                            .collect(Collectors.toSet()));
        }
        return ring(name).rotate(forgotten);
    }

    /** Whether the version in use is older than this. */
    public boolean isOlderThan(KeyName name, Duration age) {
        return state(name).newest().made().plus(age).isBefore(clock.instant());
    }

    private KeyRing ring(KeyName name) {
        return Objects.requireNonNull(rings.get(name));
    }

    @AccessesPartialKey
    private static Signers signers(KeyRing.Held held) {
        try {
            List<SigningKey> keys = new ArrayList<>();
            for (int at = 0; at < held.handle().size(); at++) {
                var entry = held.handle().getAt(at);
                if (entry.getStatus() == KeyStatus.ENABLED
                        && entry.getKey() instanceof EcdsaPrivateKey key) {
                    keys.add(
                            entry.isPrimary() ? 0 : keys.size(),
                            signingKey(KeyFile.hex(entry.getId()), key));
                }
            }
            return new Signers(held, List.copyOf(keys));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("a signing key cannot be used", broken);
        }
    }

    @AccessesPartialKey
    private static SigningKey signingKey(String id, EcdsaPrivateKey key)
            throws GeneralSecurityException {
        var curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        var spec = curve.getParameterSpec(ECParameterSpec.class);
        var factory = KeyFactory.getInstance("EC");
        var open =
                factory.generatePublic(
                        new ECPublicKeySpec(key.getPublicKey().getPublicPoint(), spec));
        var secret =
                factory.generatePrivate(
                        new ECPrivateKeySpec(
                                key.getPrivateValue().getBigInteger(InsecureSecretKeyAccess.get()),
                                spec));
        return new SigningKey(id, (ECPublicKey) open, (ECPrivateKey) secret);
    }

    private static Parameters parameters(KeyName name) throws GeneralSecurityException {
        return switch (name) {
            case USER_DATA -> PredefinedAeadParameters.AES256_GCM;
            case JWT_SIGNING ->
                    EcdsaParameters.builder()
                            .setCurveType(EcdsaParameters.CurveType.NIST_P256)
                            .setHashType(EcdsaParameters.HashType.SHA256)
                            .setSignatureEncoding(EcdsaParameters.SignatureEncoding.IEEE_P1363)
                            .setVariant(EcdsaParameters.Variant.NO_PREFIX)
                            .build();
            case AUDIT_LOG ->
                    HmacParameters.builder()
                            .setKeySizeBytes(MAC_KEY_BYTES)
                            .setTagSizeBytes(MAC_KEY_BYTES)
                            .setHashType(HmacParameters.HashType.SHA256)
                            .setVariant(HmacParameters.Variant.NO_PREFIX)
                            .build();
        };
    }
}
