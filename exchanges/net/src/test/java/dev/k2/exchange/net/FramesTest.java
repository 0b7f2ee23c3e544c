package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static final int MAX = 100_000;
    private static final int FINAL = 0x80;

    private final Heard heard = new Heard();
    private final Frames frames = new Frames(heard, MAX);

    @Test
    void readsSeveralMessagesOfOneRead() {
        read(join(frame(FINAL | Frames.TEXT, "one"), frame(FINAL | Frames.BINARY, "two")));

        assertThat(heard.events).containsExactly("message one", "message two");
    }

    @Test
    void readsTheSameWhereverTheBytesAreCut() {
        byte[] all =
                join(
                        frame(FINAL | Frames.TEXT, "one"),
                        frame(Frames.TEXT, "a"),
                        frame(FINAL | Frames.PING, "p"),
                        frame(Frames.CONTINUATION, ""),
                        frame(FINAL | Frames.CONTINUATION, "b".repeat(300)),
                        frame(FINAL | Frames.TEXT, ""),
                        frame(FINAL | Frames.PONG, "q"),
                        frame(FINAL | Frames.CLOSE, "\u0003\u00e9"));
        List<String> expected =
                List.of(
                        "message one",
                        "ping p",
                        "message a" + "b".repeat(300),
                        "message ",
                        "pong",
                        "close 1001");

        for (int cut = 0; cut <= all.length; cut++) {
            var events = new Heard();
            var reader = new Frames(events, MAX);
            reader.read(all, 0, cut);
            reader.read(all, cut, all.length);
            assertThat(events.events).as("cut at %s", cut).isEqualTo(expected);
        }
        for (byte single : all) {
            read(new byte[] {single});
        }
        assertThat(heard.events).isEqualTo(expected);
    }

    @Property
    void readsWhatWasWrittenInWhateverPieces(
            @ForAll @Size(max = 20) List<@IntRange(max = 70_000) Integer> lengths,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 9_000) Integer> reads) {
        List<String> expected = new ArrayList<>();
        List<byte[]> written = new ArrayList<>();
        for (int length : lengths) {
            String text = "x".repeat(length);
            written.add(frame(FINAL | Frames.TEXT, text));
            expected.add("message " + text);
        }
        byte[] all = join(written.toArray(byte[][]::new));
        var events = new Heard();
        var reader = new Frames(events, MAX);

        int at = 0;
        for (int i = 0; at < all.length; i++) {
            int end = Math.min(all.length, at + reads.get(i % reads.size()));
            reader.read(all, at, end);
            at = end;
        }

        assertThat(events.events).isEqualTo(expected);
    }

    @Property
    void endsInNoExceptionWhateverComes(@ForAll byte[] bytes) {
        read(bytes);

        assertThat(heard.events.stream().filter(event -> event.startsWith("violated")))
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void readsLongFramesByTheirLongLength() {
        String text = "y".repeat(70_000);

        read(frame(FINAL | Frames.TEXT, text));

        assertThat(heard.events).containsExactly("message " + text);
    }

    @Test
    void refusesWhatTheProtocolForbids() {
        assertViolation("masks", new byte[] {(byte) 0x81, (byte) 0x80, 0, 0, 0, 0}, "mask");
        assertViolation("a reserved bit", new byte[] {(byte) 0xc1, 0}, "reserved");
        assertViolation("kind 3", new byte[] {(byte) 0x83, 0}, "unknown kind");
        assertViolation("kind 11", new byte[] {(byte) 0x8b, 0}, "unknown kind");
        assertViolation("a ping in parts", new byte[] {0x09, 0}, "control frame");
        assertViolation("a long ping", frame(FINAL | Frames.PING, "p".repeat(126)), "control");
        assertViolation("a loose continuation", new byte[] {(byte) 0x80, 0}, "continuation");
        assertViolation("half a reason", frame(FINAL | Frames.CLOSE, "x"), "two bytes");
        assertViolation(
                "a message in a message",
                join(frame(Frames.TEXT, "a"), frame(FINAL | Frames.TEXT, "b")),
                "within another");
    }

    @Test
    void refusesAMessageThatIsTooLongBeforeItComes() {
        byte[] head = {(byte) 0x82, 127, 0, 0, 0, 0, 0x7f, 0, 0, 0};
        byte[] negative = {(byte) 0x82, 127, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0};

        assertThat(events(head))
                .containsExactly("violated 1009 a message is longer than 100000 bytes");
        assertThat(events(negative)).first().asString().startsWith("violated 1009");
    }

    @Test
    void refusesAMessageWhosePartsAreTooLong() {
        read(frame(Frames.TEXT, "x".repeat(60_000)));

        read(frame(FINAL | Frames.CONTINUATION, "x".repeat(60_000)));

        assertThat(heard.events).hasSize(1).first().asString().startsWith("violated 1009");
    }

    @Test
    void readsNothingAfterAViolationOrAFarewell() {
        byte[] more = frame(FINAL | Frames.TEXT, "more");

        assertThat(events(join(new byte[] {(byte) 0x83, 0}, more))).hasSize(1);
        assertThat(events(join(frame(FINAL | Frames.CLOSE, ""), more)))
                .containsExactly("close 1005");
    }

    @Test
    void readsNothingOnceItIsStopped() {
        frames.stop();

        read(frame(FINAL | Frames.TEXT, "more"));

        assertThat(heard.events).isEmpty();
    }

    @Test
    void writesFramesThatUnmaskToWhatWasSent() {
        for (int length : new int[] {0, 1, 125, 126, 65_535, 65_536}) {
            byte[] payload = new byte[length];
            for (int i = 0; i < length; i++) {
                payload[i] = (byte) i;
            }

            ByteBuf frame =
                    MaskedFrame.of(
                            UnpooledByteBufAllocator.DEFAULT,
                            Frames.TEXT,
                            payload,
                            length,
                            0xa1b2c3d4);

            assertThat(unmask(frame)).as("%s bytes", length).isEqualTo(payload);
            frame.release();
        }
    }

    @Test
    void masksEachFrameWithAnotherMask() {
        byte[] payload = new byte[64];

        ByteBuf one = MaskedFrame.of(UnpooledByteBufAllocator.DEFAULT, Frames.TEXT, payload, 64);
        ByteBuf two = MaskedFrame.of(UnpooledByteBufAllocator.DEFAULT, Frames.TEXT, payload, 64);

        assertThat(one).isNotEqualTo(two);
        one.release();
        two.release();
    }

    private static byte[] unmask(ByteBuf frame) {
        assertThat(frame.readUnsignedByte()).isEqualTo((short) (FINAL | Frames.TEXT));
        int length = frame.readUnsignedByte() - 0x80;
        if (length == 126) {
            length = frame.readUnsignedShort();
        } else if (length == 127) {
            length = (int) frame.readLong();
        }
        byte[] mask = new byte[4];
        frame.readBytes(mask);
        byte[] payload = new byte[length];
        frame.readBytes(payload);
        for (int i = 0; i < length; i++) {
            payload[i] ^= mask[i % 4];
        }
        assertThat(frame.isReadable()).isFalse();
        return payload;
    }

    private static void assertViolation(String what, byte[] bytes, String why) {
        assertThat(events(bytes))
                .as(what)
                .last()
                .asString()
                .startsWith("violated 1002")
                .contains(why);
    }

    private static List<String> events(byte[] bytes) {
        var events = new Heard();
        new Frames(events, MAX).read(bytes, 0, bytes.length);
        return events.events;
    }

    private void read(byte[] bytes) {
        frames.read(bytes, 0, bytes.length);
    }

    /** A frame as a server sends it; characters are bytes. */
    private static byte[] frame(int first, String text) {
        byte[] payload = text.getBytes(StandardCharsets.ISO_8859_1);
        var frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else if (payload.length < 65_536) {
            frame.write(126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(127);
            frame.writeBytes(new byte[] {0, 0, 0, 0, 0});
            frame.write(payload.length >> 16);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Notes what it hears. */
    private static final class Heard implements Frames.Sink {
        private final List<String> events = new ArrayList<>();

        @Override
        public void message(byte[] bytes, int length) {
            events.add("message " + text(bytes, length));
        }

        @Override
        public void pinged(byte[] payload, int length) {
            events.add("ping " + text(payload, length));
        }

        @Override
        public void ponged() {
            events.add("pong");
        }

        @Override
        public void closing(int code) {
            events.add("close " + code);
        }

        @Override
        public void violated(int code, String why) {
            events.add("violated " + code + " " + why);
        }

        private static String text(byte[] bytes, int length) {
            return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        }
    }
}
