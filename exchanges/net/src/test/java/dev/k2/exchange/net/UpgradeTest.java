package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.net.Upgrade.Answer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class UpgradeTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Upgrade upgrade = new Upgrade(settings("wss://host.example:9443/ws?a=b"));

    @Test
    void saysWhoAsksWhereThatIsWanted() {
        var upgrade = new Upgrade(settings("wss://host.example"));

        assertThat(upgrade.request(Map.of("ACCESS-KEY", "who")))
                .contains("\r\nACCESS-KEY: who\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void asksInTheWordsOfTheStandard() {
        assertThat(upgrade.request(Map.of()))
                .startsWith("GET /ws?a=b HTTP/1.1\r\nHost: host.example:9443\r\n")
                .contains("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
                .contains("\r\nSec-WebSocket-Version: 13\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void leavesOutAPortThatIsTheUsualOne() {
        assertThat(new Upgrade(settings("wss://host.example")).request(Map.of()))
                .startsWith("GET / HTTP/1.1\r\nHost: host.example\r\n");
    }

    @Test
    void answersTheKeyOfTheStandard() {
        assertThat(Upgrade.accept("dGhlIHNhbXBsZSBub25jZQ=="))
                .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void acceptsTheAnswerAndLeavesWhatFollows() {
        ByteBuf in = bytes(accepting("") + "frames");

        assertThat(upgrade.read(in)).isEqualTo(new Answer.Accepted());
        assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("frames");
    }

    @Test
    void waitsForTheWholeAnswer() {
        String answer = accepting("");
        for (int i = 0; i < answer.length() - 1; i++) {
            assertThat(upgrade.read(bytes(answer.substring(i, i + 1))))
                    .isEqualTo(new Answer.Partial());
        }

        assertThat(upgrade.read(bytes("\n"))).isEqualTo(new Answer.Accepted());
    }

    @Test
    void tellsTheStatusOfARefusal() {
        assertThat(upgrade.read(bytes("HTTP/1.1 429 Too Many\r\nRetry-After: 30\r\n\r\nbody")))
                .isEqualTo(new Answer.Refused(429, Optional.of("30")));
    }

    @Test
    void refusesWhatWasNotAskedFor() {
        assertThat(
                        upgrade.read(
                                bytes(
                                        accepting(
                                                "Sec-WebSocket-Extensions:"
                                                        + " permessage-deflate\r\n"))))
                .isInstanceOf(Answer.Wrong.class);
    }

    @Test
    void refusesAnAnswerToAnotherKey() {
        String other = accepting("").replaceFirst("Accept: .", "Accept: =");

        assertThat(upgrade.read(bytes(other))).isInstanceOf(Answer.Wrong.class);
    }

    @Test
    void refusesWhatIsNoHttp() {
        assertThat(upgrade.read(bytes("SSH-2.0-server\r\n\r\n"))).isInstanceOf(Answer.Wrong.class);
    }

    @Test
    void refusesAnAnswerWithoutEnd() {
        assertThat(upgrade.read(bytes("x".repeat(20_000)))).isInstanceOf(Answer.Wrong.class);
    }

    private String accepting(String more) {
        Matcher key =
                Pattern.compile("Sec-WebSocket-Key: (\\S+)").matcher(upgrade.request(Map.of()));
        assertThat(key.find()).isTrue();
        return "HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\nCONNECTION: keep-alive,"
                + " Upgrade\r\n"
                + more
                + "Sec-WebSocket-Accept: "
                + Upgrade.accept(key.group(1))
                + "\r\n\r\n";
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static SocketSettings settings(String address) {
        return new SocketSettings(
                "test",
                URI.create(address),
                new Heartbeat.PingFrames(LONG),
                LONG,
                LONG,
                LONG,
                10,
                10,
                new Backoff(LONG, LONG),
                LONG);
    }
}
