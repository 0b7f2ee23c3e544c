package dev.k2.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The cheapest client that there can be: one connection that stays open, one request at a time. */
final class PostCaller implements AutoCloseable {
    private static final String LENGTH = "content-length:";
    private static final int BUFFER = 8192;

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private final String head;

    /**
     * A client.
     *
     * @param path that everything is posted to
     * @param headers whole lines, each with its end
     */
    PostCaller(int port, String path, String headers) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        head =
                "POST "
                        + path
                        + " HTTP/1.1\r\nhost: 127.0.0.1:"
                        + port
                        + "\r\ncontent-type: application/json\r\n"
                        + headers
                        + "content-length: ";
    }

    /**
     * Posts a body.
     *
     * @throws IllegalStateException with the answer where it is no success
     */
    void post(String body) throws IOException {
        out.write((head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
        String status = line();
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        byte[] answer = in.readNBytes(length);
        if (!status.startsWith("HTTP/1.1 20")) {
            throw new IllegalStateException(
                    String.format(
                            Locale.ROOT,
                            "%s %s",
                            status,
                            new String(answer, StandardCharsets.UTF_8)));
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server ended the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
