package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.k2.trading.OrderTicket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Signals over HTTP, from the template to the order. */
class SignalApiTest {
    private static final String BUY = "{\"side\":\"buy\",\"quantity\":\"0.1\",\"id\":\"bar-1\"}";

    private final Browser anna = Browser.steppedUp();
    private final Browser nobody = Browser.of(House.gateway());

    /** ASVS 7.5.3: an address trades as long as it lives, far beyond the session that made it. */
    @Test
    void makesAndChangesNoSignalForWhoeverOnlyHasASession() {
        String path =
                "/v1/signals/"
                        + anna.post("/v1/signals", terms().put("auth", "token"))
                                .data()
                                .getString("id");
        Browser thief = anna.elsewhere();

        Browser.Answered made = thief.post("/v1/signals", terms().put("auth", "token"));
        Browser.Answered changed = thief.put(path, terms().put("enabled", true));
        Browser.Answered rotated = thief.send("POST", path + "/rotate", null);
        Browser.Answered off = thief.put(path, terms().put("enabled", false));

        ContractBook.assertFits("createSignal", made);
        ContractBook.assertFits("setSignal", changed);
        ContractBook.assertFits("rotateSignal", rotated);
        for (Browser.Answered refused : new Browser.Answered[] {made, changed, rotated}) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("STEP_UP_REQUIRED");
        }
        assertThat(off.status()).isEqualTo(200);
        assertThat(off.data().getBoolean("enabled")).isFalse();
    }

    @Test
    void savesShowsChangesRotatesAndRemovesASignal() {
        Browser.Answered created = anna.post("/v1/signals", terms().put("auth", "signed"));
        ContractBook.assertFits("createSignal", created);
        String path = "/v1/signals/" + created.data().getString("id");
        Browser.Answered found = anna.get(path);
        Browser.Answered list = anna.get("/v1/signals");
        Browser.Answered changed = anna.put(path, terms().put("enabled", false));
        Browser.Answered rotated = anna.send("POST", path + "/rotate", null);
        Browser.Answered received = anna.get(path + "/received");
        Browser.Answered foreign = Browser.loggedIn().get(path);
        Browser.Answered deleted = anna.delete(path);
        Browser.Answered gone = anna.delete(path);

        ContractBook.assertFits("getSignal", found);
        ContractBook.assertFits("listSignals", list);
        ContractBook.assertFits("setSignal", changed);
        ContractBook.assertFits("rotateSignal", rotated);
        ContractBook.assertFits("listReceivedSignals", received);
        ContractBook.assertFits("getSignal", foreign);
        ContractBook.assertFits("deleteSignal", deleted);
        ContractBook.assertFits("deleteSignal", gone);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.data().getString("secret")).startsWith("whsec_");
        assertThat(found.body() + list.body() + changed.body())
                .doesNotContain("whsec_")
                .doesNotContain(token(created));
        assertThat(list.json().getJsonArray("data")).hasSize(1);
        assertThat(changed.data().getBoolean("enabled")).isFalse();
        assertThat(token(rotated)).isNotEqualTo(token(created));
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(gone.code()).isEqualTo("SIGNAL_NOT_FOUND");
    }

    @Test
    void saysWhatIsWrongWithATemplate() {
        Browser.Answered both =
                anna.post("/v1/signals", terms().put("auth", "token").put("quantity", "1"));
        Browser.Answered unnamed =
                anna.post("/v1/signals", terms().put("auth", "token").put("name", " "));

        Browser.Answered ofRareLetters =
                anna.post(
                        "/v1/signals",
                        terms().put("auth", "token")
                                .put(
                                        "instruments",
                                        new JsonArray().add("\uD835\uDC9C".repeat(41))));

        ContractBook.assertFits("createSignal", both);
        ContractBook.assertFits("createSignal", ofRareLetters);
        assertThat(ofRareLetters.status()).isEqualTo(400);
        assertThat(ofRareLetters.field()).isEqualTo("instruments");
        assertThat(both.status()).isEqualTo(400);
        assertThat(both.field()).isEqualTo("quantity");
        assertThat(unnamed.field()).isEqualTo("name");
    }

    @Test
    void makesOneOrderOfASignalHoweverOftenItComes() {
        String path = create(terms());

        Browser.Answered first = nobody.send("POST", path, BUY);
        Browser.Answered again = nobody.send("POST", path, BUY);
        Browser.Answered plain =
                nobody.with("Content-Type", "text/plain; charset=utf-8").send("POST", path, BUY);
        Browser.Answered swapped = nobody.send("POST", path, BUY.replace("0.1", "0.2"));

        ContractBook.assertFits("receiveSignal", first);
        ContractBook.assertFits("receiveSignal", again);
        ContractBook.assertFits("receiveSignal", swapped);
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.data().getString("order_id"))
                .isEqualTo(first.data().getString("order_id"));
        assertThat(plain.data()).isEqualTo(again.data());
        assertThat(swapped.status()).isEqualTo(401);
        assertThat(orders(first)).hasSize(3);
        assertThat(orders(first).stream().map(OrderTicket::quantity).distinct()).hasSize(1);
    }

    @Test
    void letsOnlyWhatIsSignedInWhereItMustBe() {
        Browser.Answered created = anna.post("/v1/signals", terms().put("auth", "signed"));
        String path = created.data().getString("path");
        String secret = created.data().getString("secret");
        String seconds = Long.toString(House.shared().clock.instant().getEpochSecond());

        Browser signed = signed(secret, "msg_1", seconds, BUY);
        Browser.Answered unsigned = nobody.send("POST", path, BUY);
        Browser.Answered forged =
                nobody.with("webhook-id", "msg_1")
                        .with("webhook-timestamp", seconds)
                        .with("webhook-signature", "v1,c2lnbmF0dXJl")
                        .send("POST", path, BUY);
        Browser.Answered good = signed.send("POST", path, BUY);
        Browser.Answered replayed = signed.send("POST", path, BUY);
        Browser.Answered unknown = nobody.send("POST", "/v1/signals/nothing", BUY);

        assertThat(good.status()).isEqualTo(201);
        Set<Object> refusals =
                List.of(unsigned, forged, replayed, unknown).stream()
                        .map(answered -> answered.status() + answered.error().encode())
                        .collect(Collectors.toSet());
        assertThat(refusals).hasSize(1);
        assertThat(unsigned.status()).isEqualTo(401);
        assertThat(orders(good)).hasSize(1);
    }

    @Test
    void tellsWhatAMessageLacksAndWhatIsTooLarge() {
        String path = create(terms());

        Browser.Answered lacking = nobody.send("POST", path, "{\"quantity\":\"1\"}");
        Browser.Answered text = nobody.send("POST", path, "BTC crossed 100k");
        Browser.Answered large =
                nobody.send("POST", path, "{\"x\":\"" + "y".repeat(16 * 1024) + "\"}");
        Browser.Answered empty =
                nobody.send("POST", path, HttpRequest.BodyPublishers.noBody(), false);

        ContractBook.assertFits("receiveSignal", lacking);
        ContractBook.assertFits("receiveSignal", large);
        assertThat(lacking.status()).isEqualTo(422);
        assertThat(lacking.field()).isEqualTo("side");
        assertThat(text.field()).isEqualTo("body");
        assertThat(large.status()).isEqualTo(413);
        assertThat(empty.status()).isEqualTo(400);
    }

    @Test
    void showsItsOwnerWhatCameIn() {
        Browser.Answered created = anna.post("/v1/signals", terms().put("auth", "token"));
        String path = created.data().getString("path");
        nobody.send("POST", path, BUY);
        nobody.send("POST", path, "{}");

        String list = "/v1/signals/" + created.data().getString("id") + "/received?limit=1";
        Browser.Answered newest = anna.get(list);
        String cursor = newest.json().getJsonObject("meta").getString("next_cursor");
        Browser.Answered rest = anna.get(list + "&cursor=" + cursor);

        ContractBook.assertFits("listReceivedSignals", newest);
        ContractBook.assertFits("listReceivedSignals", rest);
        assertThat(outcome(newest)).isEqualTo("misread");
        assertThat(outcome(rest)).isEqualTo("placed");
    }

    @Test
    void keepsTheAddressOutOfLogsAndMetrics() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        List<String> lines = new CopyOnWriteArrayList<>();
        AppenderBase<ILoggingEvent> memory =
                new AppenderBase<>() {
                    @Override
                    protected void append(ILoggingEvent event) {
                        lines.add(
                                event.getFormattedMessage()
                                        + event.getKeyValuePairs()
                                        + event.getMDCPropertyMap());
                    }
                };
        memory.start();
        root.addAppender(memory);

        Browser.Answered created = anna.post("/v1/signals", terms().put("auth", "signed"));
        String path = created.data().getString("path");
        nobody.send("POST", path, BUY);
        nobody.send("PATCH", path, null);
        nobody.send("POST", path + "?canary=1", BUY);
        nobody.send("POST", path + "/more", BUY);
        nobody.send("POST", path + "/rotate", null);
        nobody.send("POST", "/v1/signals/canary-unknown-token", "{\"canary\":\"canary-body");
        root.detachAppender(memory);

        assertThat(lines).anyMatch(line -> line.contains("/v1/signals/{id}"));
        assertThat(lines)
                .noneMatch(line -> line.contains("canary"))
                .noneMatch(line -> line.contains(token(created)))
                .noneMatch(line -> line.contains(created.data().getString("secret")));
        assertThat(House.shared().metrics.scrape())
                .doesNotContain("canary")
                .doesNotContain(token(created));
    }

    private static JsonObject terms() {
        return new JsonObject()
                .put("name", "Breakout")
                .put("exchange", "binance")
                .put("instruments", new JsonArray().add("BTC-USDT"))
                .put("type", "market")
                .put("quantity_max", "1");
    }

    private String create(JsonObject terms) {
        return anna.post("/v1/signals", terms.put("auth", "token")).data().getString("path");
    }

    private static String token(Browser.Answered keys) {
        return keys.data().getString("path").substring("/v1/signals/".length());
    }

    private static String outcome(Browser.Answered received) {
        return received.json().getJsonArray("data").getJsonObject(0).getString("outcome");
    }

    /** How often trading was asked for the order of an answer. */
    private static List<OrderTicket> orders(Browser.Answered answered) {
        String key = answered.data().getString("client_order_id");
        return House.shared().trading.tickets.stream()
                .filter(ticket -> ticket.key().text().equals(key))
                .toList();
    }

    private Browser signed(String secret, String id, String seconds, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] text = (id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8);
            return nobody.with("webhook-id", id)
                    .with("webhook-timestamp", seconds)
                    .with(
                            "webhook-signature",
                            "v1," + Base64.getEncoder().encodeToString(mac.doFinal(text)));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
