package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.PlainJWT;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logging in with accounts elsewhere, and everything a thief would try with it. ASVS 10.2.1, 10.5. */
class IdentitiesTest {
    private static final IdentityProvider GOOGLE = IdentityProvider.GOOGLE;
    private static final Secret CODE = Secret.of("code");

    @TempDir private Path directory;
    private House house;
    private FakeIdentities provider;
    private Accounts accounts;
    private Identities identities;

    @BeforeEach
    void open() {
        house = new House(directory);
        provider = new FakeIdentities(house.clock);
        accounts =
                Accounts.open(
                        house.database,
                        house.keys,
                        house.events,
                        house.clock,
                        house.metrics,
                        house.tokens,
                        provider,
                        PasskeySettings.LOCAL,
                        AccountsSettings.USUAL);
        identities = accounts.identities();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Secret begin() {
        return identities.begin(GOOGLE, Optional.empty()).orElseThrow().browser();
    }

    private IdentityReturn finish(Secret browser) {
        return identities.login(GOOGLE, provider.state(), CODE, browser, House.HOME);
    }

    private static UserId welcomed(IdentityReturn back) {
        if (back instanceof IdentityReturn.Welcome(Login.LoggedIn(User user, Tokens tokens))) {
            assertThat(tokens.user()).isEqualTo(user.id());
            return user.id();
        }
        throw new AssertionError("not let in: " + back);
    }

    @Test
    void letsSomebodyNewInAndKnowsThemAgain() {
        var email = House.email();
        var first = begin();
        provider.vouches("subject-1", email);
        var user = welcomed(finish(first));

        var second = begin();
        provider.vouches("subject-1", "moved-" + email);
        var again = welcomed(finish(second));

        assertThat(again).isEqualTo(user);
        var person = accounts.people().find(user).orElseThrow();
        assertThat(person.user().email()).isEqualTo(email);
        assertThat(person.user().emailVerified()).isTrue();
        assertThat(person.hasPassword()).isFalse();
        assertThat(accounts.login(email, House.PASSWORD, House.HOME))
                .isInstanceOf(Login.WrongCredentials.class);
    }

    /** ASVS 7.5.1: who has neither a password nor a second factor could confirm nothing otherwise. */
    @Test
    void confirmsThoseWhoHaveNoOtherWayTo() {
        var email = House.email();
        var first = begin();
        provider.vouches("subject-1", email);
        var without = entered(finish(first));
        boolean confirmed = accounts.isSteppedUp(without.user(), without.session());
        new UserStore(house.database).setPassword(without.user(), "a hash", house.clock.instant());

        var second = begin();
        provider.vouches("subject-1", email);
        var with = entered(finish(second));

        assertThat(confirmed).isTrue();
        assertThat(accounts.isSteppedUp(with.user(), with.session())).isFalse();
    }

    private static Tokens entered(IdentityReturn back) {
        if (back instanceof IdentityReturn.Welcome(Login.LoggedIn(User user, Tokens tokens))) {
            return tokens;
        }
        throw new AssertionError("not let in: " + back);
    }

    @Test
    void showsTheVerifierOfItsChallenge() throws Exception {
        var browser = begin();
        provider.vouches("subject", House.email());
        finish(browser);

        var digest =
                java.security.MessageDigest.getInstance("SHA-256")
                        .digest(provider.lastVerifier.getBytes(StandardCharsets.US_ASCII));
        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(digest))
                .isEqualTo(provider.challenge());
    }

    @Test
    void takesAStateOnce() {
        var browser = begin();
        provider.vouches("subject", House.email());

        welcomed(finish(browser));

        assertThat(finish(browser)).isInstanceOf(IdentityReturn.NotExpected.class);
    }

    @Test
    void takesAStateFromNoOtherBrowser() {
        var browser = begin();
        provider.vouches("subject", House.email());

        var stolen = finish(Secret.of("another browser"));

        assertThat(stolen).isInstanceOf(IdentityReturn.NotExpected.class);
        welcomed(finish(browser));
    }

    @Test
    void takesAStateForTenMinutes() {
        var browser = begin();
        provider.vouches("subject", House.email());
        house.clock.advance(Duration.ofMinutes(10));

        assertThat(finish(browser)).isInstanceOf(IdentityReturn.NotExpected.class);
    }

    @Test
    void takesAStateForTheProviderItWasMadeFor() {
        var browser = begin();
        provider.vouches("subject", House.email());

        assertThat(
                        identities.login(
                                IdentityProvider.APPLE,
                                provider.state(),
                                CODE,
                                browser,
                                House.HOME))
                .isInstanceOf(IdentityReturn.NotExpected.class);
    }

    private void refuses(String idToken) {
        var browser = begin();
        provider.tells(idToken);
        assertThat(finish(browser)).isInstanceOf(IdentityReturn.Refused.class);
    }

    @Test
    void refusesTokensOfOtherRequestsPeopleAndTimes() {
        var email = House.email();
        var now = house.clock.instant();
        List<java.util.function.UnaryOperator<com.nimbusds.jwt.JWTClaimsSet.Builder>> spoiled =
                List.of(
                        claims -> claims.claim("nonce", "another"),
                        claims -> claims.claim("nonce", null),
                        claims -> claims.audience("somebody-else"),
                        claims -> claims.audience(List.of(FakeIdentities.CLIENT, "another")),
                        claims -> claims.issuer("https://evil.test"),
                        claims -> claims.issuer(null),
                        claims -> claims.subject(null),
                        claims -> claims.expirationTime(Date.from(now)),
                        claims -> claims.expirationTime(null),
                        claims -> claims.issueTime(Date.from(now.plusSeconds(600))),
                        claims -> claims.issueTime(Date.from(now.minusSeconds(3600))),
                        claims -> claims.claim("email", "no address"),
                        claims -> claims.claim("email_verified", false),
                        claims -> claims.claim("email_verified", null));

        for (var spoil : spoiled) {
            var browser = begin();
            provider.vouches("subject", email, spoil);
            assertThat(finish(browser)).isInstanceOf(IdentityReturn.Refused.class);
        }
    }

