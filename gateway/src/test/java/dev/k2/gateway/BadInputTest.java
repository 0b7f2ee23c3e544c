package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in: an envelope with a code, the field and what was expected, and no service hears of it. */
class BadInputTest {
    private final Browser anna = Browser.loggedIn();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "not json",
                "{\"a\":}",
                "{'a':1}",
                "{\"a\":1,}",
                "{\"quantity\":NaN}",
                "{\"quantity\":Infinity}",
                "{\"side\":\"buy\"} trailing",
                "{\"side\":\"buy\",\"side\":\"sell\"}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":01}"
            })
    void refusesWhatIsNotJson(String body) {
        Browser.Answered answered = place(body);

        assertThat(answered.status()).isEqualTo(400);
        assertThat(answered.code())
                .isEqualTo(body.isEmpty() ? "VALIDATION_FAILED" : "MALFORMED_JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "5", "null", "true"})
    void refusesWhatIsNoObject(String body) {
        Browser.Answered answered = place(body);

        assertThat(answered.status()).isEqualTo(400);
        assertThat(answered.field()).isEqualTo("body");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] latin = "{\"instrument\":\"Ä\"}".getBytes(StandardCharsets.ISO_8859_1);

        Browser.Answered answered =
                anna.send("POST", "/v1/orders", HttpRequest.BodyPublishers.ofByteArray(latin), true);

        ContractBook.assertFits("placeOrder", answered);
        assertThat(answered.code()).isEqualTo("MALFORMED_JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "quantity|1e999999999",
                "quantity|0.01",
                "quantity|1",
                "quantity|123456789012345678901234567890",
                "quantity|\"1e999999999\"",
                "quantity|\"1e5\"",
                "quantity|\"NaN\"",
                "quantity|\"Infinity\"",
                "quantity|\"-1\"",
                "quantity|\"-0.5\"",
                "quantity|\"0\"",
                "quantity|\"0.000\"",
                "quantity|\"\"",
                "quantity|\" 1\"",
                "quantity|\"1,5\"",
                "quantity|\"0x10\"",
                "quantity|\"١\"",
                "quantity|\"123456789012345678901\"",
                "quantity|\"0.1234567890123456789\"",
                "quantity|null",
                "quantity|true",
                "quantity|{}",
                "price|\"0\"",
                "price|\"-64950\"",
                "price|64950.00",
                "stop_price|\"-1\"",
                "side|\"hold\"",
                "side|\"BUY\"",
                "type|\"iceberg\"",
                "time_in_force|\"forever\"",
                "exchange|\"mtgox\"",
                "instrument|\"\"",
                "instrument|\"BTC/USDT\"",
                "instrument|\"BTC USDT\"",
                "instrument|5",
                "client_order_id|\"\"",
                "client_order_id|\"with space\"",
                "client_order_id|\"012345678901234567890123456789012345678901234567890\"",
                "client_order_id|7",
                "reduce_only|\"yes\"",
                "metadata|{\"a\":5}",
                "metadata|[]"
            })
    void refusesAValueAndNamesItsField(String field, String value) {
        int before = House.shared().trading.tickets.size();
        JsonObject order = order().put(field, "@");
        String body = order.encode().replace("\"@\"", value);

        Browser.Answered answered = place(body);

        assertThat(answered.status()).isEqualTo(400);
        assertThat(answered.code()).isEqualTo("VALIDATION_FAILED");
        assertThat(answered.field()).isEqualTo(field);
        assertThat(answered.error().getJsonObject("details").getString("expected")).isNotBlank();
        assertThat(House.shared().trading.tickets).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"instrument", "side", "type", "quantity", "client_order_id"})
    void refusesAnOrderWithoutWhatItNeeds(String field) {
        JsonObject order = order();
        order.remove(field);

        Browser.Answered answered = place(order.encode());

        assertThat(answered.status()).isEqualTo(400);
        assertThat(answered.field()).isEqualTo(field);
        assertThat(answered.error().getString("message")).contains("found nothing");
    }

    @Test
    void refusesTextThatNoDatabaseKeeps() {
        Browser.Answered nul = place("{\"client_order_id\":\"a\\u0000b\"}");
        Browser.Answered half = place("{\"metadata\":{\"note\":\"\\ud800\"}}");

        assertThat(nul.field()).isEqualTo("client_order_id");
        assertThat(half.field()).isEqualTo("metadata.note");
    }

    @Test
    void refusesInstrumentsThatNobodyCanName() {
        String letters = "𐐀".repeat(80);

        Browser.Answered inBody = place(order().put("instrument", letters).encode());
        Browser.Answered inPath = anna.get("/v1/prices/%F0%90%90%80".concat("%F0%90%90%80".repeat(79)));
        Browser.Answered roman = anna.get("/v1/prices/%E2%85%A7");

        assertThat(inBody.status()).isBetween(400, 404);
        assertThat(inPath.status()).isBetween(400, 404);
        assertThat(roman.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/orders?limit=0,limit",
        "/v1/orders?limit=101,limit",
        "/v1/orders?limit=-1,limit",
        "/v1/orders?limit=ten,limit",
        "/v1/orders?limit=1e1,limit",
        "/v1/orders?limit=99999999999999999999,limit",
        "/v1/orders?limit=5&limit=6,limit",
        "/v1/orders?status=lost,status",
        "/v1/orders?sort=price,sort",
        "/v1/orders?cursor=%20,cursor",
        "/v1/orders?cursor=AAAA,cursor",
        "/v1/orders?exchange=,exchange",
        "/v1/trades?cursor=AAAA,cursor",
        "/v1/instruments?cursor=A,cursor",
        "/v1/instruments?search=,search",
        "/v1/instruments?search=%00,search",
        "/v1/candles/BTC-USDT?interval=7m,interval",
        "/v1/candles/BTC-USDT?start=yesterday,start",
        "/v1/orderbook/BTC-USDT?depth=0,depth",
        "/v1/orders/1,id",
        "/v1/orders/%00,path",
        "/v1/orders/%zz,path",
        "/v1/orders/%C3,path",
        "/v1/prices/BTC%2FUSDT,instrument"
    })
    void refusesParametersAndNamesThem(String path, String field) {
        Browser.Answered answered = raw(path);

        ContractBook.assertError(answered);
        assertThat(answered.status()).isEqualTo(400);
        assertThat(answered.field()).isEqualTo(field);
    }

    @Test
    void refusesABodyOfTenMegabytes() {
        byte[] ten = new byte[10 * 1024 * 1024];
        Arrays.fill(ten, (byte) 'a');

        Browser.Answered announced =
                anna.send("POST", "/v1/orders", HttpRequest.BodyPublishers.ofByteArray(ten), true);
        Browser.Answered chunked =
                anna.send(
                        "POST",
                        "/v1/orders",
                        HttpRequest.BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream(ten)),
                        true);
        Browser.Answered after = anna.get("/v1/users/me");

        for (Browser.Answered answered : List.of(announced, chunked)) {
            ContractBook.assertFits("placeOrder", answered);
            ContractBook.assertError(answered);
            assertThat(answered.status()).isEqualTo(413);
            assertThat(answered.code()).isEqualTo("BODY_TOO_LARGE");
        }
        assertThat(after.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/json; charset=latin1",
                "application/jsonp"
            })
    void refusesABodyThatIsNotCalledJson(String type) {
        Browser.Answered answered =
                anna.with("Content-Type", type).send("POST", "/v1/orders", order().encode());

        ContractBook.assertFits("placeOrder", answered);
        ContractBook.assertError(answered);
        assertThat(answered.status()).isEqualTo(415);
    }

    @Test
    void refusesATokenThatHasExpired() {
        String token = House.shared().expiredToken();

        Browser.Answered answered = Browser.of(House.gateway()).as(token).get("/v1/users/me");

        assertThat(answered.status()).isEqualTo(401);
        assertThat(answered.code()).isEqualTo("TOKEN_EXPIRED");
    }

    @Test
    void saysNothingAboutTheInsideWhenK2IsAtFault() {
        Browser.Answered answered = place(order().put("client_order_id", "break").encode());

        assertThat(answered.status()).isEqualTo(500);
        assertThat(answered.code()).isEqualTo("INTERNAL");
        assertThat(answered.body()).doesNotContain("canary").doesNotContain("trading broke");
    }

    private Browser.Answered place(String body) {
        Browser.Answered answered = anna.send("POST", "/v1/orders", body);
        ContractBook.assertFits("placeOrder", answered);
        ContractBook.assertError(answered);
        return answered;
    }

    private Browser.Answered raw(String path) {
        return RawHttp.get(House.gateway().port(), path, anna);
    }

    private static JsonObject order() {
        return new JsonObject()
                .put("client_order_id", "bad-" + UUID.randomUUID())
                .put("instrument", "BTC-USDT")
                .put("side", "buy")
                .put("type", "limit")
                .put("quantity", "0.01")
                .put("price", "64950.00");
    }
}
