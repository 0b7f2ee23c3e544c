package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The door to what is told about people, and to who administers. */
public final class People {
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_NOTE = 500;
    private static final Pattern CURSOR =
            Pattern.compile("[0-9T:.Z-]{20,30}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final PeopleStore store;
    private final UserStore users;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final InstantSource clock;

    People(
            PeopleStore store,
            UserStore users,
            Passwords passwords,
            PasswordRules rules,
            InstantSource clock) {
        this.store = store;
        this.users = users;
        this.passwords = passwords;
        this.rules = rules;
        this.clock = clock;
    }

    /** The same door for a command that runs beside the server or without one: it needs no keys. */
    public static People open(Database database, InstantSource clock) {
        database.migrate("accounts");
        return new People(
                new PeopleStore(database),
                new UserStore(database),
                new Passwords(),
                new PasswordRules(),
                clock);
    }

    /** One person. */
    public Optional<Person> find(UserId user) {
        return store.find(user);
    }

    /** Whether this person administers, at this moment. */
    public boolean isAdmin(UserId user) {
        return store.isAdmin(user);
    }

    /**
     * Changes the name by which a person is called.
     *
     * @return what would be acceptable, when this is not
     */
    public Optional<String> rename(UserId user, Optional<String> name) {
        var wanted = name.map(String::strip);
        boolean fits =
                wanted.map(
                                text ->
                                        !text.isEmpty()
                                                && text.length() <= LONGEST_NAME
                                                && text.codePoints()
                                                        .noneMatch(Character::isISOControl))
                        .orElse(true);
        if (!fits) {
            return Optional.of(
                    "1 to " + LONGEST_NAME + " characters without control characters, or null");
        }
        store.rename(user, wanted.orElse(null), clock.instant());
        return Optional.empty();
    }

    /**
     * Everybody, the newest first.
     *
     * @param after the {@code next} of the page before
     * @return empty where that is none of ours
     */
    public Optional<PeoplePage> list(Optional<String> email, Optional<String> after, int limit) {
        if (after.filter(text -> !isCursor(text)).isPresent()) {
            return Optional.empty();
        }
        var wanted = email.map(text -> text.strip().toLowerCase(Locale.ROOT));
        var found = store.list(wanted, after, limit + 1);
        boolean more = found.size() > limit;
        List<Person> shown = more ? found.subList(0, limit) : found;
        return Optional.of(
                new PeoplePage(
                        shown,
                        more ? Optional.of(cursor(shown.getLast().user())) : Optional.empty()));
    }

    private static boolean isCursor(String text) {
        try {
            return CURSOR.matcher(text).matches()
                    && Instant.parse(text.substring(0, text.indexOf('_'))).isBefore(Instant.MAX);
        } catch (DateTimeParseException noTime) {
            return false;
        }
    }

    private static String cursor(User last) {
        return last.createdAt() + "_" + last.id();
    }

    /** What was said of a person's identity, the newest first; empty where there is no such person. */
    public Optional<List<KycStep>> kyc(UserId user) {
        return store.exists(user) ? Optional.of(store.kyc(user)) : Optional.empty();
    }

    /**
     * Says whether a person's identity is verified.
     *
     * @param by the administrator who says so
     * @return the history, the newest first; empty where there is no such person
     */
    public Optional<List<KycStep>> setKyc(
            UserId user, KycStatus status, Optional<String> note, UserId by) {
        var told =
                note.map(text -> text.replaceAll("\\p{Cntrl}", " ").strip())
                        .filter(text -> !text.isEmpty())
                        .map(text -> text.substring(0, Math.min(text.length(), LONGEST_NOTE)));
        return store.addKyc(user, new KycStep(status, told, clock.instant()), by)
                ? kyc(user)
                : Optional.empty();
    }

    /**
     * Makes an administrator.
     *
     * @param origin who chose the password
     * @param promote whether somebody who has an account with this address becomes one, keeping their password
     */
    public AdminCreation createAdmin(
            String email, Secret password, PasswordOrigin origin, boolean promote) {
        var normal = Emails.normal(email);
        if (normal.isEmpty()) {
            return new AdminCreation.Invalid("email", Emails.EXPECTED);
        }
        var known = users.byEmail(normal.get());
        if (known.isPresent()) {
            if (!promote) {
                return new AdminCreation.Exists();
            }
            store.setRole(known.get().user().id(), Role.ADMIN, clock.instant());
            return new AdminCreation.Promoted(known.get().user());
        }
        var complaint = rules.complaint(password, normal.get());
        if (complaint.isPresent()) {
            return new AdminCreation.Invalid("password", complaint.get());
        }
        var user = new User(new UserId(UUID.randomUUID()), normal.get(), true, clock.instant());
        return users.insertAdmin(user, passwords.hash(password), origin)
                ? new AdminCreation.Made(user)
                : new AdminCreation.Exists();
    }
}
