package dev.k2.exchange.net;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The first words of a WebSocket connection: asks an HTTP host to speak WebSocket from now on, and
 * reads whether it will. Asks for no extension, so nothing ever comes compressed.
 */
final class Upgrade {
    private static final String ACCEPT_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final int HEAD_BYTES_MAX = 16 << 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SocketSettings settings;
    private final String key;
    private final StringBuilder head = new StringBuilder();

    /** What the host said. */
    sealed interface Answer {
        /** Not enough yet. */
        record Partial() implements Answer {}

        /** From now on frames come. */
        record Accepted() implements Answer {}

        /** The host answered with an HTTP status of its own. */
        record Refused(int status, Optional<String> retryAfter) implements Answer {}

        /** What came is no answer to our question. */
        record Wrong(String why) implements Answer {}
    }

    Upgrade(SocketSettings settings) {
        this.settings = settings;
        byte[] random = new byte[KEY_BYTES];
        RANDOM.nextBytes(random);
        this.key = Base64.getEncoder().encodeToString(random);
    }

    /**
     * What is asked.
     *
     * @param headers further ones, by name
     */
    String request(Map<String, String> headers) {
        var further = new StringBuilder();
        headers.forEach(
                (name, value) -> further.append(name).append(": ").append(value).append("\r\n"));
        boolean usualPort = settings.port() == (settings.ssl() ? 443 : 80);
        String host = settings.address().getHost();
        return "GET "
                + settings.target()
                + " HTTP/1.1\r\nHost: "
                + (usualPort ? host : host + ":" + settings.port())
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: "
                + key
                + "\r\nSec-WebSocket-Version: 13\r\n"
                + further
                + "\r\n";
    }

    /** Reads the answer and nothing behind it. */
    Answer read(ByteBuf in) {
        while (in.isReadable()) {
            if (head.length() == HEAD_BYTES_MAX) {
                return new Answer.Wrong(
                        "the answer's head is longer than " + HEAD_BYTES_MAX + " bytes");
            }
            char c = (char) (in.readByte() & 0xff);
            head.append(c);
            if (c == '\n' && endsWithEmptyLine()) {
                return answer();
            }
        }
        return new Answer.Partial();
    }

    /** What a host that understood the key has to say. */
    static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + ACCEPT_SALT).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has SHA-1", absent);
        }
    }

    private boolean endsWithEmptyLine() {
        int length = head.length();
        return length >= 4
                && head.charAt(length - 2) == '\r'
                && head.charAt(length - 3) == '\n'
                && head.charAt(length - 4) == '\r';
    }

    private Answer answer() {
        String[] lines = head.toString().split("\r\n", -1);
        int status = status(lines[0]);
        if (status < 0) {
            return new Answer.Wrong("expected an answer in HTTP/1.1");
        }
        Map<String, String> headers = headers(lines);
        if (status != 101) {
            return new Answer.Refused(status, Optional.ofNullable(headers.get("retry-after")));
        }
        return isAccepted(headers)
                ? new Answer.Accepted()
                : new Answer.Wrong("the host agreed to something else than was asked");
    }

    private boolean isAccepted(Map<String, String> headers) {
        String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
        return headers.getOrDefault("upgrade", "").equalsIgnoreCase("websocket")
                && connection.contains("upgrade")
                && headers.getOrDefault("sec-websocket-accept", "").equals(accept(key))
                && headers.getOrDefault("sec-websocket-extensions", "").isEmpty()
                && headers.getOrDefault("sec-websocket-protocol", "").isEmpty();
    }

    /** Negative where the line is none of HTTP/1.1. */
    private static int status(String line) {
        boolean isHttp = line.matches("HTTP/1\\.1 [1-5][0-9]{2}( .*)?");
        return isHttp ? Integer.parseInt(line.substring(9, 12)) : -1;
    }

    private static Map<String, String> headers(String[] lines) {
        Map<String, String> headers = new HashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }
}
