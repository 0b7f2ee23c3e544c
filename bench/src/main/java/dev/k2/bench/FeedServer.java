package dev.k2.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The plainest WebSocket server: one thread that shakes hands, and connections that are written to
 * as many frames at a time as the caller likes. What clients send is left unread.
 */
final class FeedServer implements AutoCloseable {
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String KEY = "sec-websocket-key:";
    private static final int TEXT_FRAME = 0x81;
    private static final int TWO_BYTE_LENGTH = 126;
    private static final int TWO_BYTES_MAX = 0xFFFF;
    private static final int WAIT_SECONDS = 30;

    private final ServerSocket server;
    private final BlockingQueue<Connection> opened = new LinkedBlockingQueue<>();

    /** A client that has shaken hands. */
    record Connection(Socket socket, OutputStream out) implements AutoCloseable {
        void send(byte[] frames) throws IOException {
            out.write(frames);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private FeedServer(ServerSocket server) {
        this.server = server;
    }

    static FeedServer start() throws IOException {
        var server = new FeedServer(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
        Thread.ofPlatform().daemon().name("feed-server").start(server::accept);
        return server;
    }

    /** The address to connect to, without a path. */
    String address() {
        return "ws://127.0.0.1:" + server.getLocalPort();
    }

    /** The next client, once it has shaken hands. */
    Connection next() throws InterruptedException {
        Connection connection = opened.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        if (connection == null) {
            throw new IllegalStateException("no client came within " + WAIT_SECONDS + " s");
        }
        return connection;
    }

    /** Messages as text frames, one behind the other. */
    static byte[] frames(List<byte[]> messages) {
        int size = messages.stream().mapToInt(message -> message.length + 4).sum();
        byte[] frames = new byte[size];
        int at = 0;
        for (byte[] message : messages) {
            if (message.length > TWO_BYTES_MAX) {
                throw new IllegalArgumentException("a message of at most 65,535 bytes");
            }
            frames[at++] = (byte) TEXT_FRAME;
            if (message.length < TWO_BYTE_LENGTH) {
                frames[at++] = (byte) message.length;
            } else {
                frames[at++] = TWO_BYTE_LENGTH;
                frames[at++] = (byte) (message.length >>> 8);
                frames[at++] = (byte) message.length;
            }
            System.arraycopy(message, 0, frames, at, message.length);
            at += message.length;
        }
        return java.util.Arrays.copyOf(frames, at);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                shakeHands(server.accept());
            } catch (SocketException closed) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(closed);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private void shakeHands(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        var in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String key = "";
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, KEY, 0, KEY.length())) {
                key = line.substring(KEY.length()).strip();
            }
        }
        OutputStream out = socket.getOutputStream();
        out.write(
                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: "
                                + accept(key)
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        opened.add(new Connection(socket, out));
    }

    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has SHA-1", absent);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Connection connection : opened) {
            connection.close();
        }
    }
}
