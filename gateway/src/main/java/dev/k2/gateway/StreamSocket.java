package dev.k2.gateway;

import dev.k2.accounts.ApiKeyScope;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import io.netty.channel.EventLoop;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader of the stream. It lives on its event loop: everything here runs there unless it says
 * otherwise. Requests are served one after the other, also those that wait for something.
 *
 * <p>A reader that does not keep up misses what is in between and is told the newest state later;
 * its own orders are kept for it, up to a limit at which it is closed and has to resume.
 */
final class StreamSocket {
    private static final Logger LOG = LoggerFactory.getLogger(StreamSocket.class);
    private static final int REQUESTS_WAITING_MAX = 200;
    private static final int REQUESTS_AT_ONCE = 100;
    private static final long MILLIS_PER_REQUEST = 50;
    private static final int KEPT_BYTES_MAX = 256 * 1024;
    private static final int DENIALS_MAX = 3;

    private final StreamParts parts;
    private final Wire wire;
    private final EventLoop loop;
    private final Shard shard;
    private final boolean publicOnly;
    private final ArrayDeque<StreamRequest> waiting = new ArrayDeque<>();
    private final Map<Topic, Reading> readings = new LinkedHashMap<>();
    private final ArrayDeque<PrivateFan.Kept> kept = new ArrayDeque<>();
    private volatile @Nullable Caller caller;
    private @Nullable Instant blockedSince;
    private boolean busy;
    private boolean closed;

    /** Something is written and not flushed; the shard knows. */
    private boolean touched;

    /** The channels of one's own that are read, and the last seq that was sent of each. */
    private final Map<PrivateChannel, Long> privately = new EnumMap<>(PrivateChannel.class);

    private int keptBytes;
    private int denials;
    private long paceMillis;

    StreamSocket(StreamParts parts, Wire wire, Shard shard, boolean publicOnly) {
        this.parts = parts;
        this.wire = wire;
        this.loop = wire.loop();
        this.shard = shard;
        this.publicOnly = publicOnly;
    }

    /** Who reads, once that is known. From any thread. */
    Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    void receive(String text) {
        long now = parts.clock().millis();
        paceMillis = Math.max(paceMillis, now) + MILLIS_PER_REQUEST;
        if (paceMillis - now > REQUESTS_AT_ONCE * MILLIS_PER_REQUEST
                || waiting.size() >= REQUESTS_WAITING_MAX) {
            close(CloseReason.TOO_MANY_REQUESTS);
            return;
        }
        waiting.add(StreamRequest.parse(text));
        serveWaiting();
    }

    /** From any thread. */
    void tellPrivately(PrivateFan.Kept change) {
        loop.execute(() -> deliverPrivately(change));
    }

    /** From any thread. */
    void closeSoon(CloseReason reason) {
        loop.execute(() -> close(reason));
    }

    /** From any thread: keeps a quiet connection open. */
    void ping() {
        loop.execute(
                () -> {
                    if (!closed && wire.isFree()) {
                        wire.write(Frame.PING);
                        wire.flush();
                    }
                });
    }

    /** The connection has ended, by whomever. */
    void ended() {
        closed = true;
        wire.release();
        shard.forget(this);
        List<Topic> left = List.copyOf(readings.keySet());
        readings.values().forEach(shard::leave);
        readings.clear();
        leave(left);
        Caller reader = caller;
        if (reader != null) {
            privately.keySet().forEach(one -> parts.fan(one).leave(reader.user(), this));
        }
        privately.clear();
    }

    /**
     * Writes a message of a topic without flushing it.
     *
     * @return whether the socket has to be flushed now, and did not have to before
     */
    boolean deliver(Reading reading, MarketFan.Message message) {
        if (closed) {
            return false;
        }
        if (!wire.isFree()) {
            reading.missed = true;
            if (blockedSince == null) {
                isBlocked();
            }
            return false;
        }
        if (reading.topic().isChain()) {
            if (reading.missed || message.seq() > reading.seq + 1) {
                return tellNewest(reading) && isTouched();
            }
            if (message.seq() <= reading.seq) {
                return false;
            }
            reading.seq = message.seq();
        }
        reading.missed = false;
        wire.write(message.frame());
        return isTouched();
    }

