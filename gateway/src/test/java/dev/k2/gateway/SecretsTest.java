package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What nobody may find in a log. */
class SecretsTest {
    /** Remembers every line as it would be written, its fields among them. */
    private static final class Memory extends AppenderBase<ILoggingEvent> {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(
                    event.getFormattedMessage()
                            + " "
                            + event.getKeyValuePairs()
                            + " "
                            + event.getMDCPropertyMap()
                            + " "
                            + (event.getThrowableProxy() == null
                                    ? ""
                                    : event.getThrowableProxy().getMessage()));
        }
    }

    @Test
    void stayOutOfTheLog() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Memory memory = new Memory();
        memory.start();
        root.addAppender(memory);
        Browser nobody = Browser.of(House.gateway());
        JsonObject who =
                new JsonObject()
                        .put("email", "p-" + UUID.randomUUID() + "@example.org")
                        .put("password", "canary-password-of-many-letters");

        nobody.post("/v1/auth/register", who);
        JsonObject tokens = nobody.post("/v1/auth/login", who).data();
        nobody.post("/v1/auth/login", who.copy().put("password", "canary-wrong-password"));
        Browser anna = nobody.as(tokens.getString("access_token"));
        anna.post("/v1/auth/step-up", new JsonObject().put("password", who.getString("password")));
        JsonObject factor = anna.send("POST", "/v1/auth/2fa/enable", null).data();
        nobody.post("/v1/auth/verify-email", new JsonObject().put("token", "canary-token"));
        nobody.post(
                "/v1/auth/password/reset",
                new JsonObject()
                        .put("token", "canary-token")
                        .put("password", "canary-password-of-many-letters"));
        anna.post(
                "/v1/exchange-links",
                new JsonObject()
                        .put("exchange", "okx")
                        .put("label", "l")
                        .put("api_key", "canary-key")
                        .put("api_secret", "canary-secret")
                        .put("passphrase", "canary-passphrase")
                        .put("private_key_pem", "canary-pem"));
        anna.post("/v1/exchange-links", new JsonObject().put("api_secret", "canary-alone"));
        anna.send("POST", "/v1/exchange-links", "{\"api_secret\":\"canary-torn");
        anna.get("/v1/users/me?token=canary-in-address");
        nobody.post("/v1/auth/refresh", new JsonObject().put("refresh_token", "canary-refresh"));
        String ticket = anna.send("POST", "/v1/ws/ticket", null).data().getString("ticket");
        try (Reader reader = Reader.open(House.gateway(), "/ws")) {
            reader.say(new JsonObject().put("type", "auth").put("ticket", ticket));
            reader.await("authenticated");
            reader.say("{\"type\":\"auth\",\"token\":\"canary.stream.token\"}");
            reader.await("error");
        }
        root.detachAppender(memory);

        assertThat(memory.lines)
                .anyMatch(line -> line.contains("/v1/exchange-links") && line.contains("201"));
        assertThat(memory.lines)
                .noneMatch(line -> line.contains("canary"))
                .noneMatch(line -> line.contains(factor.getString("secret")))
                .noneMatch(line -> line.contains(tokens.getString("access_token")))
                .noneMatch(line -> line.contains(tokens.getString("refresh_token")))
                .noneMatch(line -> line.contains(ticket));
    }
}
