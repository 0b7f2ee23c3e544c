package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import java.time.InstantSource;

/**
 * The door to confirming addresses: who has the mail has the address. Asking costs the same and is answered alike, whether or not
 * anybody has an account.
 */
public final class MailedAddresses {
    private static final int KEYS_MAX = 20_000;
    private static final int ASKED_FROM_ONE_PLACE_MAX = 20;
    private static final int ASKED_FOR_ONE_ADDRESS_MAX = 3;

    private final MessageStore messages;
    private final MailedTokenStore tokens;
    private final UserStore users;
    private final Throttle byPlace;
    private final Throttle byEmail;
    private final InstantSource clock;

    MailedAddresses(
            MessageStore messages,
            MailedTokenStore tokens,
            UserStore users,
            InstantSource clock,
            AccountsSettings settings) {
        this.messages = messages;
        this.tokens = tokens;
        this.users = users;
        this.clock = clock;
        byPlace = new Throttle(clock, ASKED_FROM_ONE_PLACE_MAX, settings.window(), KEYS_MAX);
        byEmail = new Throttle(clock, ASKED_FOR_ONE_ADDRESS_MAX, settings.window(), KEYS_MAX);
    }

    /** Has the confirmation mailed again. */
    public Asking askAgain(String email, Origin origin) {
        return ask(MessageKind.CONFIRM_ADDRESS, email, origin);
    }

    /** Takes an address for confirmed by a mailed token, which works once. */
    public boolean confirm(Secret token) {
        return tokens.confirm(token, clock.instant());
    }

    /** Takes an address for confirmed on the word of whoever runs K2. */
    public void trust(UserId user) {
        users.confirm(user, clock.instant());
    }

    /** Nobody's mailbox is flooded by others, and that theirs is full is told to nobody. */
    Asking ask(MessageKind kind, String email, Origin origin) {
        var wait = byPlace.wait(origin.place());
        if (wait.isPresent()) {
            return new Asking.Throttled(wait.get());
        }
        var normal = Emails.normal(email);
        if (normal.isEmpty()) {
            return new Asking.Invalid(Emails.EXPECTED);
        }
        byPlace.failed(origin.place());
        if (byEmail.wait(normal.get()).isEmpty()) {
            byEmail.failed(normal.get());
            messages.note(kind, normal.get(), clock.instant());
        }
        return new Asking.Noted();
    }
}
