package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.platform.Settings;
import dev.k2.platform.StartFailure;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MailServerTest {
    @Test
    void isNotThereUnlessAHostIsSet() {
        assertThat(MailServer.from(settings(Map.of()))).isEmpty();
    }

    @Test
    void asksForStartTlsUnlessToldOtherwise() {
        var server =
                MailServer.from(
                        settings(
                                Map.of(
                                        "mail.host", "mail.example.org",
                                        "mail.from", "k2@example.org",
                                        "mail.user", "k2",
                                        "mail.password", "canary-word")));

        assertThat(server).map(MailServer::tls).contains(MailServer.Tls.STARTTLS);
        assertThat(server).map(MailServer::port).contains(587);
        assertThat(server.toString()).doesNotContain("canary-word");
    }

    @Test
    void sendsNothingInTheClearToAnotherMachine() {
        refuses(
                Map.of(
                        "mail.host",
                        "mail.example.org",
                        "mail.from",
                        "a@b.org",
                        "mail.tls",
                        "none"));
    }

    @Test
    void wantsOneSenderAndBothOfUserAndPassword() {
        refuses(Map.of("mail.host", "mail.example.org"));
        refuses(Map.of("mail.host", "mail.example.org", "mail.from", "K2 <k2@example.org>"));
        refuses(
                Map.of(
                        "mail.host", "mail.example.org",
                        "mail.from", "k2@example.org",
                        "mail.user", "k2"));
    }

    private static void refuses(Map<String, String> flags) {
        Settings settings = settings(flags);
        assertThat(MailServer.from(settings)).isEmpty();
        assertThatThrownBy(settings::check).isInstanceOf(StartFailure.class);
    }

    private static Settings settings(Map<String, String> flags) {
        return Settings.load(Optional.empty(), Map.of(), flags);
    }
}
