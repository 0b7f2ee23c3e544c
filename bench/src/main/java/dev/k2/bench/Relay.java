package dev.k2.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** A network between a client and a server whose connections can be torn one by one. */
final class Relay implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket server;
    private final int port;
    private final Deque<Pair> pairs = new ConcurrentLinkedDeque<>();

    private record Pair(Socket client, Socket server) {
        synchronized void tear() {
            close(client);
            close(server);
        }

        private static void close(Socket socket) {
            try {
                if (!socket.isClosed()) {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
            } catch (IOException failed) {
                throw new UncheckedIOException("a socket cannot be torn", failed);
            }
        }
    }

    private Relay(ServerSocket server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Listens on a port of its own for clients of another one. */
    static Relay to(int port) throws IOException {
        var relay = new Relay(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()), port);
        Thread.ofVirtual().start(relay::accept);
        return relay;
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many connections stand. */
    int connections() {
        pairs.removeIf(pair -> pair.client().isClosed() || pair.server().isClosed());
        return pairs.size();
    }

    /** Tears the oldest connection. */
    void tearOldest() {
        pairs.removeIf(pair -> pair.client().isClosed() || pair.server().isClosed());
        Pair oldest = pairs.poll();
        if (oldest == null) {
            throw new IllegalStateException("there is no connection to tear");
        }
        oldest.tear();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                var pair = new Pair(client, new Socket(InetAddress.getLoopbackAddress(), port));
                pairs.add(pair);
                Thread.ofVirtual().start(() -> copy(pair, pair.client(), pair.server()));
                Thread.ofVirtual().start(() -> copy(pair, pair.server(), pair.client()));
            } catch (IOException failed) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(failed);
                }
            }
        }
    }

    private static void copy(Pair pair, Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                out.write(buffer, 0, length);
            }
            pair.tear();
        } catch (IOException torn) {
            pair.tear();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        pairs.forEach(Pair::tear);
    }
}
