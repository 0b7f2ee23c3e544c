package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.accounts.Delivery;
import dev.k2.accounts.Letter;
import dev.k2.platform.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmtpMailTest {
    private final ScriptedSmtp server = new ScriptedSmtp();
    private final Letter letter =
            new Letter(
                    UUID.randomUUID(),
                    "ann@example.org",
                    "Confirm your address",
                    "Open this:\n\nhttps://k2.example/verify-email#token=abc\n\n.\nBye");

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void sendsALetter() {
        Delivery delivery = send(MailServer.Tls.NONE);

        assertThat(delivery).isEqualTo(new Delivery.Sent());
        assertThat(server.heard)
                .contains("MAIL FROM:<k2@example.org>", "RCPT TO:<ann@example.org>")
                .anyMatch(line -> line.startsWith("AUTH PLAIN"));
        assertThat(server.letters).hasSize(1);
        assertThat(server.letters.getFirst())
                .contains("Subject: Confirm your address\n")
                .contains("To: ann@example.org\n")
                .contains("From: k2@example.org\n")
                .contains("Message-ID: <" + letter.id() + "@example.org>\n")
                .contains("https://k2.example/verify-email#token")
                .contains("Bye");
    }

    @Test
    void hasOneRecipientAndNoHeaderThatALetterBrought() {
        send(MailServer.Tls.NONE);

        List<String> headers =
                server.letters.getFirst().lines().takeWhile(line -> !line.isEmpty()).toList();
        assertThat(headers).noneMatch(line -> line.startsWith("Bcc") || line.startsWith("Cc"));
        assertThat(server.heard).filteredOn(line -> line.startsWith("RCPT")).hasSize(1);
    }

    /** Nothing of a letter, nor the password, is said to a server that cannot protect it. */
    @Test
    void saysNothingToAServerWithoutTheTlsThatIsAskedFor() {
        Delivery starting = send(MailServer.Tls.STARTTLS);
        Delivery whole = send(MailServer.Tls.TLS);

        assertThat(starting).isInstanceOf(Delivery.Failed.class);
        assertThat(whole).isInstanceOf(Delivery.Failed.class);
        assertThat(server.letters).isEmpty();
        assertThat(server.heard)
                .noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
    }

    @Test
    void givesUpAMailboxThatIsNotThereAndTriesOthersAgain() {
        server.toRecipients.set("550 no such mailbox");
        Delivery gone = send(MailServer.Tls.NONE);
        server.toRecipients.set("451 come back later");
        Delivery later = send(MailServer.Tls.NONE);
        server.toRecipients.set("554 not now");
        Delivery odd = send(MailServer.Tls.NONE);

        assertThat(gone).isEqualTo(new Delivery.Refused("the server said 550"));
        assertThat(later).isEqualTo(new Delivery.Failed("the server said 451"));
        assertThat(odd).isInstanceOf(Delivery.Failed.class);
    }

    @Test
    void saysThatNobodyAnswers() throws IOException {
        server.close();

        assertThat(send(MailServer.Tls.NONE)).isInstanceOf(Delivery.Failed.class);
    }

    private Delivery send(MailServer.Tls tls) {
        try (var mail =
                SmtpMail.open(
                        new MailServer(
                                "127.0.0.1",
                                server.port(),
                                Optional.of("k2"),
                                Optional.of(Secret.of("canary-word")),
                                "k2@example.org",
                                tls))) {
            return mail.send(letter);
        }
    }
}
