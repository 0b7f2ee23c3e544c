package dev.k2.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sends bytes that no well-behaved client would send. */
final class RawHttp {
    private static final int TIMEOUT_MILLIS = 30_000;

    private RawHttp() {}

    /** Gets a path as it is spelled, with the headers of a browser. */
    static Browser.Answered get(int port, String path, Browser browser) {
        StringBuilder request =
                new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: k2\r\nConnection: close\r\n");
        browser.headers()
                .forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
        return send(port, request + "\r\n");
    }

    /** Sends a text and reads the one answer that comes. */
    static Browser.Answered send(int port, String text) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Browser.Answered read(InputStream stream) throws IOException {
        String head = head(stream);
        String[] lines = head.split("\r\n");
        int status = Integer.parseInt(lines[0].substring(9, 12));
        Map<String, List<String>> headers = new HashMap<>();
        for (String line : List.of(lines).subList(1, lines.length)) {
            String[] parts = line.split(": ?", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), List.of(parts[1]));
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", List.of("0")).getFirst());
        String body = new String(stream.readNBytes(length), StandardCharsets.UTF_8);
        return new Browser.Answered(status, headers, body);
    }

    private static String head(InputStream stream) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            int next = stream.read();
            if (next < 0) {
                throw new IOException("the connection ended after: " + head);
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.UTF_8).strip();
    }
}
