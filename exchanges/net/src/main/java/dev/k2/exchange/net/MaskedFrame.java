package dev.k2.exchange.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.security.SecureRandom;

/** What a client sends over a WebSocket: each frame whole, and masked as RFC 6455 wants it. */
final class MaskedFrame {
    private static final int HEAD_BYTES_MAX = 14;
    private static final int SHORT_MAX = 125;
    private static final int TWO_BYTES_MAX = 0xffff;

    /** The mask must not be guessed by whoever chooses what is sent. */
    private static final SecureRandom RANDOM = new SecureRandom();

    private MaskedFrame() {}

    /**
     * Makes one.
     *
     * @param opcode a kind of {@link Frames}
     */
    static ByteBuf of(ByteBufAllocator allocator, int opcode, byte[] payload, int length) {
        return of(allocator, opcode, payload, length, RANDOM.nextInt());
    }

    static ByteBuf of(
            ByteBufAllocator allocator, int opcode, byte[] payload, int length, int mask) {
        ByteBuf frame = allocator.buffer(HEAD_BYTES_MAX + length);
        frame.writeByte(0x80 | opcode);
        if (length <= SHORT_MAX) {
            frame.writeByte(0x80 | length);
        } else if (length <= TWO_BYTES_MAX) {
            frame.writeByte(0x80 | 126).writeShort(length);
        } else {
            frame.writeByte(0x80 | 127).writeLong(length);
        }
        frame.writeInt(mask);
        for (int i = 0; i < length; i++) {
            frame.writeByte(payload[i] ^ (mask >>> (24 - 8 * (i & 3))));
        }
        return frame;
    }
}