    private boolean isTouched() {
        boolean first = !touched;
        touched = true;
        return first;
    }

    void flush() {
        touched = false;
        wire.flush();
    }

    /** Something about a topic was lost on the way here. */
    void missed(Reading reading) {
        reading.missed = true;
        shard.isBehind(this);
    }

    /**
     * Tells what was missed, as far as the reader takes it.
     *
     * @return whether nothing is left to tell
     */
    boolean catchUp() {
        if (closed) {
            return true;
        }
        if (!wire.isFree()) {
            isBlocked();
            return closed;
        }
        blockedSince = null;
        while (!kept.isEmpty() && wire.isFree()) {
            PrivateFan.Kept change = kept.remove();
            keptBytes -= change.frame().length();
            wire.write(change.frame());
        }
        boolean all = kept.isEmpty();
        for (Reading reading : readings.values()) {
            if (reading.missed && wire.isFree()) {
                tellNewest(reading);
            }
            all &= !reading.missed;
        }
        wire.flush();
        return all;
    }

    void close(CloseReason reason) {
        if (!closed) {
            closed = true;
            parts.metrics().count("k2_ws_closed_total", "reason", Words.of(reason));
            wire.close(reason);
        }
    }

    private void isBlocked() {
        shard.isBehind(this);
        Instant now = parts.clock().instant();
        Instant since = blockedSince;
        if (since == null) {
            blockedSince = now;
            parts.metrics().count("k2_ws_slow_readers_total");
        } else if (Duration.between(since, now).compareTo(parts.limits().slowReaderMax()) > 0) {
            close(CloseReason.TOO_SLOW);
        }
    }

    private boolean tellNewest(Reading reading) {
        Optional<MarketFan.Message> newest = parts.fan().current(reading.topic());
        boolean chain = reading.topic().isChain();
        reading.missed = chain && newest.isEmpty();
        if (reading.missed) {
            shard.isBehind(this);
        }
        newest.ifPresent(
                message -> {
                    reading.seq = message.seq();
                    wire.write(message.frame());
                });
        return newest.isPresent();
    }

    private void deliverPrivately(PrivateFan.Kept change) {
        Long last = privately.get(change.channel());
        if (closed || last == null || change.seq() <= last) {
            return;
        }
        privately.put(change.channel(), change.seq());
        if (kept.isEmpty() && wire.isFree()) {
            wire.write(change.frame());
            wire.flush();
            return;
        }
        kept.add(change);
        keptBytes += change.frame().length();
        if (keptBytes > KEPT_BYTES_MAX) {
            close(CloseReason.RESUME);
        } else {
            isBlocked();
        }
    }

    private void serveWaiting() {
        while (!busy && !closed && !waiting.isEmpty()) {
            serve(waiting.remove());
        }
    }

    private void serve(StreamRequest request) {
        switch (request) {
            case StreamRequest.Ping ping ->
                    say("pong", ping.id(), message -> message.put("timestamp", now()));
            case StreamRequest.Unfit unfit -> refuse(unfit.id(), unfit.problem());
            case StreamRequest.Auth auth -> authenticate(auth);
            case StreamRequest.Private own -> own(own);
            case StreamRequest.Market market when market.begin() -> subscribe(market);
            case StreamRequest.Market market -> unsubscribe(market);
        }
    }

    private void authenticate(StreamRequest.Auth auth) {
        if (publicOnly) {
            refuse(auth.id(), publicOnly());
            return;
        }
        Supplier<Sessions.Access> check =
                auth.token().isPresent()
                        ? () -> parts.sessions().check(auth.token().orElseThrow())
                        : () -> redeem(auth.ticket().orElseThrow());
        busy = true;
        Thread.ofVirtual()
                .name("k2-stream-auth")
                .start(
                        () -> {
                            Sessions.Access access = checked(check);
                            loop.execute(() -> answerAuth(auth, access));
                        });
    }

    private Sessions.Access redeem(String ticket) {
        return parts.tickets()
                .redeem(ticket)
                .map(token -> parts.sessions().check(token.reveal()))
                .orElseGet(
                        () ->
                                new Sessions.Access.Denied(
                                        new Problem(
                                                401,
                                                "TICKET_INVALID",
                                                "The ticket is unknown, too old or used"
                                                        + " already.")));
    }

