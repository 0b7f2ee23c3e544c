package dev.k2.accounts;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/** The door to other passwords: forgotten ones by a mailed token, known ones by themselves. The second factor stays as it is. */
public final class PasswordChanges {
    private final UserStore users;
    private final MailedTokenStore tokens;
    private final MailedAddresses mailed;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final Guard guard;
    private final SessionEnds sessions;
    private final InstantSource clock;

    PasswordChanges(
            UserStore users,
            MailedTokenStore tokens,
            MailedAddresses mailed,
            Passwords passwords,
            PasswordRules rules,
            Guard guard,
            SessionEnds sessions,
            InstantSource clock) {
        this.users = users;
        this.tokens = tokens;
        this.mailed = mailed;
        this.passwords = passwords;
        this.rules = rules;
        this.guard = guard;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Has a token mailed by which a password is set; asking costs the same whether or not anybody has the address. */
    public Asking forgot(String email, Origin origin) {
        return mailed.ask(MessageKind.RESET_PASSWORD, email, origin);
    }

    /** Sets a password by a mailed token, which works once, and ends all sessions. */
    public PasswordChange reset(Secret token, Secret password, Origin origin) {
        var now = clock.instant();
        var user =
                tokens.owner(token, MailedTokenStore.Purpose.RESET_PASSWORD, now)
                        .flatMap(users::byId);
        if (user.isEmpty()) {
            return new PasswordChange.TokenRefused();
        }
        var complaint = rules.complaint(password, user.get().email());
        if (complaint.isPresent()) {
            return new PasswordChange.Invalid(complaint.get());
        }
        var reset = tokens.reset(token, passwords.hash(password), origin.details(), now);
        if (reset.isEmpty()) {
            return new PasswordChange.TokenRefused();
        }
        guard.succeeded(user.get().email());
        sessions.announce(reset.get().user(), reset.get().ended());
        return new PasswordChange.Changed();
    }

    /**
     * Sets another password in place of one that was handed over, for somebody who cannot log in before. Everybody whose password
     * is their own gets the answer of a wrong one, and the same work is done.
     */
    public PasswordChange replace(String email, Secret old, Secret password, Origin origin) {
        var account = Emails.normal(email);
        return account.isEmpty()
                ? new PasswordChange.Wrong()
                : guard.alone(
                        account.get(), () -> replaceAlone(account.get(), old, password, origin));
    }

    private PasswordChange replaceAlone(String email, Secret old, Secret password, Origin origin) {
        var wait = guard.wait(email, origin);
        if (wait.isPresent()) {
            return new PasswordChange.Throttled(wait.get());
        }
        var known = users.byEmail(email);
        boolean right =
                passwords.matches(old, known.map(UserStore.Known::passwordHash).orElse(null));
        var user =
                known.filter(UserStore.Known::handedOver)
                        .map(UserStore.Known::user)
                        .filter(person -> right);
        if (user.isEmpty()) {
            guard.failed(email, origin);
            return new PasswordChange.Wrong();
        }
        if (Arrays.equals(old.revealBytes(), password.revealBytes())) {
            return new PasswordChange.Invalid("another password than the one that was handed over");
        }
        var complaint = rules.complaint(password, email);
        if (complaint.isPresent()) {
            return new PasswordChange.Invalid(complaint.get());
        }
        var id = user.get().id();
        var ended =
                users.changePassword(
                        id,
                        passwords.hash(password),
                        Optional.empty(),
                        origin.details(),
                        clock.instant());
        guard.succeeded(email);
        sessions.announce(id, ended);
        return new PasswordChange.Changed();
    }

    /** Sets another password by the one that was, and ends all sessions but this one. */
    public PasswordChange change(
            UserId user, SessionId session, Secret old, Secret password, Origin origin) {
        var known = users.byId(user);
        if (known.isEmpty()) {
            return new PasswordChange.Wrong();
        }
        var email = known.get().email();
        return guard.alone(email, () -> change(email, user, session, old, password, origin));
    }

    private PasswordChange change(
            String email,
            UserId user,
            SessionId session,
            Secret old,
            Secret password,
            Origin origin) {
        var wait = guard.wait(email);
        if (wait.isPresent()) {
            return new PasswordChange.Throttled(wait.get());
        }
        var hash = users.byEmail(email).map(UserStore.Known::passwordHash).orElse(null);
        if (!passwords.matches(old, hash)) {
            guard.failed(email);
            return new PasswordChange.Wrong();
        }
        var complaint = rules.complaint(password, email);
        if (complaint.isPresent()) {
            return new PasswordChange.Invalid(complaint.get());
        }
        var ended =
                users.changePassword(
                        user,
                        passwords.hash(password),
                        Optional.of(session),
                        origin.details(),
                        clock.instant());
        sessions.announce(user, ended);
        return new PasswordChange.Changed();
    }
}
