package dev.k2.accounts;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to passkeys (Web Authentication). One is a login by itself: it wants the device and the person's finger or PIN, and answers to
 * the page it was made for only. A challenge works once, within five minutes.
 */
public final class Passkeys {
    private static final Logger LOG = LoggerFactory.getLogger(Passkeys.class);
    private static final Duration CHALLENGE_LIFE = Duration.ofMinutes(5);
    private static final int CHALLENGES_MAX = 20_000;
    private static final int MOST = 20;
    private static final int LONGEST_LABEL = 50;

    /** Elliptic curve and RSA, as every authenticator has one of. */
    private static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.RS256);

    private final PasskeyStore store;
    private final UserStore users;
    private final BiFunction<User, Origin, Login> letIn;
    private final SessionStore sessions;
    private final PasskeySettings settings;
    private final InstantSource clock;
    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager standard =
            WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter keys =
            new AttestedCredentialDataConverter(converter);

    /**
     * @param letIn begins a session; nothing more is to be asked
     */
    Passkeys(
            PasskeyStore store,
            UserStore users,
            BiFunction<User, Origin, Login> letIn,
            SessionStore sessions,
            PasskeySettings settings,
            InstantSource clock) {
        this.store = store;
        this.users = users;
        this.letIn = letIn;
        this.sessions = sessions;
        this.settings = settings;
        this.clock = clock;
    }

    /** What a new passkey is made with; empty where too many challenges are out. */
    public Optional<PasskeyOptions> registration(UserId user) {
        var email = users.byId(user).map(User::email).orElse("");
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("rp", Map.of("id", settings.domain(), "name", "K2"));
        options.put(
                "user",
                Map.of("id", text(handle(user)), "name", email, "displayName", email));
        options.put(
                "pubKeyCredParams",
                ALGORITHMS.stream()
                        .map(one -> Map.of("type", "public-key", "alg", one.getValue()))
                        .toList());
        options.put("attestation", "none");
        options.put(
                "excludeCredentials",
                store.list(user).stream()
                        .map(one -> Map.of("type", "public-key", "id", text(one.credentialId().array())))
                        .toList());
        options.put(
                "authenticatorSelection",
                Map.of(
                        "residentKey", "required",
                        "requireResidentKey", true,
                        "userVerification", "required"));
        return challenge(options, Optional.of(user));
    }

    /** What somebody logs in with, whoever it is; empty where too many challenges are out. */
    public Optional<PasskeyOptions> login() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("rpId", settings.domain());
        options.put("userVerification", "required");
        options.put("allowCredentials", List.of());
        return challenge(options, Optional.empty());
    }

    private Optional<PasskeyOptions> challenge(Map<String, Object> options, Optional<UserId> user) {
        var now = clock.instant();
        var challenge = RefreshTokens.fresh();
        var end = now.plus(CHALLENGE_LIFE);
        options.put("timeout", CHALLENGE_LIFE.toMillis());
        options.put("challenge", challenge.reveal());
        return store.challenge(RefreshTokens.hash(challenge), user, end, now, CHALLENGES_MAX)
                ? Optional.of(new PasskeyOptions(options, end))
                : Optional.empty();
    }

    /** Keeps a passkey that was made. Whoever asks has confirmed who they are before; the caller sees to that. */
    public PasskeyCreation register(
            UserId user, String label, String clientData, String attestation) {
        var name = label.strip();
        if (name.isEmpty()
                || name.length() > LONGEST_LABEL
                || name.codePoints().anyMatch(Character::isISOControl)) {
            return new PasskeyCreation.Invalid(
                    "label", "A name of 1 to " + LONGEST_LABEL + " characters.");
        }
        if (store.list(user).size() >= MOST) {
            return new PasskeyCreation.TooMany(MOST);
        }
        var kept = made(user, name, clientData, attestation);
        if (kept.isEmpty()) {
            return new PasskeyCreation.Refused();
        }
        return store.insert(kept.get(), MOST)
                ? new PasskeyCreation.Created(kept.get().passkey())
                : new PasskeyCreation.Known();
    }

    private Optional<PasskeyStore.Kept> made(
            UserId user, String label, String clientData, String attestation) {
        try {
            var data =
                    standard.parse(
                            new RegistrationRequest(
                                    PasskeyProof.bytes(attestation),
                                    PasskeyProof.bytes(clientData)));
            var place = answered(data.getCollectedClientData(), Optional.of(user));
            if (place.isEmpty()) {
                return Optional.empty();
            }
            var wanted =
                    ALGORITHMS.stream()
                            .map(
                                    one ->
                                            new PublicKeyCredentialParameters(
                                                    PublicKeyCredentialType.PUBLIC_KEY, one))
                            .collect(Collectors.toList());
            standard.verify(data, new RegistrationParameters(place.get(), wanted, true, true));
            var seen = Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
            var key = Objects.requireNonNull(seen.getAttestedCredentialData());
            return Optional.of(
                    new PasskeyStore.Kept(
                            new Passkey(
                                    new PasskeyId(UUID.randomUUID()),
                                    label,
                                    clock.instant(),
                                    Optional.empty()),
                            user,
                            ByteBuffer.wrap(key.getCredentialId()),
                            ByteBuffer.wrap(keys.convert(key)),
                            seen.getSignCount(),
                            seen.isFlagBE()));
        } catch (WebAuthnException | IllegalArgumentException unfit) {
            return Optional.empty();
        }
    }

    /** Lets somebody in who has a passkey. */
    public Login login(PasskeyProof proof, Origin origin) {
        return verified(proof)
                .flatMap(kept -> users.byId(kept.user()))
                .map(user -> letIn.apply(user, origin))
                .orElseGet(Login.WrongCredentials::new);
    }

    /** Confirms who a person is, as {@link Accounts#stepUp} does. */
    public StepUp stepUp(UserId user, SessionId session, PasskeyProof proof) {
        if (verified(proof).filter(kept -> kept.user().equals(user)).isEmpty()) {
            return new StepUp.Wrong();
        }
        var now = clock.instant();
        return sessions.stepUp(user, session, now)
                ? new StepUp.Confirmed(now.plus(Accounts.STEP_UP_LIFE))
                : new StepUp.Ended();
    }

    private Optional<PasskeyStore.Kept> verified(PasskeyProof proof) {
        try {
            var kept = store.find(PasskeyProof.bytes(proof.credentialId()));
            return kept.isEmpty() ? kept : verified(proof, kept.get());
        } catch (WebAuthnException | IllegalArgumentException unfit) {
            LOG.atWarn()
                    .addKeyValue("cause", unfit.getClass().getSimpleName())
                    .log("what a passkey said does not hold");
            return Optional.empty();
        }
    }

    private Optional<PasskeyStore.Kept> verified(PasskeyProof proof, PasskeyStore.Kept kept) {
        var data =
                standard.parse(
                        new AuthenticationRequest(
                                PasskeyProof.bytes(proof.credentialId()),
                                PasskeyProof.bytes(proof.authenticatorData()),
                                PasskeyProof.bytes(proof.clientData()),
                                PasskeyProof.bytes(proof.signature())));
        var place = answered(data.getCollectedClientData(), Optional.empty());
        if (place.isEmpty()) {
            return Optional.empty();
        }
        var record =
                new CredentialRecordImpl(
                        new NoneAttestationStatement(),
                        true,
                        kept.backedUp(),
                        null,
                        kept.signCount(),
                        keys.convert(kept.publicKey().array()),
                        null,
                        null,
                        null,
                        null);
        standard.verify(data, new AuthenticationParameters(place.get(), record, null, true, true));
        long count = Objects.requireNonNull(data.getAuthenticatorData()).getSignCount();
        return store.used(kept, count, clock.instant()) ? Optional.of(kept) : Optional.empty();
    }

    /** Where and to what an answer must be, once its challenge turns out to be ours and unused. */
    private Optional<ServerProperty> answered(
            @Nullable CollectedClientData told, Optional<UserId> user) {
        var challenge = told == null ? null : told.getChallenge().getValue();
        if (challenge == null
                || !store.take(
                        RefreshTokens.hash(Secret.of(text(challenge))), user, clock.instant())) {
            return Optional.empty();
        }
        var origins =
                settings.origins().stream()
                        .map(com.webauthn4j.data.client.Origin::create)
                        .collect(Collectors.toSet());
        return Optional.of(
                new ServerProperty(origins, settings.domain(), new DefaultChallenge(challenge)));
    }

    /** This person's passkeys, the oldest first. */
    public List<Passkey> list(UserId user) {
        return store.list(user).stream().map(PasskeyStore.Kept::passkey).toList();
    }

    /** Forgets one. */
    public Unlinking delete(UserId user, PasskeyId id) {
        return store.delete(user, id);
    }

    int sweep() {
        return store.sweep(clock.instant());
    }

    private static byte[] handle(UserId user) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(user.value().getMostSignificantBits())
                .putLong(user.value().getLeastSignificantBits())
                .array();
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
