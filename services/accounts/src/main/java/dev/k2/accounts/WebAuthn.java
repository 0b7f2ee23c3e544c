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
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionsAuthenticatorOutputs;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import dev.k2.model.UserId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the standard says of an authenticator's words: whether they hold. It keeps nothing. */
final class WebAuthn {
    /** Elliptic curve and RSA, as every authenticator has one of. */
    private static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.RS256);

    private final PasskeySettings settings;
    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager standard =
            WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter keys =
            new AttestedCredentialDataConverter(converter);

    WebAuthn(PasskeySettings settings) {
        this.settings = settings;
    }

    /** Says whether an answer is to a challenge of ours. */
    @FunctionalInterface
    interface Answered extends Predicate<@Nullable CollectedClientData> {}

    /** A key that an authenticator made. */
    record Made(
            ByteBuffer credentialId, ByteBuffer publicKey, long signCount, boolean backupEligible) {
        PasskeyStore.Kept kept(Passkey passkey, UserId user) {
            return new PasskeyStore.Kept(
                    passkey, user, credentialId, publicKey, signCount, backupEligible);
        }
    }

    /** What a signed answer is worth. */
    sealed interface Judgement {
        /** It holds; how often the key has signed by its own count. */
        record Right(long signCount) implements Judgement {}

        record Wrong() implements Judgement {}

        /** It holds, but for its count, which was higher before. */
        record Copied() implements Judgement {}
    }

    static List<Map<String, Object>> algorithms() {
        return ALGORITHMS.stream()
                .map(one -> Map.<String, Object>of("type", "public-key", "alg", one.getValue()))
                .toList();
    }

    /** How authenticators know a person. */
    static String handle(UserId user) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ByteBuffer.allocate(2 * Long.BYTES)
                                .putLong(user.value().getMostSignificantBits())
                                .putLong(user.value().getLeastSignificantBits())
                                .array());
    }

    /** The key that was made; empty where what was said of it does not hold. */
    Optional<Made> made(String clientData, String attestation, Answered answered) {
        try {
            var data =
                    standard.parse(
                            new RegistrationRequest(
                                    PasskeyProof.bytes(attestation),
                                    PasskeyProof.bytes(clientData)));
            var told = data.getCollectedClientData();
            if (told == null || !answered.test(told)) {
                return Optional.empty();
            }
            var wanted =
                    ALGORITHMS.stream()
                            .map(
                                    one ->
                                            new PublicKeyCredentialParameters(
                                                    PublicKeyCredentialType.PUBLIC_KEY, one))
                            .toList();
            standard.verify(data, new RegistrationParameters(place(told), wanted, true, true));
            var seen = Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
            AttestedCredentialData key = Objects.requireNonNull(seen.getAttestedCredentialData());
            return Optional.of(
                    new Made(
                            ByteBuffer.wrap(key.getCredentialId()),
                            ByteBuffer.wrap(keys.convert(key)),
                            seen.getSignCount(),
                            seen.isFlagBE()));
        } catch (WebAuthnException | IllegalArgumentException unfit) {
            return Optional.empty();
        }
    }

    /** Which key is named; empty where it is none. */
    Optional<byte[]> credentialId(PasskeyProof proof) {
        try {
            return Optional.of(PasskeyProof.bytes(proof.credentialId()));
        } catch (IllegalArgumentException unfit) {
            return Optional.empty();
        }
    }

    Judgement judge(PasskeyProof proof, PasskeyStore.Kept kept, Answered answered) {
        try {
            var data =
                    standard.parse(
                            new AuthenticationRequest(
                                    PasskeyProof.bytes(proof.credentialId()),
                                    PasskeyProof.bytes(proof.authenticatorData()),
                                    PasskeyProof.bytes(proof.clientData()),
                                    PasskeyProof.bytes(proof.signature())));
            var told = data.getCollectedClientData();
            boolean another =
                    proof.userHandle()
                            .filter(handle -> !handle.equals(handle(kept.user())))
                            .isPresent();
            if (told == null || !answered.test(told) || another) {
                return new Judgement.Wrong();
            }
            var record =
                    new CredentialRecordImpl(
                            new NoneAttestationStatement(),
                            true,
                            kept.backupEligible(),
                            null,
                            kept.signCount(),
                            keys.convert(kept.publicKey().array()),
                            new AuthenticationExtensionsAuthenticatorOutputs<>(),
                            null,
                            null,
                            null);
            standard.verify(
                    data, new AuthenticationParameters(place(told), record, null, true, true));
            return new Judgement.Right(
                    Objects.requireNonNull(data.getAuthenticatorData()).getSignCount());
        } catch (MaliciousCounterValueException backwards) {
            return new Judgement.Copied();
        } catch (WebAuthnException | IllegalArgumentException unfit) {
            return new Judgement.Wrong();
        }
    }

    /** Its page and challenge were found to be ours before; the domain is held against the authenticator's word. */
    private ServerProperty place(CollectedClientData told) {
        return new ServerProperty(
                Set.of(told.getOrigin()),
                settings.domain(),
                new DefaultChallenge(told.getChallenge().getValue()));
    }
}
