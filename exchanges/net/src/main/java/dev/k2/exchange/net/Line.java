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
import java.util.function.BooleanSupplier;

/** One connection of a {@link SocketLink}, from the first try to its end. Lives on the loop. */
final class Line implements Outlet {
    private static final int SCRATCH_BYTES_FIRST = 4 << 10;
    private static final int MESSAGE_BYTES_MAX = 4 << 20;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    /** A little more than a second: on its way, a message can come closer to the one before it. */
    private static final Duration SECOND = Duration.ofMillis(1_050);

    private final SocketLink link;
    private final SocketSettings settings;
    private final Loop loop;
    private final ClientWebSocket socket;
    private final Deque<Queued> waiting = new ArrayDeque<>();
    private final Pace pace;
    private final List<Long> timers = new ArrayList<>();
    private byte[] scratch = new byte[SCRATCH_BYTES_FIRST];
    private int partial;
    private long heardNanos;
    private long heartbeatNanos;
    private boolean open;
    private boolean over;
    private boolean drainsLater;

    /** A message in the queue, and who says at its turn whether it is still wanted. */
    private record Queued(String message, BooleanSupplier turn) {}

    Line(Net net, SocketLink link, SocketSettings settings, Loop loop) {
        this.link = link;
        this.settings = settings;
        this.loop = loop;
        this.pace = new Pace(new Rate(settings.messagesPerSecond(), SECOND));
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
        loop.executeNow(() -> enqueue(new Queued(message, () -> true)));
    }

    /**
     * Sends a message in its turn, if it is still wanted then.
     *
     * @param turn asked right before the first byte is handed to the socket; false drops it
     */
    void send(String message, BooleanSupplier turn) {
        loop.executeNow(() -> enqueue(new Queued(message, turn)));
    }

    /** Takes a message out of the queue, where it still waits there. Only on the loop. */
    void withdraw(BooleanSupplier turn) {
        waiting.removeIf(message -> message.turn() == turn);
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

    /** Whether it stood at some time. */
    boolean wasOpened() {
        return open;
    }

    private void opened() {
        if (over) {
            socket.close();
            return;
        }
        open = true;
        heardNanos = System.nanoTime();
        heartbeatNanos = heardNanos;
        timers.add(loop.every(settings.heartbeat().every(), this::beat));
        timers.add(loop.every(settings.silenceMax().dividedBy(4), this::checkSilence));
        link.opened(this);
    }

    private void enqueue(Queued message) {
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

    private void drainLater() {
        drainsLater = false;
        drain();
    }

    private void drain() {
        while (!waiting.isEmpty() && !over && !drainsLater) {
            long waitNanos = pace.waitNanos(System.nanoTime());
            if (waitNanos > 0) {
                drainsLater = true;
                loop.after(Duration.ofNanos(waitNanos).plusMillis(1), this::drainLater);
                return;
            }
            Queued message = waiting.remove();
            if (message.turn().getAsBoolean()) {
                write(message.message());
            }
        }
    }

    private void write(String message) {
        pace.spend(System.nanoTime());
        socket.writeTextMessage(message);
    }

    private void beat() {
        if (over) {
            return;
        }
        switch (settings.heartbeat()) {
            case Heartbeat.PingFrames frames -> ping();
            case Heartbeat.JsonPing json -> write(json.message().get());
            case Heartbeat.TextPing text -> write(text.word());
            case Heartbeat.ServerPings asked -> {
                if (System.nanoTime() - heartbeatNanos > asked.missingAfter().toNanos()) {
                    lost("no heartbeat of the exchange for " + asked.missingAfter());
                }
            }
        }
    }

    /** Only tells a dead connection from a quiet one, so whatever else there is goes first. */
    private void ping() {
        if (waiting.isEmpty() && pace.take(System.nanoTime()) == 0) {
            socket.writePing(Buffer.buffer("k2"));
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
        if (frame.isPing()) {
            // Answered by the socket itself; the answer counts as a message of ours.
            pace.spend(heardNanos);
        }
        if (over || !isContent(frame)) {
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
            whole(length);
        }
    }

    private void whole(int length) {
        if (settings.heartbeat().isAnswer(scratch, length)) {
            return;
        }
        String reply = settings.heartbeat().replyTo(scratch, length);
        if (reply == null) {
            link.received(this, scratch, length);
        } else {
            // Ahead of the queue: who answers late is cut.
            heartbeatNanos = heardNanos;
            write(reply);
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
