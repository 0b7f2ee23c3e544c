package dev.k2.accounts;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.EventBus;
import dev.k2.platform.Keyset;
import dev.k2.platform.Metrics;
import dev.k2.platform.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to people: who they are, how they log in, and what their tokens are worth.
 *
 * <p>Methods block on the database and, for passwords, on purpose; call them off the event loop. A database that does not answer
 * throws, and so nobody gets in.
 */
public final class Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
    private static final int MOST_SESSIONS = 200;
    private static final int MOST_KEYS = 20_000;
    private static final int STRIPES = 64;
    static final Duration STEP_UP_LIFE = Duration.ofMinutes(5);

    private final UserStore users;
    private final SessionStore sessions;
    private final Liveness liveness;
    private final AccessTokens accessTokens;
    private final Passwords passwords = new Passwords();
    private final PasswordRules rules = new PasswordRules();
    private final Throttle byAccount;
    private final Throttle byAddress;
    private final Throttle registrations;
    private final List<ReentrantLock> accountLocks =
            IntStream.range(0, STRIPES).mapToObj(stripe -> new ReentrantLock(true)).toList();
    private final Links links;
    private final LinkTokens linkTokens;
    private final EventBus events;
    private final InstantSource clock;
    private final Metrics metrics;
    private final AccountsSettings settings;
    private final DemoUser demoUser;
    private final ApiKeys apiKeys;
    private final People people;
    private final Documents documents;
    private final Departure departure;
    private final Identities identities;
    private final Passkeys passkeys;

    private Accounts(
            Database database,
            Keyset keys,
            EventBus events,
            InstantSource clock,
            Metrics metrics,
            TokenService service,
            IdentityService identityService,
            PasskeySettings passkeySettings,
            AccountsSettings settings) {
        this.events = events;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
        users = new UserStore(database);
        sessions = new SessionStore(database);
        liveness = new Liveness(sessions, clock);
        accessTokens = new AccessTokens(keys.jwtSigning(), clock, settings.accessLife());
        byAccount =
                new Throttle(clock, settings.failuresPerAccount(), settings.window(), MOST_KEYS);
        byAddress =
                new Throttle(clock, settings.failuresPerAddress(), settings.window(), MOST_KEYS);
        registrations =
                new Throttle(
                        clock, settings.registrationsPerAddress(), settings.window(), MOST_KEYS);
        var tokens = new LinkTokenStore(database);
        links = new Links(new LinkStore(database), tokens, service, keys.userData(), events, clock);
        linkTokens =
                new LinkTokens(
                        service,
                        new LinkVisitStore(database),
                        tokens,
                        new TokenSeal(keys.userData()),
                        links,
                        keys.userData(),
                        clock);
        demoUser =
                new DemoUser(
                        new DemoStore(database),
                        users,
                        links,
                        passwords,
                        keys.userData(),
                        this::endAll,
                        clock);
        apiKeys = new ApiKeys(new ApiKeyStore(database), events, clock);
        var peopleStore = new PeopleStore(database);
        people = new People(peopleStore, users, passwords, rules, clock);
        documents = new Documents(new DocumentStore(database), clock);
        identities =
                new Identities(
                        identityService,
                        new IdentityStore(database),
                        users,
                        this::letIn,
                        keys.userData(),
                        clock);
        passkeys =
                new Passkeys(
                        new PasskeyStore(database),
                        users,
                        this::letIn,
                        sessions,
                        passkeySettings,
                        clock);
        departure = new Departure(peopleStore, links, apiKeys, this::endAll, events);
    }

    /**
     * Brings the tables up to date and opens the door.
     *
     * @param service the servers of exchanges that are linked by consent
     */
    public static Accounts open(
            Database database,
            Keyset keys,
            EventBus events,
            InstantSource clock,
            Metrics metrics,
            TokenService service,
            AccountsSettings settings) {
        return open(
                database,
                keys,
                events,
                clock,
                metrics,
                service,
                IdentityService.NONE,
                PasskeySettings.local(8080),
                settings);
    }

    /**
     * The same where people log in with accounts elsewhere too.
     *
     * @param identities the providers that vouch for them
     * @param passkeys for which place passkeys are made
     */
    public static Accounts open(
            Database database,
            Keyset keys,
            EventBus events,
            InstantSource clock,
            Metrics metrics,
            TokenService service,
            IdentityService identities,
            PasskeySettings passkeys,
            AccountsSettings settings) {
        database.migrate("accounts");
        return new Accounts(
                database, keys, events, clock, metrics, service, identities, passkeys, settings);
    }

    /** Links with exchanges. */
    public Links links() {
        return links;
    }

    /** Links by consent. */
    public LinkTokens linkTokens() {
        return linkTokens;
    }

    /** Keys of programs. */
    public ApiKeys apiKeys() {
        return apiKeys;
    }

    /** What is told about people, and who administers. */
    public People people() {
        return people;
    }

    /** People's settings and preferences. */
    public Documents documents() {
        return documents;
    }

    /** Logging in with accounts elsewhere. */
    public Identities identities() {
        return identities;
    }

    /** Logging in with what a device keeps. */
    public Passkeys passkeys() {
        return passkeys;
    }

    /** How people leave. */
    public Departure departure() {
        return departure;
    }

    /** The demo user of mode sim. */
    public DemoUser demoUser() {
        return demoUser;
    }

    /** Makes an account. The password is not kept, only what Argon2id makes of it. */
    public Registration register(String email, Secret password, Origin origin) {
        var place = Addresses.place(origin.address());
        var wait = registrations.wait(place);
        if (wait.isPresent()) {
            return new Registration.Throttled(wait.get());
        }
        var normal = Emails.normal(email);
        if (normal.isEmpty()) {
            return new Registration.Invalid("email", Emails.EXPECTED);
        }
        var complaint = rules.complaint(password, normal.get());
        if (complaint.isPresent()) {
            return new Registration.Invalid("password", complaint.get());
        }
        registrations.failed(place);
        var user = new User(new UserId(UUID.randomUUID()), normal.get(), false, clock.instant());
        boolean made = users.insert(user, passwords.hash(password));
        metrics.count("k2_registrations_total", "outcome", made ? "registered" : "email_taken");
        return made ? new Registration.Registered(user) : new Registration.EmailTaken();
    }

    /** Lets a person in. Unknown users cost the same work and get the same answer as wrong passwords. */
    public Login login(String email, Secret password, Origin origin) {
        var account = Emails.normal(email);
        if (account.isEmpty() || password.length() > PasswordRules.LONGEST * 4) {
            return counted("wrong", new Login.WrongCredentials());
        }
        // One at a time for each account, so that many at once do not slip past the count of
        // failures.
        var lock = accountLocks.get(Math.floorMod(account.get().hashCode(), STRIPES));
        lock.lock();
        try {
            return loginAlone(account.get(), password, origin);
        } finally {
            lock.unlock();
        }
    }

    private Login loginAlone(String email, Secret password, Origin origin) {
        var place = Addresses.place(origin.address());
        var wait = byAccount.wait(email).or(() -> byAddress.wait(place));
        if (wait.isPresent()) {
            return counted("throttled", new Login.Throttled(wait.get()));
        }
        var known = users.byEmail(email);
        if (!passwords.matches(password, known.map(UserStore.Known::passwordHash).orElse(null))) {
            byAccount.failed(email);
            byAddress.failed(place);
            return counted("wrong", new Login.WrongCredentials());
        }
        byAccount.succeeded(email);
        var user = known.orElseThrow().user();
        return counted("logged_in", new Login.LoggedIn(user, begin(user.id(), origin)));
    }

    /** For those for whom somebody else vouched. */
    private Login letIn(User user, Origin origin) {
        return counted("logged_in", new Login.LoggedIn(user, begin(user.id(), origin)));
    }

    /** Every login is a new session, whatever the client held before. */
    private Tokens begin(UserId user, Origin origin) {
        var now = clock.instant();
        var refresh = RefreshTokens.fresh();
        var session =
                new Session(
                        new SessionId(UUID.randomUUID()),
                        origin,
                        now,
                        now,
                        now.plus(settings.sessionLife()));
        sessions.insert(
                user,
                session,
                RefreshTokens.hash(refresh),
                now.plus(settings.refreshLife()),
                MOST_SESSIONS);
        return tokens(user, session.id(), refresh);
    }

    /**
     * Exchanges a refresh token for new tokens. A token that was used before revokes its session, as one of its two holders stole it.
     */
    public Refresh refresh(Secret refreshToken) {
        var next = RefreshTokens.fresh();
        var use =
                sessions.rotate(
                        RefreshTokens.hash(refreshToken),
                        RefreshTokens.hash(next),
                        clock.instant(),
                        settings.refreshLife());
        return switch (use) {
            case SessionStore.Use.Used(var user, var session) ->
                    counted("refreshed", new Refresh.Refreshed(tokens(user, session, next)));
            case SessionStore.Use.Failed(var reason) ->
                    counted(reason, new Refresh.Refused(reason));
            case SessionStore.Use.Stolen(var user, var session, var revokedNow) ->
                    stolen(user, session, revokedNow);
        };
    }

    private Refresh stolen(UserId user, SessionId session, boolean revokedNow) {
        liveness.revoked(user, session);
        if (revokedNow) {
            LOG.atWarn()
                    .addKeyValue("user_id", user)
                    .addKeyValue("session_id", session)
                    .log("a used refresh token came again; the session is revoked");
            events.publish(new SessionRevoked(user, session, true));
        }
        return counted(Refresh.Reason.REUSED, new Refresh.Refused(Refresh.Reason.REUSED));
    }

    /** What an access token is worth now. Revoked sessions are refused within half a second, on every node. */
    public Verdict verify(String accessToken) {
        return switch (accessTokens.read(accessToken)) {
            case Verdict.Valid valid when !liveness.isLive(valid.user(), valid.session()) ->
                    new Verdict.Refused(Verdict.Reason.REVOKED);
            case Verdict verdict -> verdict;
        };
    }

    /** Ends a session of this user, by logging out or from the list of sessions. False when there is none of that id that lives. */
    public boolean revokeSession(UserId user, SessionId session) {
        boolean ended = sessions.revoke(user, session, clock.instant());
        if (ended) {
            liveness.revoked(user, session);
            events.publish(new SessionRevoked(user, session, false));
        }
        return ended;
    }

    /**
     * Confirms who a person is, for one session and five minutes. Wrong proofs are counted with the
     * failed logins of the account.
     */
    public StepUp stepUp(UserId user, SessionId session, Proof proof) {
        var known = users.byId(user);
        if (known.isEmpty()) {
            return new StepUp.Ended();
        }
        var email = known.get().email();
        var lock = accountLocks.get(Math.floorMod(email.hashCode(), STRIPES));
        lock.lock();
        try {
            var wait = byAccount.wait(email);
            if (wait.isPresent()) {
                return counted("throttled", new StepUp.Throttled(wait.get()));
            }
            if (!holds(email, proof)) {
                byAccount.failed(email);
                return counted("wrong", new StepUp.Wrong());
            }
            byAccount.succeeded(email);
            var now = clock.instant();
            return sessions.stepUp(user, session, now)
                    ? counted("confirmed", new StepUp.Confirmed(now.plus(STEP_UP_LIFE)))
                    : counted("ended", new StepUp.Ended());
        } finally {
            lock.unlock();
        }
    }

    /** Whether the person behind a session confirmed who they are within the last five minutes. */
    public boolean isSteppedUp(UserId user, SessionId session) {
        var now = clock.instant();
        return sessions.isSteppedUp(user, session, now.minus(STEP_UP_LIFE), now);
    }

    private boolean holds(String email, Proof proof) {
        return switch (proof) {
            case Proof.Password(var password) ->
                    password.length() <= PasswordRules.LONGEST * 4
                            && passwords.matches(
                                    password,
                                    users.byEmail(email)
                                            .map(UserStore.Known::passwordHash)
                                            .orElse(null));
        };
    }

    /** The user behind a good token. */
    public Optional<User> me(UserId user) {
        return users.byId(user);
    }

    /** This user's live sessions, the last used first. */
    public List<Session> sessions(UserId user) {
        return sessions.live(user, clock.instant());
    }

    /** Forgets what expired long ago; to be called now and then, such as every hour. Returns how many rows went. */
    public int sweep() {
        return sessions.sweep(clock.instant())
                + linkTokens.sweep()
                + apiKeys.sweep()
                + identities.sweep()
                + passkeys.sweep();
    }

    private void endAll(UserId user) {
        sessions(user).forEach(session -> revokeSession(user, session.id()));
    }

    private Tokens tokens(UserId user, SessionId session, Secret refresh) {
        return new Tokens(
                user, session, accessTokens.issue(user, session), refresh, accessTokens.life());
    }

    private Login counted(String outcome, Login login) {
        metrics.count("k2_logins_total", "outcome", outcome);
        return login;
    }

    private StepUp counted(String outcome, StepUp stepUp) {
        metrics.count("k2_step_ups_total", "outcome", outcome);
        return stepUp;
    }

    private Refresh counted(Object outcome, Refresh refresh) {
        metrics.count("k2_refreshes_total", "outcome", outcome.toString().toLowerCase(Locale.ROOT));
        return refresh;
    }
}
