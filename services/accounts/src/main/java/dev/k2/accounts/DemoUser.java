package dev.k2.accounts;

import dev.k2.model.ExchangeId;
import dev.k2.model.UserId;
import dev.k2.platform.Binding;
import dev.k2.platform.Mode;
import dev.k2.platform.SealedBox;
import dev.k2.platform.Secret;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The user that {@code ./k2 up} prints, linked to the simulated exchanges. It exists in mode sim only: in the others its password, its
 * sessions and its links are taken away.
 *
 * <p>Its password is made at the first start and kept sealed, so that every later start prints the same.
 */
public final class DemoUser {
    /** How it logs in. */
    public static final String EMAIL = "demo@k2.local";

    private static final String LABEL = "Simulated";
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DemoStore store;
    private final UserStore users;
    private final Links links;
    private final Passwords passwords;
    private final SealedBox box;
    private final Consumer<UserId> endSessions;
    private final InstantSource clock;

    DemoUser(
            DemoStore store,
            UserStore users,
            Links links,
            Passwords passwords,
            SealedBox box,
            Consumer<UserId> endSessions,
            InstantSource clock) {
        this.store = store;
        this.users = users;
        this.links = links;
        this.passwords = passwords;
        this.box = box;
        this.endSessions = endSessions;
        this.clock = clock;
    }

    /**
     * An account that a simulated exchange made for the demo user.
     *
     * @param rights what that exchange says the key may do; empty where it did not answer
     */
    public record Account(
            ExchangeId exchange, Credentials credentials, Optional<KeyRights> rights) {}

    /** What the launcher prints. */
    public record Ready(UserId user, String email, Secret password) {}

    /**
     * Makes the demo user and its links, or finds them, and puts right what differs.
     *
     * @param mode must be sim
     * @param simulated the accounts that the simulated exchanges made for it
     * @throws IllegalStateException in any other mode
     */
    public Ready ensure(Mode mode, List<Account> simulated) {
        if (mode != Mode.SIM) {
            throw new IllegalStateException(
                    "the demo user exists in mode sim only, and this is " + mode);
        }
        var user = users.byEmail(EMAIL).map(UserStore.Known::user).orElseGet(this::create);
        var password = keptPassword(user.id()).orElseGet(() -> newPassword(user.id()));
        if (!passwords.matches(password, users.byEmail(EMAIL).orElseThrow().passwordHash())) {
            users.setPassword(user.id(), passwords.hash(password), clock.instant());
        }
        simulated.forEach(account -> ensureLink(user.id(), account));
        return new Ready(user.id(), EMAIL, password);
    }

    /** Takes the demo user out of service, as every mode but sim must. */
    public void retire() {
        users.byEmail(EMAIL)
                .map(UserStore.Known::user)
                .map(User::id)
                .ifPresent(
                        user -> {
                            users.setPassword(user, null, clock.instant());
                            store.remove(user);
                            endSessions.accept(user);
                            links.list(user).forEach(link -> links.revoke(user, link.id()));
                        });
    }

    private User create() {
        var user = new User(new UserId(UUID.randomUUID()), EMAIL, true, clock.instant());
        users.insert(user, passwords.hash(random()));
        return users.byEmail(EMAIL).orElseThrow().user();
    }

    private Optional<Secret> keptPassword(UserId user) {
        return store.password(user).flatMap(value -> box.open(value, row(user)));
    }

    private Secret newPassword(UserId user) {
        var password = random();
        store.put(user, box.seal(password, row(user)));
        return password;
    }

    private void ensureLink(UserId user, Account account) {
        var credentials = account.credentials();
        var link =
                links.list(user).stream()
                        .filter(one -> one.exchange() == account.exchange())
                        .filter(one -> one.label().equals(LABEL))
                        .findFirst();
        if (link.isEmpty()) {
            links.create(user, account.exchange(), LABEL, credentials, account.rights());
            return;
        }
        boolean current =
                links.unseal(user, link.get().id()) instanceof Unsealing.Opened(var same, var kept)
                        && kept.same(credentials);
        boolean told = link.get().rights().isPresent() || account.rights().isEmpty();
        if (!current || !told) {
            var _ = links.replace(user, link.get().id(), credentials, account.rights());
        }
    }

    private static Binding row(UserId user) {
        return Binding.of("demo_user", user.toString());
    }

    /** Twenty letters that are told apart easily, in groups: 98 bits. */
    private static Secret random() {
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
