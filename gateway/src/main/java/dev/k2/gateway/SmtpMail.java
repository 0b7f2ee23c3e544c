package dev.k2.gateway;

import dev.k2.accounts.Delivery;
import dev.k2.accounts.Letter;
import dev.k2.accounts.MailService;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends mail by SMTP. What a server says goes into reasons; what a letter says does not. */
public final class SmtpMail implements MailService, AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
    private static final int CONNECTIONS_MAX = 2;
    private static final int NO_SUCH_MAILBOX = 550;
    private static final int MAILBOX_NAME_REFUSED = 553;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final MailClient client;
    private final String from;

    private SmtpMail(MailServer server) {
        from = server.from();
        client = MailClient.create(vertx, config(server));
    }

    public static SmtpMail open(MailServer server) {
        return new SmtpMail(server);
    }

    @Override
    public Delivery send(Letter letter) {
        var message =
                new MailMessage()
                        .setFrom(from)
                        .setTo(letter.to())
                        .setSubject(letter.subject())
                        .setText(letter.text())
                        .addHeader("Message-ID", "<" + letter.id() + "@" + domain() + ">")
                        .addHeader("Auto-Submitted", "auto-generated");
        try {
            client.sendMail(message)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
            return new Delivery.Sent();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Delivery.Failed("interrupted");
        } catch (TimeoutException late) {
            return new Delivery.Failed("no answer within " + ANSWER_MAX.toSeconds() + " s");
        } catch (ExecutionException failed) {
            return failure(failed.getCause() == null ? failed : failed.getCause());
        }
    }

    @Override
    public void close() {
        client.close();
        var _ = vertx.close();
    }

    /** Only a mailbox that the server says it does not have is given up; all else may be mended. */
    private static Delivery failure(Throwable cause) {
        if (cause instanceof SMTPException told) {
            int code = told.getReplyCode();
            String why = "the server said " + code;
            return code == NO_SUCH_MAILBOX || code == MAILBOX_NAME_REFUSED
                    ? new Delivery.Refused(why)
                    : new Delivery.Failed(why);
        }
        return new Delivery.Failed(cause.getClass().getSimpleName());
    }

    private String domain() {
        return from.substring(from.indexOf('@') + 1);
    }

    private static MailConfig config(MailServer server) {
        MailConfig config =
                new MailConfig(server.host(), server.port())
                        .setStarttls(
                                server.tls() == MailServer.Tls.STARTTLS
                                        ? StartTLSOptions.REQUIRED
                                        : StartTLSOptions.DISABLED)
                        .setSsl(server.tls() == MailServer.Tls.TLS)
                        .setLogin(
                                server.user().isPresent() ? LoginOption.REQUIRED : LoginOption.NONE)
                        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                        .setConnectTimeout((int) ANSWER_MAX.toMillis())
                        .setMaxPoolSize(CONNECTIONS_MAX)
                        .setKeepAlive(false);
        config.setHostnameVerificationAlgorithm("HTTPS");
        server.user().ifPresent(config::setUsername);
        server.password().ifPresent(secret -> config.setPassword(secret.reveal()));
        return config;
    }
}
