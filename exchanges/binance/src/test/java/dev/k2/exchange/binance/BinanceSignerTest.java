package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.net.HmacSigner;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.PayloadFolder;
import dev.k2.exchange.net.Percent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BinanceSignerTest {
    private static final String SECRET =
            "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";

    @Test
    void reproducesTheVectorOfTheDocuments() {
        String payload =
                "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1"
                        + "&recvWindow=5000&timestamp=1499827319559";

        assertThat(new HmacSigner(SECRET).sign(payload))
                .isEqualTo("c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71");
    }

    @Test
    void encodesBeforeItSigns() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", "１２３４５６");
        parameters.put("side", "BUY");
        parameters.put("type", "LIMIT");
        parameters.put("timeInForce", "GTC");
        parameters.put("quantity", "1");
        parameters.put("price", "0.1");
        var signer = new BinanceSigner(Credentials.hmac("key", SECRET));

        String signed = signer.signed(parameters, 1_499_827_319_559L, 5_000);

        assertThat(signed)
                .isEqualTo(
                        Percent.encode(parameters)
                                + "&recvWindow=5000&timestamp=1499827319559&signature="
                                + "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3");
    }

    @Test
    void reproducesEveryRecordedVector() throws IOException {
        int vectors = 0;
        for (Path file : new PayloadFolder("binance").files("signing")) {
            for (String line : Files.readAllLines(file)) {
                JsonNode vector = Json.lenient().readTree(line);
                if (!vector.path("algo").asText().equals("HMAC-SHA256")) {
                    continue;
                }
                String signature =
                        new HmacSigner(vector.path("secretKey").asText())
                                .sign(vector.path("payload").asText());
                assertThat(signature).as(line).isEqualTo(vector.path("signature").asText());
                vectors++;
            }
        }

        assertThat(vectors).isGreaterThan(15);
    }

    @Test
    void signsTheParametersOfTheWebSocketApiInTheOrderOfTheirNames() {
        var signer = new BinanceSigner(Credentials.hmac("key", SECRET));

        Map<String, Object> signed = signer.signedParameters(Map.of(), 1_700_000_000_000L, 5_000);

        assertThat(signed.keySet())
                .containsExactly("apiKey", "recvWindow", "signature", "timestamp");
        assertThat(signed.get("signature"))
                .isEqualTo(
                        new HmacSigner(SECRET)
                                .sign("apiKey=key&recvWindow=5000&timestamp=1700000000000"));
    }

    @Test
    void showsNoSecret() {
        var credentials =
                new Credentials("canary-key", "canary-secret", Optional.empty(), Optional.empty());

        assertThat(new BinanceSigner(credentials).toString() + credentials)
                .doesNotContain("canary");
        assertThatThrownBy(
                        () ->
                                new BinanceSigner(
                                        new Credentials(
                                                "k",
                                                "",
                                                Optional.empty(),
                                                Optional.of("canary-pem"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("canary");
    }
}
