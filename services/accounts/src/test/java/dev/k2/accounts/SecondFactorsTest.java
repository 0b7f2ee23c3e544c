package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.platform.RandomToken;
import dev.k2.platform.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondFactorsTest {
    private House house;

    @BeforeAll
    void open(@TempDir Path directory) {
        house = new House(directory);
    }

    @AfterAll
    void close() {
        house.close();
    }

    /** A person whose app is on, with the session that turned it on. */
    private record Ann(String email, Tokens tokens, Secret secret, List<Secret> recovery) {}

    private Ann ann() {
        String email = House.email();
        house.person(email);
        Tokens tokens = house.login(email);
        Secret secret = begun(tokens);
        return switch (turnOn(tokens, house.code(secret, 0))) {
            case FactorTurn.On(List<Secret> codes) -> {
                house.clock.advance(Duration.ofSeconds(60));
                yield new Ann(email, tokens, secret, codes);
            }
            case FactorTurn other -> throw new AssertionError("not on: " + other);
        };
    }

    private Secret begun(Tokens tokens) {
        return switch (house.accounts.secondFactors().begin(tokens.user())) {
            case FactorStart.Begun(Secret secret, Secret uri) -> {
                assertThat(uri.reveal())
                        .startsWith("otpauth://totp/K2:")
                        .contains("secret=" + secret.reveal())
                        .contains("issuer=K2");
                yield secret;
            }
            case FactorStart.AlreadyOn on -> throw new AssertionError("it is on already");
        };
    }

    private FactorTurn turnOn(Tokens tokens, String code) {
        return house.accounts
                .secondFactors()
                .turnOn(tokens.user(), tokens.session(), Secret.of(code), House.HOME);
    }

    private Secret challenge(String email) {
        return switch (house.accounts.login(email, House.PASSWORD, House.HOME)) {
            case Login.SecondFactorNeeded needed -> needed.challenge();
            case Login other -> throw new AssertionError("no challenge: " + other);
        };
    }

    private SecondStep complete(Secret challenge, String code) {
        return house.accounts.completeLogin(challenge, new Proof.Totp(Secret.of(code)), House.HOME);
    }

    private String wrong(Ann ann) {
        String right = house.code(ann.secret, 0);
        return right.startsWith("9")
                ? "0" + right.substring(1)
                : (char) (right.charAt(0) + 1) + right.substring(1);
    }

    @Test
    void asksForASecondFactorOnceItIsOn() {
        Ann ann = ann();

        Secret challenge = challenge(ann.email);
        SecondStep step = complete(challenge, house.code(ann.secret, 0));

        assertThat(step)
                .isInstanceOfSatisfying(
                        SecondStep.LoggedIn.class,
                        in -> {
                            assertThat(in.tokens().session()).isNotEqualTo(ann.tokens.session());
                            assertThat(house.accounts.verify(in.tokens().access().reveal()))
                                    .isInstanceOf(Verdict.Valid.class);
                        });
    }

    @Test
    void isNotOnBeforeTheFirstCode() {
        String email = House.email();
        house.person(email);
        Tokens tokens = house.login(email);
        begun(tokens);

        assertThat(turnOn(tokens, "000000")).isNotInstanceOf(FactorTurn.On.class);

        assertThat(house.login(email)).isNotNull();
        assertThat(house.accounts.secondFactors().state(tokens.user()).methods()).isEmpty();
    }

    @Test
    void endsOtherSessionsWhenItIsTurnedOn() {
        String email = House.email();
        house.person(email);
        Tokens desk = house.login(email);
        Tokens phone = house.login(email);

        turnOn(desk, house.code(begun(desk), 0));

        assertThat(house.accounts.verify(desk.access().reveal())).isInstanceOf(Verdict.Valid.class);
        assertThat(house.accounts.verify(phone.access().reveal()))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.REVOKED));
    }

    /** ASVS 6.5.1. */
    @Test
    void takesACodeOnce() {
        Ann ann = ann();
        String code = house.code(ann.secret, 0);

        SecondStep first = complete(challenge(ann.email), code);
        SecondStep again = complete(challenge(ann.email), code);

        assertThat(first).isInstanceOf(SecondStep.LoggedIn.class);
        assertThat(again).isInstanceOf(SecondStep.Wrong.class);
    }

    /** ASVS 6.5.1, 6.5.8: two nodes, so that no lock of one process hides the race. */
    @Test
    void letsOneOfSixtyFourWithOneCodeThrough() throws Exception {
        Ann ann = ann();
        var other = house.open(AccountsSettings.USUAL);
        Proof proof = new Proof.Totp(Secret.of(house.code(ann.secret, 0)));
        var nodes = List.of(house.accounts.secondFactors(), other.secondFactors());

        List<FactorCheck> answers =
                atOnce(64, at -> nodes.get(at % 2).check(ann.tokens.user(), proof));

        assertThat(answers).filteredOn(FactorCheck.Right.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(FactorCheck.Wrong.class::isInstance).hasSize(63);
    }

    /** ASVS 6.5.1: a code that is older than one that was taken is too old. */
    @Test
    void takesNoOlderCodeAfterANewerOne() {
        Ann ann = ann();
        String older = house.code(ann.secret, -1);

        SecondStep newer = complete(challenge(ann.email), house.code(ann.secret, 0));
        SecondStep late = complete(challenge(ann.email), older);

        assertThat(newer).isInstanceOf(SecondStep.LoggedIn.class);
        assertThat(late).isInstanceOf(SecondStep.Wrong.class);
    }

    @Test
    void locksCodesAfterFiveWrongOnesForTheRestOfFifteenMinutes() {
        Ann ann = ann();
        Secret challenge = challenge(ann.email);
        for (int guess = 0; guess < 5; guess++) {
            assertThat(complete(challenge, wrong(ann))).isInstanceOf(SecondStep.Wrong.class);
            house.clock.advance(Duration.ofMinutes(1));
            challenge = challenge(ann.email);
        }

        SecondStep locked = complete(challenge, house.code(ann.secret, 0));
        house.clock.advance(Duration.ofMinutes(10));
        SecondStep open = complete(challenge(ann.email), house.code(ann.secret, 0));

        assertThat(locked).isEqualTo(new SecondStep.Throttled(Duration.ofMinutes(10)));
        assertThat(open).isInstanceOf(SecondStep.LoggedIn.class);
    }

    @Test
    void keepsTheLockOverARestartAndOnOtherNodes() {
        Ann ann = ann();
        Proof guess = new Proof.Totp(Secret.of(wrong(ann)));
        for (int at = 0; at < 5; at++) {
            house.accounts.secondFactors().check(ann.tokens.user(), guess);
        }

        var other = house.open(AccountsSettings.USUAL).secondFactors();

        assertThat(
                        other.check(
                                ann.tokens.user(),
                                new Proof.Totp(Secret.of(house.code(ann.secret, 0)))))
                .isInstanceOf(FactorCheck.Locked.class);
    }

    @Test
    void letsTheOwnerInByARecoveryCodeWhileCodesAreLocked() {
        Ann ann = ann();
        Proof guess = new Proof.Totp(Secret.of(wrong(ann)));
        for (int at = 0; at < 5; at++) {
            house.accounts.secondFactors().check(ann.tokens.user(), guess);
        }

        SecondStep step =
                house.accounts.completeLogin(
                        challenge(ann.email),
                        new Proof.RecoveryCode(ann.recovery.getFirst()),
                        House.HOME);

        assertThat(step).isInstanceOf(SecondStep.LoggedIn.class);
    }

    @Test
    void takesEachRecoveryCodeOnce() {
        Ann ann = ann();
        Secret code = ann.recovery.get(3);
        Secret sloppy = Secret.of(code.reveal().replace("-", " ").toUpperCase(Locale.ROOT));

        SecondStep first =
                house.accounts.completeLogin(
                        challenge(ann.email), new Proof.RecoveryCode(sloppy), House.HOME);
        SecondStep again =
                house.accounts.completeLogin(
                        challenge(ann.email), new Proof.RecoveryCode(code), House.HOME);

        assertThat(ann.recovery).hasSize(10).doesNotHaveDuplicates();
        assertThat(first).isInstanceOf(SecondStep.LoggedIn.class);
        assertThat(again).isInstanceOf(SecondStep.Wrong.class);
        assertThat(house.accounts.secondFactors().state(ann.tokens.user()).recoveryCodesLeft())
                .isEqualTo(9);
        assertThat(house.letterTo(ann.email, "A recovery code was used").text())
                .contains(House.HOME.address());
    }

    @Test
    void letsOneOfSixtyFourWithOneRecoveryCodeThrough() throws Exception {
        Ann ann = ann();
        Proof proof = new Proof.RecoveryCode(ann.recovery.getFirst());

        List<FactorCheck> answers =
                atOnce(64, at -> house.accounts.secondFactors().check(ann.tokens.user(), proof));

        assertThat(answers).filteredOn(FactorCheck.Right.class::isInstance).hasSize(1);
    }

    @Test
    void forgetsOldRecoveryCodesWhenNewOnesAreMade() {
        Ann ann = ann();

        List<Secret> fresh =
                house.accounts
                        .secondFactors()
                        .renewRecoveryCodes(ann.tokens.user(), House.HOME)
                        .orElseThrow();

        assertThat(check(ann, ann.recovery.getFirst())).isInstanceOf(FactorCheck.Wrong.class);
        assertThat(check(ann, fresh.getFirst())).isInstanceOf(FactorCheck.Right.class);
    }

    private FactorCheck check(Ann ann, Secret code) {
        return house.accounts
                .secondFactors()
                .check(ann.tokens.user(), new Proof.RecoveryCode(code));
    }

    @Test
    void usesAChallengeOnceAndForOneProgramOnly() {
        Ann ann = ann();
        Secret challenge = challenge(ann.email);
        Origin elsewhere = new Origin("another browser", House.HOME.address());
        Proof proof = new Proof.RecoveryCode(ann.recovery.getFirst());

        SecondStep stolen = house.accounts.completeLogin(challenge, proof, elsewhere);
        SecondStep mine = house.accounts.completeLogin(challenge, proof, House.HOME);
        SecondStep again = complete(challenge, house.code(ann.secret, 0));
        Secret late = challenge(ann.email);
        house.clock.advance(Duration.ofMinutes(5));
        SecondStep tooLate = complete(late, house.code(ann.secret, 0));

        assertThat(stolen).isInstanceOf(SecondStep.Ended.class);
        assertThat(mine).isInstanceOf(SecondStep.LoggedIn.class);
        assertThat(again).isInstanceOf(SecondStep.Ended.class);
        assertThat(tooLate).isInstanceOf(SecondStep.Ended.class);
        assertThat(complete(RandomToken.fresh(), "123456")).isInstanceOf(SecondStep.Ended.class);
    }

    @Test
    void isNoSession() {
        Ann ann = ann();
        Secret challenge = challenge(ann.email);

        assertThat(house.accounts.verify(challenge.reveal())).isInstanceOf(Verdict.Refused.class);
        assertThat(house.accounts.refresh(challenge))
                .isEqualTo(new Refresh.Refused(Refresh.Reason.UNKNOWN));
        assertThat(
                        house.accounts.completeLogin(
                                challenge, new Proof.Password(House.PASSWORD), House.HOME))
                .isInstanceOf(SecondStep.Wrong.class);
    }

    /** ASVS 7.5.3. */
    @Test
    void stepsUpByASecondFactorOnlyWhereOneIsOn() {
        Ann ann = ann();
        var user = ann.tokens.user();
        var session = ann.tokens.session();

        StepUp byPassword =
                house.accounts.stepUp(
                        user, session, new Proof.Password(House.PASSWORD), House.HOME);
        boolean after = house.accounts.isSteppedUp(user, session);
        StepUp byCode =
                house.accounts.stepUp(
                        user,
                        session,
                        new Proof.Totp(Secret.of(house.code(ann.secret, 0))),
                        House.HOME);

        assertThat(byPassword).isInstanceOf(StepUp.SecondFactorNeeded.class);
        assertThat(after).isFalse();
        assertThat(byCode).isInstanceOf(StepUp.Confirmed.class);
        assertThat(house.accounts.isSteppedUp(user, session)).isTrue();
    }

    @Test
    void isOffAfterItWasTurnedOff() {
        Ann ann = ann();

        boolean off =
                house.accounts
                        .secondFactors()
                        .turnOff(ann.tokens.user(), ann.tokens.session(), House.HOME);

        assertThat(off).isTrue();
        assertThat(house.login(ann.email)).isNotNull();
        assertThat(check(ann, ann.recovery.getFirst())).isInstanceOf(FactorCheck.Wrong.class);
        assertThat(house.letterTo(ann.email, "Your second factor was turned off").text())
                .contains(House.HOME.address());
    }

    @Test
    void keepsTheSecretSealedAndBoundToItsRow() {
        Ann ann = ann();
        Ann bob = ann();
        String row =
                house.database.inTransaction(
                        handle ->
                                handle.createQuery(
                                                "SELECT row_to_json(u)::text FROM accounts.users u"
                                                        + " WHERE id = :id")
                                        .bind("id", ann.tokens.user().value())
                                        .mapTo(String.class)
                                        .one());
        house.database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        """
                                        UPDATE accounts.users b SET totp_secret = a.totp_secret
                                          FROM accounts.users a WHERE a.id = :ann AND b.id = :bob\
                                        """)
                                .bind("ann", ann.tokens.user().value())
                                .bind("bob", bob.tokens.user().value())
                                .execute());

        assertThat(row).doesNotContain(ann.secret.reveal());
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () ->
                                house.accounts
                                        .secondFactors()
                                        .check(
                                                bob.tokens.user(),
                                                new Proof.Totp(
                                                        Secret.of(house.code(ann.secret, 0)))))
                .isInstanceOf(IllegalStateException.class);
    }

    private interface Work<T> {
        T at(int number) throws Exception;
    }

    private static <T> List<T> atOnce(int count, Work<T> work) throws Exception {
        var go = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                int at = number;
                Callable<T> one =
                        () -> {
                            go.await();
                            return work.at(at);
                        };
                running.add(threads.submit(one));
            }
            go.countDown();
            List<T> answers = new ArrayList<>();
            for (Future<T> one : running) {
                answers.add(one.get());
            }
            return answers;
        }
    }
}
