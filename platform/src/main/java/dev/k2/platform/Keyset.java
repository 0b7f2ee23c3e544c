package dev.k2.platform;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.HmacKey;
import com.google.crypto.tink.mac.HmacParameters;
import com.google.crypto.tink.mac.MacConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * The master keys, each in a file of its own that only K2's user may read. A missing one is made at the first start; one that cannot be
 * read stops the start, because a new one in its place would make every sealed value unreadable.
 */
public final class Keyset {
    private static final String USER_DATA = "user-data-key";
    private static final String JWT_SIGNING = "jwt-signing-key";
    private static final int SIGNING_KEY_BYTES = 32;

    private final KeysetHandle userData;
    private final KeysetHandle jwtSigning;

    private Keyset(KeysetHandle userData, KeysetHandle jwtSigning) {
        this.userData = userData;
        this.jwtSigning = jwtSigning;
    }

    /**
     * Reads the keys, or makes them.
     *
     * @param directory holds the key files; made when missing
     * @throws StartFailure when a key file cannot be read, written or understood
     */
    public static Keyset openOrCreate(Path directory) {
        try {
            AeadConfig.register();
            MacConfig.register();
            PrivateFiles.directory(directory);
            return new Keyset(
                    openOrCreate(directory, USER_DATA, PredefinedAeadParameters.AES256_GCM),
                    openOrCreate(directory, JWT_SIGNING, signingParameters()));
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
        return new SealedBox(userData);
    }

    /** The keys that sign access tokens: the one that signs first, then those that are still accepted. */
    @AccessesPartialKey
    public List<SigningKey> jwtSigning() {
        var keys = new ArrayList<SigningKey>();
        for (int at = 0; at < jwtSigning.size(); at++) {
            var entry = jwtSigning.getAt(at);
            if (entry.getStatus() == KeyStatus.ENABLED && entry.getKey() instanceof HmacKey key) {
                var bits = Secret.of(key.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get()));
                keys.add(
                        entry.isPrimary() ? 0 : keys.size(),
                        new SigningKey(Integer.toHexString(entry.getId()), bits));
            }
        }
        return List.copyOf(keys);
    }

    private static KeysetHandle openOrCreate(Path directory, String name, Parameters parameters)
            throws IOException, GeneralSecurityException {
        var file = directory.resolve(name + ".json");
        if (Files.exists(file)) {
            return open(file);
        }
        var fresh = KeysetHandle.generateNew(parameters, RegistryConfiguration.get());
        var json =
                TinkJsonProtoKeysetFormat.serializeKeyset(
                        fresh, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
        PrivateFiles.write(file, json.getBytes(StandardCharsets.UTF_8));
        return fresh;
    }

    private static KeysetHandle open(Path file) throws IOException {
        PrivateFiles.refuseOthers(file);
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(
                    Files.readString(file),
                    RegistryConfiguration.get(),
                    InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException broken) {
            // The parser's own message may quote the file, so it stays out.
            throw new StartFailure(
                    "The key file " + file + " is damaged.",
                    "Restore it from a backup; without it stored credentials cannot be opened. To"
                            + " begin anew, start with --fresh.");
        }
    }

    private static Parameters signingParameters() throws GeneralSecurityException {
        return HmacParameters.builder()
                .setKeySizeBytes(SIGNING_KEY_BYTES)
                .setTagSizeBytes(SIGNING_KEY_BYTES)
                .setHashType(HmacParameters.HashType.SHA256)
                .setVariant(HmacParameters.Variant.NO_PREFIX)
                .build();
    }
}
