package dev.k2.platform;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.KmsEnvelopeAead;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Seals small secrets so that the database never holds them in the clear.
 *
 * <p>Envelope encryption: every value has a random AES-256-GCM key of its own, which is sealed with the master key. The value is
 * bound to its row and to the key's version as associated data. The newest master key seals, all that the keyset still holds open;
 * a version that another process added opens and seals here from then on.
 */
public final class SealedBox {
    private final Supplier<KeyRing.Held> fresh;
    private volatile Masters masters;

    private record Masters(KeyRing.Held of, int version, Set<Integer> versions, Aead envelope) {}

    SealedBox(KeyRing ring) {
        this.fresh = ring::fresh;
        this.masters = masters(ring.held());
    }

    private SealedBox(Masters still) {
        this.fresh = still::of;
        this.masters = still;
    }

    /** A box that keeps to the master keys of this moment, for values that share one column for their version. */
    public SealedBox still() {
        return new SealedBox(fresh());
    }

    /** The version of the master key that seals. */
    public int version() {
        return fresh().version();
    }

    /** Seals a value for its row. */
    public Sealed seal(Secret value, Binding row) {
        var now = fresh();
        var plain = value.revealBytes();
        try {
            return new Sealed(
                    now.version(), now.envelope().encrypt(plain, row.bytes(now.version())));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("a value could not be sealed", failure);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Opens a value in its row; empty when it was changed, belongs to another row, or its master key is gone. */
    public Optional<Secret> open(Sealed sealed, Binding row) {
        var known = masters.versions().contains(sealed.keyVersion()) ? masters : fresh();
        try {
            var plain =
                    known.envelope().decrypt(sealed.ciphertext(), row.bytes(sealed.keyVersion()));
            var secret = Secret.of(plain);
            Arrays.fill(plain, (byte) 0);
            return Optional.of(secret);
        } catch (GeneralSecurityException notOurs) {
            return Optional.empty();
        }
    }

    private Masters fresh() {
        var held = fresh.get();
        var known = masters;
        if (!held.equals(known.of())) {
            known = masters(held);
            masters = known;
        }
        return known;
    }

    private static Masters masters(KeyRing.Held held) {
        try {
            var handle = held.handle();
            var master = handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
            Set<Integer> versions = new HashSet<>();
            for (int at = 0; at < handle.size(); at++) {
                versions.add(handle.getAt(at).getId());
            }
            return new Masters(
                    held,
                    handle.getPrimary().getId(),
                    Set.copyOf(versions),
                    KmsEnvelopeAead.create(PredefinedAeadParameters.AES256_GCM, master));
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("the keyset holds keys that cannot seal", unusable);
        }
    }
}
