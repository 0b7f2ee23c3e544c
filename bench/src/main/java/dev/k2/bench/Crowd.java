package dev.k2.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Many readers of a server of WebSockets, all on the thread that calls. They count what they hear;
 * somebody may listen in.
 */
final class Crowd implements AutoCloseable {
    private static final long WAIT_NANOS = 180_000_000_000L;
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int HANDSHAKE_MILLIS_MAX = 10_000;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    private final Selector selector = Selector.open();
    private final List<Reader> readers = new ArrayList<>();
    private final long restNanos;
    private Ear ear = (reader, in, at, length) -> {};
    private long messages;
    private long bytes;

    /** Listens in to every message. */
    interface Ear {
        void hear(int reader, ByteBuffer in, int at, int length);
    }

    /** One connection. */
    private static final class Reader {
        private final int number;
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
        private long messages;
        private long bytes;
        private int closeCode;
        private boolean ended;

        Reader(int number, SocketChannel channel) {
            this.number = number;
            this.channel = channel;
        }
    }

    /**
     * Opens all connections, one after the other.
     *
     * @param receiveBytes what the kernel takes for each of them while it is not read
     * @param restNanos how long to rest where nothing has come: nobody is woken by a message then,
     *     which is what a client on another machine costs the server; 0 to be woken
     */
    Crowd(int port, int count, int receiveBytes, long restNanos) throws IOException {
        this.restNanos = restNanos;
        for (int number = 0; number < count; number++) {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBytes);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            Reader reader = new Reader(number, channel);
            shakeHands(reader, port);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, reader);
            readers.add(reader);
        }
    }

    private static void shakeHands(Reader reader, int port) throws IOException {
        write(
                reader.channel,
                ByteBuffer.wrap(
                        ("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:"
                                        + port
                                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                        + "Sec-WebSocket-Version: 13\r\n"
                                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII)));
        reader.channel.socket().setSoTimeout(HANDSHAKE_MILLIS_MAX);
        var head = new StringBuilder();
        var one = ByteBuffer.allocate(1);
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            if (reader.channel.read(one.clear()) < 0) {
                throw new IOException("the server ended the connection after: " + head);
            }
            head.append((char) one.get(0));
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new IOException("expected 101 of the server, found " + head);
        }
    }

    private static void write(SocketChannel channel, ByteBuffer what) throws IOException {
        while (what.hasRemaining()) {
            channel.write(what);
        }
    }

    /** Has every reader say a text, masked with zeros. */
    void say(String text) throws IOException {
        for (Reader reader : readers) {
            say(reader.number, text);
        }
    }

    void say(int reader, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(8 + content.length).put((byte) (FINAL | TEXT));
        if (content.length < TWO_BYTES) {
            frame.put((byte) (MASKED | content.length));
        } else {
            frame.put((byte) (MASKED | TWO_BYTES)).putShort((short) content.length);
        }
        write(readers.get(reader).channel, frame.putInt(0).put(content).flip());
    }

    void listen(Ear other) {
        ear = other;
    }

    /** Texts that were heard by all. */
    long messages() {
        return messages;
    }

    /** Bytes of these texts. */
    long bytes() {
        return bytes;
    }

    /** Bytes of texts that one has heard. */
    long bytes(int reader) {
        return readers.get(reader).bytes;
    }

    /** Whether each one has heard so many. */
    boolean allHeard(long count) {
        return readers.stream().allMatch(reader -> reader.messages >= count);
    }

    /** The code that the server closed a connection with; 0 while it has not. */
    int closeCode(int reader) {
        return readers.get(reader).closeCode;
    }

    boolean hasEnded(int reader) {
        return readers.get(reader).ended;
    }

    /** From now on the reader reads nothing, or reads again. */
    void stall(int reader, boolean stalls) {
        SelectionKey key = readers.get(reader).channel.keyFor(selector);
        if (key.isValid()) {
            key.interestOps(stalls ? 0 : SelectionKey.OP_READ);
        }
    }

    /** Reads until something is so. */
    void readUntil(String what, BooleanSupplier done) throws IOException {
        long end = System.nanoTime() + WAIT_NANOS;
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IOException("waited three minutes in vain until " + what);
            }
            read();
        }
    }

    /** Reads what has come, for a while. */
    void readFor(long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            read();
        }
    }

    private void read() throws IOException {
        int ready = restNanos > 0 ? selector.selectNow() : selector.select(10);
        if (ready == 0 && restNanos > 0) {
            LockSupport.parkNanos(restNanos);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            read((Reader) key.attachment());
        }
        selector.selectedKeys().clear();
    }

    private void read(Reader reader) throws IOException {
        int length;
        try {
            length = reader.channel.read(reader.in);
        } catch (IOException reset) {
            // A server that closes somebody who did not read resets the connection.
            length = -1;
        }
        if (length < 0) {
            reader.ended = true;
            reader.channel.close();
            return;
        }
        reader.in.flip();
        hear(reader, reader.in);
        reader.in.compact();
    }

    private void hear(Reader reader, ByteBuffer in) throws IOException {
        while (in.remaining() >= 2) {
            int at = in.position();
            int first = in.get(at);
            int brief = in.get(at + 1) & 0x7F;
            int header = brief < TWO_BYTES ? 2 : 4;
            if (brief == EIGHT_BYTES) {
                throw new IOException("no server here sends messages of more than 65,535 bytes");
            }
            if (in.remaining() < header) {
                return;
            }
            int length = header == 2 ? brief : in.getShort(at + 2) & 0xFFFF;
            if (in.remaining() < header + length) {
                return;
            }
            hear(reader, first & 0x0F, at + header, length);
            in.position(at + header + length);
        }
    }

    private void hear(Reader reader, int kind, int at, int length) {
        if (kind == TEXT) {
            reader.messages++;
            reader.bytes += length;
            messages++;
            bytes += length;
            ear.hear(reader.number, reader.in, at, length);
        } else if (kind == CLOSE) {
            reader.closeCode = reader.in.getShort(at) & 0xFFFF;
        }
    }

    @Override
    public void close() throws IOException {
        for (Reader reader : readers) {
            reader.channel.close();
        }
        selector.close();
    }
}
