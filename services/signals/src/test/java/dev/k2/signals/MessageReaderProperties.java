package dev.k2.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Decimals;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class MessageReaderProperties {
    private static final SignalTemplate TEMPLATE =
            new SignalTemplate(
                    UUID.randomUUID(),
                    new UserId(UUID.randomUUID()),
                    SignalAuth.TOKEN,
                    SignalsTest.terms("BTC-USDT"),
                    Instant.EPOCH,
                    Instant.EPOCH);
    private static final IdempotencyKey KEY = new IdempotencyKey("k");

    @Property(tries = 3000)
    void takesAnyBytesWithoutFailing(@ForAll byte[] body) {
        read(body);
    }

    @Property(tries = 3000)
    void makesNothingButAnAllowedOrderOfWhatIsNearlyAMessage(@ForAll("nearly") String body) {
        Optional<SignalMessage> message = read(body.getBytes(StandardCharsets.UTF_8));

        message.map(said -> Composition.of(TEMPLATE, said, KEY))
                .ifPresent(
                        made -> {
                            if (made instanceof Composition.Made(SignalOrder order)) {
                                assertThat(order.quantity()).isPositive();
                                assertThat(order.quantity()).isLessThanOrEqualTo(BigDecimal.ONE);
                                assertThat(order.instrument().text()).isEqualTo("BTC-USDT");
                            }
                        });
    }

    @Property(tries = 1000)
    void readsANumberAsItIsWrittenAsTextOrNot(@ForAll("numbers") BigDecimal number) {
        String text = number.toPlainString();

        Optional<String> bare = quantity("{\"quantity\":" + text + "}");
        Optional<String> quoted = quantity("{\"quantity\":\"" + text + "\"}");

        assertThat(bare).contains(text).isEqualTo(quoted);
        assertThat(Decimals.of(bare.orElseThrow())).isEqualTo(number);
    }

    @Provide
    Arbitrary<BigDecimal> numbers() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("99999999999"))
                .ofScale(18);
    }

    @Provide
    Arbitrary<String> nearly() {
        Arbitrary<String> word =
                Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ",",
                        "\"",
                        "\"side\"",
                        "\"action\"",
                        "\"buy\"",
                        "\"sell\"",
                        "\"quantity\"",
                        "\"contracts\"",
                        "0.1",
                        "\"0.1\"",
                        "-1",
                        "1e400",
                        "\"1e-9\"",
                        "NaN",
                        "null",
                        "true",
                        "\"id\"",
                        "\"\\u0000\"",
                        "\"ticker\"",
                        "2",
                        " ");
        Arbitrary<String> shaped =
                word.list()
                        .ofMaxSize(4)
                        .map(
                                words ->
                                        "{\"side\":\"buy\",\"quantity\":"
                                                + String.join("", words)
                                                + "}");
        return Arbitraries.oneOf(
                shaped, word.list().ofMaxSize(14).map(words -> String.join("", words)));
    }

    private static Optional<SignalMessage> read(byte[] body) {
        return MessageReader.read(body, SignalFields.USUAL);
    }

    private static Optional<String> quantity(String body) {
        return read(body.getBytes(StandardCharsets.UTF_8)).flatMap(SignalMessage::quantity);
    }
}
