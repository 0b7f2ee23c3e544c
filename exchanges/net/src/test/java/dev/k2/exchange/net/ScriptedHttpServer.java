package dev.k2.exchange.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** A host that answers by a script, drops connections, or says nothing. For tests. */
public final class ScriptedHttpServer implements AutoCloseable {
    private final ServerSocket server;
    private final Function<Request, Reply> script;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What arrived. Header names are in lower case. */
    public record Request(
            String method, String path, String query, Map<String, String> headers, String body) {
        /** Query and form together, as they are signed. */
        public String parameters() {
            return query + body;
        }
    }

    /** What the script wants done. */
    public sealed interface Reply {
        record Answer(int status, Map<String, String> headers, String body) implements Reply {}

        /** Closes the connection after the request was read. */
        record Drop() implements Reply {}

        /** Says nothing until the server is closed. */
        record Hang() implements Reply {}

        static Reply json(String body) {
            return new Answer(200, Map.of(), body);
        }

        static Reply status(int status, String body) {
            return new Answer(status, Map.of(), body);
        }
    }

    public ScriptedHttpServer(Function<Request, Reply> script) throws IOException {
        this(0, script);
    }

    /** At a port that is known to be free. */
    public ScriptedHttpServer(int port, Function<Request, Reply> script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("scripted-http").start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** All requests so far, in their order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The requests for one method and path. */
    public List<Request> requests(String method, String path) {
        return requests.stream()
                .filter(request -> request.method().equals(method) && request.path().equals(path))
                .toList();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().name("scripted-http-connection").start(() -> serve(socket));
            } catch (SocketException closing) {
                return;
            } catch (IOException failed) {
                throw new IllegalStateException("accepting failed", failed);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean open = true;
            while (open) {
                open = answered(in, socket.getOutputStream());
            }
        } catch (SocketException gone) {
            // The client, or the end of the test, closed the connection.
            sockets.remove(socket);
        } catch (IOException failed) {
            throw new IllegalStateException("serving failed", failed);
        }
    }

    private boolean answered(InputStream in, OutputStream out) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return false;
        }
        Request request = request(first, in);
        requests.add(request);
        return switch (script.apply(request)) {
            case Reply.Answer answer -> {
                write(answer, out);
                yield true;
            }
            case Reply.Drop drop -> false;
            case Reply.Hang hang -> {
                awaitClose();
                yield false;
            }
        };
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request request(String first, InputStream in) throws IOException {
        String[] parts = first.split(" ", 3);
        Map<String, String> headers = new HashMap<>();
        String header = line(in);
        while (!header.isEmpty()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
            header = line(in);
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        int mark = parts[1].indexOf('?');
        String path = mark < 0 ? parts[1] : parts[1].substring(0, mark);
        String query = mark < 0 ? "" : parts[1].substring(mark + 1);
        return new Request(parts[0], path, query, Map.copyOf(headers), body);
    }

    private static void write(Reply.Answer answer, OutputStream out) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder("HTTP/1.1 " + answer.status() + " Scripted\r\n");
        answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("content-type: application/json\r\n");
        head.append("content-length: " + body.length + "\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        int c = in.read();
        while (c >= 0 && c != '\n') {
            if (c != '\r') {
                line.append((char) c);
            }
            c = in.read();
        }
        return line.toString();
    }
}
