package dev.k2.accounts;

import com.webauthn4j.data.client.CollectedClientData;
import dev.k2.accounts.PasskeyChallengeStore.Purpose;
import dev.k2.accounts.PasskeyChallengeStore.Use;
import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.RandomToken;
import dev.k2.platform.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to passkeys (Web Authentication). One is a login by itself: it wants the device and the person's finger or PIN, and answers to
 * the page it was made for only. A challenge works once, within five minutes, for what it was given for: a session, a login, or the
 * program that asked.
 */
public final class Passkeys {
    private static final Logger LOG = LoggerFactory.getLogger(Passkeys.class);
    private static final Duration CHALLENGE_LIFE = Duration.ofMinutes(5);
    private static final int MOST = 20;
    private static final int LONGEST_LABEL = 50;

    private final PasskeyStore store;
    private final PasskeyChallengeStore asked;
    private final UserStore users;
    private final LoginChallengeStore logins;
    private final SessionEnds sessions;
    private final PasskeySettings settings;
    private final WebAuthn standard;
    private final InstantSource clock;

    Passkeys(
            PasskeyStore store,
            PasskeyChallengeStore asked,
            UserStore users,
            LoginChallengeStore logins,
            SessionEnds sessions,
            PasskeySettings settings,
            InstantSource clock) {
        this.store = store;
        this.asked = asked;
        this.users = users;
        this.logins = logins;
        this.sessions = sessions;
        this.settings = settings;
        this.clock = clock;
        standard = new WebAuthn(settings);
    }

    /** What a new passkey is made with. */
    public PasskeyStart registration(UserId user, SessionId session) {
        var email = users.byId(user).map(User::email);
        if (email.isEmpty()) {
            return new PasskeyStart.Ended();
        }
        var name = email.get();
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("rp", Map.of("id", settings.domain(), "name", "K2"));
        options.put("user", Map.of("id", WebAuthn.handle(user), "name", name, "displayName", name));
        options.put("pubKeyCredParams", WebAuthn.algorithms());
        options.put("attestation", "none");
        options.put("excludeCredentials", named(user));
        options.put(
                "authenticatorSelection",
                Map.of(
                        "residentKey", "required",
                        "requireResidentKey", true,
                        "userVerification", "required"));
        return begin(options, own(Purpose.REGISTER, user, session));
    }

    /** What somebody logs in with, whoever it is. */
    public PasskeyStart login(Origin origin) {
        return begin(answering(List.of()), anybody(origin));
    }

    /** What completes a login whose password was right. */
    public PasskeyStart secondFactor(Secret login, Origin origin) {
        return logins.owner(login, origin, clock.instant())
                .map(user -> begin(answering(named(user)), second(user, login)))
                .orElseGet(PasskeyStart.Ended::new);
    }

    /** What confirms who a person is. */
    public PasskeyStart stepUp(UserId user, SessionId session) {
        return begin(answering(named(user)), own(Purpose.STEP_UP, user, session));
    }

    private static Use own(Purpose purpose, UserId user, SessionId session) {
        return new Use(purpose, session.toString(), Optional.of(user));
    }

    private static Use anybody(Origin origin) {
        return new Use(Purpose.LOGIN, origin.device(), Optional.empty());
    }

    private static Use second(UserId user, Secret login) {
        return new Use(Purpose.SECOND_FACTOR, text(RandomToken.hash(login)), Optional.of(user));
    }

