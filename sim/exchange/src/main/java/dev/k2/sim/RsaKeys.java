package dev.k2.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;

/**
 * RSA keys of 2048 bits from primes that are known to everybody. Looking for fresh ones takes seconds of every start,
 * and these keys protect nothing: the simulation shows its secrets on purpose. Few primes make few keys, so that two
 * accounts may sign with the same one under different names.
 */
final class RsaKeys {
    static final List<BigInteger> PRIMES = primes();
    private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);

    private RsaKeys() {}

    /** The pair that belongs to a number: of two different primes, the larger first. */
    static KeyPair pair(long number) {
        int first = (int) Long.remainderUnsigned(number, PRIMES.size());
        long others = Long.divideUnsigned(number, PRIMES.size());
        int second = (int) Long.remainderUnsigned(others, PRIMES.size() - 1);
        return of(PRIMES.get(first), PRIMES.get(second < first ? second : second + 1));
    }

    private static KeyPair of(BigInteger one, BigInteger other) {
        BigInteger p = one.max(other);
        BigInteger q = one.min(other);
        BigInteger modulus = p.multiply(q);
        BigInteger lessOne = p.subtract(BigInteger.ONE);
        BigInteger otherLessOne = q.subtract(BigInteger.ONE);
        BigInteger secret = EXPONENT.modInverse(lessOne.multiply(otherLessOne));
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            return new KeyPair(
                    factory.generatePublic(new RSAPublicKeySpec(modulus, EXPONENT)),
                    factory.generatePrivate(
                            new RSAPrivateCrtKeySpec(
                                    modulus,
                                    EXPONENT,
                                    secret,
                                    p,
                                    q,
                                    secret.mod(lessOne),
                                    secret.mod(otherLessOne),
                                    q.modInverse(p))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks RSA", e);
        }
    }

    private static List<BigInteger> primes() {
        try (InputStream lines = RsaKeys.class.getResourceAsStream("rsa-primes.txt")) {
            if (lines == null) {
                throw new IllegalStateException("rsa-primes.txt is missing");
            }
            return new String(lines.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> new BigInteger(line, 16))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("rsa-primes.txt cannot be read", e);
        }
    }
}
