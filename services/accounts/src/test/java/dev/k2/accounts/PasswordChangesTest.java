package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.platform.RandomToken;
import dev.k2.platform.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordChangesTest {
    private static final Secret NEW = Secret.of("five other words: brisk heron lamp quay");
    private static final Secret WRONG = Secret.of("certainly not the password");

    @TempDir private Path directory;
    private House house;

    @BeforeEach
    void open() {
        house = new House(directory);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Secret mailed(String email) {
        house.accounts.passwordChanges().forgot(email, House.HOME);
        return House.tokenIn(house.letterTo(email, "/reset-password#token="));
    }

    private PasswordChange reset(Secret token) {
        return house.accounts.passwordChanges().reset(token, NEW, House.HOME);
    }

    /** ASVS 7.4.3. */
    @Test
    void setsAPasswordByMailAndEndsAllSessions() {
        String email = House.email();
        house.person(email);
        Tokens before = house.login(email);

        PasswordChange changed = reset(mailed(email));

        assertThat(changed).isEqualTo(new PasswordChange.Changed());
        assertThat(house.accounts.verify(before.access().reveal()))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.REVOKED));
        assertThat(house.accounts.login(email, House.PASSWORD, House.HOME))
                .isEqualTo(new Login.WrongCredentials());
        assertThat(house.accounts.login(email, NEW, House.HOME)).isInstanceOf(Login.LoggedIn.class);
        assertThat(house.letterTo(email, "Your password was changed").text())
                .contains(House.HOME.address());
    }

    @Test
    void takesEachMailedTokenOnceAndEndsTheOthers() {
        String email = House.email();
        house.person(email);
        Secret one = mailed(email);
        Secret other = mailed(email);

        assertThat(reset(other)).isEqualTo(new PasswordChange.Changed());

        assertThat(reset(other)).isEqualTo(new PasswordChange.TokenRefused());
        assertThat(reset(one)).isEqualTo(new PasswordChange.TokenRefused());
        assertThat(reset(RandomToken.fresh())).isEqualTo(new PasswordChange.TokenRefused());
    }

    @Test
    void refusesAMailedTokenAfterHalfAnHour() {
        String email = House.email();
        house.person(email);
        Secret token = mailed(email);

        house.clock.advance(Duration.ofMinutes(30));

        assertThat(reset(token)).isEqualTo(new PasswordChange.TokenRefused());
    }

    @Test
    void takesNoTokenThatWasMailedForSomethingElse() {
        String email = House.email();
        house.person(email);
        Secret confirmation = House.tokenIn(house.letterTo(email, "/verify-email#token="));

        assertThat(reset(confirmation)).isEqualTo(new PasswordChange.TokenRefused());
        assertThat(house.accounts.mailedAddresses().confirm(mailed(email))).isFalse();
    }

    @Test
    void keepsTheTokenGoodWhereThePasswordIsNotAcceptable() {
        String email = House.email();
        house.person(email);
        Secret token = mailed(email);

        PasswordChange weak =
                house.accounts
                        .passwordChanges()
                        .reset(token, Secret.of("passwordpassword"), House.HOME);

        assertThat(weak).isInstanceOf(PasswordChange.Invalid.class);
        assertThat(reset(token)).isEqualTo(new PasswordChange.Changed());
    }

    /** ASVS 6.3.8: asking makes one row for whoever is asked about, and no hash for anybody. */
    @Test
    void doesTheSameWorkForUnknownAddresses() {
        String email = House.email();
        house.person(email);
        house.deliver();
        house.letters.clear();
        long hashes = house.accounts.hashesMade();
        int before = messages();

        Asking known = house.accounts.passwordChanges().forgot(email, House.HOME);
        int forKnown = messages() - before;
        Asking unknown = house.accounts.passwordChanges().forgot(House.email(), House.HOME);
        int forUnknown = messages() - before - forKnown;
        house.deliver();

        assertThat(known).isEqualTo(unknown);
        assertThat(forKnown).isEqualTo(1);
        assertThat(forUnknown).isEqualTo(1);
        assertThat(house.accounts.hashesMade()).isEqualTo(hashes);
        assertThat(house.letters).extracting(Letter::to).containsExactly(email);
    }

    private int messages() {
        return house.database.inTransaction(
                handle ->
                        handle.createQuery("SELECT count(*) FROM accounts.messages")
                                .mapTo(Integer.class)
                                .one());
    }

    @Test
    void leavesTheSecondFactorOn() {
        String email = House.email();
        house.person(email);
        Tokens tokens = house.login(email);
        if (house.accounts.secondFactors().begin(tokens.user())
                instanceof FactorStart.Begun(Secret secret, Secret uri)) {
            house.accounts
                    .secondFactors()
                    .turnOn(
                            tokens.user(),
                            tokens.session(),
                            Secret.of(house.code(secret, 0)),
                            House.HOME);
        }

        reset(mailed(email));

        assertThat(house.accounts.login(email, NEW, House.HOME))
                .isInstanceOf(Login.SecondFactorNeeded.class);
    }

    /** ASVS 7.4.3. */
    @Test
    void changesThePasswordByTheOldOneAndKeepsOnlyThisSession() {
        String email = House.email();
        house.person(email);
        Tokens desk = house.login(email);
        Tokens phone = house.login(email);

        PasswordChange wrong = change(desk, WRONG, NEW);
        PasswordChange weak = change(desk, House.PASSWORD, Secret.of("passwordpassword"));
        PasswordChange changed = change(desk, House.PASSWORD, NEW);

        assertThat(wrong).isEqualTo(new PasswordChange.Wrong());
        assertThat(weak).isInstanceOf(PasswordChange.Invalid.class);
        assertThat(changed).isEqualTo(new PasswordChange.Changed());
        assertThat(house.accounts.verify(desk.access().reveal())).isInstanceOf(Verdict.Valid.class);
        assertThat(house.accounts.verify(phone.access().reveal()))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.REVOKED));
        assertThat(house.accounts.login(email, NEW, House.HOME)).isInstanceOf(Login.LoggedIn.class);
    }

    @Test
    void slowsGuessingTheOldPassword() {
        String email = House.email();
        house.person(email);
        Tokens desk = house.login(email);
        for (int at = 0; at < 10; at++) {
            assertThat(change(desk, WRONG, NEW)).isEqualTo(new PasswordChange.Wrong());
        }

        assertThat(change(desk, House.PASSWORD, NEW)).isInstanceOf(PasswordChange.Throttled.class);
    }

    private PasswordChange change(Tokens tokens, Secret old, Secret next) {
        return house.accounts
                .passwordChanges()
                .change(tokens.user(), tokens.session(), old, next, House.HOME);
    }
}
