package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.platform.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepUpTest {
    private static final Proof RIGHT = new Proof.Password(House.PASSWORD);
    private static final Proof WRONG = new Proof.Password(Secret.of("a guess that is long enough"));

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

    @Test
    void confirmsOneSessionForFiveMinutes() {
        String email = House.email();
        house.person(email);
        Tokens desk = house.login(email);
        Tokens phone = house.login(email);

        StepUp confirmed = house.accounts.stepUp(desk.user(), desk.session(), RIGHT, House.HOME);
        boolean at = steppedUp(desk);
        boolean elsewhere = steppedUp(phone);
        house.clock.advance(Duration.ofMinutes(5));

        assertThat(confirmed).isInstanceOf(StepUp.Confirmed.class);
        assertThat(at).isTrue();
        assertThat(elsewhere).isFalse();
        assertThat(steppedUp(desk)).isFalse();
    }

    @Test
    void refusesAWrongPasswordAndSlowsGuessing() {
        Tokens tokens = house.visitor();

        for (int guess = 0; guess < AccountsSettings.USUAL.failuresPerAccount(); guess++) {
            assertThat(house.accounts.stepUp(tokens.user(), tokens.session(), WRONG, House.HOME))
                    .isInstanceOf(StepUp.Wrong.class);
        }
        StepUp slowed = house.accounts.stepUp(tokens.user(), tokens.session(), RIGHT, House.HOME);

        assertThat(slowed).isInstanceOf(StepUp.Throttled.class);
        assertThat(steppedUp(tokens)).isFalse();
    }

    @Test
    void confirmsNoSessionThatHasEnded() {
        Tokens tokens = house.visitor();
        house.accounts.stepUp(tokens.user(), tokens.session(), RIGHT, House.HOME);

        house.accounts.revokeSession(tokens.user(), tokens.session());

        assertThat(steppedUp(tokens)).isFalse();
        assertThat(house.accounts.stepUp(tokens.user(), tokens.session(), RIGHT, House.HOME))
                .isInstanceOf(StepUp.Ended.class);
    }

    private boolean steppedUp(Tokens tokens) {
        return house.accounts.isSteppedUp(tokens.user(), tokens.session());
    }
}
