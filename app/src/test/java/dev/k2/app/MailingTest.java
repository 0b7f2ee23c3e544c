package dev.k2.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.platform.K2Clock;
import dev.k2.platform.Mode;
import dev.k2.platform.Settings;
import dev.k2.platform.StartFailure;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MailingTest {
    private static final Map<String, String> SERVER =
            Map.of("mail.host", "mail.example.org", "mail.from", "k2@example.org");

    @Test
    void showsMailInModeSimOnly() {
        Mailing mailing = Mailing.from(settings(SERVER));

        assertThat(mailing.inbox(Mode.SIM, K2Clock.system())).isPresent();
        assertThat(mailing.inbox(Mode.PAPER, K2Clock.system())).isEmpty();
        assertThat(mailing.inbox(Mode.LIVE, K2Clock.system())).isEmpty();
    }

    @Test
    void asksForConfirmedAddressesWhereMailReachesPeople() {
        assertThat(Mailing.from(settings(Map.of())).reaches(Mode.SIM)).isTrue();
        assertThat(Mailing.from(settings(Map.of())).reaches(Mode.PAPER)).isFalse();
        assertThat(Mailing.from(settings(SERVER)).reaches(Mode.PAPER)).isTrue();
    }

    @Test
    void takesTheAddressOfAWebAppAndNothingElse() {
        var good = Mailing.from(settings(Map.of("public-url", "https://k2.example")));
        var bad = settings(Map.of("public-url", "javascript:alert(1)"));

        assertThat(good.home()).contains(URI.create("https://k2.example"));
        assertThat(Mailing.from(bad).home()).isEmpty();
        assertThatThrownBy(bad::check).isInstanceOf(StartFailure.class);
    }

    private static Settings settings(Map<String, String> flags) {
        return Settings.load(Optional.empty(), Map.of(), flags);
    }
}
