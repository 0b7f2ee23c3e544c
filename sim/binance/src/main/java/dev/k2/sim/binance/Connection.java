package dev.k2.sim.binance;

import dev.k2.sim.Fault;
import dev.k2.sim.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One WebSocket with Binance's manners: it pings, expects its pong, counts what comes in, and ends after a day. */
final class Connection {
    private static final short GOING_AWAY = 1001;
    private static final short POLICY_VIOLATION = 1008;
    private static final int QUEUE_MAX_BYTES = 8 * 1024 * 1024;
    private static final long SETTLED_CHARS = 256 * 1024;
    private static final Duration SHUTDOWN_NOTICE = Duration.ofSeconds(10);

    private final ServerWebSocket socket;
    private final Settings settings;
    private final BinanceFloor floor;
    private final Scheduler scheduler;
    private final boolean micros;
    private final List<Scheduler.Task> tasks = new ArrayList<>();
    private Consumer<String> incoming = text -> {};
    private Runnable closed = () -> {};
    private Runnable shutdown = () -> {};
    private String awaitedPong = "";
    private Scheduler.Task deadline = () -> {};
    private long unsent;
    private long second;
    private long messages;
    private boolean limited;

    Connection(
            ServerWebSocket socket,
            Settings settings,
            BinanceFloor floor,
            Scheduler scheduler,
            boolean micros) {
        this.socket = socket;
        this.settings = settings;
        this.floor = floor;
        this.scheduler = scheduler;
        this.micros = micros;
    }

    boolean micros() {
        return micros;
    }

    String address() {
        return String.valueOf(socket.remoteAddress().hostAddress());
    }

    /** Begins to listen. What comes in faster than the limit ends the connection. */
    void open(
            boolean limitMessages,
            Consumer<String> onText,
            Runnable onClosed,
            Runnable onShutdown) {
        limited = limitMessages;
        incoming = onText;
        closed = onClosed;
        shutdown = onShutdown;
        socket.setWriteQueueMaxSize(QUEUE_MAX_BYTES);
        socket.textMessageHandler(this::text);
        socket.pongHandler(this::pong);
        socket.closeHandler(ignored -> end());
        socket.exceptionHandler(ignored -> cut());
        tasks.add(scheduler.every(settings.pingEvery(), this::ping));
        Duration life = settings.connectionLife();
        Duration notice =
                life.compareTo(SHUTDOWN_NOTICE.multipliedBy(2)) > 0
                        ? SHUTDOWN_NOTICE
                        : life.dividedBy(2);
        tasks.add(scheduler.after(life.minus(notice), () -> shutdown.run()));
        tasks.add(scheduler.after(life, () -> close(GOING_AWAY, "connection lived long enough")));
    }

    void send(String text) {
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
    boolean settled() {
        return socket.isClosed() || (unsent < SETTLED_CHARS && awaitedPong.isEmpty());
    }

    void close(short code, String reason) {
        if (!socket.isClosed()) {
            socket.close(code, reason);
        }
    }

    /** Ends the connection without a word, as a broken line does. */
    void cut() {
        if (!socket.isClosed()) {
            socket.shutdown(0, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
    }

    private void text(String text) {
        if (tooMany()) {
            close(POLICY_VIOLATION, "Too many requests");
            return;
        }
        incoming.accept(text);
    }

    private boolean tooMany() {
        long now = floor.micros() / 1_000_000;
        if (now != second) {
            second = now;
            messages = 0;
        }
        messages++;
        return limited && messages > settings.messagesPerSecond();
    }

    private void ping() {
        boolean silent = floor.stands(Fault.Kind.NO_PING, Target.of("socket")).isPresent();
        if (silent || socket.isClosed()) {
            return;
        }
        awaitedPong = Long.toString(floor.micros() / 1000);
        socket.writePing(Buffer.buffer(awaitedPong));
        deadline.cancel();
        String awaited = awaitedPong;
        deadline =
                scheduler.after(
                        settings.pongWithin(),
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
        closed.run();
    }
}
