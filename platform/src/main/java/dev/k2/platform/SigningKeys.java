package dev.k2.platform;

import java.util.List;

/** The keys that sign access tokens, as they are at the moment of asking. */
@FunctionalInterface
public interface SigningKeys {
    /** The key that signs first, then those whose signatures are still good. */
    List<SigningKey> now();
}
