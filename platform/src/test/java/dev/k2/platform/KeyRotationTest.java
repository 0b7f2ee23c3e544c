package dev.k2.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.KmsEnvelopeAead;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.HmacParameters;
import com.google.crypto.tink.mac.MacConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ASVS 11.3.2 to 11.3.4 and 13.3.4: keys have versions, which are replaced while everything runs. */
class KeyRotationTest {
    private static final Binding ROW = Binding.of("exchange_link", "ann", "link-1", "binance");
    private static final KeyGuard PASSPHRASE =
            new KeyGuard(
                    List.of(new PassphraseWrapping(Secret.of("six words that nobody else knows"))));

    @TempDir private Path directory;
    private final ManualClock clock = new ManualClock();

    @Test
    void opensOldValuesAndSealsNewOnesWithTheNewVersion() {
        var keys = open(KeyGuard.PERMISSIONS);
        var box = keys.userData();
        var before = box.seal(Secret.of("old"), ROW);

        int version = keys.rotate(KeyName.USER_DATA, Set.of());

        var after = box.seal(Secret.of("new"), ROW);
        assertThat(after.keyVersion()).isEqualTo(version).isNotEqualTo(before.keyVersion());
        assertThat(box.open(before, ROW).map(Secret::reveal)).contains("old");
        assertThat(box.open(after, ROW).map(Secret::reveal)).contains("new");
    }

    @Test
    void followsARotationByAnotherProcessAtOnce() {
        var server = open(KeyGuard.PERMISSIONS);
        var box = server.userData();
        var tokens = server.jwtSigning();
        var chain = server.auditLog();
        var old = tokens.now().getFirst();

        var command = open(KeyGuard.PERMISSIONS);
        command.rotate(KeyName.USER_DATA, Set.of());
        command.rotate(KeyName.JWT_SIGNING, Set.of());
        command.rotate(KeyName.AUDIT_LOG, Set.of());
        var sealed = command.userData().seal(Secret.of("by the command"), ROW);

        assertThat(box.open(sealed, ROW).map(Secret::reveal)).contains("by the command");
        assertThat(box.seal(Secret.of("x"), ROW).keyVersion()).isEqualTo(sealed.keyVersion());
        assertThat(tokens.now()).hasSize(2).contains(old);
        assertThat(tokens.now().getFirst()).isNotEqualTo(old);
        assertThat(chain.version()).isEqualTo(command.auditLog().version());
    }

    @Test
    void keepsToOneVersionForValuesThatShareAColumn() {
        var keys = open(KeyGuard.PERMISSIONS);
        var still = keys.userData().still();
        var first = still.seal(Secret.of("access"), ROW);
        keys.rotate(KeyName.USER_DATA, Set.of());

        assertThat(still.seal(Secret.of("refresh"), ROW).keyVersion())
                .isEqualTo(first.keyVersion());
    }

    @Test
    void keepsTheTokenKeyBeforeTheNewestAndNoOlderOne() {
        var keys = open(KeyGuard.PERMISSIONS);
        var tokens = keys.jwtSigning();
        var first = tokens.now().getFirst();
        keys.rotate(KeyName.JWT_SIGNING, Set.of());
        var second = tokens.now().getFirst();
        keys.rotate(KeyName.JWT_SIGNING, Set.of());

        assertThat(tokens.now()).hasSize(2).contains(second).doesNotContain(first);
    }

    @Test
    void neverForgetsAVersionOfTheAuditKeyOrTheOneInUse() {
        var keys = open(KeyGuard.PERMISSIONS);
        var chain = keys.auditLog();
        int first = chain.version();
        var bytes = "row".getBytes(StandardCharsets.UTF_8);
        var mac = chain.mac(first, bytes).orElseThrow();

        keys.rotate(KeyName.AUDIT_LOG, Set.of());
        keys.rotate(KeyName.USER_DATA, Set.of(keys.userData().version()));

        assertThat(chain.holds(first, bytes, mac)).isTrue();
        assertThat(chain.holds(chain.version(), bytes, mac)).isFalse();
        assertThat(keys.state(KeyName.USER_DATA).versions()).hasSize(2);
    }

