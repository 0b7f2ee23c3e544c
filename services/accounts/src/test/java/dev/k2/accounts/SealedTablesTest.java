package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.ExchangeId;
import dev.k2.model.UserId;
import dev.k2.platform.KeyName;
import dev.k2.platform.Mode;
import dev.k2.platform.Rewrap;
import dev.k2.platform.SealedTable;
import dev.k2.platform.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ASVS 13.3.4: everything that is sealed here opens after a rotation, and under the new version only. */
class SealedTablesTest {
    private static final Credentials CREDENTIALS =
            Credentials.of(Secret.of("canary-key"), Secret.of("canary-secret"));

    private House house;

    @BeforeEach
    void open(@TempDir Path directory) {
        house = new House(directory);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void sealsEveryKindOfValueAnew() {
        var user = house.person();
        var links = house.accounts.links();
        var tokens = house.accounts.linkTokens();
        var byKey =
                links.create(user, ExchangeId.BINANCE, "main", CREDENTIALS, Optional.empty())
                                instanceof LinkCreation.Created(var made)
                        ? made
                        : null;
        assertThat(byKey).isNotNull();
        finish(tokens, user, FakeTokens.sent(tokens.begin(user, ExchangeId.CRYPTOCOM, "one")));
        var away = FakeTokens.sent(tokens.begin(user, ExchangeId.CRYPTOCOM, "two"));
        var demo =
                house.accounts
                        .demoUser()
                        .ensure(
                                Mode.SIM,
                                List.of(
                                        new DemoUser.Account(
                                                ExchangeId.OKX, CREDENTIALS, Optional.empty())));

        int version = house.keys.rotate(KeyName.USER_DATA, Set.of());
        var rewrap = new Rewrap(house.database, house.keys.userData(), SealedTables.ALL);
        var end = rewrap.run(progress -> {});

        assertThat(end).allSatisfy(one -> assertThat(one.broken() + one.left()).isZero());
        assertThat(end.stream().mapToLong(Rewrap.Progress::done).sum()).isEqualTo(5);
        assertThat(rewrap.used()).containsExactly(version);
        assertThat(links.list(user))
                .hasSize(2)
                .allSatisfy(
                        link ->
                                assertThat(links.unseal(user, link.id()))
                                        .isInstanceOfAny(
                                                Unsealing.Opened.class, Unsealing.Token.class));
        assertThat(finish(tokens, user, away)).isInstanceOf(LinkReturn.Done.class);
        assertThat(house.accounts.login(demo.email(), demo.password(), House.HOME))
                .isInstanceOf(Login.LoggedIn.class);
        assertThat(
                        house.open(AccountsSettings.USUAL)
                                .demoUser()
                                .ensure(Mode.SIM, List.of())
                                .password()
                                .reveal())
                .isEqualTo(demo.password().reveal());
    }

    @Test
    void knowsEveryTableWithAVersionOfAKey() {
        var found =
                house.database
                        .jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        "SELECT table_schema || '.' || table_name"
                                                            + " || '.' || column_name FROM"
                                                            + " information_schema.columns WHERE"
                                                            + " table_schema = 'accounts' AND"
                                                            + " column_name LIKE '%key_version'")
                                                .mapTo(String.class)
                                                .list());

        assertThat(SealedTables.ALL.stream().map(SealedTablesTest::name))
                .containsExactlyInAnyOrderElementsOf(found);
    }

    private static String name(SealedTable table) {
        return table.table() + "." + table.version();
    }

    private static LinkReturn finish(LinkTokens tokens, UserId user, FakeTokens.Sent sent) {
        return tokens.finish(
                user,
                ExchangeId.CRYPTOCOM,
                Secret.of(sent.state()),
                Secret.of(sent.code()),
                House.HOME);
    }
}
