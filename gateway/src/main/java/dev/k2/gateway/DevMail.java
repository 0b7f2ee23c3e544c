package dev.k2.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The page at {@code /dev/mail}, on which a person who tries K2 out finds the mail that nobody sent. It is there in mode sim only;
 * elsewhere it would show everybody everybody's tokens.
 */
final class DevMail {
    private static final String PATH = "/dev/mail";

    private final Optional<MailInbox> inbox;

    private DevMail(Optional<MailInbox> inbox) {
        this.inbox = inbox;
    }

    static DevMail of(GatewayConfig config, Optional<MailInbox> inbox) {
        return new DevMail(inbox.filter(kept -> config.mode().equals("sim")));
    }

    /** Answers where this is the address and the mode; false leaves the visit to others. */
    boolean answers(Visit visit, List<String> path) {
        if (inbox.isEmpty() || !path.equals(List.of("dev", "mail"))) {
            return false;
        }
        visit.isOf(PATH);
        HttpMethod method = visit.request().method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            visit.headers().set("Allow", "GET");
            visit.answer(Reply.refused(Problem.wrongMethod(List.of("GET"))));
            return true;
        }
        String accepts =
                Optional.ofNullable(visit.request().getHeader("Accept"))
                        .orElse("")
                        .toLowerCase(Locale.ROOT);
        List<MailInbox.Received> mail = inbox.get().newest();
        visit.answer(
                accepts.contains("application/json")
                        ? Reply.whole(mail.stream().map(DevMail::json).toList())
                        : new Reply.Raw(
                                200, "text/html; charset=utf-8", Buffer.buffer(page(mail))));
        return true;
    }

    private static JsonObject json(MailInbox.Received received) {
        return new JsonObject()
                .put("id", received.letter().id().toString())
                .put("to", received.letter().to())
                .put("subject", received.letter().subject())
                .put("text", received.letter().text())
                .put("received_at", Times.text(received.at()));
    }

    private static String page(List<MailInbox.Received> mail) {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<title>Mail - K2</title></head><body><h1>Mail</h1>"
                + "<p>Mode sim sends no mail. What it would have sent, the newest first:</p>"
                + (mail.isEmpty() ? "<p>Nothing yet.</p>" : "")
                + mail.stream().map(DevMail::article).collect(Collectors.joining())
                + "</body></html>\n";
    }

    private static String article(MailInbox.Received received) {
        return "<article><h2>"
                + escaped(received.letter().subject())
                + "</h2><p>To "
                + escaped(received.letter().to())
                + ", "
                + Times.text(received.at())
                + "</p><pre>"
                + received.letter()
                        .text()
                        .lines()
                        .map(DevMail::line)
                        .collect(Collectors.joining("\n"))
                + "</pre></article><hr>";
    }

    private static String line(String line) {
        String text = escaped(line);
        return line.startsWith("http://") || line.startsWith("https://")
                ? "<a href=\"" + text + "\">" + text + "</a>"
                : text;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
