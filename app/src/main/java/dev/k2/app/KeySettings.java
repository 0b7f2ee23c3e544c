package dev.k2.app;

import dev.k2.gateway.KmsKey;
import dev.k2.gateway.KmsWrapping;
import dev.k2.platform.DataDirectory;
import dev.k2.platform.K2Clock;
import dev.k2.platform.KeyGuard;
import dev.k2.platform.KeyWrapping;
import dev.k2.platform.Keyset;
import dev.k2.platform.PassphraseWrapping;
import dev.k2.platform.Secret;
import dev.k2.platform.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the master keys are guarded.
 *
 * @param passphrase seals their files; where a key management service does, it only opens what it sealed before
 * @param kms the key at a key management service that wraps them
 * @param tokenKeyLife after how long the key that signs tokens is replaced
 */
record KeySettings(Optional<Secret> passphrase, Optional<KmsKey> kms, Duration tokenKeyLife) {
    private static final Duration TOKEN_KEY_LIFE = Duration.ofDays(90);

    static KeySettings from(Settings settings) {
        return new KeySettings(
                settings.secret("keys.passphrase"),
                KmsKey.from(settings),
                settings.duration("keys.token-key-life", TOKEN_KEY_LIFE));
    }

    /** Reads the keys of a data directory, or makes them. */
    Keyset open(DataDirectory data) {
        return open(data.keys());
    }

    Keyset open(Path directory) {
        List<KeyWrapping> wrappings = new ArrayList<>();
        kms.map(KmsWrapping::new).ifPresent(wrappings::add);
        passphrase.map(PassphraseWrapping::new).ifPresent(wrappings::add);
        return Keyset.openOrCreate(directory, new KeyGuard(wrappings), K2Clock.system());
    }
}