    private static Sessions.Access checked(Supplier<Sessions.Access> check) {
        try {
            return check.get();
        } catch (RuntimeException failure) {
            LOG.atError().setCause(failure).log("a log in to the stream failed");
            return new Sessions.Access.Denied(Problem.unavailable("Log in cannot be checked now."));
        }
    }

    private void answerAuth(StreamRequest.Auth auth, Sessions.Access access) {
        busy = false;
        switch (access) {
            case Sessions.Access.Granted(Caller granted) -> {
                Caller before = caller;
                if (before != null && !before.user().equals(granted.user())) {
                    refuse(
                            auth.id(),
                            new Problem(
                                    403, "FORBIDDEN", "This connection belongs to somebody else."));
                } else {
                    caller = granted;
                    say(
                            "authenticated",
                            auth.id(),
                            message -> message.put("expires_at", Times.text(granted.expiresAt())));
                }
            }
            case Sessions.Access.Denied(Problem problem) -> {
                refuse(auth.id(), problem);
                denials++;
                if (denials >= DENIALS_MAX) {
                    close(CloseReason.SESSION_ENDED);
                }
            }
        }
        serveWaiting();
    }

    private void own(StreamRequest.Private request) {
        Caller reader = caller;
        if (publicOnly) {
            refuse(request.id(), publicOnly());
        } else if (reader == null) {
            refuse(
                    request.id(),
                    new Problem(
                            401, "UNAUTHENTICATED", "Send auth with a token or a ticket first."));
        } else if (!reader.may(ApiKeyScope.READ)) {
            refuse(request.id(), Sessions.outOfScope(Scope.READ));
        } else if (request.begin()) {
            begin(request, reader);
        } else {
            privately.remove(request.channel());
            parts.fan(request.channel()).leave(reader.user(), this);
            say(
                    "unsubscribed",
                    request.id(),
                    message -> message.put("channel", request.channel().text()));
        }
    }

    private void begin(StreamRequest.Private request, Caller reader) {
        PrivateChannel channel = request.channel();
        long before = privately.getOrDefault(channel, 0L);
        privately.put(channel, before);
        PrivateFan.Beginning beginning =
                parts.fan(channel).join(reader.user(), this, request.after());
        say(
                "subscribed",
                request.id(),
                message ->
                        message.put("channel", channel.text())
                                .put("resumed", beginning.resumed())
                                .put("seq", beginning.seq()));
        privately.put(channel, Math.max(before, beginning.resumed() ? request.after() : 0));
        beginning.missed().forEach(this::deliverPrivately);
    }

    private void subscribe(StreamRequest.Market request) {
        Map<Topic, Instrument> wanted = new LinkedHashMap<>();
        for (InstrumentId id : request.instruments()) {
            Optional<Instrument> instrument = find(request.exchange(), id);
            if (instrument.isEmpty()) {
                refuse(request.id(), unknown(id));
                return;
            }
            Topic topic = Topic.of(request.channel(), instrument.get(), request.variant());
            if (!parts.demand().isTold(topic, instrument.get())) {
                refuse(request.id(), notTold(topic));
                return;
            }
            Reading before = readings.get(topic);
            if (before != null) {
                missed(before);
            } else {
                wanted.put(topic, instrument.get());
            }
        }
        if (readings.size() + wanted.size() > parts.limits().subscriptionsMax()) {
            refuse(request.id(), tooMany());
            return;
        }
        busy = true;
        parts.serial()
                .execute(
                        () -> {
                            Optional<Problem> problem = taken(wanted);
                            loop.execute(() -> answerSubscribe(request, wanted, problem));
                        });
    }

    private Optional<Problem> taken(Map<Topic, Instrument> wanted) {
        try {
            return take(wanted);
        } catch (RuntimeException failure) {
            LOG.atError().setCause(failure).log("a subscription failed");
            return Optional.of(Problem.internal());
        }
    }

    /** On the thread of the demand: all of them, or none. */
    private Optional<Problem> take(Map<Topic, Instrument> wanted) {
        List<Topic> taken = new ArrayList<>();
        for (Map.Entry<Topic, Instrument> entry : wanted.entrySet()) {
            Optional<Problem> problem = parts.demand().take(entry.getKey(), entry.getValue());
            if (problem.isPresent()) {
                taken.forEach(parts.demand()::leave);
                return problem;
            }
            taken.add(entry.getKey());
        }
        return Optional.empty();
    }

