package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.model.ExchangeId;
import dev.k2.model.SecurityEvent;
import dev.k2.platform.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailsTest {
    private static final Secret OTHER = Secret.of("five other words: brisk heron lamp quay");

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

    private Accounts strict() {
        return house.open(AccountsSettings.USUAL.confirming(true));
    }

    @Test
    void letsNobodyInBeforeTheAddressIsConfirmed() {
        Accounts strict = strict();
        String email = House.email();
        strict.register(email, House.PASSWORD, House.HOME);

        Login before = strict.login(email, House.PASSWORD, House.HOME);
        Secret token = House.tokenIn(house.letterTo(email));
        boolean confirmed = strict.mailedAddresses().confirm(token);
        Login after = strict.login(email, House.PASSWORD, House.HOME);

        assertThat(before).isEqualTo(new Login.WrongCredentials());
        assertThat(confirmed).isTrue();
        assertThat(after).isInstanceOf(Login.LoggedIn.class);
        assertThat(strict.mailedAddresses().confirm(token)).isFalse();
    }

    @Test
    void confirmsNothingAfterADay() {
        String email = House.email();
        house.person(email);
        Secret token = House.tokenIn(house.letterTo(email));

        house.clock.advance(Duration.ofHours(24));

        assertThat(house.accounts.mailedAddresses().confirm(token)).isFalse();
    }

    @Test
    void mailsTheConfirmationAgainAndToNobodyElse() {
        String email = House.email();
        String unknown = House.email();
        house.person(email);
        house.deliver();
        house.letters.clear();

        Asking known = house.accounts.mailedAddresses().askAgain(email, House.HOME);
        Asking nobody = house.accounts.mailedAddresses().askAgain(unknown, House.HOME);
        house.deliver();

        assertThat(known).isEqualTo(nobody);
        assertThat(house.letters).extracting(Letter::to).containsExactly(email);
        assertThat(
                        house.accounts
                                .mailedAddresses()
                                .confirm(House.tokenIn(house.letters.getFirst())))
                .isTrue();
    }

    @Test
    void tellsTheOwnerThatSomebodyElseWantedToRegister() {
        String email = House.email();
        house.accounts.mailedAddresses().trust(house.person(email));
        house.deliver();

        house.accounts.register(email, OTHER, House.HOME);

        assertThat(house.letterTo(email).subject()).isEqualTo("You have an account");
        assertThat(house.letterTo(email).text()).doesNotContain("#token=");
        assertThat(house.accounts.login(email, OTHER, House.HOME))
                .isEqualTo(new Login.WrongCredentials());
    }

    /** Whoever registers a stranger's address first must not be let in once the stranger confirms it. */
    @Test
    void givesAnUnconfirmedAccountToWhoeverHasTheMail() {
        Accounts strict = strict();
        String email = House.email();
        strict.register(email, OTHER, House.HOME);
        house.deliver();

        strict.register(email, House.PASSWORD, House.HOME);
        Secret token = House.tokenIn(house.letterTo(email));
        PasswordChange chosen = strict.passwordChanges().reset(token, House.PASSWORD, House.HOME);

        assertThat(chosen).isInstanceOf(PasswordChange.Changed.class);
        assertThat(strict.login(email, House.PASSWORD, House.HOME))
                .isInstanceOf(Login.LoggedIn.class);
        assertThat(strict.login(email, OTHER, House.HOME)).isEqualTo(new Login.WrongCredentials());
    }

    @Test
    void floodsNobodysMailbox() {
        String email = House.email();
        house.person(email);
        house.deliver();
        house.letters.clear();

        for (int at = 0; at < 10; at++) {
            assertThat(house.accounts.passwordChanges().forgot(email, House.HOME))
                    .isEqualTo(new Asking.Noted());
        }
        house.deliver();

        assertThat(house.letters).hasSize(3);
    }

    @Test
    void slowsAPlaceThatAsksForMany() {
        for (int at = 0; at < 20; at++) {
            house.accounts.passwordChanges().forgot(House.email(), House.HOME);
        }

        assertThat(house.accounts.passwordChanges().forgot(House.email(), House.HOME))
                .isInstanceOf(Asking.Throttled.class);
    }

    @Test
    void sendsAgainWhatWasNotTakenLaterEachTime() {
        String email = House.email();
        house.person(email);
        int[] tries = {0};
        house.mail =
                letter -> {
                    tries[0]++;
                    return tries[0] < 3 ? new Delivery.Failed("the server said 451") : keep(letter);
                };

        house.deliver();
        int first = tries[0];
        house.clock.advance(Duration.ofSeconds(14));
        house.deliver();
        int early = tries[0];
        house.clock.advance(Duration.ofSeconds(1));
        house.deliver();
        house.clock.advance(Duration.ofSeconds(30));
        house.deliver();
        house.clock.advance(Duration.ofDays(2));
        house.deliver();

        assertThat(first).isEqualTo(1);
        assertThat(early).isEqualTo(1);
        assertThat(tries[0]).isEqualTo(3);
        assertThat(house.letters).hasSize(1);
    }

    private Delivery keep(Letter letter) {
        house.letters.add(letter);
        return new Delivery.Sent();
    }

    @Test
    void givesUpAfterTwelveAttempts() {
        house.person();
        int[] tries = {0};
        house.mail =
                letter -> {
                    tries[0]++;
                    return new Delivery.Failed("no answer");
                };

        for (int at = 0; at < 20; at++) {
            house.deliver();
            house.clock.advance(Duration.ofHours(5));
        }

        assertThat(tries[0]).isEqualTo(12);
    }

    @Test
    void sendsWhatACrashLeftBehind() {
        String email = House.email();
        house.person(email);
        house.mail =
                letter -> {
                    throw new IllegalStateException("the process ends here");
                };
        assertThatThrownBy(house::deliver).isInstanceOf(IllegalStateException.class);
        house.mail = this::keep;

        house.clock.advance(Duration.ofMinutes(5));
        house.deliver();

        assertThat(house.letters).extracting(Letter::to).containsExactly(email);
    }

    @Test
    void givesUpWhatEndsEveryAttempt() {
        house.person();
        int[] tries = {0};
        house.mail =
                letter -> {
                    tries[0]++;
                    throw new IllegalStateException("the process ends here");
                };

        for (int at = 0; at < 12; at++) {
            assertThatThrownBy(house::deliver).isInstanceOf(IllegalStateException.class);
            house.clock.advance(Duration.ofMinutes(5));
        }
        house.deliver();
        house.clock.advance(Duration.ofDays(1));
        house.deliver();

        assertThat(tries[0]).isEqualTo(12);
    }

    @Test
    void keepsNoTokenInTheClear() {
        String email = House.email();
        house.person(email);
        String token = House.tokenIn(house.letterTo(email)).reveal();

        List<String> rows =
                house.database.inTransaction(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT row_to_json(m)::text FROM accounts.messages m
                                                UNION ALL SELECT row_to_json(t)::text FROM accounts.mailed_tokens t\
                                                """)
                                        .mapTo(String.class)
                                        .list());

        assertThat(rows).hasSize(2).noneMatch(row -> row.contains(token));
        assertThat(house.letterTo(email).toString()).doesNotContain(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@example.org\r\nBcc: all@example.org",
                "ann@example.org\nX: y",
                "ann@example.org, bob@example.org",
                "Ann <ann@example.org>"
            })
    void writesToNothingThatIsNotOneAddress(String to) {
        assertThatThrownBy(() -> new Letter(UUID.randomUUID(), to, "subject", "text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("Bcc");
        assertThat(house.accounts.register(to, House.PASSWORD, House.HOME))
                .isInstanceOf(Registration.Invalid.class);
    }

    @Test
    void writesNoSubjectOfTwoLines() {
        assertThatThrownBy(
                        () ->
                                new Letter(
                                        UUID.randomUUID(),
                                        "ann@example.org",
                                        "subject\r\nBcc: all@example.org",
                                        "text"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsOfALoginFromWhereNobodyLoggedInBefore() {
        String email = House.email();
        house.person(email);
        house.login(email);
        house.accounts.login(
                email, House.PASSWORD, new Origin("test browser", House.HOME.address()));
        house.deliver();
        house.letters.clear();

        house.accounts.login(
                email, House.PASSWORD, new Origin("other\r\nbrowser 7.1", "198.51.100.9"));
        house.accounts.login(email, House.PASSWORD, new Origin("otherbrowser 7.2", "198.51.100.9"));
        house.deliver();
        house.awaitEvents();

        assertThat(house.letters).hasSize(1);
        assertThat(house.letters.getFirst().subject()).isEqualTo("New login");
        assertThat(house.letters.getFirst().text())
                .contains("from 198.51.100.9 by otherbrowser 7.1.");
        assertThat(house.published)
                .filteredOn(SecurityEvent.class::isInstance)
                .singleElement()
                .extracting(event -> ((SecurityEvent) event).what())
                .isEqualTo("new_login");
    }

    @Test
    void tellsOfANewLink() {
        String email = House.email();
        var user = house.person(email);

        house.accounts
                .links()
                .create(
                        user,
                        ExchangeId.OKX,
                        "main",
                        new Credentials(
                                Secret.of("key"),
                                Optional.of(Secret.of("secret")),
                                Optional.of(Secret.of("phrase")),
                                Optional.empty()),
                        Optional.empty(),
                        House.HOME);

        assertThat(house.letterTo(email, "An exchange was linked").text())
                .contains("An account at okx was linked to yours as \"main\"");
    }

    @Test
    void letsLinksBeginWhereTheWebAppIs() {
        String email = House.email();
        house.person(email);

        house.accounts.mails().deliver(house.mail, URI.create("https://desk.example:8443"));

        assertThat(house.letters.getFirst().text())
                .contains("https://desk.example:8443/verify-email#token=");
    }
}
