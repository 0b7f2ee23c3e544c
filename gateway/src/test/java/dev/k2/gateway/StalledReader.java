package dev.k2.gateway;

import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A client of the stream whose socket nobody reads until it is asked what was sent to it. */
final class StalledReader implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int RECEIVE_BYTES = 4 * 1024;
    private static final byte FINAL_TEXT = (byte) 0x81;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES = 126;
    private static final int CLOSE = 8;

    private final Socket socket;
    private final DataInputStream in;

    private StalledReader(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
    }

    /**
     * What was sent until the connection ended.
     *
     * @param closeCode 0 where the server said none, or ended the connection before it was read
     */
    record Sent(long bytes, int closeCode) {}

    static StalledReader open(Gateway gateway) {
        try {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(RECEIVE_BYTES);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
            socket.getOutputStream()
                    .write(
                            String.join(
                                            "\r\n",
                                            "GET /ws HTTP/1.1",
                                            "Host: k2",
                                            "Upgrade: websocket",
                                            "Connection: Upgrade",
                                            "Sec-WebSocket-Version: 13",
                                            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                                            "",
                                            "")
                                    .getBytes(StandardCharsets.US_ASCII));
            StalledReader reader = new StalledReader(socket);
            reader.head();
            return reader;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void head() throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new IOException("no WebSocket: " + head);
        }
    }

    /** Says something in a frame whose mask is zero. */
    void say(JsonObject message) {
        byte[] content = message.encode().getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(8 + content.length).put(FINAL_TEXT);
        if (content.length < TWO_BYTES) {
            frame.put((byte) (MASKED | content.length));
        } else {
            frame.put((byte) (MASKED | TWO_BYTES)).putShort((short) content.length);
        }
        frame.putInt(0).put(content);
        try {
            socket.getOutputStream().write(frame.array(), 0, frame.position());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Reads at last, up to the end of the connection. */
    Sent read() {
        long bytes = 0;
        int closeCode = 0;
        try {
            while (true) {
                int kind = in.readUnsignedByte() & 0x0F;
                int brief = in.readUnsignedByte();
                long length =
                        switch (brief) {
                            case 126 -> in.readUnsignedShort();
                            case 127 -> in.readLong();
                            default -> brief;
                        };
                byte[] content = new byte[Math.toIntExact(length)];
                in.readFully(content);
                bytes += length;
                if (kind == CLOSE) {
                    closeCode = ByteBuffer.wrap(content).getShort() & 0xFFFF;
                }
            }
        } catch (EOFException | SocketException ended) {
            return new Sent(bytes, closeCode);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
