package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passkeys with an authenticator made of software. ASVS 6.3.3, 6.5.7. */
class PasskeysTest {
    @TempDir private Path directory;
    private House house;
    private Passkeys passkeys;
    private Tokens owner;
    private final SoftAuthenticator device = new SoftAuthenticator();

    @BeforeEach
    void open() {
        house = new House(directory);
        passkeys = house.accounts.passkeys();
        owner = house.visitor();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private String registrationChallenge() {
        return challenge(passkeys.registration(owner.user()).orElseThrow());
    }

    private String loginChallenge() {
        return challenge(passkeys.login().orElseThrow());
    }

    private static String challenge(PasskeyOptions options) {
        return String.valueOf(options.publicKey().get("challenge"));
    }

    private PasskeyCreation register(String challenge) {
        var made = device.make(challenge);
        return passkeys.register(owner.user(), "laptop", made.clientData(), made.attestation());
    }

    private void registered() {
        assertThat(register(registrationChallenge())).isInstanceOf(PasskeyCreation.Created.class);
    }

    private Login login(PasskeyProof proof) {
        return passkeys.login(proof, House.HOME);
    }

    @Test
    void logIn() {
        registered();

        var login = login(device.prove(loginChallenge()));
        var again = login(device.prove(loginChallenge()));

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
        var options = passkeys.registration(owner.user()).orElseThrow().publicKey();

        assertThat(options.get("rp")).isEqualTo(Map.of("id", "localhost", "name", "K2"));
        assertThat(options.get("attestation")).isEqualTo("none");
        assertThat(passkeys.login().orElseThrow().publicKey().get("userVerification"))
                .isEqualTo("required");
    }

    @Test
    void answerAChallengeOnce() {
        registered();
        var challenge = loginChallenge();

        var first = login(device.prove(challenge));
        var replayed = login(device.prove(challenge));

        assertThat(first).isInstanceOf(Login.LoggedIn.class);
        assertThat(replayed).isInstanceOf(Login.WrongCredentials.class);
    }

    @Test
    void answerNoChallengeThatIsMadeUpOrTooOld() {
        registered();
        var old = loginChallenge();
        house.clock.advance(Duration.ofMinutes(5));

        assertThat(login(device.prove(old))).isInstanceOf(Login.WrongCredentials.class);
        assertThat(login(device.prove(RefreshTokens.fresh().reveal())))
                .isInstanceOf(Login.WrongCredentials.class);
        assertThat(login(device.prove(registrationChallenge())))
                .isInstanceOf(Login.WrongCredentials.class);
    }

    @Test
    void answerToTheirOwnPageOnly() {
        registered();

        device.origin = "http://localhost.evil.test:8080";
        var elsewhere = login(device.prove(loginChallenge()));
        device.origin = "http://localhost:8080";
        device.domain = "evil.test";
        var otherDomain = login(device.prove(loginChallenge()));

        assertThat(elsewhere).isInstanceOf(Login.WrongCredentials.class);
        assertThat(otherDomain).isInstanceOf(Login.WrongCredentials.class);
    }

    @Test
    void areRefusedWhenTheirCountGoesBack() {
        registered();
        device.count = 10;
        var ahead = login(device.prove(loginChallenge()));
        device.count = 5;
        var copy = login(device.prove(loginChallenge()));

        assertThat(ahead).isInstanceOf(Login.LoggedIn.class);
        assertThat(copy).isInstanceOf(Login.WrongCredentials.class);
    }

    @Test
    void wantThePersonAndNotOnlyTheDevice() {
        registered();
        device.verifiesPerson = false;

        assertThat(login(device.prove(loginChallenge())))
                .isInstanceOf(Login.WrongCredentials.class);
        assertThat(register(registrationChallenge())).isInstanceOf(PasskeyCreation.Refused.class);
    }

    @Test
    void areRefusedWithAnotherSignature() {
        registered();
        var good = device.prove(loginChallenge());
        var other = new SoftAuthenticator().prove(loginChallenge());

        assertThat(
                        login(
                                new PasskeyProof(
                                        good.credentialId(),
                                        good.clientData(),
                                        good.authenticatorData(),
                                        other.signature())))
                .isInstanceOf(Login.WrongCredentials.class);
        assertThat(login(other)).isInstanceOf(Login.WrongCredentials.class);
        assertThat(login(new PasskeyProof("A", "A", "A", "A")))
                .isInstanceOf(Login.WrongCredentials.class);
    }

    @Test
    void areMadeForOurPageByWhoAsked() {
        var stranger = house.visitor();
        var foreign = challenge(passkeys.registration(stranger.user()).orElseThrow());

        var notMine = register(foreign);
        device.origin = "https://evil.test";
        var elsewhere = register(registrationChallenge());
        device.origin = "http://localhost:8080";
        var nonsense = passkeys.register(owner.user(), "laptop", "e30", "AAAA");
        registered();
        var again = register(registrationChallenge());

        assertThat(notMine).isInstanceOf(PasskeyCreation.Refused.class);
        assertThat(elsewhere).isInstanceOf(PasskeyCreation.Refused.class);
        assertThat(nonsense).isInstanceOf(PasskeyCreation.Refused.class);
        assertThat(again).isInstanceOf(PasskeyCreation.Known.class);
    }

    /** ASVS 7.5.1. */
    @Test
    void confirmWhoSomebodyIs() {
        registered();
        var stranger = house.visitor();

        var foreign =
                passkeys.stepUp(
                        stranger.user(), stranger.session(), device.prove(loginChallenge()));
        var own = passkeys.stepUp(owner.user(), owner.session(), device.prove(loginChallenge()));

        assertThat(foreign).isInstanceOf(StepUp.Wrong.class);
        assertThat(own).isInstanceOf(StepUp.Confirmed.class);
        assertThat(house.accounts.isSteppedUp(owner.user(), owner.session())).isTrue();
        assertThat(house.accounts.isSteppedUp(stranger.user(), stranger.session())).isFalse();
    }

    @Test
    void areForgotten() {
        registered();
        var id = passkeys.list(owner.user()).getFirst().id();
        var stranger = house.visitor();

        var foreign = passkeys.delete(stranger.user(), id);
        var own = passkeys.delete(owner.user(), id);

        assertThat(foreign).isEqualTo(Unlinking.UNKNOWN);
        assertThat(own).isEqualTo(Unlinking.DONE);
        assertThat(login(device.prove(loginChallenge())))
                .isInstanceOf(Login.WrongCredentials.class);
    }
}
