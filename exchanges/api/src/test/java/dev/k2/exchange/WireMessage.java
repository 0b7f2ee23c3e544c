package dev.k2.exchange;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request or an answer of HTTP/1.1 as it stood on the wire, of a length that it names itself. */
final class WireMessage {
    private static final int HEAD_MAX = 64 << 10;
    private static final Pattern LENGTH =
            Pattern.compile("\r\ncontent-length: *([0-9]+)", Pattern.CASE_INSENSITIVE);

    private final String head;
    private final byte[] bytes;

    private WireMessage(String head, byte[] bytes) {
        this.head = head;
        this.bytes = bytes;
    }

    /** The next message, or none where the other side has closed. */
    static Optional<WireMessage> read(BufferedInputStream in) throws IOException {
        var read = new ByteArrayOutputStream();
        int state = 0;
        while (state < 4) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            read.write(next);
            state = next == (state % 2 == 0 ? '\r' : '\n') ? state + 1 : next == '\r' ? 1 : 0;
            if (read.size() > HEAD_MAX) {
                throw new IOException("a head has at most " + HEAD_MAX + " bytes");
            }
        }
        String head = read.toString(StandardCharsets.ISO_8859_1);
        if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            throw new IOException("expected a message that names its length");
        }
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            int wanted = Integer.parseInt(length.group(1));
            byte[] body = in.readNBytes(wanted);
            if (body.length < wanted) {
                throw new EOFException("cut within a message");
            }
            read.write(body);
        }
        return Optional.of(new WireMessage(head, read.toByteArray()));
    }

    /** Head and body as they came. */
    byte[] bytes() {
        return bytes;
    }

    /** Method and path of a request, without its query. */
    String kind() {
        String[] words = head.split("[ ?]", 3);
        return words[0] + " " + words[1];
    }

    /** Whether an answer makes the connection a WebSocket. */
    boolean isSwitch() {
        return head.startsWith("HTTP/1.1 101");
    }
}
