package dev.k2.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysetTest {
    private static final Binding ROW = Binding.of("exchange_link", "ann", "link-1", "binance");

    @TempDir private Path directory;

    @Test
    void opensWhatItSealedAfterARestart() {
        var sealed = Keyset.openOrCreate(directory).userData().seal(Secret.of("api-secret"), ROW);

        var opened = Keyset.openOrCreate(directory).userData().open(sealed, ROW);

        assertThat(opened.map(Secret::reveal)).contains("api-secret");
    }

    @Test
    void doesNotOpenInAnotherRow() {
        var box = Keyset.openOrCreate(directory).userData();
        var sealed = box.seal(Secret.of("api-secret"), ROW);

        assertThat(box.open(sealed, Binding.of("exchange_link", "bob", "link-1", "binance")))
                .isEmpty();
        assertThat(box.open(sealed, Binding.of("exchange_link", "ann", "link-2", "binance")))
                .isEmpty();
        assertThat(box.open(sealed, Binding.of("exchange_link", "ann", "link-1", "okx"))).isEmpty();
        assertThat(box.open(sealed, Binding.of("exchange_link", "an", "nlink-1", "binance")))
                .isEmpty();
    }

    @Test
    void doesNotOpenUnderAnotherKeyVersionOrAfterAFlippedBit() {
        var box = Keyset.openOrCreate(directory).userData();
        var sealed = box.seal(Secret.of("api-secret"), ROW);
        var flipped = sealed.ciphertext();
        flipped[flipped.length - 1] ^= 1;

        assertThat(box.open(new Sealed(sealed.keyVersion() + 1, sealed.ciphertext()), ROW))
                .isEmpty();
        assertThat(box.open(new Sealed(sealed.keyVersion(), flipped), ROW)).isEmpty();
        assertThat(box.open(new Sealed(sealed.keyVersion(), new byte[3]), ROW)).isEmpty();
    }

    @Test
    void sealsTheSameValueDifferentlyEachTime() {
        var box = Keyset.openOrCreate(directory).userData();

        var first = box.seal(Secret.of("api-secret"), ROW).ciphertext();
        var second = box.seal(Secret.of("api-secret"), ROW).ciphertext();

        assertThat(first).isNotEqualTo(second);
        assertThat(new String(first, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("api-secret");
    }

    @Test
    void keepsItsFilesFromOthers() throws IOException {
        Keyset.openOrCreate(directory);

        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void keepsTheSigningKeyOverRestarts() {
        var first = Keyset.openOrCreate(directory).jwtSigning();
        var second = Keyset.openOrCreate(directory).jwtSigning();

        assertThat(first.now()).hasSize(1);
        assertThat(first.now().getFirst().id()).isEqualTo(second.now().getFirst().id());
        assertThat(first.now().getFirst().open()).isEqualTo(second.now().getFirst().open());
    }

    @Test
    void stopsTheStartOnADamagedFileInsteadOfMakingANewKey() throws IOException {
        Keyset.openOrCreate(directory);
        var file = directory.resolve("user-data-key.keyset");
        var damaged = Files.readString(file).replace("keyset ", "keyset AAAA");
        Files.writeString(file, damaged);

        assertThatThrownBy(() -> Keyset.openOrCreate(directory))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("user-data-key.keyset is damaged");
        assertThat(Files.readString(file)).isEqualTo(damaged);
    }

    @Test
    void showsNothingOfASecret() {
        var secret = Secret.of("canary");

        assertThat(secret.toString()).isEqualTo("***");
        var key = Keyset.openOrCreate(directory).jwtSigning().now().getFirst();
        assertThat(key.toString())
                .isEqualTo("SigningKey[id=" + key.id() + ", ***]")
                .doesNotContain(key.secret().getS().toString());
        assertThat(secret).isNotEqualTo(Secret.of("canary"));
        secret.wipe();
        assertThat(secret.revealBytes()).containsOnly(0);
    }
}
