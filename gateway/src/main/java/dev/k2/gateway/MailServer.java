package dev.k2.gateway;

import dev.k2.platform.Secret;
import dev.k2.platform.Settings;
import java.util.Optional;
import java.util.Set;

/**
 * The server that takes mail, and who K2 is to it.
 *
 * @param user empty where the server asks for none
 * @param from the sender of all mail, one address
 */
public record MailServer(
        String host,
        int port,
        Optional<String> user,
        Optional<Secret> password,
        String from,
        Tls tls) {
    private static final int HIGHEST_PORT = 65_535;
    private static final int SUBMISSION = 587;
    private static final Set<String> HERE = Set.of("127.0.0.1", "::1", "localhost");

    /** How the way to it is protected. What is asked for is required: there is no mail without it. */
    public enum Tls {
        /** The connection begins in the clear and changes to TLS before anything is said. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS,
        /** In the clear; to this machine only. */
        NONE
    }

    /** Reads the keys under {@code mail}; empty where no host is set, and then no mail is sent. */
    public static Optional<MailServer> from(Settings settings) {
        Optional<String> host = settings.text("mail.host");
        int port = settings.number("mail.port", SUBMISSION, 1, HIGHEST_PORT);
        Optional<String> user = settings.text("mail.user");
        Optional<Secret> password = settings.secret("mail.password");
        Optional<String> from = settings.text("mail.from");
        Tls tls = settings.choice("mail.tls", Tls.STARTTLS);
        if (host.isEmpty()) {
            return Optional.empty();
        }
        if (from.isEmpty() || !from.get().matches("[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,189}")) {
            settings.reject("mail.from", "Give one address, such as k2@example.org.");
            return Optional.empty();
        }
        if (tls == Tls.NONE && !HERE.contains(host.get())) {
            settings.reject("mail.tls", "Give starttls or tls: that server is not this machine.");
            return Optional.empty();
        }
        if (user.isPresent() != password.isPresent()) {
            settings.reject("mail.user", "Give mail.user and mail.password, or neither.");
            return Optional.empty();
        }
        return Optional.of(new MailServer(host.get(), port, user, password, from.get(), tls));
    }
}
