package dev.k2.exchange.net;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who signs: Amazon's native code where it runs, which takes a small part of the JDK's time for
 * Ed25519 and RSA; else Bouncy Castle. None of them is registered for the whole JVM.
 */
final class Crypto {
    private static final Logger LOG = LoggerFactory.getLogger(Crypto.class);
    private static final Provider PROVIDER = find();

    private Crypto() {}

    static Provider provider() {
        return PROVIDER;
    }

    private static Provider find() {
        return nativeCode().orElseGet(BouncyCastleProvider::new);
    }

    private static Optional<Provider> nativeCode() {
        try {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            Throwable problem = provider.getLoadingError();
            if (problem != null) {
                LOG.info("signing without native code: {}", problem.getMessage());
                return Optional.empty();
            }
            // Not every build of it has Ed25519.
            return Optional.ofNullable(provider.getService("Signature", "Ed25519"))
                    .map(service -> (Provider) provider);
        } catch (LinkageError absent) {
            LOG.info("signing without native code: {}", absent.getMessage());
            return Optional.empty();
        }
    }
}
