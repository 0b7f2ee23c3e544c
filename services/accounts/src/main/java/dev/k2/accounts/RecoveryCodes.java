package dev.k2.accounts;

import dev.k2.platform.RandomToken;
import dev.k2.platform.Secret;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Codes on paper for whoever lost the app: 120 random bits each, so that a plain hash of them is enough to keep. Pure. */
final class RecoveryCodes {
    private static final int COUNT = 10;
    private static final int GROUPS = 6;
    private static final int GROUP = 4;
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private RecoveryCodes() {}

    static List<Secret> fresh() {
        return Stream.generate(RecoveryCodes::one).limit(COUNT).toList();
    }

    /** The hash that is kept, whatever a person made of capitals and dashes. */
    static byte[] hash(Secret code) {
        var plain = code.reveal().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return RandomToken.hash(Secret.of(plain));
    }

    private static Secret one() {
        var text = new StringBuilder();
        for (int at = 0; at < GROUPS * GROUP; at++) {
            if (at > 0 && at % GROUP == 0) {
                text.append('-');
            }
            text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return Secret.of(text.toString());
    }
}
