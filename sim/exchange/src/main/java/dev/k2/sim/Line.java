package dev.k2.sim;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One WebSocket with its exchange's manners: pings and pongs, what may come in, how long it lives. */
public final class Line {
    private static final short GOING_AWAY = 1001;
    private static final short POLICY_VIOLATION = 1008;
    private static final int QUEUE_MAX_BYTES = 8 * 1024 * 1024;
    private static final long SETTLED_CHARS = 256 * 1024;
    private static final Duration SHUTDOWN_NOTICE = Duration.ofSeconds(10);

    private final ServerWebSocket socket;
    private final Manners manners;
    private final VenueFaults faults;
    private final SimClock clock;
    private final Scheduler scheduler;
    private final List<Scheduler.Task> tasks = new ArrayList<>();
    private Consumer<String> incoming = text -> {};
    private Runnable closed = () -> {};
    private Runnable shutdown = () -> {};
    private String awaitedPong = "";
    private Scheduler.Task deadline = () -> {};
    private Scheduler.Task idling = () -> {};
    private long unsent;
    private long second;
    private long messages;
    private long heardMicros;
    private boolean limited;

    public Line(
            ServerWebSocket socket,
            Manners manners,
            VenueFaults faults,
            SimClock clock,
            Scheduler scheduler) {
        this.socket = socket;
        this.manners = manners;
        this.faults = faults;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    public String address() {
        return String.valueOf(socket.remoteAddress().hostAddress());
    }

    /**
     * Begins to listen.
     *
     * @param limitMessages true when more messages a second than the manners allow end the connection
     * @param onShutdown what tells the client that the connection will soon have lived long enough
     */
    public void open(
            boolean limitMessages,
            Consumer<String> onText,
            Runnable onClosed,
            Runnable onShutdown) {
        limited = limitMessages;
        incoming = onText;
        closed = onClosed;
        shutdown = onShutdown;
        heardMicros = clock.micros();
        socket.setWriteQueueMaxSize(QUEUE_MAX_BYTES);
        socket.textMessageHandler(this::text);
        socket.pongHandler(this::pong);
        socket.closeHandler(ignored -> end());
        socket.exceptionHandler(ignored -> cut());
        if (manners.pingEvery().isPositive()) {
            tasks.add(scheduler.every(manners.pingEvery(), this::ping));
        }
        if (manners.idleMax().isPositive()) {
            idling = scheduler.after(manners.idleMax(), this::checkIdle);
        }
        live(manners.connectionLife());
    }

    private void live(Duration life) {
        if (life.isPositive()) {
            Duration notice =
                    life.compareTo(SHUTDOWN_NOTICE.multipliedBy(2)) > 0
                            ? SHUTDOWN_NOTICE
                            : life.dividedBy(2);
            tasks.add(scheduler.after(life.minus(notice), () -> shutdown.run()));
            tasks.add(
                    scheduler.after(life, () -> close(GOING_AWAY, "connection lived long enough")));
        }
    }

    public void send(String text) {
        if (socket.isClosed()) {
            return;
        }
        if (socket.writeQueueFull()) {
            close(POLICY_VIOLATION, "reader is too slow");
            return;
        }
        unsent += text.length();
        Future<Void> _ =
                socket.writeTextMessage(text).onComplete(written -> unsent -= text.length());
    }

    /** True when nearly all that was sent has left, and no answer to a ping is awaited. */
    public boolean settled() {
        return socket.isClosed() || (unsent < SETTLED_CHARS && awaitedPong.isEmpty());
    }

    public void close(short code, String reason) {
        if (!socket.isClosed()) {
            socket.close(code, reason);
        }
    }

    /** Ends the connection without a word, as a broken line does. */
    public void cut() {
        if (!socket.isClosed()) {
            socket.shutdown(0, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
    }

    private void text(String text) {
        heardMicros = clock.micros();
        if (tooMany()) {
            close(POLICY_VIOLATION, "Too many requests");
            return;
        }
        incoming.accept(text);
    }

    private boolean tooMany() {
        long now = clock.micros() / 1_000_000;
        if (now != second) {
            second = now;
            messages = 0;
        }
        messages++;
        return limited && messages > manners.messagesPerSecond();
    }

    private void checkIdle() {
        Duration silent = Duration.ofMillis((clock.micros() - heardMicros) / 1000);
        Duration left = manners.idleMax().minus(silent);
        if (left.isPositive()) {
            idling = scheduler.after(left, this::checkIdle);
        } else {
            close(GOING_AWAY, "nothing was heard for too long");
        }
    }

    private void ping() {
        boolean silent = faults.stands(Fault.Kind.NO_PING, Target.of("socket")).isPresent();
        if (silent || socket.isClosed()) {
            return;
        }
        awaitedPong = manners.pingBody(clock.micros() / 1000);
        socket.writePing(Buffer.buffer(awaitedPong));
        deadline.cancel();
        String awaited = awaitedPong;
        deadline =
                scheduler.after(
                        manners.pongWithin(),
                        () -> {
                            if (awaited.equals(awaitedPong)) {
                                close(POLICY_VIOLATION, "Pong timeout");
                            }
                        });
    }

    private void pong(Buffer payload) {
        if (tooMany()) {
            close(POLICY_VIOLATION, "Too many requests");
            return;
        }
        if (payload.toString(StandardCharsets.UTF_8).equals(awaitedPong)) {
            awaitedPong = "";
            deadline.cancel();
        }
    }

    private void end() {
        tasks.forEach(Scheduler.Task::cancel);
        deadline.cancel();
        idling.cancel();
        closed.run();
    }
}
