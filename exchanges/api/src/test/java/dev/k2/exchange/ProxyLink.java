package dev.k2.exchange;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection through a {@link FaultProxy}: requests one by one, and frames once it is a WebSocket. */
final class ProxyLink {
    private final FaultProxy proxy;
    private final Socket client;
    private volatile @Nullable Socket server;
    private volatile boolean lost;

    ProxyLink(FaultProxy proxy, Socket client) {
        this.proxy = proxy;
        this.client = client;
    }

    void start() {
        Thread.ofVirtual().name("fault-proxy-link").start(this::run);
    }

    /** Whether something on its way here went into a partition. */
    boolean hasLost() {
        return lost;
    }

    /** Ends both sides at once; the client is told with a reset. */
    synchronized void reset() {
        Socket open = server;
        try {
            if (!client.isClosed()) {
                client.setSoLinger(true, 0);
                client.close();
            }
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        try {
            if (proxy.isPartitioned()) {
                lost = true;
            }
            var requests = new BufferedInputStream(client.getInputStream());
            Optional<WireMessage> request = WireMessage.read(requests);
            while (request.isPresent()) {
                if (!pass(request.get(), requests)) {
                    break;
                }
                request = WireMessage.read(requests);
            }
        } catch (IOException sideGone) {
            proxy.brokeOff(sideGone);
        }
        reset();
        proxy.ended(this);
    }

    /** Whether another request can follow on this connection. */
    private boolean pass(WireMessage request, BufferedInputStream requests) throws IOException {
        Optional<ProxyFault> fault = proxy.struck(request.kind());
        if (proxy.isPartitioned() || lost) {
            lost = true;
            return true;
        }
        if (fault.isPresent() && fault.get() instanceof ProxyFault.LoseRequest) {
            return false;
        }
        Socket upstream = upstream();
        upstream.getOutputStream().write(request.bytes());
        var answers = new BufferedInputStream(upstream.getInputStream());
        Optional<WireMessage> answer = WireMessage.read(answers);
        if (answer.isEmpty()) {
            return false;
        }
        if (answer.get().isSwitch()) {
            client.getOutputStream().write(answer.get().bytes());
            Thread.ofVirtual().name("fault-proxy-frames").start(() -> frames(answers));
            copy(requests, upstream.getOutputStream());
            return false;
        }
        if (proxy.isPartitioned()) {
            lost = true;
            return true;
        }
        return answer(answer.get().bytes(), fault);
    }

    private boolean answer(byte[] answer, Optional<ProxyFault> fault) throws IOException {
        OutputStream out = client.getOutputStream();
        if (fault.isEmpty()) {
            out.write(answer);
            return true;
        }
        switch (fault.get()) {
            case ProxyFault.SwallowReply swallow -> {
                return true;
            }
            case ProxyFault.ResetReply reset -> {
                return false;
            }
            case ProxyFault.TruncateReply(int bytes) -> {
                out.write(answer, 0, Math.min(bytes, answer.length - 1));
                out.flush();
                return false;
            }
            case ProxyFault.DelayReply(var by) -> {
                pause(by.toMillis());
                out.write(answer);
                return true;
            }
            case ProxyFault.LoseRequest lose -> throw new IllegalStateException("never passed on");
        }
    }

    private static void pause(long millis) throws IOException {
        try {
            if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody ends the pause");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private Socket upstream() throws IOException {
        Socket open = server;
        if (open == null) {
            open = new Socket(InetAddress.getLoopbackAddress(), proxy.target());
            open.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            server = open;
        }
        return open;
    }

    private void copy(BufferedInputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[8192];
        int length = from.read(buffer);
        while (length >= 0) {
            if (proxy.isPartitioned() || lost) {
                lost = true;
            } else {
                to.write(buffer, 0, length);
            }
            length = from.read(buffer);
        }
    }

    private void frames(BufferedInputStream answers) {
        try {
            Optional<WireFrame> frame = WireFrame.read(answers);
            while (frame.isPresent()) {
                if (proxy.isPartitioned() || lost) {
                    lost = true;
                } else {
                    pass(frame.get());
                }
                frame = WireFrame.read(answers);
            }
        } catch (IOException sideGone) {
            proxy.brokeOff(sideGone);
        }
        reset();
    }

    private void pass(WireFrame frame) throws IOException {
        if (!frame.isText()) {
            client.getOutputStream().write(frame.bytes());
            return;
        }
        for (String text : proxy.frame(frame.text())) {
            client.getOutputStream().write(frame.with(text).bytes());
        }
    }
}
