package dev.k2.accounts;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.EventBus;
import dev.k2.platform.Keyset;
import dev.k2.platform.Metrics;
import dev.k2.platform.RandomToken;
import dev.k2.platform.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
    private static final Duration STEP_UP_LIFE = Duration.ofMinutes(5);
    private static final Duration CHALLENGE_LIFE = Duration.ofMinutes(5);

    private final UserStore users;
    private final SessionStore sessions;
    private final LoginChallengeStore challenges;
    private final PlaceStore places;
    private final Liveness liveness;
    private final AccessTokens accessTokens;
    private final Passwords passwords = new Passwords();
    private final PasswordRules rules = new PasswordRules();
    private final Guard guard;
    private final Throttle registrations;
    private final Links links;
    private final LinkTokens linkTokens;
    private final MessageStore messages;
    private final MailedTokenStore mailedTokens;
    private final MailedAddresses mailedAddresses;
    private final PasswordChanges passwordChanges;
    private final SecondFactors secondFactors;
    private final SecurityNews securityNews;
    private final Mails mails;
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
        challenges = new LoginChallengeStore(database);
        places = new PlaceStore(database);
        liveness = new Liveness(sessions, clock);
        accessTokens = new AccessTokens(keys.jwtSigning(), clock, settings.accessLife());
        guard = new Guard(clock, settings);
        registrations =
                new Throttle(
                        clock, settings.registrationsPerAddress(), settings.window(), MOST_KEYS);
        messages = new MessageStore(database);
        mailedTokens = new MailedTokenStore(database);
        mailedAddresses = new MailedAddresses(messages, mailedTokens, users, clock, settings);
        passwordChanges =
                new PasswordChanges(
                        users,
                        mailedTokens,
                        mailedAddresses,
                        passwords,
                        rules,
                        guard,
                        this::announce,
                        clock);
        var passkeyStore = new PasskeyStore(database);
        passkeys =
                new Passkeys(
                        passkeyStore,
                        new PasskeyChallengeStore(database),
                        users,
                        challenges,
                        this::announce,
                        passkeySettings,
                        clock);
        secondFactors =
                new SecondFactors(
                        new TotpStore(database),
                        passkeyStore,
                        new RecoveryCodeStore(database),
                        users,
                        this::announce,
                        keys.userData(),
                        clock);
        securityNews = new SecurityNews(messages, clock);
        mails = new Mails(messages, mailedTokens, users, events, clock, metrics);
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
                        user -> endSessions(user, Optional.empty()),
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
                        this::enterVouched,
                        keys.userData(),
                        clock);
        departure =
                new Departure(
                        peopleStore,
                        links,
                        apiKeys,
                        user -> endSessions(user, Optional.empty()),
                        events);
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
                PasskeySettings.LOCAL,
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

    /** Second factors. */
    public SecondFactors secondFactors() {
        return secondFactors;
    }

    /** Confirmation of addresses by mail. */
    public MailedAddresses mailedAddresses() {
        return mailedAddresses;
    }

    /** Other passwords. */
    public PasswordChanges passwordChanges() {
        return passwordChanges;
    }

    /** What is to be sent. */
    public Mails mails() {
        return mails;
    }

    /** Whether an address has to be confirmed before one can log in. */
    public boolean confirmsAddresses() {
        return settings.confirmedOnly();
    }

    /**
     * Makes an account, and has its owner told by mail, or the owner of the account that there is. The password is not kept, only
     * what Argon2id makes of it. The work is the same either way.
     */
    public Registration register(String email, Secret password, Origin origin) {
        var place = origin.place();
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
        // Figures are open to everybody, so they do not tell either which of the two it was.
        metrics.count("k2_registrations_total", "outcome", "noted");
        var user = new User(new UserId(UUID.randomUUID()), normal.get(), false, clock.instant());
        return users.register(user, passwords.hash(password))
                ? new Registration.Registered(user)
                : new Registration.EmailTaken();
    }

    /** Lets a person in. Unknown users cost the same work and get the same answer as wrong passwords. */
    public Login login(String email, Secret password, Origin origin) {
        var account = Emails.normal(email);
        if (account.isEmpty() || password.length() > PasswordRules.LONGEST * 4) {
            return counted("wrong", new Login.WrongCredentials());
        }
        return guard.alone(account.get(), () -> loginAlone(account.get(), password, origin));
    }

    private Login loginAlone(String email, Secret password, Origin origin) {
        var wait = guard.wait(email, origin);
        if (wait.isPresent()) {
            return counted("throttled", new Login.Throttled(wait.get()));
        }
        var known = users.byEmail(email);
        boolean right =
                passwords.matches(password, known.map(UserStore.Known::passwordHash).orElse(null));
        var user =
                known.map(UserStore.Known::user)
                        .filter(person -> right)
                        .filter(person -> person.emailVerified() || !settings.confirmedOnly());
        if (user.isEmpty()) {
            guard.failed(email, origin);
            return counted("wrong", new Login.WrongCredentials());
        }
        // Whoever handed it over knows it too, so it is no proof of who is here.
        return known.get().handedOver()
                ? counted("password_change", new Login.PasswordChangeNeeded())
                : enter(user.get(), origin);
    }

    /**
     * Goes on for somebody whom a provider vouched for. Who has neither a password nor a second factor could never confirm who they
     * are; for them this login is the confirmation.
     */
    private Login enterVouched(User user, Origin origin) {
        var login = enter(user, origin);
        if (login instanceof Login.LoggedIn(var who, var tokens) && !hasPassword(who)) {
            sessions.stepUp(who.id(), tokens.session(), clock.instant());
        }
        return login;
    }

    private boolean hasPassword(User user) {
        return users.byEmail(user.email())
                .map(UserStore.Known::passwordHash)
                .filter(hash -> !hash.isEmpty())
                .isPresent();
    }

    /** Lets somebody in by a passkey, which is both factors: what one has, and the finger or the PIN that it asks for. */
    public Login login(PasskeyProof proof, Origin origin) {
        var wait = guard.waitFrom(origin);
        if (wait.isPresent()) {
            return counted("throttled", new Login.Throttled(wait.get()));
        }
        var user = passkeys.owner(proof, origin).flatMap(users::byId);
        if (user.isEmpty()) {
            guard.failedFrom(origin);
            return counted("wrong", new Login.WrongCredentials());
        }
        return counted("logged_in", new Login.LoggedIn(user.get(), begin(user.get().id(), origin)));
    }

    /** Goes on after the first factor, whichever that was: in, or to the second. */
    Login enter(User user, Origin origin) {
        var methods = secondFactors.methods(user.id());
        if (methods.isEmpty()) {
            guard.succeeded(user.email());
            return counted("logged_in", new Login.LoggedIn(user, begin(user.id(), origin)));
        }
        var challenge = RandomToken.fresh();
        challenges.insert(challenge, user.id(), origin, clock.instant().plus(CHALLENGE_LIFE));
        return counted(
                "second_factor",
                new Login.SecondFactorNeeded(user, challenge, CHALLENGE_LIFE, methods));
    }

    /** Completes a login by a second factor. The failures of the account go on being counted until then. */
    public SecondStep completeLogin(Secret challenge, Proof proof, Origin origin) {
        var user = challenges.owner(challenge, origin, clock.instant()).flatMap(users::byId);
        return user.isEmpty()
                ? new SecondStep.Ended()
                : guard.alone(
                        user.get().email(),
                        () -> completeAlone(user.get(), challenge, proof, origin));
    }

    private SecondStep completeAlone(User user, Secret challenge, Proof proof, Origin origin) {
        var wait = guard.wait(user.email(), origin);
        if (wait.isPresent()) {
            return new SecondStep.Throttled(wait.get());
        }
        var check =
                proof instanceof Proof.Passkey(var shown)
                        ? passkeys.second(user.id(), challenge, shown)
                        : checked(user.id(), proof, origin);
        return switch (check) {
            case FactorCheck.Right right -> {
                if (!challenges.use(challenge, clock.instant())) {
                    yield new SecondStep.Ended();
                }
                guard.succeeded(user.email());
                metrics.count("k2_logins_total", "outcome", "logged_in");
                yield new SecondStep.LoggedIn(user, begin(user.id(), origin));
            }
            case FactorCheck.Wrong wrong -> {
                guard.failed(user.email(), origin);
                challenges.wrong(challenge);
                metrics.count("k2_logins_total", "outcome", "wrong_factor");
                yield new SecondStep.Wrong();
            }
            case FactorCheck.Locked(Duration left) -> new SecondStep.Throttled(left);
        };
    }

    private FactorCheck checked(UserId user, Proof proof, Origin origin) {
        FactorCheck check = secondFactors.check(user, proof);
        if (check instanceof FactorCheck.Right && proof instanceof Proof.RecoveryCode) {
            securityNews.tell(user, MessageKind.RECOVERY_CODE_USED, origin.details());
        }
        return check;
    }

    /** Every login is a new session, whatever the client held before. */
    private Tokens begin(UserId user, Origin origin) {
        var now = clock.instant();
        var refresh = RandomToken.fresh();
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
                RandomToken.hash(refresh),
                now.plus(settings.refreshLife()),
                MOST_SESSIONS);
        places.see(user, origin, now);
        return tokens(user, session.id(), refresh);
    }

    /**
     * Exchanges a refresh token for new tokens. A token that was used before revokes its session, as one of its two holders stole it;
     * but the last one gives the same successor again for ten seconds, as two pages of one browser may come with it at once.
     */
    public Refresh refresh(Secret refreshToken) {
        return switch (sessions.rotate(refreshToken, clock.instant(), settings.refreshLife())) {
            case SessionStore.Use.Used(var user, var session, var next) ->
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
            securityNews.tell(user, MessageKind.TOKEN_STOLEN, Map.of());
            events.publish(new SessionRevoked(user, session, true));
        }
        return counted(Refresh.Reason.REUSED, new Refresh.Refused(Refresh.Reason.REUSED));
    }

    /** The keys that check access tokens, for whoever wants to: RFC 7517's, public halves only. */
    public List<Map<String, Object>> publishedKeys() {
        return accessTokens.published();
    }

    /** What an access token is worth now. Revoked sessions are refused within half a second, on every node. */
    public Verdict verify(String accessToken) {
        return switch (accessTokens.read(accessToken)) {
            case Verdict.Valid valid when !liveness.isLive(valid.user(), valid.session()) ->
                    new Verdict.Refused(Verdict.Reason.REVOKED);
            case Verdict verdict -> verdict;
        };
    }

    /**
     * Looks at many sessions in one question, so that {@link #verify} of their tokens asks nothing for half a second.
     *
     * @param owners whose session each is
     */
    public void lookAt(Map<SessionId, UserId> owners) {
        liveness.lookAt(owners);
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

    /** Ends all sessions of a person, but for one to keep. Gives how many ended. */
    public int endSessions(UserId user, Optional<SessionId> keep) {
        var ended = sessions.revokeAll(user, keep, clock.instant());
        announce(user, ended);
        return ended.size();
    }

    private void announce(UserId user, List<SessionId> ended) {
        for (var session : ended) {
            liveness.revoked(user, session);
            events.publish(new SessionRevoked(user, session, false));
        }
    }

    /**
     * Confirms who a person is, for one session and five minutes: by a second factor where one is on, by the password where none is.
     * Wrong proofs are counted with the failed logins of the account.
     */
    public StepUp stepUp(UserId user, SessionId session, Proof proof, Origin origin) {
        var known = users.byId(user);
        return known.isEmpty()
                ? new StepUp.Ended()
                : guard.alone(
                        known.get().email(),
                        () -> stepUpAlone(known.get(), session, proof, origin));
    }

    private StepUp stepUpAlone(User user, SessionId session, Proof proof, Origin origin) {
        var wait = guard.wait(user.email());
        if (wait.isPresent()) {
            return counted("throttled", new StepUp.Throttled(wait.get()));
        }
        var methods = secondFactors.methods(user.id());
        if (!methods.isEmpty() && proof instanceof Proof.Password) {
            return counted("second_factor", new StepUp.SecondFactorNeeded(methods));
        }
        return switch (proved(user, session, proof, origin)) {
            case FactorCheck.Right right -> {
                guard.succeeded(user.email());
                var now = clock.instant();
                yield sessions.stepUp(user.id(), session, now)
                        ? counted("confirmed", new StepUp.Confirmed(now.plus(STEP_UP_LIFE)))
                        : counted("ended", new StepUp.Ended());
            }
            case FactorCheck.Wrong wrong -> {
                guard.failed(user.email());
                yield counted("wrong", new StepUp.Wrong());
            }
            case FactorCheck.Locked(Duration left) ->
                    counted("throttled", new StepUp.Throttled(left));
        };
    }

    /** Whether the person behind a session confirmed who they are within the last five minutes. */
    public boolean isSteppedUp(UserId user, SessionId session) {
        var now = clock.instant();
        return sessions.isSteppedUp(user, session, now.minus(STEP_UP_LIFE), now);
    }

    private FactorCheck proved(User user, SessionId session, Proof proof, Origin origin) {
        return switch (proof) {
            case Proof.Password(var password) ->
                    holds(user.email(), password)
                            ? new FactorCheck.Right()
                            : new FactorCheck.Wrong();
            case Proof.Totp totp -> checked(user.id(), totp, origin);
            case Proof.RecoveryCode code -> checked(user.id(), code, origin);
            case Proof.Passkey(var shown) -> passkeys.stepUp(user.id(), session, shown);
        };
    }

    private boolean holds(String email, Secret password) {
        return password.length() <= PasswordRules.LONGEST * 4
                && passwords.matches(
                        password,
                        users.byEmail(email).map(UserStore.Known::passwordHash).orElse(null));
    }

    /** The user behind a good token. */
    public Optional<User> me(UserId user) {
        return users.byId(user);
    }

    /** The user with an address, for whoever runs K2; never for an answer to people, who are not told who exists. */
    public Optional<User> byEmail(String email) {
        return Emails.normal(email).flatMap(users::byEmail).map(UserStore.Known::user);
    }

    /** This user's live sessions, the last used first. */
    public List<Session> sessions(UserId user) {
        return sessions.live(user, clock.instant());
    }

    /** Forgets what expired long ago; to be called now and then, such as every hour. Returns how many rows went. */
    public int sweep() {
        var now = clock.instant();
        return sessions.sweep(now)
                + linkTokens.sweep()
                + challenges.sweep(now)
                + mailedTokens.sweep(now)
                + messages.sweep(now)
                + apiKeys.sweep()
                + identities.sweep()
                + passkeys.sweep();
    }

    /** How many password hashes were made, for the tests of what may not tell people apart. */
    long hashesMade() {
        return passwords.derived();
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
