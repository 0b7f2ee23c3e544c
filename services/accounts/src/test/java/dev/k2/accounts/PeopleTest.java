package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.ExchangeId;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told about people, who administers, and how they leave. */
class PeopleTest {
    @TempDir private Path directory;
    private House house;
    private People people;

    @BeforeEach
    void open() {
        house = new House(directory);
        people = house.accounts.people();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void arePlainUsersAtFirst() {
        var user = house.person();

        var found = people.find(user).orElseThrow();

        assertThat(found.role()).isEqualTo(Role.USER);
        assertThat(found.displayName()).isEmpty();
        assertThat(found.hasPassword()).isTrue();
        assertThat(found.kycStatus()).isEqualTo(KycStatus.NONE);
        assertThat(people.isAdmin(user)).isFalse();
    }

    @Test
    void changeTheirName() {
        var user = house.person();

        var kept = people.rename(user, Optional.of(" Ada "));
        var refused = people.rename(user, Optional.of("A\r\nda"));

        assertThat(kept).isEmpty();
        assertThat(refused).isPresent();
        assertThat(people.find(user).orElseThrow().displayName()).contains("Ada");
    }

    @Test
    void areListedPageByPageTheNewestFirst() {
        var first = house.person();
        house.clock.advance(Duration.ofSeconds(1));
        var second = house.person();
        house.clock.advance(Duration.ofSeconds(1));
        var third = house.person();

        var page = people.list(Optional.empty(), Optional.empty(), 2).orElseThrow();
        var rest = people.list(Optional.empty(), page.next(), 2).orElseThrow();

        assertThat(ids(page)).containsExactly(third, second);
        assertThat(ids(rest)).contains(first);
        assertThat(people.list(Optional.empty(), Optional.of("nonsense"), 2)).isEmpty();
        assertThat(
                        people.list(
                                Optional.empty(),
                                Optional.of("9999999999999999999999_" + UUID.randomUUID()),
                                2))
                .isEmpty();
    }

    private static List<UserId> ids(PeoplePage page) {
        return page.people().stream().map(person -> person.user().id()).toList();
    }

    @Test
    void areVerifiedStepByStep() {
        var user = house.person();
        var admin = house.person();

        people.setKyc(user, KycStatus.PENDING, Optional.empty(), admin);
        var steps = people.setKyc(user, KycStatus.VERIFIED, Optional.of("passport"), admin);
        var nobody =
                people.setKyc(
                        new UserId(UUID.randomUUID()), KycStatus.VERIFIED, Optional.empty(), admin);

        assertThat(steps.orElseThrow())
                .extracting(KycStep::status)
                .containsExactly(KycStatus.VERIFIED, KycStatus.PENDING);
        assertThat(people.find(user).orElseThrow().kycStatus()).isEqualTo(KycStatus.VERIFIED);
        assertThat(nobody).isEmpty();
    }

    @Test
    void administerWhenTheMachineSaysSo() {
        var email = House.email();

        var made = people.createAdmin(email, House.PASSWORD, PasswordOrigin.OWN, false);
        var again = people.createAdmin(email, House.PASSWORD, PasswordOrigin.OWN, false);
        var weak = people.createAdmin(House.email(), Secret.of("short"), PasswordOrigin.OWN, false);

        assertThat(made)
                .isInstanceOfSatisfying(
                        AdminCreation.Made.class,
                        admin -> {
                            assertThat(people.isAdmin(admin.user().id())).isTrue();
                            assertThat(admin.user().emailVerified()).isTrue();
                        });
        assertThat(again).isInstanceOf(AdminCreation.Exists.class);
        assertThat(weak).isInstanceOf(AdminCreation.Invalid.class);
        assertThat(house.login(email)).isNotNull();
    }

    @Test
    void arePromotedOnlyWhenThatIsSaid() {
        var email = House.email();
        var user = house.person(email);

        var refused = people.createAdmin(email, House.PASSWORD, PasswordOrigin.OWN, false);
        boolean before = people.isAdmin(user);
        var promoted = people.createAdmin(email, House.PASSWORD, PasswordOrigin.OWN, true);

        assertThat(refused).isInstanceOf(AdminCreation.Exists.class);
        assertThat(before).isFalse();
        assertThat(promoted).isInstanceOf(AdminCreation.Promoted.class);
        assertThat(people.isAdmin(user)).isTrue();
    }

    @Test
    void setKnownFieldsOnly() {
        var user = house.person();
        var documents = house.accounts.documents();

        var usual = documents.find(user, DocumentKind.SETTINGS);
        var set =
                documents.put(
                        user,
                        DocumentKind.SETTINGS,
                        0,
                        Map.of("time_zone", "Europe/Berlin", "confirm_orders", false));
        var stale = documents.put(user, DocumentKind.SETTINGS, 0, Map.of());
        var unknown = documents.put(user, DocumentKind.SETTINGS, 1, Map.of("colour", "blue"));
        var unfit = documents.put(user, DocumentKind.SETTINGS, 1, Map.of("time_zone", "Mars"));

        assertThat(usual.version()).isZero();
        assertThat(usual.content()).containsEntry("time_zone", "UTC");
        assertThat(set).isInstanceOf(DocumentChange.Stored.class);
        assertThat(stale).isEqualTo(new DocumentChange.Stale(1));
        assertThat(unknown).isInstanceOf(DocumentChange.Invalid.class);
        assertThat(unfit).isInstanceOf(DocumentChange.Invalid.class);
        assertThat(documents.find(user, DocumentKind.SETTINGS).content())
                .containsEntry("time_zone", "Europe/Berlin")
                .containsEntry("confirm_orders", false)
                .containsEntry("language", "en");
        assertThat(documents.find(user, DocumentKind.PREFERENCES).version()).isZero();
    }

    @Test
    void returnToWhatIsUsualWhatTheyLeaveOut() {
        var user = house.person();
        var documents = house.accounts.documents();

        documents.put(user, DocumentKind.PREFERENCES, 0, Map.of("theme", "dark"));
        documents.put(user, DocumentKind.PREFERENCES, 1, Map.of("sounds", true));

        assertThat(documents.find(user, DocumentKind.PREFERENCES).content())
                .containsEntry("theme", "system")
                .containsEntry("sounds", true);
    }

    @Test
    void doNotLeaveWhileOrdersAreOpen() {
        var tokens = house.visitor();

        var left = house.accounts.departure().leave(tokens.user(), (user, link) -> 2);

        assertThat(left).isEqualTo(new Leaving.HasOrders(2));
        assertThat(house.accounts.verify(tokens.access().reveal()))
                .isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void setAPasswordOfTheirOwnBeforeOneThatWasHandedOverLetsThemIn() {
        var email = House.email();
        var own = Secret.of("a password of my own, at last");
        var changes = house.accounts.passwordChanges();
        people.createAdmin(email, House.PASSWORD, PasswordOrigin.HANDED_OVER, false);

        var before = house.accounts.login(email, House.PASSWORD, House.HOME);
        var wrong = changes.replace(email, own, own, House.HOME);
        var same = changes.replace(email, House.PASSWORD, House.PASSWORD, House.HOME);
        var weak = changes.replace(email, House.PASSWORD, Secret.of("short"), House.HOME);
        var replaced = changes.replace(email, House.PASSWORD, own, House.HOME);

        assertThat(before).isEqualTo(new Login.PasswordChangeNeeded());
        assertThat(wrong).isEqualTo(new PasswordChange.Wrong());
        assertThat(same).isInstanceOf(PasswordChange.Invalid.class);
        assertThat(weak).isInstanceOf(PasswordChange.Invalid.class);
        assertThat(replaced).isEqualTo(new PasswordChange.Changed());
        assertThat(house.accounts.login(email, House.PASSWORD, House.HOME))
                .isEqualTo(new Login.WrongCredentials());
        assertThat(house.accounts.login(email, own, House.HOME)).isInstanceOf(Login.LoggedIn.class);
    }

    @Test
    void whoseOwnPasswordItIsReplaceNothingWithoutASession() {
        var email = House.email();
        house.person(email);
        var other = Secret.of("a password of somebody else");

        var known =
                house.accounts.passwordChanges().replace(email, House.PASSWORD, other, House.HOME);
        var unknown =
                house.accounts
                        .passwordChanges()
                        .replace(House.email(), House.PASSWORD, other, House.HOME);

        assertThat(known).isEqualTo(new PasswordChange.Wrong()).isEqualTo(unknown);
        assertThat(house.accounts.login(email, House.PASSWORD, House.HOME))
                .isInstanceOf(Login.LoggedIn.class);
    }

    @Test
    void leaveNothingPersonalBehind() {
        var email = House.email();
        var user = house.person(email);
        var tokens = house.login(email);
        var key = house.accounts.apiKeys();
        var created =
                (ApiKeyCreation.Created)
                        key.create(
                                user,
                                "robot",
                                Set.of(ApiKeyScope.TRADE),
                                house.clock.instant().plusSeconds(60));
        house.accounts
                .links()
                .create(
                        user,
                        ExchangeId.OKX,
                        "main",
                        Credentials.of(Secret.of("k"), Secret.of("s")),
                        Optional.empty());
        people.setKyc(user, KycStatus.VERIFIED, Optional.of("passport"), user);
        house.accounts.documents().put(user, DocumentKind.SETTINGS, 0, Map.of("language", "de"));

        var left = house.accounts.departure().leave(user, (asked, link) -> 0);

        assertThat(left).isInstanceOf(Leaving.Left.class);
        assertThat(people.find(user)).isEmpty();
        assertThat(house.accounts.verify(tokens.access().reveal()))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.REVOKED));
        assertThat(key.verify(created.secret().reveal())).isInstanceOf(ApiKeyVerdict.Unknown.class);
        assertThat(house.accounts.links().allActive()).noneMatch(l -> l.user().equals(user));
        assertThat(house.accounts.login(email, House.PASSWORD, House.HOME))
                .isInstanceOf(Login.WrongCredentials.class);
        assertThat(rowsThatName(user)).isEmpty();
        assertThat(house.awaitEvents()).isTrue();
        assertThat(house.published).contains(new PersonLeft(user));
        assertThat(house.accounts.departure().leave(user, (asked, link) -> 0))
                .isInstanceOf(Leaving.Unknown.class);
    }

    /** The tables of the schema in which the id of a person stands anywhere. */
    private List<String> rowsThatName(UserId user) {
        return house.database
                .jdbi()
                .withHandle(
                        handle ->
                                handle
                                        .createQuery(
                                                "SELECT tablename FROM pg_tables WHERE schemaname"
                                                        + " = 'accounts'")
                                        .mapTo(String.class)
                                        .list()
                                        .stream()
                                        .filter(
                                                table ->
                                                        handle.createQuery(
                                                                        "SELECT EXISTS (SELECT 1"
                                                                                + " FROM accounts."
                                                                                + table
                                                                                + " t WHERE t::text"
                                                                                + " LIKE :id)")
                                                                .bind("id", "%" + user + "%")
                                                                .mapTo(Boolean.class)
                                                                .one())
                                        .toList());
    }
}
