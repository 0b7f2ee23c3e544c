package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.SessionId;
import dev.k2.platform.RandomToken;
import dev.k2.platform.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountsTest {
    private static final Secret WRONG = Secret.of("certainly not the password");

    private House house;

    @BeforeAll
    void open(@TempDir Path directory) {
        house = new House(directory);
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void registersLogsInAndKnowsWhoThatIs() {
        var email = House.email();
        var id = house.person(email);

        var tokens = house.login(email.toUpperCase(Locale.ROOT));

        assertThat(tokens.user()).isEqualTo(id);
        assertThat(tokens.expiresIn()).isEqualTo(Duration.ofMinutes(15));
        assertThat(house.accounts.verify(tokens.access().reveal()))
                .isInstanceOfSatisfying(
                        Verdict.Valid.class,
                        valid -> {
                            assertThat(valid.user()).isEqualTo(id);
                            assertThat(valid.session()).isEqualTo(tokens.session());
                        });
        assertThat(house.accounts.me(id)).map(User::email).contains(email);
    }

    @Test
    void refusesAnEmailThatIsTaken() {
        var email = House.email();
        house.person(email);

        assertThat(house.accounts.register(email, House.PASSWORD, House.HOME))
                .isEqualTo(new Registration.EmailTaken());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "ann@",
                "@example.org",
                "ann@example",
                "a b@example.org",
                "a..b@example.org",
                "ann@-x.org"
            })
    void refusesWhatIsNoEmail(String email) {
        assertThat(house.accounts.register(email, House.PASSWORD, House.HOME))
                .isInstanceOfSatisfying(
                        Registration.Invalid.class,
                        invalid -> assertThat(invalid.field()).isEqualTo("email"));
    }

    /** ASVS 6.3.8: the work is counted, because timing would not be a proof. */
    @Test
    void doesTheSameWorkForUnknownPeople() {
        var email = House.email();
        house.person(email);
        long before = house.accounts.hashesMade();

        house.accounts.login(email, WRONG, House.HOME);
        long forKnown = house.accounts.hashesMade() - before;
        house.accounts.login(House.email(), WRONG, House.HOME);
        long forUnknown = house.accounts.hashesMade() - before - forKnown;
        house.accounts.register(House.email(), House.PASSWORD, House.HOME);
        long forNew = house.accounts.hashesMade() - before - forKnown - forUnknown;
        house.accounts.register(email, House.PASSWORD, House.HOME);
        long forTaken = house.accounts.hashesMade() - before - forKnown - forUnknown - forNew;

        assertThat(forKnown).isEqualTo(1);
        assertThat(forUnknown).isEqualTo(1);
        assertThat(forNew).isEqualTo(1);
        assertThat(forTaken).isEqualTo(1);
    }

    /** ASVS 6.1.1, 6.3.8. */
    @Test
    void givesTheSameAnswerToWrongPasswordsAndUnknownPeople() {
        var email = House.email();
        house.person(email);

        assertThat(house.accounts.login(email, WRONG, House.HOME))
                .isEqualTo(new Login.WrongCredentials());
        assertThat(house.accounts.login(House.email(), WRONG, House.HOME))
                .isEqualTo(new Login.WrongCredentials());
        assertThat(house.accounts.login("nonsense", WRONG, House.HOME))
                .isEqualTo(new Login.WrongCredentials());
    }

    @Test
    void letsAnAccessTokenExpireAfterFifteenMinutes() {
        var tokens = house.visitor();
        house.clock.advance(Duration.ofMinutes(15).minusSeconds(1));
        assertThat(house.accounts.verify(tokens.access().reveal()))
                .isInstanceOf(Verdict.Valid.class);

        house.clock.advance(Duration.ofSeconds(1));

        assertThat(house.accounts.verify(tokens.access().reveal()))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.EXPIRED));
    }

    /** ASVS 7.4.1. */
    @Test
    void refusesATokenAtOnceAfterLogout() {
        var tokens = house.visitor();
        assertThat(house.accounts.verify(tokens.access().reveal()))
                .isInstanceOf(Verdict.Valid.class);

        assertThat(house.accounts.revokeSession(tokens.user(), tokens.session())).isTrue();

        assertThat(house.accounts.verify(tokens.access().reveal()))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.REVOKED));
        assertThat(house.accounts.refresh(tokens.refresh()))
                .isEqualTo(new Refresh.Refused(Refresh.Reason.REVOKED));
        assertThat(house.awaitEvents()).isTrue();
        assertThat(house.published)
                .contains(new SessionRevoked(tokens.user(), tokens.session(), false));
    }

    @Test
    void refusesATokenThatAnotherNodeRevokedWithinASecond() {
        var other = house.open(AccountsSettings.USUAL);
        var tokens = house.visitor();
        assertThat(house.accounts.verify(tokens.access().reveal()))
                .isInstanceOf(Verdict.Valid.class);

        other.revokeSession(tokens.user(), tokens.session());
        house.clock.advance(Duration.ofMillis(999));

        assertThat(house.accounts.verify(tokens.access().reveal()))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.REVOKED));
    }

    @Test
    void keepsTokensGoodOverARestart() {
        var tokens = house.visitor();

        var restarted = house.open(AccountsSettings.USUAL);

        assertThat(restarted.verify(tokens.access().reveal())).isInstanceOf(Verdict.Valid.class);
        assertThat(restarted.refresh(tokens.refresh())).isInstanceOf(Refresh.Refreshed.class);
    }

    @Test
    void doesNotEndAnotherPersonsSession() {
        var ann = house.visitor();
        var bob = house.visitor();

        assertThat(house.accounts.revokeSession(bob.user(), ann.session())).isFalse();
        assertThat(house.accounts.revokeSession(bob.user(), new SessionId(UUID.randomUUID())))
                .isFalse();

        assertThat(house.accounts.verify(ann.access().reveal())).isInstanceOf(Verdict.Valid.class);
        assertThat(house.accounts.sessions(ann.user()))
                .extracting(Session::id)
                .containsExactly(ann.session());
    }

    @Test
    void rotatesRefreshTokens() {
        var first = house.visitor();

        var second = refreshed(first);
        var third = refreshed(second);

        assertThat(third.session()).isEqualTo(first.session());
        assertThat(third.refresh().reveal()).isNotEqualTo(first.refresh().reveal());
        assertThat(house.accounts.verify(third.access().reveal()))
                .isInstanceOf(Verdict.Valid.class);
    }

    /** ASVS 10.4.5, 10.4.8: R1 after R3 revokes the family, however soon it comes. */
    @Test
    void revokesTheWholeSessionWhenAUsedRefreshTokenComesAgain() {
        var first = house.visitor();
        var second = refreshed(first);
        var third = refreshed(second);

        assertThat(house.accounts.refresh(first.refresh()))
                .isEqualTo(new Refresh.Refused(Refresh.Reason.REUSED));

        assertThat(house.accounts.refresh(third.refresh()))
                .isEqualTo(new Refresh.Refused(Refresh.Reason.REVOKED));
        assertThat(house.accounts.verify(third.access().reveal()))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.REVOKED));
        assertThat(house.awaitEvents()).isTrue();
        assertThat(house.published)
                .contains(new SessionRevoked(first.user(), first.session(), true));
    }

    /** ASVS 10.4.5: two pages of one browser may refresh at once. */
    @Test
    void givesTheLastUsedTokensSuccessorAgainForTenSeconds() {
        var first = house.visitor();
        var one = refreshed(first);
        house.clock.advance(Duration.ofSeconds(10));

        var other = refreshed(first);

        assertThat(other.refresh().reveal()).isEqualTo(one.refresh().reveal());
        assertThat(refreshed(one).session()).isEqualTo(first.session());
    }

    /** ASVS 10.4.5. */
    @Test
    void revokesTheSessionWhenTheLastUsedTokenComesAgainAfterTheGrace() {
        var first = house.visitor();
        var second = refreshed(first);
        house.clock.advance(Duration.ofSeconds(11));

        assertThat(house.accounts.refresh(first.refresh()))
                .isEqualTo(new Refresh.Refused(Refresh.Reason.REUSED));

        assertThat(house.accounts.refresh(second.refresh()))
                .isEqualTo(new Refresh.Refused(Refresh.Reason.REVOKED));
    }

    @Test
    void givesNoSuccessorOfASessionThatEnded() {
        var first = house.visitor();
        refreshed(first);
        house.accounts.revokeSession(first.user(), first.session());

        assertThat(house.accounts.refresh(first.refresh())).isInstanceOf(Refresh.Refused.class);
    }

    @Test
    void givesSixtyFourConcurrentRefreshesOneSuccessor() throws Exception {
        var tokens = house.visitor();

        var answers = atOnce(64, () -> house.accounts.refresh(tokens.refresh()));

        assertThat(answers).allMatch(Refresh.Refreshed.class::isInstance);
        assertThat(
                        answers.stream()
                                .map(Refresh.Refreshed.class::cast)
                                .map(one -> one.tokens().refresh().reveal())
                                .distinct())
                .hasSize(1);
    }

    @Test
    void forgetsARefreshTokenThatIsTooOld() {
        var tokens = house.visitor();

        house.clock.advance(Duration.ofDays(7));

        assertThat(house.accounts.refresh(tokens.refresh()))
                .isEqualTo(new Refresh.Refused(Refresh.Reason.EXPIRED));
        assertThat(house.accounts.refresh(RandomToken.fresh()))
                .isEqualTo(new Refresh.Refused(Refresh.Reason.UNKNOWN));
    }

    /** ASVS 7.4.3. */
    @Test
    void endsAllSessionsButOneToKeep() {
        var email = House.email();
        house.person(email);
        var desk = house.login(email);
        var phone = house.login(email);
        var stranger = house.visitor();

        int ended = house.accounts.endSessions(desk.user(), Optional.of(desk.session()));

        assertThat(ended).isEqualTo(1);
        assertThat(house.accounts.verify(desk.access().reveal())).isInstanceOf(Verdict.Valid.class);
        assertThat(house.accounts.verify(phone.access().reveal()))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.REVOKED));
        assertThat(house.accounts.verify(stranger.access().reveal()))
                .isInstanceOf(Verdict.Valid.class);
        assertThat(house.accounts.endSessions(desk.user(), Optional.empty())).isEqualTo(1);
    }

    @Test
    void sweepsAwayWhatEndedLongAgo() {
        var tokens = house.visitor();
        house.accounts.revokeSession(tokens.user(), tokens.session());

        house.clock.advance(Duration.ofDays(8));

        assertThat(house.accounts.sweep()).isPositive();
        assertThat(house.accounts.refresh(tokens.refresh()))
                .isEqualTo(new Refresh.Refused(Refresh.Reason.UNKNOWN));
    }

    /** ASVS 6.3.1. */
    @Test
    void slowsTheEleventhFailureOfAnAccountEvenWithTheRightPassword() {
        var email = House.email();
        house.person(email);
        fail(email, 10);

        var eleventh = house.accounts.login(email, House.PASSWORD, House.HOME);

        assertThat(eleventh).isEqualTo(new Login.Throttled(Duration.ofSeconds(30)));
        house.clock.advance(Duration.ofSeconds(30));
        assertThat(house.accounts.login(email, House.PASSWORD, House.HOME))
                .isInstanceOf(Login.LoggedIn.class);
    }

    @Test
    void slowsGuessesAtPeopleWhoDoNotExistAlike() {
        var email = House.email();
        fail(email, 10);

        assertThat(house.accounts.login(email, WRONG, House.HOME))
                .isEqualTo(new Login.Throttled(Duration.ofSeconds(30)));
    }

    @Test
    void doublesTheWaitWithEveryFurtherFailure() {
        var email = House.email();
        fail(email, 10);
        house.clock.advance(Duration.ofSeconds(30));

        fail(email, 1);

        assertThat(house.accounts.login(email, WRONG, House.HOME))
                .isEqualTo(new Login.Throttled(Duration.ofSeconds(60)));
    }

    @Test
    void countsFailuresThatComeAtOnce() throws Exception {
        var email = House.email();
        house.person(email);

        var answers = atOnce(32, () -> house.accounts.login(email, WRONG, House.HOME));

        assertThat(answers).filteredOn(Login.WrongCredentials.class::isInstance).hasSize(10);
        assertThat(answers).filteredOn(Login.Throttled.class::isInstance).hasSize(22);
    }

    @Test
    void slowsAnAddressThatTriesManyAccounts() {
        var usual = AccountsSettings.USUAL;
        var strict =
                house.open(
                        new AccountsSettings(
                                usual.accessLife(),
                                usual.refreshLife(),
                                usual.sessionLife(),
                                10,
                                3,
                                200,
                                usual.window(),
                                false));
        var attacker = new Origin("script", "2001:db8:1:2:aaaa::1");
        IntStream.range(0, 3).forEach(number -> strict.login(House.email(), WRONG, attacker));

        var neighbour = new Origin("script", "2001:db8:1:2:bbbb::1");

        assertThat(strict.login(House.email(), WRONG, neighbour))
                .isInstanceOf(Login.Throttled.class);
        assertThat(strict.login(House.email(), WRONG, House.HOME))
                .isEqualTo(new Login.WrongCredentials());
    }

    /** ASVS 7.2.4. */
    @Test
    void makesANewSessionAtEveryLogin() {
        var email = House.email();
        house.person(email);
        var first = house.login(email);

        IntStream.range(0, 3)
                .forEach(
                        number -> {
                            house.clock.advance(Duration.ofSeconds(1));
                            house.login(email);
                        });

        assertThat(house.accounts.sessions(first.user()))
                .hasSize(4)
                .extracting(Session::id)
                .contains(first.session());
        assertThat(house.accounts.sessions(first.user()).getFirst().origin()).isEqualTo(House.HOME);
    }

    @Test
    void showsNeitherTokensNorPasswordsInWhatItReturns() {
        var tokens = house.visitor();

        assertThat(tokens.toString())
                .doesNotContain(tokens.access().reveal())
                .doesNotContain(tokens.refresh().reveal());
    }

    @Test
    void storesNeitherTokensNorPasswords() {
        var tokens = house.visitor();

        var rows =
                house.database.inTransaction(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT row_to_json(t)::text FROM accounts.sessions t WHERE user_id = :user
                                                UNION ALL SELECT row_to_json(u)::text FROM accounts.users u WHERE id = :user\
                                                """)
                                        .bind("user", tokens.user().value())
                                        .mapTo(String.class)
                                        .list());

        assertThat(rows)
                .hasSize(2)
                .noneMatch(
                        row ->
                                row.contains(tokens.refresh().reveal())
                                        || row.contains(House.PASSWORD.reveal()));
    }

    private void fail(String email, int times) {
        IntStream.range(0, times)
                .forEach(
                        number ->
                                assertThat(house.accounts.login(email, WRONG, House.HOME))
                                        .isEqualTo(new Login.WrongCredentials()));
    }

    private Tokens refreshed(Tokens before) {
        return switch (house.accounts.refresh(before.refresh())) {
            case Refresh.Refreshed(var tokens) -> tokens;
            case Refresh.Refused(var reason) -> throw new AssertionError("refused: " + reason);
        };
    }

    private static <T> List<T> atOnce(int count, Callable<T> work) throws Exception {
        var go = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running =
                    IntStream.range(0, count)
                            .mapToObj(
                                    number ->
                                            threads.submit(
                                                    () -> {
                                                        go.await();
                                                        return work.call();
                                                    }))
                            .toList();
            go.countDown();
            var answers = new ArrayList<T>();
            for (var one : running) {
                answers.add(one.get());
            }
            return answers;
        }
    }
}