    private void answerSubscribe(
            StreamRequest.Market request,
            Map<Topic, Instrument> wanted,
            Optional<Problem> problem) {
        busy = false;
        if (problem.isPresent()) {
            refuse(request.id(), problem.get());
        } else if (closed) {
            leave(List.copyOf(wanted.keySet()));
        } else {
            for (Topic topic : wanted.keySet()) {
                Reading reading = new Reading(this, topic);
                readings.put(topic, reading);
                shard.join(reading);
            }
            say("subscribed", request.id(), message -> describe(message, request));
            if (!catchUp()) {
                shard.isBehind(this);
            }
        }
        serveWaiting();
    }

    private void unsubscribe(StreamRequest.Market request) {
        List<Topic> left = new ArrayList<>();
        for (InstrumentId id : request.instruments()) {
            for (Reading reading : List.copyOf(readings.values())) {
                Topic topic = reading.topic();
                if (topic.channel() == request.channel()
                        && topic.instrument().equals(id)
                        && topic.variant().equals(request.variant())
                        && request.exchange().map(topic.exchange()::equals).orElse(true)) {
                    readings.remove(topic);
                    shard.leave(reading);
                    left.add(topic);
                }
            }
        }
        leave(left);
        say("unsubscribed", request.id(), message -> describe(message, request));
    }

    private void leave(List<Topic> topics) {
        if (!topics.isEmpty()) {
            parts.serial().execute(() -> topics.forEach(parts.demand()::leave));
        }
    }

    private Optional<Instrument> find(Optional<ExchangeId> exchange, InstrumentId id) {
        var catalog = parts.market().instruments();
        return exchange.isPresent() ? catalog.find(exchange.get(), id) : catalog.find(id);
    }

    private static JsonObject describe(JsonObject message, StreamRequest.Market request) {
        JsonArray instruments = new JsonArray();
        request.instruments().forEach(id -> instruments.add(id.text()));
        message.put("channel", request.channel().text()).put("instruments", instruments);
        request.exchange().ifPresent(exchange -> message.put("exchange", exchange.text()));
        if (!request.variant().isEmpty()) {
            message.put(
                    request.channel() == Topic.Channel.BOOK ? "depth" : "interval",
                    request.channel() == Topic.Channel.BOOK
                            ? (Object) Integer.valueOf(request.variant())
                            : request.variant());
        }
        return message;
    }

    private interface Filling {
        JsonObject fill(JsonObject message);
    }

    private void say(String type, @Nullable Object id, Filling filling) {
        if (closed) {
            return;
        }
        JsonObject message = new JsonObject().put("type", type);
        if (id != null) {
            message.put("id", id);
        }
        wire.write(Frame.text(filling.fill(message)));
        wire.flush();
        if (!wire.isFree()) {
            isBlocked();
        }
    }

    private void refuse(@Nullable Object id, Problem problem) {
        parts.metrics().count("k2_ws_errors_total", "code", problem.code());
        say("error", id, message -> message.mergeIn(Envelope.error(problem)));
    }

    private String now() {
        return Times.text(parts.clock().instant());
    }

    private static Problem publicOnly() {
        return new Problem(403, "FORBIDDEN", "This address has public channels only; use /ws.");
    }

    private static Problem unknown(InstrumentId id) {
        return new Problem(
                404,
                "INSTRUMENT_NOT_FOUND",
                "No exchange that K2 knows trades this instrument.",
                Map.of("field", "instruments", "instrument", id.text()));
    }

    private static Problem notTold(Topic topic) {
        return new Problem(
                422,
                "CHANNEL_NOT_OFFERED",
                "The exchange has no such channel for this instrument.",
                Map.of(
                        "channel", topic.channel().text(),
                        "instrument", topic.instrument().text(),
                        "exchange", topic.exchange().text()));
    }

    private Problem tooMany() {
        int most = parts.limits().subscriptionsMax();
        return new Problem(
                429,
                "TOO_MANY_SUBSCRIPTIONS",
                "One connection has at most " + most + " subscriptions.",
                Map.of("limit", most));
    }
}
