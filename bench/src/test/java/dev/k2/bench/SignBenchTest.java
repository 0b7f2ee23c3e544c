package dev.k2.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;

class SignBenchTest {
    @Test
    void bothMakeTheSameSignatureWhereItIsNotRandom() throws GeneralSecurityException {
        for (SignBench.Pair pair : SignBench.pairs()) {
            String ours = pair.ours().apply("text");
            String theirs = pair.jdk().apply("text");

            assertThat(ours).as(pair.name()).hasSameSizeAs(theirs);
            if (!pair.name().endsWith("PSS")) {
                assertThat(ours).as(pair.name()).isEqualTo(theirs);
            }
        }
    }

    @Test
    void printsALinePerContestantAndARatio() throws GeneralSecurityException {
        var printed = new ByteArrayOutputStream();

        SignBench.measure(
                SignBench.pairs().getFirst(),
                1,
                new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .last()
                .asString()
                .endsWith(" x JDK");
    }
}
