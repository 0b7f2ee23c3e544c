package dev.k2.exchange.net;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** One connection of a {@link SocketLink}, from the first try to its end. Lives on the loop. */
final class Line implements Outlet {
    private static final int SCRATCH_BYTES_FIRST = 4 << 10;
    private static final int MESSAGE_BYTES_MAX = 4 << 20;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    private final SocketLink link;
    private final SocketSettings settings;
    private final Loop loop;
    private final ClientWebSocket socket;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final List<Long> timers = new ArrayList<>();
    private byte[] scratch = new byte[SCRATCH_BYTES_FIRST];
    private int partial;
    private int sendable;
    private long heardNanos;
    private boolean open;
    private boolean over;

    Line(Net net, SocketLink link, SocketSettings settings, Loop loop) {
        this.link = link;
        this.settings = settings;
        this.loop = loop;
        this.sendable = settings.messagesPerSecond();
        this.socket = net.sockets().webSocket();
        socket.frameHandler(this::onFrame);
        socket.closeHandler(closed -> lost("closed by the other side" + closeReason()));
        socket.exceptionHandler(failed -> lost("failed: " + failed.getMessage()));
    }

    void connect() {
        var options =
                new WebSocketConnectOptions()
                        .setHost(settings.address().getHost())
                        .setPort(settings.port())
                        .setSsl(settings.ssl())
                        .setURI(settings.target())
                        .setTimeout(CONNECT_MAX.toMillis());
        socket.connect(options)
                .onSuccess(connected -> opened())
                .onFailure(failed -> lost("could not connect: " + failed.getMessage()));
    }

    @Override
    public void send(String message) {
        loop.executeNow(() -> enqueue(message));
    }

    @Override
    public void ready() {
        loop.executeNow(
                () -> {
                    if (!over) {
                        link.ready(this);
                    }
                });
    }

    /** Ends the connection without telling the link. */
    void end() {
        over = true;
        timers.forEach(loop::cancel);
        waiting.clear();
        if (open && !socket.isClosed()) {
            socket.close();
        }
    }

    boolean isOver() {
        return over;
    }

    private void opened() {
        if (over) {
            socket.close();
            return;
        }
        open = true;
        heardNanos = System.nanoTime();
        timers.add(loop.every(Duration.ofSeconds(1), this::sendMore));
        timers.add(loop.every(settings.heartbeat().every(), this::beat));
        timers.add(loop.every(settings.silenceMax().dividedBy(4), this::checkSilence));
        link.opened(this);
    }

    private void enqueue(String message) {
        if (over) {
            return;
        }
        if (waiting.size() >= settings.waitingMax()) {
            lost("more than " + settings.waitingMax() + " messages waited to be sent");
            return;
        }
        waiting.add(message);
        drain();
    }

    private void sendMore() {
        sendable = settings.messagesPerSecond();
        drain();
    }

    private void drain() {
        while (sendable > 0 && !waiting.isEmpty() && !over) {
            sendable--;
            socket.writeTextMessage(waiting.remove());
        }
    }

    private void beat() {
        if (over) {
            return;
        }
        switch (settings.heartbeat()) {
            case Heartbeat.PingFrames frames -> socket.writePing(Buffer.buffer("k2"));
            case Heartbeat.JsonPing json -> socket.writeTextMessage(json.message().get());
            case Heartbeat.TextPing text -> socket.writeTextMessage(text.word());
        }
    }

    private void checkSilence() {
        long silentNanos = System.nanoTime() - heardNanos;
        if (!over && silentNanos > settings.silenceMax().toNanos()) {
            lost("silent for " + Duration.ofNanos(silentNanos).toMillis() + " ms");
        }
    }

    private void onFrame(WebSocketFrame frame) {
        heardNanos = System.nanoTime();
        if (over || frame.isPing() || frame.isClose() || !isContent(frame)) {
            return;
        }
        Buffer data = frame.binaryData();
        int length = partial + data.length();
        if (length > MESSAGE_BYTES_MAX) {
            lost("a message is longer than " + MESSAGE_BYTES_MAX + " bytes");
            return;
        }
        if (length > scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(length, scratch.length * 2));
        }
        data.getBytes(scratch, partial);
        partial = length;
        if (frame.isFinal()) {
            partial = 0;
            if (!settings.heartbeat().isAnswer(scratch, length)) {
                link.received(this, scratch, length);
            }
        }
    }

    private static boolean isContent(WebSocketFrame frame) {
        return frame.isText() || frame.isBinary() || frame.isContinuation();
    }

    private void lost(String why) {
        if (!over) {
            end();
            link.lost(this, why);
        }
    }

    private String closeReason() {
        Short code = socket.closeStatusCode();
        return code == null ? "" : " with code " + code;
    }
}
