package dev.k2.app;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.Delivery;
import dev.k2.accounts.MailService;
import dev.k2.gateway.MailInbox;
import dev.k2.gateway.MailServer;
import dev.k2.gateway.SmtpMail;
import dev.k2.platform.Lifecycle;
import dev.k2.platform.Mode;
import dev.k2.platform.Settings;
import dev.k2.platform.Timers;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How mail leaves this K2.
 *
 * @param server empty where none is set
 * @param home the public address of the web app, where one is set
 */
record Mailing(Optional<MailServer> server, Optional<URI> home) {
    private static final Logger LOG = LoggerFactory.getLogger(Mailing.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(5);

    static Mailing from(Settings settings) {
        Optional<String> text = settings.text("public-url");
        Optional<URI> home = text.flatMap(Mailing::address);
        if (text.isPresent() && home.isEmpty()) {
            settings.reject(
                    "public-url", "Give the web app's address, such as https://k2.example.");
        }
        return new Mailing(MailServer.from(settings), home);
    }

    /** Whether people can be mailed in this mode, and so can be asked to confirm an address. */
    boolean reaches(Mode mode) {
        return mode == Mode.SIM || server.isPresent();
    }

    /** In mode sim mail is kept and shown, whatever server is set. */
    Optional<MailInbox> inbox(Mode mode, InstantSource clock) {
        return mode == Mode.SIM ? Optional.of(new MailInbox(clock)) : Optional.empty();
    }

    /**
     * Begins to send what was noted, and what will be.
     *
     * @param links where the links of mails lead
     */
    void start(
            Lifecycle parts,
            Timers timers,
            Accounts accounts,
            Optional<MailInbox> inbox,
            URI links) {
        MailService service = inbox.<MailService>map(kept -> kept).orElseGet(() -> open(parts));
        timers.every(EVERY, () -> accounts.mails().deliver(service, links));
    }

    private MailService open(Lifecycle parts) {
        if (server.isEmpty()) {
            LOG.atWarn().log("no mail server is set, so nobody is mailed: set mail.host");
            return letter -> new Delivery.Refused("no mail server is set");
        }
        return parts.start("mail", STOP, () -> SmtpMail.open(server.get()), SmtpMail::close);
    }

    private static Optional<URI> address(String text) {
        try {
            URI address = URI.create(text);
            boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
            return web && address.getHost() != null ? Optional.of(address) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
