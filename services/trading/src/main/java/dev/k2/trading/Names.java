package dev.k2.trading;

import java.security.SecureRandom;
import java.util.UUID;

/** Where the names of orders and fills come from. Tests that replay a run hand in a seeded one. */
public interface Names {
    /** Names that nobody can guess and that no two installations share. */
    Names RANDOM =
            new Names() {
                private final SecureRandom random = new SecureRandom();

                @Override
                public UUID id() {
                    return UUID.randomUUID();
                }

                @Override
                public byte[] bytes(int count) {
                    byte[] bytes = new byte[count];
                    random.nextBytes(bytes);
                    return bytes;
                }
            };

    /** A fresh id. */
    UUID id();

    /** Fresh random bytes. */
    byte[] bytes(int count);
}
