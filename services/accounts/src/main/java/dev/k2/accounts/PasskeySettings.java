package dev.k2.accounts;

import dev.k2.platform.Settings;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * For which place passkeys are made.
 *
 * @param domain what they are bound to for ever, such as {@code k2.example}
 * @param origins the pages from which they are used, such as {@code https://k2.example}
 */
public record PasskeySettings(String domain, Set<String> origins) {
    /** The set is copied. */
    public PasskeySettings {
        origins = Set.copyOf(origins);
    }

    /** What suits one machine. */
    public static PasskeySettings local(int port) {
        return new PasskeySettings("localhost", Set.of("http://localhost:" + port));
    }

    /**
     * Reads the keys under {@code auth.passkeys}.
     *
     * @param port where K2 is served when nothing is set
     */
    public static PasskeySettings from(Settings settings, int port) {
        var usual = local(port);
        var domain = settings.text("auth.passkeys.domain", usual.domain);
        var origins =
                settings.text("auth.passkeys.origins")
                        .map(
                                text ->
                                        Arrays.stream(text.strip().split("[\\s,]+", -1))
                                                .collect(Collectors.toSet()))
                        .orElse(usual.origins);
        boolean fits =
                origins.stream()
                        .allMatch(
                                origin ->
                                        origin.matches("https://[a-z0-9.-]+(:[0-9]{1,5})?")
                                                || origin.matches(
                                                        "http://localhost(:[0-9]{1,5})?"));
        if (!fits) {
            settings.reject("auth.passkeys.origins", "Give origins such as https://k2.example.");
        }
        return new PasskeySettings(domain, origins);
    }
}
