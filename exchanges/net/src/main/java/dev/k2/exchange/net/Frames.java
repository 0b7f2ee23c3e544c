package dev.k2.exchange.net;

import java.util.Arrays;

/**
 * Reads what a WebSocket server sends (RFC 6455), into one array that is used again for each
 * message: nothing is made per frame or message. Bytes may be cut anywhere. Text is handed on unchecked, whoever parses it checks it.
 *
 * <p>After a violation nothing more is read.
 */
final class Frames {
    static final int GOING_AWAY = 1001;
    static final int PROTOCOL_ERROR = 1002;
    static final int NO_CODE = 1005;
    static final int TOO_BIG = 1009;

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int SCRATCH_BYTES_FIRST = 4 << 10;
    private static final int CONTROL_BYTES_MAX = 125;
    private static final int HEAD_BYTES_MAX = 10;
    private static final int LENGTH_IN_TWO_BYTES = 126;
    private static final int LENGTH_IN_EIGHT_BYTES = 127;

    private final Sink sink;
    private final int messageBytesMax;
    private final byte[] head = new byte[HEAD_BYTES_MAX];
    private final byte[] control = new byte[CONTROL_BYTES_MAX];
    private byte[] scratch = new byte[SCRATCH_BYTES_FIRST];
    private int headFilled;
    private int controlFilled;
    private int filled;
    private boolean inFrame;
    private boolean inMessage;
    private boolean last;
    private int opcode;
    private int remaining;
    private boolean dead;

    /** Hears what comes, in its order. Arrays are used again afterwards. */
    interface Sink {
        /** A text or binary message, whole. */
        void message(byte[] bytes, int length);

        void pinged(byte[] payload, int length);

        void ponged();

        /** The server closes, for a reason of its own or {@link #NO_CODE}. */
        void closing(int code);

        /** The server broke the protocol, or a limit of ours. */
        void violated(int code, String why);
    }

    Frames(Sink sink, int messageBytesMax) {
        this.sink = sink;
        this.messageBytesMax = messageBytesMax;
    }

    /** Reads everything between two places of an array. */
    void read(byte[] bytes, int from, int to) {
        int at = from;
        while (!dead) {
            if (!inFrame) {
                at = readHead(bytes, at, to);
                if (!inFrame) {
                    return;
                }
            }
            int part = Math.min(remaining, to - at);
            if (opcode >= CLOSE) {
                System.arraycopy(bytes, at, control, controlFilled, part);
                controlFilled += part;
            } else {
                System.arraycopy(bytes, at, scratch, filled, part);
                filled += part;
            }
            at += part;
            remaining -= part;
            if (remaining > 0) {
                return;
            }
            inFrame = false;
            endFrame();
        }
    }

    /** Reads no more, whatever comes. */
    void stop() {
        dead = true;
    }

    /** Where the content begins, or the end where the head is not whole yet. */
    private int readHead(byte[] bytes, int from, int to) {
        int at = from;
        while (headFilled < 2 || headFilled < headBytes()) {
            if (at == to) {
                return at;
            }
            head[headFilled++] = bytes[at++];
        }
        headFilled = 0;
        inFrame = beginFrame();
        return at;
    }

    private boolean beginFrame() {
        last = (head[0] & 0x80) != 0;
        opcode = head[0] & 0x0f;
        if ((head[0] & 0x70) != 0) {
            return violate(PROTOCOL_ERROR, "reserved bits are set, and no extension was agreed");
        }
        if ((head[1] & 0x80) != 0) {
            return violate(PROTOCOL_ERROR, "a server does not mask its frames");
        }
        return opcode >= CLOSE ? beginControl(length()) : beginContent(length());
    }

    private boolean beginControl(long length) {
        if (opcode > PONG) {
            return violate(PROTOCOL_ERROR, "unknown kind of frame: " + opcode);
        }
        if (!last || length > CONTROL_BYTES_MAX) {
            return violate(PROTOCOL_ERROR, "a control frame is short and comes in one");
        }
        controlFilled = 0;
        remaining = (int) length;
        return true;
    }

    private boolean beginContent(long length) {
        if (opcode > BINARY) {
            return violate(PROTOCOL_ERROR, "unknown kind of frame: " + opcode);
        }
        if (inMessage != (opcode == CONTINUATION)) {
            return violate(
                    PROTOCOL_ERROR,
                    inMessage ? "a message began within another" : "a continuation of nothing");
        }
        if (length < 0 || length > messageBytesMax - filled) {
            return violate(TOO_BIG, "a message is longer than " + messageBytesMax + " bytes");
        }
        remaining = (int) length;
        int needed = filled + remaining;
        if (needed > scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(needed, scratch.length * 2));
        }
        return true;
    }

    private void endFrame() {
        switch (opcode) {
            case CLOSE -> close();
            case PING -> sink.pinged(control, controlFilled);
            case PONG -> sink.ponged();
            default -> {
                inMessage = !last;
                if (last) {
                    int length = filled;
                    filled = 0;
                    sink.message(scratch, length);
                }
            }
        }
    }

    private void close() {
        dead = true;
        switch (controlFilled) {
            case 0 -> sink.closing(NO_CODE);
            case 1 -> violate(PROTOCOL_ERROR, "a reason to close has two bytes");
            default -> sink.closing((control[0] & 0xff) << 8 | (control[1] & 0xff));
        }
    }

    private int headBytes() {
        return switch (head[1] & 0x7f) {
            case LENGTH_IN_TWO_BYTES -> 4;
            case LENGTH_IN_EIGHT_BYTES -> 10;
            default -> 2;
        };
    }

    /** Negative where it is beyond a long. */
    private long length() {
        int bytes = headBytes();
        if (bytes == 2) {
            return head[1] & 0x7f;
        }
        long length = 0;
        for (int i = 2; i < bytes; i++) {
            length = length << 8 | (head[i] & 0xff);
        }
        return length;
    }

    private boolean violate(int code, String why) {
        dead = true;
        sink.violated(code, why);
        return false;
    }
}
