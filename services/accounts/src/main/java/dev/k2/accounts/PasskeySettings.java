package dev.k2.accounts;

import java.net.URI;

/**
 * For which place passkeys are made.
 *
 * @param domain what they are bound to for ever, such as {@code k2.example}
 * @param origin the one page from which they are used, such as {@code https://k2.example}
 */
public record PasskeySettings(String domain, String origin) {
    private static final String OWN_MACHINE = "http://localhost:";

    /** What suits one machine, whichever port it serves. */
    public static final PasskeySettings LOCAL = at(URI.create(OWN_MACHINE + 0));

    /**
     * For where people find the web app.
     *
     * @param home with a scheme and a host; port 0 of this machine stands for any
     */
    public static PasskeySettings at(URI home) {
        return new PasskeySettings(home.getHost(), home.getScheme() + "://" + home.getAuthority());
    }

    /** Whether a browser that names this page is on ours. */
    boolean isOurs(String told) {
        return told.equals(origin)
                || (origin.equals(OWN_MACHINE + 0) && told.matches(OWN_MACHINE + "[0-9]{1,5}"));
    }
}
