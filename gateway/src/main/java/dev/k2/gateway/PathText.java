package dev.k2.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the percent signs out of a path, strictly: UTF-8 or nothing, and no control characters. */
final class PathText {
    private PathText() {}

    /** The segments of a path, decoded one by one; empty where it is none. */
    static Optional<List<String>> segments(String path) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        List<String> decoded = new ArrayList<>();
        for (String segment : Contract.segments(path)) {
            Optional<String> text = decode(segment);
            if (text.isEmpty() || text.get().equals(".") || text.get().equals("..")) {
                return Optional.empty();
            }
            decoded.add(text.get());
        }
        return Optional.of(decoded);
    }

    private static Optional<String> decode(String segment) {
        var bytes = new ByteArrayOutputStream(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c != '%') {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            if (i + 2 >= segment.length()
                    || digit(segment, i + 1) < 0
                    || digit(segment, i + 2) < 0) {
                return Optional.empty();
            }
            bytes.write(digit(segment, i + 1) * 16 + digit(segment, i + 2));
            i += 2;
        }
        return utf8(bytes.toByteArray());
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.chars().anyMatch(c -> c < ' ') ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    private static int digit(String text, int at) {
        return Character.digit(text.charAt(at), 16);
    }
}
