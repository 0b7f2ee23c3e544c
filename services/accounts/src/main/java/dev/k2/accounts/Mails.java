package dev.k2.accounts;

import dev.k2.model.SecurityEvent;
import dev.k2.model.UserId;
import dev.k2.platform.EventBus;
import dev.k2.platform.Metrics;
import dev.k2.platform.RandomToken;
import dev.k2.platform.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people what was noted for them: by mail, and news of security in the app too. At least once: what was not taken is sent
 * again, later each time, and given up after a day or so.
 */
public final class Mails {
    private static final Logger LOG = LoggerFactory.getLogger(Mails.class);
    private static final int AT_ONCE = 20;
    private static final int ATTEMPTS_MAX = 12;
    private static final int DOUBLINGS_MAX = 10;
    private static final int REASON_MAX = 300;
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);
    private static final Duration LONGEST_WAIT = Duration.ofHours(4);
    private static final Duration CONFIRM_LIFE = Duration.ofHours(24);
    private static final Duration RESET_LIFE = Duration.ofMinutes(30);

    private final MessageStore messages;
    private final MailedTokenStore tokens;
    private final UserStore users;
    private final EventBus events;
    private final InstantSource clock;
    private final Metrics metrics;

    Mails(
            MessageStore messages,
            MailedTokenStore tokens,
            UserStore users,
            EventBus events,
            InstantSource clock,
            Metrics metrics) {
        this.messages = messages;
        this.tokens = tokens;
        this.users = users;
        this.events = events;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Sends what is due; to be called again and again. Gives how many messages it took up.
     *
     * @param home where the web app is, for links
     */
    public int deliver(MailService service, URI home) {
        var due = messages.take(AT_ONCE, LEASE, clock.instant());
        for (Message message : due) {
            deliver(message, service, home);
        }
        return due.size();
    }

    private void deliver(Message message, MailService service, URI home) {
        if (message.attempts() > ATTEMPTS_MAX) {
            // Every attempt ended before its end was noted: what breaks us is not tried for ever.
            end(message, Optional.of("no attempt ended"), "given_up");
            return;
        }
        if (message.kind().isNews() && message.user().isPresent()) {
            // Told twice it is kept once: what is told has the message's own id.
            events.publish(event(message, message.user().get()));
        }
        Optional<Letter> letter = letter(message, home);
        if (letter.isEmpty()) {
            end(message, Optional.empty(), "needless");
            return;
        }
        switch (service.send(letter.get())) {
            case Delivery.Sent sent -> end(message, Optional.empty(), "sent");
            case Delivery.Refused(String why) -> end(message, Optional.of(why), "refused");
            case Delivery.Failed(String why) -> again(message, why);
        }
    }

    private void again(Message message, String why) {
        if (message.attempts() >= ATTEMPTS_MAX) {
            end(message, Optional.of(why), "given_up");
            return;
        }
        Duration wait =
                FIRST_WAIT.multipliedBy(1L << Math.min(message.attempts() - 1, DOUBLINGS_MAX));
        Instant due = clock.instant().plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
        messages.later(message.id(), due, cut(why));
        metrics.count("k2_mails_total", "outcome", "failed");
    }

    private void end(Message message, Optional<String> failure, String outcome) {
        messages.done(message.id(), failure.map(Mails::cut), clock.instant());
        metrics.count("k2_mails_total", "outcome", outcome);
        failure.ifPresent(
                why ->
                        LOG.atWarn()
                                .addKeyValue("message_id", message.id())
                                .addKeyValue("kind", message.kind())
                                .addKeyValue("attempts", message.attempts())
                                .addKeyValue("cause", cut(why))
                                .log("a mail was given up"));
    }

    /** What is to be sent; nothing where nobody has the address, or there is nothing left to confirm. */
    private Optional<Letter> letter(Message message, URI home) {
        if (message.kind().isNews()) {
            return Optional.of(Letters.news(message, home));
        }
        return users.byEmail(message.email())
                .map(UserStore.Known::user)
                .flatMap(user -> letter(message, user, home));
    }

    private Optional<Letter> letter(Message message, User user, URI home) {
        return switch (message.kind()) {
            case CONFIRM_ADDRESS ->
                    user.emailVerified()
                            ? Optional.empty()
                            : Optional.of(
                                    Letters.withToken(
                                            message,
                                            token(
                                                    user.id(),
                                                    MailedTokenStore.Purpose.CONFIRM_ADDRESS,
                                                    CONFIRM_LIFE),
                                            home));
            case ADDRESS_TAKEN ->
                    Optional.of(
                            user.emailVerified()
                                    ? Letters.taken(message, home)
                                    : withReset(message, user, home));
            case RESET_PASSWORD -> Optional.of(withReset(message, user, home));
            case PASSWORD_CHANGED,
                    SECOND_FACTOR_ON,
                    SECOND_FACTOR_OFF,
                    RECOVERY_CODES_NEW,
                    RECOVERY_CODE_USED,
                    PASSKEY_ADDED,
                    PASSKEY_REMOVED,
                    PASSKEY_COPIED,
                    NEW_LOGIN,
                    LINK_ADDED,
                    LINK_RENEWED,
                    TOKEN_STOLEN ->
                    throw new IllegalStateException(message.kind() + " is news");
        };
    }

    private Letter withReset(Message message, User user, URI home) {
        return Letters.withToken(
                message,
                token(user.id(), MailedTokenStore.Purpose.RESET_PASSWORD, RESET_LIFE),
                home);
    }

    private Secret token(UserId user, MailedTokenStore.Purpose purpose, Duration life) {
        Secret token = RandomToken.fresh();
        tokens.insert(token, user, purpose, clock.instant().plus(life));
        return token;
    }

    private static SecurityEvent event(Message message, UserId user) {
        return new SecurityEvent(
                user,
                message.id(),
                message.kind().name().toLowerCase(Locale.ROOT),
                Letters.subject(message.kind()),
                Letters.body(message),
                message.details(),
                message.createdAt());
    }

    private static String cut(String why) {
        return why.substring(0, Math.min(REASON_MAX, why.length()));
    }
}
