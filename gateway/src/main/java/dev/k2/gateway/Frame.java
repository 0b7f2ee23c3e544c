package dev.k2.gateway;

import io.netty.buffer.ByteBuf;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;

/**
 * A message as it lies on the wire. A WebSocket frame of a server needs no mask, so one encoding
 * serves every reader.
 */
final class Frame {
    /** A ping without content, which keeps middlemen from closing a quiet connection. */
    static final Frame PING = new Frame(new byte[] {(byte) 0x89, 0});

    private static final byte FINAL_TEXT = (byte) 0x81;
    private static final byte SHORT_FOLLOWS = 126;
    private static final byte LONG_FOLLOWS = 127;

    private final byte[] bytes;

    private Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    static Frame text(JsonObject message) {
        byte[] content = message.toBuffer().getBytes();
        int header = content.length < 126 ? 2 : content.length < 65_536 ? 4 : 10;
        ByteBuffer frame = ByteBuffer.allocate(header + content.length).put(FINAL_TEXT);
        switch (header) {
            case 2 -> frame.put((byte) content.length);
            case 4 -> frame.put(SHORT_FOLLOWS).putShort((short) content.length);
            default -> frame.put(LONG_FOLLOWS).putLong(content.length);
        }
        return new Frame(frame.put(content).array());
    }

    int length() {
        return bytes.length;
    }

    void writeTo(ByteBuf batch) {
        batch.writeBytes(bytes);
    }
}
