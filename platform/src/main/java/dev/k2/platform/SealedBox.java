package dev.k2.platform;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.KmsEnvelopeAead;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Seals small secrets so that the database never holds them in the clear.
 *
 * <p>Envelope encryption: every value has a random AES-256-GCM key of its own, which is sealed with the master key. The value is
 * bound to its row and to the key's version as associated data. The newest master key seals, all that the keyset still holds open.
 */
public final class SealedBox {
    private final KeysetHandle masters;
    private final Aead envelope;

    SealedBox(KeysetHandle masters) {
        this.masters = masters;
        try {
            var master = masters.getPrimitive(RegistryConfiguration.get(), Aead.class);
            envelope = KmsEnvelopeAead.create(PredefinedAeadParameters.AES256_GCM, master);
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("the keyset holds keys that cannot seal", unusable);
        }
    }

    /** Seals a value for its row. */
    public Sealed seal(Secret value, Binding row) {
        int version = masters.getPrimary().getId();
        var plain = value.revealBytes();
        try {
            return new Sealed(version, envelope.encrypt(plain, row.bytes(version)));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("a value could not be sealed", failure);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Opens a value in its row; empty when it was changed, belongs to another row, or its master key is gone. */
    public Optional<Secret> open(Sealed sealed, Binding row) {
        try {
            var plain = envelope.decrypt(sealed.ciphertext(), row.bytes(sealed.keyVersion()));
            var secret = Secret.of(plain);
            Arrays.fill(plain, (byte) 0);
            return Optional.of(secret);
        } catch (GeneralSecurityException notOurs) {
            return Optional.empty();
        }
    }
}