    @Test
    void saysWhenAVersionIsOld() {
        var keys = open(KeyGuard.PERMISSIONS);
        clock.advance(Duration.ofDays(91));

        assertThat(keys.isOlderThan(KeyName.JWT_SIGNING, Duration.ofDays(90))).isTrue();
        keys.rotate(KeyName.JWT_SIGNING, Set.of());
        assertThat(keys.isOlderThan(KeyName.JWT_SIGNING, Duration.ofDays(90))).isFalse();
        assertThat(open(KeyGuard.PERMISSIONS).state(KeyName.JWT_SIGNING))
                .isEqualTo(keys.state(KeyName.JWT_SIGNING));
    }

    @Test
    void opensWhatAnInstallationSealedBeforeKeysHadVersions() throws Exception {
        var old = oldFile("user-data-key", PredefinedAeadParameters.AES256_GCM);
        oldFile("jwt-signing-key", oldSigningParameters());
        int version = old.getPrimary().getId();
        var envelope =
                KmsEnvelopeAead.create(
                        PredefinedAeadParameters.AES256_GCM,
                        old.getPrimitive(
                                RegistryConfiguration.get(), com.google.crypto.tink.Aead.class));
        var sealed =
                new Sealed(
                        version,
                        envelope.encrypt(
                                "kept".getBytes(StandardCharsets.UTF_8), ROW.bytes(version)));

        var keys = open(PASSPHRASE);

        assertThat(keys.userData().open(sealed, ROW).map(Secret::reveal)).contains("kept");
        assertThat(keys.jwtSigning().now()).hasSize(1);
        assertThat(directory.resolve("user-data-key.json")).doesNotExist();
        assertThat(open(PASSPHRASE).userData().open(sealed, ROW)).isPresent();
    }

    @Test
    void sealsTheFilesWithAPassphraseAndAsksForIt() throws Exception {
        var plain = open(KeyGuard.PERMISSIONS);
        var sealed = plain.userData().seal(Secret.of("value"), ROW);
        var before = Files.readString(directory.resolve("user-data-key.keyset"));

        assertThat(open(PASSPHRASE).userData().open(sealed, ROW)).isPresent();

        var after = Files.readString(directory.resolve("user-data-key.keyset"));
        assertThat(after).contains("guard passphrase");
        var keysetLine = before.lines().filter(l -> l.startsWith("keyset ")).findFirst();
        assertThat(after).doesNotContain(keysetLine.orElseThrow());
        assertThatThrownBy(() -> open(KeyGuard.PERMISSIONS))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("sealed by passphrase");
        var wrong = new KeyGuard(List.of(new PassphraseWrapping(Secret.of("another passphrase"))));
        assertThatThrownBy(() -> open(wrong))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("does not open the user-data-key")
                .hasMessageNotContaining("another passphrase");
    }

    @Test
    void refusesAKeyFileUnderAnothersName() throws Exception {
        open(PASSPHRASE);
        Files.copy(
                directory.resolve("audit-log-key.keyset"),
                directory.resolve("user-data-key.keyset"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> open(PASSPHRASE)).isInstanceOf(StartFailure.class);
    }

    private Keyset open(KeyGuard guard) {
        return Keyset.openOrCreate(directory, guard, clock);
    }

    private KeysetHandle oldFile(String name, Parameters parameters) throws Exception {
        AeadConfig.register();
        MacConfig.register();
        var handle = KeysetHandle.generateNew(parameters, RegistryConfiguration.get());
        Files.writeString(
                directory.resolve(name + ".json"),
                TinkJsonProtoKeysetFormat.serializeKeyset(
                        handle, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
        return handle;
    }

    private static Parameters oldSigningParameters() throws GeneralSecurityException {
        return HmacParameters.builder()
                .setKeySizeBytes(32)
                .setTagSizeBytes(32)
                .setHashType(HmacParameters.HashType.SHA256)
                .setVariant(HmacParameters.Variant.NO_PREFIX)
                .build();
    }
}
