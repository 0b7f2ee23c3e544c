package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of programs. ASVS 8.2.1, 13.3.4: scoped, expiring, kept as a hash. */
class ApiKeysTest {
    private static final Set<ApiKeyScope> ALL = EnumSet.allOf(ApiKeyScope.class);

    @TempDir private Path directory;
    private House house;
    private ApiKeys keys;
    private UserId user;

    @BeforeEach
    void open() {
        house = new House(directory);
        keys = house.accounts.apiKeys();
        user = house.person();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private ApiKeyCreation.Created create(Set<ApiKeyScope> scopes, Duration life) {
        return switch (keys.create(user, "robot", scopes, house.clock.instant().plus(life))) {
            case ApiKeyCreation.Created created -> created;
            case ApiKeyCreation other -> throw new AssertionError("no key: " + other);
        };
    }

    @Test
    void worksUntilItExpires() {
        var created = create(Set.of(ApiKeyScope.READ), Duration.ofDays(1));

        var now = keys.verify(created.secret().reveal());
        house.clock.advance(Duration.ofDays(1));
        var later = keys.verify(created.secret().reveal());

        assertThat(now)
                .isInstanceOfSatisfying(
                        ApiKeyVerdict.Valid.class,
                        valid -> {
                            assertThat(valid.key().user()).isEqualTo(user);
                            assertThat(valid.key().scopes()).containsExactly(ApiKeyScope.READ);
                        });
        assertThat(later).isInstanceOf(ApiKeyVerdict.Expired.class);
    }

    @Test
    void keepsNothingByWhichTheSecretCouldBeFound() {
        var secret = create(ALL, Duration.ofDays(1)).secret().reveal();

        var rows =
                house.database
                        .jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        "SELECT k::text FROM accounts.api_keys k")
                                                .mapTo(String.class)
                                                .list());

        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst()).doesNotContain(secret.substring(ApiKeySecrets.HINT));
        assertThat(keys.list(user).getFirst().hint()).isEqualTo(secret.substring(0, 7));
        assertThat(keys.list(user).toString()).doesNotContain(secret);
    }

    @Test
    void isToldFromAWordThatLooksLikeOne() {
        var secret = create(ALL, Duration.ofDays(1)).secret().reveal();
        var last = secret.charAt(secret.length() - 1);
        var mistyped = secret.substring(0, secret.length() - 1) + (last == 'a' ? 'b' : 'a');

        assertThat(secret).matches("k2_[0-9A-Za-z]{49}");
        assertThat(ApiKeySecrets.isWellFormed(secret)).isTrue();
        assertThat(ApiKeySecrets.isWellFormed(mistyped)).isFalse();
        assertThat(ApiKeySecrets.isWellFormed("k2_")).isFalse();
        assertThat(keys.verify(ApiKeySecrets.fresh().reveal()))
                .isInstanceOf(ApiKeyVerdict.Unknown.class);
    }

    @Test
    void refusesLivesThatAreOverOrLongerThanAYear() {
        var now = house.clock.instant();

        for (var life : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(366))) {
            assertThat(keys.create(user, "robot", ALL, now.plus(life)))
                    .isInstanceOfSatisfying(
                            ApiKeyCreation.Invalid.class,
                            invalid -> assertThat(invalid.field()).isEqualTo("expires_at"));
        }
        assertThat(keys.create(user, "robot", ALL, now.plus(Duration.ofDays(365))))
                .isInstanceOf(ApiKeyCreation.Created.class);
    }

    @Test
    void refusesNamesThatAreNoneAndKeysThatMayDoNothing() {
        var end = house.clock.instant().plusSeconds(60);

        assertThat(keys.create(user, " ", ALL, end)).isInstanceOf(ApiKeyCreation.Invalid.class);
        assertThat(keys.create(user, "a\nb", ALL, end)).isInstanceOf(ApiKeyCreation.Invalid.class);
        assertThat(keys.create(user, "robot", Set.of(), end))
                .isInstanceOf(ApiKeyCreation.Invalid.class);
    }

    @Test
    void endsAtOnceAndSaysSo() {
        var created = create(ALL, Duration.ofDays(1));
        var stranger = house.person();

        boolean foreign = keys.revoke(stranger, created.key().id());
        var still = keys.verify(created.secret().reveal());
        boolean ended = keys.revoke(user, created.key().id());
        boolean again = keys.revoke(user, created.key().id());

        assertThat(foreign).isFalse();
        assertThat(still).isInstanceOf(ApiKeyVerdict.Valid.class);
        assertThat(ended).isTrue();
        assertThat(again).isFalse();
        assertThat(keys.verify(created.secret().reveal()))
                .isInstanceOf(ApiKeyVerdict.Unknown.class);
        assertThat(house.awaitEvents()).isTrue();
        assertThat(house.published).contains(new ApiKeyRevoked(user, created.key().id()));
    }

    @Test
    void notesItsLastUseCoarsely() {
        var secret = create(ALL, Duration.ofDays(1)).secret().reveal();
        var first = house.clock.instant();

        keys.verify(secret);
        house.clock.advance(Duration.ofMinutes(9));
        keys.verify(secret);
        var nineMinutesLater = keys.list(user).getFirst().lastUsedAt();
        house.clock.advance(Duration.ofMinutes(2));
        keys.verify(secret);
        var elevenMinutesLater = keys.list(user).getFirst().lastUsedAt();

        assertThat(nineMinutesLater).contains(first);
        assertThat(elevenMinutesLater).contains(first.plus(Duration.ofMinutes(11)));
    }

    @Test
    void hasALimitThatManyAtOnceDoNotPass() throws Exception {
        var end = house.clock.instant().plusSeconds(600);
        try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<ApiKeyCreation> one = () -> keys.create(user, "robot", ALL, end);

            long made = 0;
            for (Future<ApiKeyCreation> done :
                    crowd.invokeAll(java.util.Collections.nCopies(60, one))) {
                made += done.get() instanceof ApiKeyCreation.Created ? 1 : 0;
            }

            assertThat(made).isEqualTo(50);
            assertThat(keys.list(user)).hasSize(50);
        }
    }

    @Test
    void isForgottenAMonthAfterItsEnd() {
        create(ALL, Duration.ofDays(1));
        house.clock.advance(Duration.ofDays(30));
        house.accounts.sweep();
        var kept = keys.list(user);
        house.clock.advance(Duration.ofDays(2));
        house.accounts.sweep();

        assertThat(kept).hasSize(1);
        assertThat(keys.list(user)).isEmpty();
    }

    @Test
    void doesNotShowItsSecretByAccident() {
        var created = create(ALL, Duration.ofDays(1));

        assertThat(created.toString()).doesNotContain(created.secret().reveal());
        assertThat(Secret.of(created.secret().reveal()).toString()).isEqualTo("***");
    }
}
