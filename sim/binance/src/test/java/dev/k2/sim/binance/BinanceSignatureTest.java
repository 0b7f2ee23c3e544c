package dev.k2.sim.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.ApiKey;
import dev.k2.sim.Fixtures;
import dev.k2.sim.WireJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinanceSignatureTest {
    private static final String SECRET =
            "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";
    private static final String REST =
            "&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559";

    @Test
    void acceptsThePublishedVectors() {
        assertThat(
                        right(
                                "symbol=LTCBTC" + REST,
                                "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71"))
                .isTrue();
        assertThat(
                        right(
                                "symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96"
                                        + REST,
                                "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3"))
                .isTrue();
    }

    @Test
    void takesHexInEitherCaseAndNothingElse() {
        String hex = "C8DB56825AE71D6D79447849E617115F4A920FA2ACDCAB2B053C4B2838BD6B71";

        assertThat(right("symbol=LTCBTC" + REST, hex)).isTrue();
        assertThat(right("symbol=LTCBTX" + REST, hex)).isFalse();
        assertThat(right("symbol=LTCBTC" + REST, "")).isFalse();
        assertThat(right("symbol=LTCBTC" + REST, "zz")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"binance", "binance-futures"})
    void acceptsEveryVectorOfTheOfficialClients(String product) throws IOException {
        Path folder = Fixtures.root().resolve(product + "/signing");
        int read = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode vector = WireJson.parse(line);
                    ApiKey key = key(vector.path("secretKey").asText());
                    assertThat(
                                    BinanceSignature.right(
                                            key,
                                            vector.path("payload").asText(),
                                            vector.path("signature").asText()))
                            .as(line)
                            .isTrue();
                    read++;
                }
            }
        }

        assertThat(read).isGreaterThan(10);
    }

    @Test
    void joinsQueryAndBodyWithoutASeparatorAndLeavesTheSignatureOut() {
        assertThat(BinanceSignature.restPayload("timestamp=1&signature=ab", "symbol=X&side=BUY"))
                .isEqualTo("timestamp=1symbol=X&side=BUY");
        assertThat(BinanceSignature.restPayload(null, "symbol=X&signature=ab"))
                .isEqualTo("symbol=X");
        assertThat(BinanceSignature.restPayload("signature=ab&a=1", "")).isEqualTo("a=1");
        assertThat(BinanceSignature.restPayload("a=1&signature=ab&b=2", "")).isEqualTo("a=1&b=2");
    }

    @Test
    void sortsWhatTheWebSocketApiSigns() {
        Map<String, String> params =
                Map.of("timestamp", "1", "apiKey", "k", "signature", "s", "symbol", "X");

        assertThat(BinanceSignature.sortedPayload(params))
                .isEqualTo("apiKey=k&symbol=X&timestamp=1");
    }

    private static boolean right(String payload, String signature) {
        return BinanceSignature.right(key(SECRET), payload, signature);
    }

    private static ApiKey key(String secret) {
        return new ApiKey(ApiKey.Kind.HMAC, "key", secret, "", "", null);
    }
}
