package dev.k2.exchange;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A frame of a WebSocket as servers send them, without a mask. */
final class WireFrame {
    private static final int WHOLE_TEXT = 0x81;
    private static final int SHORT_MAX = 125;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    /** Whether it ends its message, and its kind. */
    private final int first;

    private final byte[] payload;

    private WireFrame(int first, byte[] payload) {
        this.first = first;
        this.payload = payload;
    }

    /** The next frame, or none where the other side has closed. */
    static Optional<WireFrame> read(BufferedInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        int told = exactly(in, 1)[0] & 0xff;
        int length =
                switch (told) {
                    case TWO_BYTES -> ByteBuffer.wrap(exactly(in, 2)).getShort() & 0xffff;
                    case EIGHT_BYTES -> Math.toIntExact(ByteBuffer.wrap(exactly(in, 8)).getLong());
                    default -> told;
                };
        return Optional.of(new WireFrame(first, exactly(in, length)));
    }

    /** Whether it is a text message of its own. */
    boolean isText() {
        return first == WHOLE_TEXT;
    }

    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    WireFrame with(String text) {
        return new WireFrame(first, text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length <= SHORT_MAX) {
            out.write(payload.length);
        } else if (payload.length <= 0xffff) {
            out.write(TWO_BYTES);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            out.write(EIGHT_BYTES);
            out.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static byte[] exactly(BufferedInputStream in, int length) throws IOException {
        byte[] read = in.readNBytes(length);
        if (read.length < length) {
            throw new EOFException("cut within a frame");
        }
        return read;
    }
}
