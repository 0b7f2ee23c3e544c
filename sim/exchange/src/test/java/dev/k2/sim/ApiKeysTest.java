package dev.k2.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeysTest {
    private static final byte[] TEXT = "an order".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({"RSA, SHA256withRSA", "ED25519, Ed25519"})
    void bothHalvesOfAKeyBelongTogether(ApiKey.Kind kind, String algorithm)
            throws GeneralSecurityException {
        ApiKey key = key(kind, 1, "ann");

        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(privateHalf(key));
        signing.update(TEXT);
        Signature checking = Signature.getInstance(algorithm);
        checking.initVerify(requireNonNull(key.publicKey()));
        checking.update(TEXT);

        assertThat(checking.verify(signing.sign())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"HMAC", "RSA", "ED25519"})
    void theSameSeedExchangeAndNameGiveTheSameKeyAndOthersAnother(ApiKey.Kind kind) {
        ApiKey key = key(kind, 1, "ann");

        assertThat(key(kind, 1, "ann")).isEqualTo(key);
        assertThat(key(kind, 1, "ben").key()).isNotEqualTo(key.key());
        assertThat(key(kind, 2, "ann").key()).isNotEqualTo(key.key());
        assertThat(key(kind, 2, "ann")).isNotEqualTo(key);
    }

    @Test
    void thePrimesArePrimeAndMakeKeysOfFullLength() {
        assertThat(RsaKeys.PRIMES)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(20)
                .allMatch(prime -> prime.isProbablePrime(60))
                .allMatch(prime -> prime.testBit(1023) && prime.testBit(1022))
                .allMatch(prime -> prime.bitLength() == 1024)
                .noneMatch(prime -> prime.mod(BigInteger.valueOf(65_537)).equals(BigInteger.ONE));
    }

    @Test
    void everyNumberHasAKeyOfTwoDifferentPrimes() {
        for (long number : new long[] {0, 1, 23, 24, 575, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            BigInteger modulus = ((RSAPublicKey) RsaKeys.pair(number).getPublic()).getModulus();

            assertThat(modulus.bitLength()).isEqualTo(2048);
            assertThat(RsaKeys.PRIMES)
                    .filteredOn(prime -> modulus.mod(prime).signum() == 0)
                    .hasSize(2);
        }
    }

    private static PrivateKey privateHalf(ApiKey key) throws GeneralSecurityException {
        String body = key.privateKeyPem().replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance(key.kind() == ApiKey.Kind.RSA ? "RSA" : "Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    }

    private static ApiKey key(ApiKey.Kind kind, long seed, String account) {
        return ApiKeys.make(kind, ApiKey.Naming.UUID, seed, "test", account);
    }
}
