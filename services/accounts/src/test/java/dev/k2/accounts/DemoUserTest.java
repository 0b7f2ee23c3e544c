package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.model.ExchangeId;
import dev.k2.platform.Mode;
import dev.k2.platform.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoUserTest {
    private static final List<DemoUser.Account> SIMULATED =
            simulated(Credentials.of(Secret.of("sim-key"), Secret.of("sim-secret")));

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
    void logsInWithWhatIsPrintedAndHasALink() {
        var demo = house.accounts.demoUser().ensure(Mode.SIM, SIMULATED);

        assertThat(demo.password().length()).isGreaterThanOrEqualTo(15);
        assertThat(house.accounts.login(demo.email(), demo.password(), House.HOME))
                .isInstanceOf(Login.LoggedIn.class);
        assertThat(house.accounts.links().list(demo.user()))
                .singleElement()
                .satisfies(
                        link -> {
                            assertThat(link.exchange()).isEqualTo(ExchangeId.BINANCE);
                            assertThat(house.accounts.links().unseal(demo.user(), link.id()))
                                    .isInstanceOf(Unsealing.Opened.class);
                        });
    }

    @Test
    void printsTheSamePasswordAtTheNextStartAndChangesNothing() {
        var first = house.accounts.demoUser().ensure(Mode.SIM, SIMULATED);
        var link = house.accounts.links().list(first.user()).getFirst();

        var second = house.open(AccountsSettings.USUAL).demoUser().ensure(Mode.SIM, SIMULATED);

        assertThat(second.user()).isEqualTo(first.user());
        assertThat(second.password().reveal()).isEqualTo(first.password().reveal());
        assertThat(house.accounts.links().list(first.user())).containsExactly(link);
    }

    @Test
    void takesTheCredentialsOfASimulationThatBeganAnew() {
        var demo = house.accounts.demoUser().ensure(Mode.SIM, SIMULATED);
        var fresh = Credentials.of(Secret.of("new-key"), Secret.of("new-secret"));

        house.accounts.demoUser().ensure(Mode.SIM, simulated(fresh));

        var link = house.accounts.links().list(demo.user()).getFirst();
        assertThat(house.accounts.links().unseal(demo.user(), link.id()))
                .isInstanceOfSatisfying(
                        Unsealing.Opened.class,
                        opened -> assertThat(opened.credentials().same(fresh)).isTrue());
    }

    @ParameterizedTest
    @EnumSource(value = Mode.class, names = "SIM", mode = EnumSource.Mode.EXCLUDE)
    void refusesToExistInAnyOtherMode(Mode mode) {
        assertThatThrownBy(() -> house.accounts.demoUser().ensure(mode, SIMULATED))
                .isInstanceOf(IllegalStateException.class);

        assertThat(house.accounts.login(DemoUser.EMAIL, House.PASSWORD, House.HOME))
                .isEqualTo(new Login.WrongCredentials());
    }

    @Test
    void losesPasswordSessionsAndLinksWhenItIsRetired() {
        var demo = house.accounts.demoUser().ensure(Mode.SIM, SIMULATED);
        var tokens =
                house.accounts.login(demo.email(), demo.password(), House.HOME)
                                instanceof Login.LoggedIn in
                        ? in.tokens().access().reveal()
                        : "none";
        assertThat(house.accounts.verify(tokens)).isInstanceOf(Verdict.Valid.class);

        house.accounts.demoUser().retire();

        assertThat(house.accounts.verify(tokens))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.REVOKED));
        assertThat(house.accounts.login(demo.email(), demo.password(), House.HOME))
                .isEqualTo(new Login.WrongCredentials());
        assertThat(house.accounts.links().list(demo.user())).isEmpty();
    }

    @Test
    void comesBackAfterAVisitToAnotherMode() {
        house.accounts.demoUser().ensure(Mode.SIM, SIMULATED);
        house.accounts.demoUser().retire();

        var demo = house.accounts.demoUser().ensure(Mode.SIM, SIMULATED);

        assertThat(house.accounts.login(demo.email(), demo.password(), House.HOME))
                .isInstanceOf(Login.LoggedIn.class);
        assertThat(house.accounts.links().list(demo.user())).hasSize(1);
    }

    private static List<DemoUser.Account> simulated(Credentials credentials) {
        return List.of(new DemoUser.Account(ExchangeId.BINANCE, credentials, Optional.empty()));
    }
}