    /** ASVS 9.1.2: neither none, nor the public key taken for a shared secret. */
    @Test
    void refusesOtherAlgorithmsAndKeys() throws JOSEException {
        begin();
        var claims = provider.claims("subject", House.email()).build();
        var shared =
                new MACSigner(
                        FakeIdentities.KEY
                                .toPublicJWK()
                                .toJSONString()
                                .getBytes(StandardCharsets.UTF_8));

        refuses(new PlainJWT(claims).serialize());
        refuses(
                FakeIdentities.signed(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(),
                        shared,
                        claims));
        refuses(FakeIdentities.signed(FakeIdentities.OTHER, "first", claims));
        refuses(FakeIdentities.signed(FakeIdentities.OTHER, "unknown", claims));
        refuses("a.b.c");
        refuses("");
    }

    @Test
    void takesKeysThatAreNewAndAsksForThemOnceAMinute() {
        var browser = begin();
        provider.vouches("subject", House.email());
        welcomed(finish(browser));
        int before = provider.asked;
        for (int times = 0; times < 5; times++) {
            refuses("eyJhbGciOiJSUzI1NiIsImtpZCI6Im1hZGUtdXAifQ.e30.AAAA");
        }
        int afterMadeUpNames = provider.asked;

        provider.published = new JWKSet(FakeIdentities.OTHER.toPublicJWK());
        house.clock.advance(Duration.ofMinutes(2));
        var next = begin();
        provider.tells(
                FakeIdentities.signed(
                        FakeIdentities.OTHER,
                        "second",
                        provider.claims("subject", House.email()).build()));

        assertThat(afterMadeUpNames).isEqualTo(before);
        welcomed(finish(next));
        assertThat(provider.asked).isEqualTo(before + 1);
    }

    /** ASVS 6.1.1: the same address does not make somebody the same person. */
    @Test
    void joinsNoAccountThatIsThere() {
        var email = House.email();
        var owner = house.person(email);
        var browser = begin();
        provider.vouches("thief", email);

        assertThat(finish(browser)).isInstanceOf(IdentityReturn.EmailTaken.class);
        assertThat(identities.list(owner)).isEmpty();
    }

    @Test
    void linksForWhoAskedAndNobodyElse() {
        var ann = house.person();
        var bob = house.person();
        var visit = identities.begin(GOOGLE, Optional.of(ann)).orElseThrow();
        provider.vouches("subject", House.email());

        var asBob = identities.link(bob, GOOGLE, provider.state(), CODE, visit.browser());
        var asLogin = finish(visit.browser());
        var asAnn = identities.link(ann, GOOGLE, provider.state(), CODE, visit.browser());
        var browser = begin();
        provider.vouches("subject", House.email());

        assertThat(asBob).isInstanceOf(IdentityReturn.NotExpected.class);
        assertThat(asLogin).isInstanceOf(IdentityReturn.NotExpected.class);
        assertThat(asAnn).isInstanceOf(IdentityReturn.Linked.class);
        assertThat(welcomed(finish(browser))).isEqualTo(ann);
    }

    @Test
    void linksWhatBelongsToNobody() {
        var ann = house.person();
        var bob = house.person();
        var first = identities.begin(GOOGLE, Optional.of(ann)).orElseThrow();
        provider.vouches("subject", House.email());
        identities.link(ann, GOOGLE, provider.state(), CODE, first.browser());

        var second = identities.begin(GOOGLE, Optional.of(bob)).orElseThrow();
        provider.vouches("subject", House.email());
        var taken = identities.link(bob, GOOGLE, provider.state(), CODE, second.browser());

        assertThat(taken).isInstanceOf(IdentityReturn.Taken.class);
        assertThat(identities.list(bob)).isEmpty();
    }

    @Test
    void keepsTheLastWayToLogIn() {
        var browser = begin();
        provider.vouches("subject", House.email());
        var user = welcomed(finish(browser));
        var other = house.person();

        assertThat(identities.unlink(user, GOOGLE)).isEqualTo(Unlinking.LAST);
        assertThat(identities.unlink(other, GOOGLE)).isEqualTo(Unlinking.UNKNOWN);
        var visit = identities.begin(GOOGLE, Optional.of(other)).orElseThrow();
        provider.vouches("second subject", House.email());
        identities.link(other, GOOGLE, provider.state(), CODE, visit.browser());
        assertThat(identities.unlink(other, GOOGLE)).isEqualTo(Unlinking.DONE);
        assertThat(identities.list(other)).isEmpty();
    }

    @Test
    void saysWhatTheProviderAnswered() {
        var refused = begin();
        provider.next = new IdentityAnswer.Refused("invalid_grant");
        var one = finish(refused);
        var unclear = begin();
        provider.next = new IdentityAnswer.Unclear("no answer");
        var two = finish(unclear);

        assertThat(one).isInstanceOf(IdentityReturn.Refused.class);
        assertThat(two).isInstanceOf(IdentityReturn.Unclear.class);
    }
}
