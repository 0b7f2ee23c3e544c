package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of many sessions at once. ASVS 7.4.1. */
class LivenessTest {
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
    void looksAtManySessionsInOneQuestion() {
        Tokens ended = house.visitor();
        Tokens live = house.visitor();
        Tokens claimed = house.visitor();
        verdict(ended);
        verdict(live);
        house.open(AccountsSettings.USUAL).revokeSession(ended.user(), ended.session());
        Verdict before = verdict(ended);

        house.accounts.lookAt(
                Map.of(
                        ended.session(), ended.user(),
                        live.session(), live.user(),
                        claimed.session(), live.user()));

        assertThat(before).as("known for half a second").isInstanceOf(Verdict.Valid.class);
        assertThat(verdict(ended)).isEqualTo(new Verdict.Refused(Verdict.Reason.REVOKED));
        assertThat(verdict(live)).isInstanceOf(Verdict.Valid.class);
        assertThat(verdict(claimed)).isInstanceOf(Verdict.Valid.class);
    }

    private Verdict verdict(Tokens tokens) {
        return house.accounts.verify(tokens.access().reveal());
    }
}
