package dev.k2.exchange.cryptocom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.PayloadFolder;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CryptocomSignerTest {
    @Test
    void reproducesTheVectors() {
        JsonNode vectors = new PayloadFolder("cryptocom").whole("signature_vectors/vectors.json");

        assertThat(vectors).hasSizeGreaterThan(2);
        for (JsonNode vector : vectors) {
            var signer =
                    new CryptocomSigner(
                            Credentials.hmac(
                                    vector.path("api_key").asText(),
                                    vector.path("secret").asText()));
            Map<String, Object> params = params(vector.path("params"));

            assertThat(CryptocomSigner.text(params))
                    .isEqualTo(vector.path("param_string").asText());
            assertThat(
                            signer.sign(
                                    vector.path("method").asText(),
                                    vector.path("id").asLong(),
                                    params,
                                    vector.path("nonce").asLong()))
                    .isEqualTo(vector.path("sig").asText());
        }
    }

    @Test
    void signsWhatIsNestedHoweverDeep() {
        Map<String, Object> leg = new LinkedHashMap<>();
        leg.put("b", List.of(Map.of("z", List.of("1", "2"), "y", "3")));
        leg.put("a", true);
        leg.put("c", null);

        assertThat(CryptocomSigner.text(Map.of("order_list", List.of(leg, leg))))
                .isEqualTo(
                        "order_list" + "atrue" + "by3z12" + "cnull" + "atrue" + "by3z12" + "cnull");
    }

    @Test
    void signsNoDecimalsWhoseTextCouldDiffer() {
        assertThatThrownBy(() -> CryptocomSigner.text(Map.of("price", BigDecimal.ONE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sendsWhatItSigned() throws Exception {
        var signer = new CryptocomSigner(Credentials.hmac("K2KEY", "K2SECRET"));
        var call =
                CryptocomCall.of(
                        signer,
                        "ask for an order",
                        "get-order-detail",
                        Map.of("order_id", "337843775021233500"));

        JsonNode body = Json.lenient().readTree(call.signed(12, 1_700_000_000_000L));

        assertThat(body.path("sig").asText())
                .isEqualTo("4ae80da7a511898dc75f82a38f1cdf1184851ded6c4639114bc427ba39ac09d4");
        assertThat(body.path("params").path("order_id").isTextual()).isTrue();
        assertThat(body.path("nonce").asLong()).isEqualTo(1_700_000_000_000L);
    }

    @Test
    void showsNothingOfItsKey() {
        var signer = new CryptocomSigner(Credentials.hmac("K2KEY", "K2SECRET"));
        var call = CryptocomCall.of(signer, "place an order", "create-order", Map.of("a", "K2KEY"));

        assertThat(signer + " " + call).doesNotContain("K2KEY").doesNotContain("K2SECRET");
    }

    private static Map<String, Object> params(JsonNode told) {
        Map<String, Object> params = new LinkedHashMap<>();
        Map<?, ?> read = Json.lenient().convertValue(told, LinkedHashMap.class);
        read.forEach((name, value) -> params.put(String.valueOf(name), value));
        return params;
    }
}
