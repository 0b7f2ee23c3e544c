package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.platform.Binding;
import dev.k2.platform.K2Clock;
import dev.k2.platform.KeyGuard;
import dev.k2.platform.KeyName;
import dev.k2.platform.Keyset;
import dev.k2.platform.PassphraseWrapping;
import dev.k2.platform.Secret;
import dev.k2.platform.StartFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Amazon's own client against a service on this machine that speaks the same protocol; no request ever left for Amazon itself. */
class AmazonTest {
    private static final Binding ROW = Binding.of("exchange_link", "ann", "link-1", "binance");

    @TempDir private Path directory;
    private AmazonHost host;

    @BeforeEach
    void open() throws IOException {
        host = new AmazonHost();
    }

    @AfterEach
    void close() {
        host.close();
    }

    /** ASVS 13.3.4, 11.3.3: the keys in the files open with the service only. */
    @Test
    void sealsTheKeyFilesWithAKeyThatIsElsewhere() throws IOException {
        KeyGuard guard = new KeyGuard(List.of(new KmsWrapping(host.key())));
        Keyset keys = Keyset.openOrCreate(directory, guard, K2Clock.system());
        var sealed = keys.userData().seal(Secret.of("value"), ROW);

        Keyset again = Keyset.openOrCreate(directory, guard, K2Clock.system());

        assertThat(again.userData().open(sealed, ROW)).isPresent();
        assertThat(again.state(KeyName.USER_DATA).guard()).isEqualTo("aws-kms");
        assertThat(Files.readString(directory.resolve("user-data-key.keyset")))
                .contains("guard aws-kms");
        assertThat(host.asked)
                .allSatisfy(
                        one ->
                                assertThat(one.headers().get("authorization"))
                                        .startsWith("AWS4-HMAC-SHA256 Credential=AKIATEST/")
                                        .doesNotContain("canary"));
        assertThat(host.asked.getFirst().body())
                .contains("\"EncryptionContext\":{\"k2-key\":\"user-data-key\"}");
    }

    @Test
    void movesFromAPassphraseToTheServiceAndRotates() {
        PassphraseWrapping passphrase =
                new PassphraseWrapping(Secret.of("six words that nobody else knows"));
        Keyset before =
                Keyset.openOrCreate(directory, new KeyGuard(List.of(passphrase)), K2Clock.system());
        var sealed = before.userData().seal(Secret.of("value"), ROW);

        Keyset moved =
                Keyset.openOrCreate(
                        directory,
                        new KeyGuard(List.of(new KmsWrapping(host.key()), passphrase)),
                        K2Clock.system());
        moved.rotate(KeyName.USER_DATA, Set.of());

        Keyset after =
                Keyset.openOrCreate(
                        directory,
                        new KeyGuard(List.of(new KmsWrapping(host.key()))),
                        K2Clock.system());
        assertThat(after.userData().open(sealed, ROW)).isPresent();
        assertThat(after.state(KeyName.USER_DATA).versions()).hasSize(2);
    }

    @Test
    void doesNotStartWithoutTheService() {
        KeyGuard guard = new KeyGuard(List.of(new KmsWrapping(host.key())));
        Keyset.openOrCreate(directory, guard, K2Clock.system());
        host.away = true;

        assertThatThrownBy(() -> Keyset.openOrCreate(directory, guard, K2Clock.system()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("user-data-key")
                .hasMessageNotContaining("canary");
    }

    @Test
    void refusesAKeyThatWasWrappedForAnother() {
        KmsWrapping wrapping = new KmsWrapping(host.key());
        byte[] wrapped = wrapping.wrap(new byte[32], KeyName.USER_DATA);

        assertThatThrownBy(() -> wrapping.unwrap(wrapped, KeyName.AUDIT_LOG))
                .isInstanceOf(StartFailure.class);
    }

    /** ASVS 16.4.3: copies of the log lie where nobody can change them before their time. */
    @Test
    void storesObjectsUnderALock() {
        Instant until = Instant.parse("2027-11-21T09:30:00Z");
        try (S3Archive archive =
                S3Archive.open(
                        new ArchiveBucket(
                                "k2-audit",
                                "audit/",
                                Duration.ofDays(365),
                                ArchiveBucket.Lock.COMPLIANCE,
                                host.login()))) {
            archive.put("1-2.jsonl", "{}\n".getBytes(StandardCharsets.UTF_8), until);
        }

        AmazonHost.Asked put = host.by("PUT").getFirst();
        assertThat(put.path()).isEqualTo("/k2-audit/audit/1-2.jsonl");
        assertThat(put.headers())
                .containsEntry("x-amz-object-lock-mode", "COMPLIANCE")
                .containsEntry("x-amz-object-lock-retain-until-date", "2027-11-21T09:30:00Z");
        assertThat(put.headers().get("authorization")).startsWith("AWS4-HMAC-SHA256");
        assertThat(put.headers().toString()).contains("sha256").doesNotContain("canary");
        assertThat(put.body()).contains("{}");
    }

    @Test
    void throwsWhereAnObjectIsNotStoredForCertain() {
        host.away = true;
        try (S3Archive archive =
                S3Archive.open(
                        new ArchiveBucket(
                                "k2-audit",
                                "",
                                Duration.ofDays(1),
                                ArchiveBucket.Lock.GOVERNANCE,
                                host.login()))) {
            assertThatThrownBy(() -> archive.put("x", new byte[1], Instant.EPOCH))
                    .isInstanceOf(RuntimeException.class);
        }
    }
}
