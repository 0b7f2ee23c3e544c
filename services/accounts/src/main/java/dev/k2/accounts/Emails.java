package dev.k2.accounts;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What counts as an email address: enough to send to, nothing exotic. */
final class Emails {
    static final String EXPECTED =
            "An email address such as ann@example.org, at most 254 characters.";

    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;
    private static final Pattern FORM =
            Pattern.compile(
                    "[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+");

    private Emails() {}

    /** The address in lower case, which is how it is kept and looked up. */
    static Optional<String> normal(String text) {
        var email = text.strip().toLowerCase(Locale.ROOT);
        boolean dots = email.startsWith(".") || email.contains("..") || email.contains(".@");
        return email.length() <= LONGEST
                        && email.indexOf('@') <= LONGEST_LOCAL
                        && !dots
                        && FORM.matcher(email).matches()
                ? Optional.of(email)
                : Optional.empty();
    }
}
