package dev.k2.sim.cryptocom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.WireJson;
import org.junit.jupiter.api.Test;

class CryptocomSignatureTest {
    @Test
    void reproducesTheVectors() {
        for (JsonNode vector : Fixtures.payload("signature_vectors/vectors.json")) {
            String payload =
                    CryptocomSignature.payload(
                            vector.path("method").asText(),
                            vector.path("id").asText(),
                            vector.path("api_key").asText(),
                            vector.path("params"),
                            vector.path("nonce").asText());

            String secret = vector.path("secret").asText();
            assertThat(payload).isEqualTo(vector.path("payload").asText());
            assertThat(CryptocomSignature.of(secret, payload))
                    .isEqualTo(vector.path("sig").asText());
            assertThat(CryptocomSignature.right(secret, payload + " ", vector.path("sig").asText()))
                    .isFalse();
        }
    }

    @Test
    void joinsWhatIsNestedWithoutSeparators() throws JsonProcessingException {
        JsonNode params =
                WireJson.parse(
                        "{\"order_list\":[{\"b\":1,\"a\":[\"x\",\"y\"]},{\"c\":null}],\"deep\":{\"d\":{\"e\":{\"f\":true}}}}");

        assertThat(CryptocomSignature.text(params)).isEqualTo("deepdeftrueorder_listaxyb1cnull");
        assertThat(CryptocomSignature.text(WireJson.object())).isEmpty();
    }
}
