package dev.k2.exchange.net;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** One connection of a {@link SocketLink}, from the first try to its end. Lives on the loop. */
final class Line implements Outlet, SocketHandler.Ear {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    /** A little more than a second: on its way, a message can come closer to the one before it. */
    private static final Duration SECOND = Duration.ofMillis(1_050);

    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private final SocketLink link;
    private final SocketSettings settings;
    private final Loop loop;
    private final Net net;
    private final SocketHandler socket;
    private final Deque<Queued> waiting = new ArrayDeque<>();
    private final Pace pace;
    private final List<Long> timers = new ArrayList<>();
    private long heardNanos;
    private long heardMillis;
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
        this.net = net;
        this.socket = new SocketHandler(settings, this);
    }

    void connect() {
        timers.add(loop.after(CONNECT_MAX, this::giveUpUnlessOpen));
        new Dial(loop, net.tls(), settings, socket, () -> !over, this::lost).start();
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
        socket.close();
    }

    boolean isOver() {
        return over;
    }

    /** Whether it stood at some time. */
    boolean wasOpened() {
        return open;
    }

    @Override
    public Map<String, String> handshake() {
        return link.handshake();
    }

    @Override
    public void opened() {
        open = true;
        heardNanos = System.nanoTime();
        heartbeatNanos = heardNanos;
        if (settings.firstAfter().isPositive()) {
            drainsLater = true;
            timers.add(loop.after(settings.firstAfter(), this::drainLater));
        }
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
            if (waitNanos > 0 || !socket.isWritable()) {
                drainsLater = true;
                loop.after(Duration.ofNanos(waitNanos).plus(A_MOMENT), this::drainLater);
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
        socket.send(message);
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
            socket.ping();
        }
    }

    private void checkSilence() {
        long silentNanos = System.nanoTime() - heardNanos;
        if (!over && silentNanos > settings.silenceMax().toNanos()) {
            lost("silent for " + Duration.ofNanos(silentNanos).toMillis() + " ms");
        }
    }

    @Override
    public void heard() {
        heardNanos = System.nanoTime();
        heardMillis = net.clock().millis();
    }

    @Override
    public void pinged() {
        pace.spend(heardNanos);
    }

    @Override
    public void message(byte[] bytes, int length) {
        if (settings.heartbeat().isAnswer(bytes, length)) {
            return;
        }
        String reply = settings.heartbeat().replyTo(bytes, length);
        if (reply == null) {
            link.received(this, bytes, length, heardMillis);
        } else {
            // Ahead of the queue: who answers late is cut.
            heartbeatNanos = heardNanos;
            write(reply);
        }
    }

    @Override
    public void refused(Upgrade.Answer.Refused refusal) {
        if (!over) {
            link.refused(refusal);
        }
    }

    @Override
    public void lost(String why) {
        if (!over) {
            end();
            link.lost(this, open ? why : "could not connect: " + why);
        }
    }

    private void giveUpUnlessOpen() {
        if (!open) {
            lost("no answer in time");
        }
    }
}
