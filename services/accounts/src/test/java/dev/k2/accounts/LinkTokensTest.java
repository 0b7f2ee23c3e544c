package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.ExchangeId;
import dev.k2.model.LinkChanged;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkTokensTest {
    private static final ExchangeId EXCHANGE = ExchangeId.CRYPTOCOM;

    private House house;
    private LinkTokens tokens;
    private UserId user;

    @BeforeEach
    void open(@TempDir Path directory) {
        house = new House(directory);
        tokens = house.accounts.linkTokens();
        user = house.person();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void keepsWhatThePersonBringsHome() {
        ExchangeLink link = linked();

        assertThat(token(link)).startsWith("canary-access");
        assertThat(house.accounts.links().list(user)).containsExactly(link);
        assertThat(house.awaitEvents()).isTrue();
        assertThat(house.published).contains(new LinkChanged(user, link.id(), EXCHANGE, true));
    }

    @Test
    void takesAStateOnce() {
        FakeTokens.Sent sent = sent();
        finish(user, sent);

        assertThat(finish(user, sent)).isEqualTo(new LinkReturn.NotExpected());
        assertThat(house.accounts.links().list(user)).hasSize(1);
    }

    @Test
    void takesNobodyInWhoWasNotSentAway() {
        FakeTokens.Sent sent = sent();
        UserId victim = house.person();

        assertThat(finish(victim, sent)).isEqualTo(new LinkReturn.NotExpected());
        assertThat(finish(user, new FakeTokens.Sent("made-up", sent.code())))
                .isEqualTo(new LinkReturn.NotExpected());
        assertThat(house.accounts.links().list(victim)).isEmpty();
        assertThat(finish(user, sent)).isInstanceOf(LinkReturn.Done.class);
    }

    @Test
    void takesNobodyInAfterTenMinutes() {
        FakeTokens.Sent sent = sent();
        house.clock.advance(Duration.ofMinutes(10));

        assertThat(finish(user, sent)).isEqualTo(new LinkReturn.NotExpected());
        assertThat(house.accounts.sweep()).isPositive();
    }

    @Test
    void takesNoCodeOfAnotherVisit() {
        FakeTokens.Sent one = sent();
        FakeTokens.Sent other = sent();

        assertThat(finish(user, new FakeTokens.Sent(one.state(), other.code())))
                .isEqualTo(new LinkReturn.Refused("invalid_grant"));
        assertThat(house.accounts.links().list(user)).isEmpty();
    }

    @Test
    void takesNoAnswerToAnotherRequest() {
        FakeTokens.Sent sent = sent();
        house.tokens.nonce = Optional.of("somebody else's");

        assertThat(finish(user, sent)).isInstanceOf(LinkReturn.Refused.class);
        assertThat(house.accounts.links().list(user)).isEmpty();
    }

    @Test
    void saysThatALabelIsTaken() {
        FakeTokens.Sent one = sent();
        FakeTokens.Sent other = sent();
        finish(user, one);

        assertThat(finish(user, other))
                .isEqualTo(new LinkReturn.Done(new LinkCreation.LabelTaken()));
    }

    @Test
    void sendsNobodyAwayWithoutEnd() {
        for (int n = 0; n < 20; n++) {
            assertThat(tokens.objection(user, "main")).isEmpty();
            sent();
        }

        assertThat(tokens.objection(user, "main")).contains(new LinkCreation.TooMany(20));
    }

    @Test
    void renewsTokensBeforeTheyEnd() {
        ExchangeLink link = linked();
        String first = token(link);
        house.clock.advance(Duration.ofMinutes(54));

        assertThat(tokens.renew()).isZero();
        house.clock.advance(Duration.ofMinutes(2));
        assertThat(tokens.renew()).isOne();

        assertThat(token(link)).isNotEqualTo(first);
        assertThat(tokens.renew()).isZero();
    }

    @Test
    void keepsARefreshTokenThatIsNotReplaced() {
        house.tokens.rotates = false;
        ExchangeLink link = linked();
        for (int hours = 0; hours < 3; hours++) {
            house.clock.advance(Duration.ofMinutes(56));
            assertThat(tokens.renew()).isOne();
        }

        assertThat(token(link)).startsWith("canary-access");
    }

    @Test
    void triesAgainWhereTheServerIsNotClear() {
        ExchangeLink link = linked();
        house.clock.advance(Duration.ofMinutes(56));
        house.tokens.next = Optional.of(new TokenGrant.Unclear("no answer"));

        assertThat(tokens.renew()).isZero();
        house.tokens.next = Optional.empty();
        assertThat(tokens.renew()).as("claimed for a minute").isZero();
        house.clock.advance(Duration.ofSeconds(61));
        assertThat(tokens.renew()).isOne();

        assertThat(token(link)).startsWith("canary-access");
    }

    @Test
    void expiresWhatTheServerRefusesToRenew() {
        ExchangeLink link = linked();
        house.clock.advance(Duration.ofMinutes(56));
        house.tokens.next = Optional.of(new TokenGrant.Refused("invalid_grant"));

        assertThat(tokens.renew()).isZero();

        assertThat(house.accounts.links().unseal(user, link.id()))
                .isEqualTo(new Unsealing.Unusable(LinkStatus.EXPIRED));
    }

    @Test
    void usesNoTokenThatHasEnded() {
        ExchangeLink link = linked();
        house.clock.advance(Duration.ofHours(1));

        assertThat(house.accounts.links().unseal(user, link.id()))
                .isEqualTo(new Unsealing.Unusable(LinkStatus.EXPIRED));
    }

    @Test
    void endsTheTokensOfALinkThatIsTakenAway() {
        ExchangeLink link = linked();

        assertThat(house.accounts.links().revoke(user, link.id())).isTrue();

        assertThat(house.tokens.ended).hasSize(1).first().asString().contains("canary-refresh");
        assertThat(house.accounts.links().unseal(user, link.id()))
                .isEqualTo(new Unsealing.Unusable(LinkStatus.REVOKED));
    }

    @Test
    void storesNoTokenInTheClear() {
        ExchangeLink link = linked();
        sent();

        String rows =
                house.database.inTransaction(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT string_agg(l::text, ' ') || (SELECT string_agg(v::text, ' ') FROM accounts.link_visits v)
                                                FROM accounts.exchange_links l WHERE id = :id\
                                                """)
                                        .bind("id", link.id().value())
                                        .mapTo(String.class)
                                        .one());

        assertThat(rows).isNotEmpty().doesNotContain("canary");
    }

    private ExchangeLink linked() {
        return switch (finish(user, sent())) {
            case LinkReturn.Done(LinkCreation.Created(ExchangeLink link)) -> link;
            case LinkReturn other -> throw new AssertionError("no link was made: " + other);
        };
    }

    private FakeTokens.Sent sent() {
        return FakeTokens.sent(tokens.begin(user, EXCHANGE, "main"));
    }

    private LinkReturn finish(UserId who, FakeTokens.Sent sent) {
        return tokens.finish(
                who, EXCHANGE, Secret.of(sent.state()), Secret.of(sent.code()), House.HOME);
    }

    private String token(ExchangeLink link) {
        return house.accounts.links().unseal(user, link.id())
                        instanceof Unsealing.Token(ExchangeLink same, Secret access)
                ? access.reveal()
                : "none";
    }
}
