package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.ExchangeId;
import dev.k2.model.LinkChanged;
import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinksTest {
    private static final Credentials CREDENTIALS =
            new Credentials(
                    Secret.of("canary-key"),
                    Optional.of(Secret.of("canary-secret")),
                    Optional.of(Secret.of("canary-passphrase")),
                    Optional.empty());

    private House house;
    private Links links;

    @BeforeAll
    void open(@TempDir Path directory) {
        house = new House(directory);
        links = house.accounts.links();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void opensTheCredentialsItSealed() {
        var link = create(house.person(), "main");

        assertThat(links.unseal(link.user(), link.id()))
                .isInstanceOfSatisfying(
                        Unsealing.Opened.class,
                        opened -> {
                            assertThat(opened.link()).isEqualTo(link);
                            assertThat(opened.credentials().same(CREDENTIALS)).isTrue();
                            assertThat(opened.credentials().passphrase().map(Secret::reveal))
                                    .contains("canary-passphrase");
                            assertThat(opened.credentials().privateKeyPem()).isEmpty();
                        });
        assertThat(house.awaitEvents()).isTrue();
        assertThat(house.published)
                .contains(new LinkChanged(link.user(), link.id(), ExchangeId.BINANCE, true));
    }

    @Test
    void makesAnotherPersonsLinkLookLikeAMissingOne() {
        var link = create(house.person(), "main");
        var stranger = house.person();
        var missing = new LinkId(UUID.randomUUID());

        assertThat(links.find(stranger, link.id()))
                .isEqualTo(links.find(stranger, missing))
                .isEmpty();
        assertThat(links.unseal(stranger, link.id())).isEqualTo(links.unseal(stranger, missing));
        assertThat(links.revoke(stranger, link.id())).isFalse();
        assertThat(links.expire(stranger, link.id(), 1)).isFalse();
        assertThat(links.replace(stranger, link.id(), CREDENTIALS, Optional.empty())).isEmpty();
        assertThat(links.list(stranger)).isEmpty();
        assertThat(links.unseal(link.user(), link.id())).isInstanceOf(Unsealing.Opened.class);
    }

    @Test
    void doesNotOpenCredentialsThatWereCopiedIntoAnotherRow() {
        var victim = create(house.person(), "main");
        var attacker = create(house.person(), "main");

        house.database.useTransaction(
                handle ->
                        handle.execute(
                                """
                                UPDATE accounts.exchange_links a SET credentials = v.credentials, key_version = v.key_version
                                FROM accounts.exchange_links v WHERE v.id = ? AND a.id = ?\
                                """,
                                victim.id().value(),
                                attacker.id().value()));

        assertThat(links.unseal(attacker.user(), attacker.id())).isEqualTo(new Unsealing.Broken());
        assertThat(links.unseal(victim.user(), victim.id())).isInstanceOf(Unsealing.Opened.class);
    }

    @Test
    void forgetsTheCredentialsOfARevokedLinkAndFreesItsLabel() {
        var link = create(house.person(), "main");

        assertThat(links.revoke(link.user(), link.id())).isTrue();

        assertThat(links.revoke(link.user(), link.id())).isFalse();
        assertThat(links.unseal(link.user(), link.id()))
                .isEqualTo(new Unsealing.Unusable(LinkStatus.REVOKED));
        assertThat(links.list(link.user())).isEmpty();
        assertThat(links.find(link.user(), link.id()))
                .map(ExchangeLink::status)
                .contains(LinkStatus.REVOKED);
        var kept =
                house.database.inTransaction(
                        handle ->
                                handle.createQuery(
                                                "SELECT count(credentials) FROM"
                                                        + " accounts.exchange_links WHERE id = :id")
                                        .bind("id", link.id().value())
                                        .mapTo(Integer.class)
                                        .one());
        assertThat(kept).isZero();
        assertThat(create(link.user(), "main").id()).isNotEqualTo(link.id());
        assertThat(house.awaitEvents()).isTrue();
        assertThat(house.published)
                .contains(new LinkChanged(link.user(), link.id(), ExchangeId.BINANCE, false));
    }

    @Test
    void usesNoCredentialsThatTheExchangeRefusedUntilOthersAreGiven() {
        var link = create(house.person(), "main");

        assertThat(links.expire(link.user(), link.id(), 1)).isTrue();
        assertThat(links.unseal(link.user(), link.id()))
                .isEqualTo(new Unsealing.Unusable(LinkStatus.EXPIRED));
        assertThat(links.allActive()).doesNotContain(link);

        assertThat(links.replace(link.user(), link.id(), CREDENTIALS, Optional.empty()))
                .get()
                .isInstanceOf(LinkCreation.Created.class);
        assertThat(links.unseal(link.user(), link.id())).isInstanceOf(Unsealing.Opened.class);
        assertThat(links.allActive()).extracting(ExchangeLink::id).contains(link.id());
    }

    @Test
    void doesNotTakeTheRefusalOfEarlierCredentialsForOneOfThoseThereAreNow() {
        var link = create(house.person(), "main");
        assertThat(links.replace(link.user(), link.id(), CREDENTIALS, Optional.empty()))
                .get()
                .isInstanceOf(LinkCreation.Created.class);

        assertThat(links.expire(link.user(), link.id(), link.generation())).isFalse();
        assertThat(links.unseal(link.user(), link.id())).isInstanceOf(Unsealing.Opened.class);

        assertThat(links.expire(link.user(), link.id(), link.generation() + 1)).isTrue();
        assertThat(links.allActive()).extracting(ExchangeLink::id).doesNotContain(link.id());
    }

    @Test
    void countsEveryChangeForThoseWhoWereNotTold() {
        var counts = new ArrayList<Long>();
        counts.add(links.changes());
        var link = create(house.person(), "main");
        counts.add(links.changes());
        links.replace(link.user(), link.id(), CREDENTIALS, Optional.empty());
        counts.add(links.changes());
        links.expire(link.user(), link.id(), 2);
        counts.add(links.changes());
        links.revoke(link.user(), link.id());
        counts.add(links.changes());

        assertThat(counts).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void refusesALabelTwiceForOneExchange() {
        var link = create(house.person(), "main");

        assertThat(
                        links.create(
                                link.user(),
                                ExchangeId.BINANCE,
                                " main ",
                                CREDENTIALS,
                                Optional.empty()))
                .isEqualTo(new LinkCreation.LabelTaken());
        assertThat(links.create(link.user(), ExchangeId.OKX, "main", CREDENTIALS, Optional.empty()))
                .isInstanceOf(LinkCreation.Created.class);
    }

    @Test
    void namesTheFieldThatIsWrong() {
        var user = house.person();
        var noSecret =
                new Credentials(
                        Secret.of("key"), Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(
                        field(
                                links.create(
                                        user,
                                        ExchangeId.BINANCE,
                                        " ",
                                        CREDENTIALS,
                                        Optional.empty())))
                .isEqualTo("label");
        assertThat(
                        field(
                                links.create(
                                        user,
                                        ExchangeId.BINANCE,
                                        "x".repeat(51),
                                        CREDENTIALS,
                                        Optional.empty())))
                .isEqualTo("label");
        assertThat(
                        field(
                                links.create(
                                        user,
                                        ExchangeId.BINANCE,
                                        "a\nb",
                                        CREDENTIALS,
                                        Optional.empty())))
                .isEqualTo("label");
        assertThat(field(links.create(user, ExchangeId.BINANCE, "a", noSecret, Optional.empty())))
                .isEqualTo("api_secret");
        assertThat(
                        field(
                                links.create(
                                        user,
                                        ExchangeId.BINANCE,
                                        "a",
                                        Credentials.of(Secret.of(" "), Secret.of("s")),
                                        Optional.empty())))
                .isEqualTo("api_key");
    }

    @Test
    void keepsWhatTheExchangeSaidOfTheKey() {
        var checked = house.clock.instant();
        var rights =
                new KeyRights(
                        true,
                        false,
                        Optional.of(false),
                        Optional.empty(),
                        Optional.of(checked.plusSeconds(3_600)),
                        checked);

        var made =
                links.create(
                        house.person(),
                        ExchangeId.BINANCE,
                        "reads",
                        CREDENTIALS,
                        Optional.of(rights));

        var link = ((LinkCreation.Created) made).link();
        assertThat(links.find(link.user(), link.id())).contains(link);
        assertThat(links.list(link.user()).getFirst().rights()).contains(rights);
        assertThat(link.mayTrade()).isFalse();
    }

    @Test
    void keepsNoKeyThatMayDoTooMuchOrTooLittle() {
        var user = house.person();

        assertThat(create(user, may(true, true, Optional.of(true))))
                .isEqualTo(new LinkCreation.CanWithdraw());
        assertThat(create(user, may(false, true, Optional.of(false))))
                .isEqualTo(new LinkCreation.CannotRead());
        assertThat(links.list(user)).isEmpty();
    }

    @Test
    void takesAPrivateKeyInPlaceOfASecret() {
        var kalshi =
                new Credentials(
                        Secret.of("key"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Secret.of("-----BEGIN PRIVATE KEY-----")));

        assertThat(
                        links.create(
                                house.person(),
                                ExchangeId.KALSHI,
                                "main",
                                kalshi,
                                Optional.empty()))
                .isInstanceOf(LinkCreation.Created.class);
    }

    @Test
    void showsAndStoresNothingSecret() {
        var link = create(house.person(), "main");

        var row =
                house.database.inTransaction(
                        handle ->
                                handle.createQuery(
                                                "SELECT encode(credentials, 'escape') FROM"
                                                        + " accounts.exchange_links WHERE id = :id")
                                        .bind("id", link.id().value())
                                        .mapTo(String.class)
                                        .one());

        assertThat(row).isNotEmpty().doesNotContain("canary");
        assertThat(links.unseal(link.user(), link.id()).toString()).doesNotContain("canary");
        assertThat(CREDENTIALS.toString()).doesNotContain("canary");
    }

    private LinkCreation create(UserId user, KeyRights rights) {
        return links.create(user, ExchangeId.BINANCE, "key", CREDENTIALS, Optional.of(rights));
    }

    private KeyRights may(boolean read, boolean trade, Optional<Boolean> withdraw) {
        return new KeyRights(
                read, trade, withdraw, Optional.empty(), Optional.empty(), house.clock.instant());
    }

    private ExchangeLink create(UserId user, String label) {
        return switch (links.create(
                user, ExchangeId.BINANCE, label, CREDENTIALS, Optional.empty())) {
            case LinkCreation.Created(var link) -> link;
            case LinkCreation other -> throw new AssertionError("no link was made: " + other);
        };
    }

    private static String field(LinkCreation creation) {
        return creation instanceof LinkCreation.Invalid(var field, var expected)
                ? field
                : "accepted";
    }
}