    private Map<String, Object> answering(List<Map<String, String>> allowed) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("rpId", settings.domain());
        options.put("userVerification", "required");
        options.put("allowCredentials", allowed);
        return options;
    }

    private List<Map<String, String>> named(UserId user) {
        return store.list(user).stream()
                .map(one -> Map.of("type", "public-key", "id", text(one.credentialId().array())))
                .toList();
    }

    private PasskeyStart begin(Map<String, Object> options, Use use) {
        var now = clock.instant();
        var challenge = RandomToken.fresh();
        var end = now.plus(CHALLENGE_LIFE);
        options.put("timeout", CHALLENGE_LIFE.toMillis());
        options.put("challenge", challenge.reveal());
        return asked.give(challenge, use, end, now)
                ? new PasskeyStart.Begun(new PasskeyOptions(options, end))
                : new PasskeyStart.Crowded();
    }

    /**
     * Keeps a passkey that was made, and tells the person. The first second factor brings recovery codes and ends every other session,
     * which was begun without it. Whoever asks has confirmed who they are before; the caller sees to that.
     */
    public PasskeyCreation register(
            UserId user,
            SessionId session,
            String label,
            String clientData,
            String attestation,
            Origin origin) {
        var name = label.strip();
        if (!isName(name)) {
            return new PasskeyCreation.Invalid("label", expectedLabel());
        }
        var made =
                standard.made(
                        clientData,
                        attestation,
                        told -> isAnswered(told, own(Purpose.REGISTER, user, session)));
        if (made.isEmpty()) {
            return new PasskeyCreation.Refused();
        }
        var now = clock.instant();
        var passkey = new Passkey(new PasskeyId(UUID.randomUUID()), name, now, Optional.empty());
        var codes = RecoveryCodes.fresh();
        var added =
                store.insert(
                        made.get().kept(passkey, user),
                        MOST,
                        codes,
                        new PasskeyStore.Change(session, origin.details(), now));
        sessions.announce(user, added.ended());
        return switch (added.outcome()) {
            case DONE -> new PasskeyCreation.Created(passkey, added.first() ? codes : List.of());
            case KNOWN -> new PasskeyCreation.Known();
            case TOO_MANY -> new PasskeyCreation.TooMany(MOST);
        };
    }

    /** Who logs in with what a passkey says. */
    Optional<UserId> owner(PasskeyProof proof, Origin origin) {
        return verified(proof, anybody(origin)).map(PasskeyStore.Kept::user);
    }

    /** What it is worth as the second factor of a login. */
    FactorCheck second(UserId user, Secret login, PasskeyProof proof) {
        return check(user, proof, second(user, login));
    }

    /** What it is worth to confirm who a person is. */
    FactorCheck stepUp(UserId user, SessionId session, PasskeyProof proof) {
        return check(user, proof, own(Purpose.STEP_UP, user, session));
    }

    private FactorCheck check(UserId user, PasskeyProof proof, Use use) {
        return verified(proof, use).filter(kept -> kept.user().equals(user)).isPresent()
                ? new FactorCheck.Right()
                : new FactorCheck.Wrong();
    }

    private Optional<PasskeyStore.Kept> verified(PasskeyProof proof, Use use) {
        return standard.credentialId(proof)
                .flatMap(store::find)
                .filter(kept -> use.user().isEmpty() || use.user().get().equals(kept.user()))
                .filter(
                        kept ->
                                switch (standard.judge(
                                        proof, kept, told -> isAnswered(told, use))) {
                                    case WebAuthn.Judgement.Right(long count) ->
                                            store.used(kept, count, clock.instant());
                                    case WebAuthn.Judgement.Wrong wrong -> false;
                                    case WebAuthn.Judgement.Copied copied -> refuseCopy(kept);
                                });
    }

    private boolean refuseCopy(PasskeyStore.Kept kept) {
        LOG.atWarn()
                .addKeyValue("user_id", kept.user())
                .addKeyValue("passkey_id", kept.passkey().id())
                .log("a passkey counted backwards, as only a copy can; it was refused");
        store.copied(kept, clock.instant());
        return false;
    }

    /** Whether it answers from our page to a challenge of ours, which is used up by asking. */
    private boolean isAnswered(@Nullable CollectedClientData told, Use use) {
        return told != null
                && asked.take(Secret.of(text(told.getChallenge().getValue())), use, clock.instant())
                && settings.isOurs(String.valueOf(told.getOrigin()));
    }

    /** This person's passkeys, the oldest first. */
    public List<Passkey> list(UserId user) {
        return store.list(user).stream().map(PasskeyStore.Kept::passkey).toList();
    }

    /**
     * Gives one another name.
     *
     * @param label as {@link #isName} has it
     * @return empty where this person has no such passkey
     */
    public Optional<Passkey> rename(UserId user, PasskeyId id, String label) {
        return store.rename(user, id, label.strip()).map(PasskeyStore.Kept::passkey);
    }

    /** Whether a passkey can be called so. */
    public static boolean isName(String label) {
        var name = label.strip();
        return !name.isEmpty()
                && name.length() <= LONGEST_LABEL
                && name.codePoints().noneMatch(Character::isISOControl);
    }

    /** How a passkey can be called. */
    public static String expectedLabel() {
        return "a name of 1 to " + LONGEST_LABEL + " characters";
    }

    /** Forgets one, tells the person and ends every other session. */
    public Unlinking delete(UserId user, SessionId session, PasskeyId id, Origin origin) {
        var change = new PasskeyStore.Change(session, origin.details(), clock.instant());
        var removed = store.delete(user, id, change);
        sessions.announce(user, removed.ended());
        return removed.outcome();
    }

    int sweep() {
        return asked.sweep(clock.instant());
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
