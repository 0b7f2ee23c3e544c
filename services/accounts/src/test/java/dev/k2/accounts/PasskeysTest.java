package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.platform.RandomToken;
import dev.k2.platform.Secret;
import dev.k2.platform.SoftAuthenticator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passkeys with an authenticator made of software. ASVS 6.3.3, 6.5.7. */
class PasskeysTest {
    @TempDir private Path directory;
    private House house;
    private Passkeys passkeys;
    private String email;
    private Tokens owner;
    private Optional<String> handle = Optional.empty();
    private final SoftAuthenticator device = new SoftAuthenticator();

    @BeforeEach
    void open() {
        house = new House(directory);
        passkeys = house.accounts.passkeys();
        email = House.email();
        house.person(email);
        owner = house.login(email);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private String registrationChallenge() {
        return challenge(passkeys.registration(owner.user(), owner.session()));
    }

    private String loginChallenge() {
        return challenge(passkeys.login(House.HOME));
    }

    private static Map<String, Object> options(PasskeyStart start) {
        return switch (start) {
            case PasskeyStart.Begun(PasskeyOptions options) -> options.publicKey();
            case PasskeyStart other -> throw new AssertionError("nothing begun: " + other);
        };
    }

    private static String challenge(PasskeyStart start) {
        return String.valueOf(options(start).get("challenge"));
    }

    private PasskeyCreation register(String challenge) {
        return register(device, challenge);
    }

    private PasskeyCreation register(SoftAuthenticator authenticator, String challenge) {
        var made = authenticator.make(challenge);
        return passkeys.register(
                owner.user(),
                owner.session(),
                "laptop",
                made.clientData(),
                made.attestation(),
                House.HOME);
    }

    private List<Secret> registered() {
        return switch (register(registrationChallenge())) {
            case PasskeyCreation.Created created -> created.recoveryCodes();
            case PasskeyCreation other -> throw new AssertionError("no passkey: " + other);
        };
    }

    private PasskeyProof proof(String challenge) {
        return proof(device, challenge);
    }

    private PasskeyProof proof(SoftAuthenticator authenticator, String challenge) {
        var said = authenticator.prove(challenge);
        return new PasskeyProof(
                said.credentialId(),
                said.clientData(),
                said.authenticatorData(),
                said.signature(),
                handle);
    }

    private Login login(PasskeyProof proof) {
        return house.accounts.login(proof, House.HOME);
    }

    private Secret secondStep() {
        return switch (house.accounts.login(email, House.PASSWORD, House.HOME)) {
            case Login.SecondFactorNeeded needed -> needed.challenge();
            case Login other -> throw new AssertionError("no challenge: " + other);
        };
    }

    private StepUp stepUp(Tokens who, PasskeyProof proof) {
        return house.accounts.stepUp(
                who.user(), who.session(), new Proof.Passkey(proof), House.HOME);
    }

    private String stepUpChallenge(Tokens who) {
        return challenge(passkeys.stepUp(who.user(), who.session()));
    }

    private Unlinking forget(Tokens who, PasskeyId id) {
        return passkeys.delete(who.user(), who.session(), id, House.HOME);
    }

    private PasskeyId only() {
        return passkeys.list(owner.user()).getFirst().id();
    }

    @Test
    void logIn() {
        registered();

        var login = login(proof(loginChallenge()));
        var again = login(proof(loginChallenge()));

        assertThat(login)
                .isInstanceOfSatisfying(
                        Login.LoggedIn.class,
                        in -> assertThat(in.user().id()).isEqualTo(owner.user()));
        assertThat(again).isInstanceOf(Login.LoggedIn.class);
        assertThat(passkeys.list(owner.user()).getFirst().lastUsedAt())
                .contains(house.clock.instant());
    }

    @Test
    void sayWhatTheyAreFor() {
        var options = options(passkeys.registration(owner.user(), owner.session()));

        assertThat(options.get("rp")).isEqualTo(Map.of("id", "localhost", "name", "K2"));
        assertThat(options.get("attestation")).isEqualTo("none");
        assertThat(options(passkeys.login(House.HOME)))
                .containsEntry("userVerification", "required")
                .containsEntry("allowCredentials", List.of());
    }

    @Test
    void answerAChallengeOnce() {
        registered();
        var challenge = loginChallenge();

        var first = login(proof(challenge));
        var replayed = login(proof(challenge));

        assertThat(first).isInstanceOf(Login.LoggedIn.class);
        assertThat(replayed).isInstanceOf(Login.WrongCredentials.class);
    }

    @Test
    void answerNoChallengeThatIsMadeUpOrTooOld() {
        registered();
        var old = loginChallenge();
        house.clock.advance(Duration.ofMinutes(5));

        assertThat(login(proof(old))).isInstanceOf(Login.WrongCredentials.class);
        assertThat(login(proof(RandomToken.fresh().reveal())))
                .isInstanceOf(Login.WrongCredentials.class);
        assertThat(login(proof(registrationChallenge())))
                .isInstanceOf(Login.WrongCredentials.class);
    }

    @Test
    void answerToTheirOwnPageOnly() {
        registered();

        device.origin = "http://localhost.evil.test:8080";
        var elsewhere = login(proof(loginChallenge()));
        device.origin = "http://localhost:8080";
        device.domain = "evil.test";
        var otherDomain = login(proof(loginChallenge()));

        assertThat(elsewhere).isInstanceOf(Login.WrongCredentials.class);
        assertThat(otherDomain).isInstanceOf(Login.WrongCredentials.class);
    }

    @Test
    void areRefusedWhenTheirCountGoesBack() {
        registered();
        device.count = 10;
        var ahead = login(proof(loginChallenge()));
        device.count = 5;
        var copy = login(proof(loginChallenge()));

        assertThat(ahead).isInstanceOf(Login.LoggedIn.class);
        assertThat(copy).isInstanceOf(Login.WrongCredentials.class);
    }

    @Test
    void wantThePersonAndNotOnlyTheDevice() {
        registered();
        device.verifiesPerson = false;

        assertThat(login(proof(loginChallenge()))).isInstanceOf(Login.WrongCredentials.class);
        assertThat(register(registrationChallenge())).isInstanceOf(PasskeyCreation.Refused.class);
    }

    @Test
    void areRefusedWithAnotherSignature() {
        registered();
        var good = proof(loginChallenge());
        var other = proof(new SoftAuthenticator(), loginChallenge());

        assertThat(
                        login(
                                new PasskeyProof(
                                        good.credentialId(),
                                        good.clientData(),
                                        good.authenticatorData(),
                                        other.signature(),
                                        Optional.empty())))
                .isInstanceOf(Login.WrongCredentials.class);
        assertThat(login(other)).isInstanceOf(Login.WrongCredentials.class);
        assertThat(login(new PasskeyProof("A", "A", "A", "A", Optional.empty())))
                .isInstanceOf(Login.WrongCredentials.class);
    }

    @Test
    void areMadeForOurPageByWhoAsked() {
        var stranger = house.visitor();
        var foreign = challenge(passkeys.registration(stranger.user(), stranger.session()));

        var notMine = register(foreign);
        device.origin = "https://evil.test";
        var elsewhere = register(registrationChallenge());
        device.origin = "http://localhost:8080";
        var nonsense =
                passkeys.register(
                        owner.user(), owner.session(), "laptop", "e30", "AAAA", House.HOME);
        registered();
        var again = register(registrationChallenge());

        assertThat(notMine).isInstanceOf(PasskeyCreation.Refused.class);
        assertThat(elsewhere).isInstanceOf(PasskeyCreation.Refused.class);
        assertThat(nonsense).isInstanceOf(PasskeyCreation.Refused.class);
        assertThat(again).isInstanceOf(PasskeyCreation.Known.class);
    }

    /** ASVS 6.3.3: what the password begins, the passkey completes, and nothing else of it. */
    @Test
    void completeALoginByPassword() {
        registered();
        var login = secondStep();
        var elsewhere = new Origin("another program", "198.51.100.9");

        var stolen = passkeys.secondFactor(login, elsewhere);
        var challenge = challenge(passkeys.secondFactor(login, House.HOME));
        var forAnotherLogin =
                house.accounts.completeLogin(
                        secondStep(), new Proof.Passkey(proof(challenge)), House.HOME);
        var again = challenge(passkeys.secondFactor(login, House.HOME));
        var right =
                house.accounts.completeLogin(login, new Proof.Passkey(proof(again)), House.HOME);

        assertThat(stolen).isInstanceOf(PasskeyStart.Ended.class);
        assertThat(forAnotherLogin).isInstanceOf(SecondStep.Wrong.class);
        assertThat(right).isInstanceOf(SecondStep.LoggedIn.class);
    }

    @Test
    void bringRecoveryCodesForWhoLosesThem() {
        var codes = registered();

        var step =
                house.accounts.completeLogin(
                        secondStep(), new Proof.RecoveryCode(codes.getFirst()), House.HOME);
        var second = register(new SoftAuthenticator(), registrationChallenge());

        assertThat(codes).hasSize(10);
        assertThat(step).isInstanceOf(SecondStep.LoggedIn.class);
        assertThat(second)
                .isInstanceOfSatisfying(
                        PasskeyCreation.Created.class,
                        more -> assertThat(more.recoveryCodes()).isEmpty());
        assertThat(house.accounts.secondFactors().state(owner.user()).recoveryCodesLeft())
                .isEqualTo(9);
    }

    @Test
    void endTheSessionsThatWereBegunWithoutThem() {
        var other = house.login(email);

        registered();

        assertThat(house.accounts.sessions(owner.user()))
                .extracting(Session::id)
                .containsExactly(owner.session())
                .doesNotContain(other.session());
    }

    /** ASVS 7.5.1. */
    @Test
    void confirmWhoSomebodyIs() {
        registered();
        var stranger = house.visitor();

        var foreign = stepUp(stranger, proof(stepUpChallenge(stranger)));
        var forALogin = stepUp(owner, proof(loginChallenge()));
        var own = stepUp(owner, proof(stepUpChallenge(owner)));
        var password =
                house.accounts.stepUp(
                        owner.user(),
                        owner.session(),
                        new Proof.Password(House.PASSWORD),
                        House.HOME);

        assertThat(foreign).isInstanceOf(StepUp.Wrong.class);
        assertThat(forALogin).isInstanceOf(StepUp.Wrong.class);
        assertThat(own).isInstanceOf(StepUp.Confirmed.class);
        assertThat(password)
                .isEqualTo(
                        new StepUp.SecondFactorNeeded(
                                Set.of(FactorMethod.PASSKEY, FactorMethod.RECOVERY_CODE)));
        assertThat(house.accounts.isSteppedUp(owner.user(), owner.session())).isTrue();
        assertThat(house.accounts.isSteppedUp(stranger.user(), stranger.session())).isFalse();
    }

    @Test
    void answerForTheirOwnerOnly() {
        registered();
        handle = Optional.of(WebAuthn.handle(house.visitor().user()));
        var anothers = login(proof(loginChallenge()));
        handle = Optional.of(WebAuthn.handle(owner.user()));
        var own = login(proof(loginChallenge()));

        assertThat(anothers).isInstanceOf(Login.WrongCredentials.class);
        assertThat(own).isInstanceOf(Login.LoggedIn.class);
    }

    @Test
    void slowDownWhoTriesManyOfThem() {
        var wrong = new PasskeyProof("A", "A", "A", "A", Optional.empty());

        for (int i = 0; i < AccountsSettings.USUAL.failuresPerAddress(); i++) {
            login(wrong);
        }

        assertThat(login(wrong)).isInstanceOf(Login.Throttled.class);
    }

    @Test
    void areNamedByTheirOwner() {
        registered();
        var stranger = house.visitor();

        var foreign = passkeys.rename(stranger.user(), only(), "mine now");
        var own = passkeys.rename(owner.user(), only(), " key ring ");

        assertThat(foreign).isEmpty();
        assertThat(own).map(Passkey::label).contains("key ring");
        assertThat(Passkeys.isName("line\nbreak")).isFalse();
        assertThat(Passkeys.isName(" ")).isFalse();
    }

    @Test
    void areForgotten() {
        registered();
        var id = only();
        var stranger = house.visitor();
        var before = house.accounts.secondFactors().state(owner.user());

        var foreign = forget(stranger, id);
        var own = forget(owner, id);

        assertThat(before.methods())
                .containsExactlyInAnyOrder(FactorMethod.PASSKEY, FactorMethod.RECOVERY_CODE);
        assertThat(foreign).isEqualTo(Unlinking.UNKNOWN);
        assertThat(own).isEqualTo(Unlinking.DONE);
        assertThat(house.accounts.secondFactors().state(owner.user()))
                .isEqualTo(new FactorState(false, Set.of(), 0));
        assertThat(login(proof(loginChallenge()))).isInstanceOf(Login.WrongCredentials.class);
    }

    @Test
    void stayWhereNothingElseLogsIn() {
        registered();
        new UserStore(house.database).setPassword(owner.user(), null, house.clock.instant());

        assertThat(forget(owner, only())).isEqualTo(Unlinking.LAST);
    }

    @Test
    void areToldOfByMail() {
        registered();
        device.count = 10;
        login(proof(loginChallenge()));
        device.count = 2;
        login(proof(loginChallenge()));
        forget(owner, only());

        house.accounts.mails().deliver(house.mail, URI.create("https://k2.example"));

        assertThat(house.letters)
                .filteredOn(letter -> letter.to().equals(email))
                .extracting(Letter::subject)
                .contains("A passkey was added", "A passkey was refused", "A passkey was removed");
    }
}
