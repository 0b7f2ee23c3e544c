package dev.k2.exchange.net;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.FeedListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One way to a feed's streams, over one connection or two that carry the same: subscribes on every
 * connection that opens, and hands messages to the exchange's reader. Lives on the feed's loop.
 *
 * @param <S> the exchange's streams
 */
public final class FeedLink<S extends FeedStream> {
    private static final Duration GATHERED_FOR = Duration.ofMillis(10);

    /** How long a change of a book may wait for the one before it to come over the other line. */
    private static final Duration HELD_MAX = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(FeedLink.class);

    private final Loop loop;
    private final StreamFeed<S> feed;
    private final FeedListener listener;
    private final FeedTerms terms;
    private final FeedProtocol<S> protocol;
    private final FeedSocket socket;
    private final InstantSource clock;
    private final FeedReader<S> reader;
    private final BookResync<S> resync;
    private final Names<S> table = new Names<>();
    private final Map<String, S> streams = new LinkedHashMap<>();
    private final Map<Outlet, FeedSubscriptions> lines = new LinkedHashMap<>();
    private final Set<String> joining = new LinkedHashSet<>();
    private final Set<String> leaving = new LinkedHashSet<>();
    private final StreamWatch<S> watch = new StreamWatch<>();
    private @Nullable Link link;
    private boolean gathering;
    private long heardMillis;
    private long unknown;

    private FeedLink(
            StreamFeed<S> feed,
            FeedTerms terms,
            FeedProtocol<S> protocol,
            FeedSocket socket,
            FeedListener listener,
            Loop loop,
            InstantSource clock) {
        this.feed = feed;
        this.terms = terms;
        this.protocol = protocol;
        this.socket = socket;
        this.listener = listener;
        this.loop = loop;
        this.clock = clock;
        this.resync = new BookResync<>(this, loop, clock, terms.silenceMax());
        this.reader = protocol.reader(this);
    }

    static <S extends FeedStream> FeedLink<S> open(
            StreamFeed<S> feed,
            FeedTerms terms,
            FeedProtocol<S> protocol,
            FeedSocket socket,
            FeedListener listener,
            Loop loop,
            Net net) {
        var made = new FeedLink<S>(feed, terms, protocol, socket, listener, loop, net.clock());
        SocketListener ear = made.new Ear();
        SocketSettings one = socket.settings();
        made.link =
                terms.twoConnections()
                        ? net.twin(loop, one, one.as(one.name() + " twin", one.address()), ear)
                        : net.link(loop, one, ear);
        return made;
    }

    /** What the names of streams in messages mean. */
    public Names<S> table() {
        return table;
    }

    /** Who hears what comes. */
    public FeedListener listener() {
        return listener;
    }

    /** Whether this stream is still wanted. */
    public boolean has(S stream) {
        return streams.get(stream.name()) == stream;
    }

    /** Whether the exchange said yes to a stream on a connection that there is. */
    public boolean isSubscribed(S stream) {
        return has(stream) && connectionsOf(stream.name()) > 0;
    }

    /**
     * Makes a book invalid, tells so once, and has it begin anew.
     *
     * @param counts whether this is the exchange's or our fault, and no mere cut of the line
     */
    public void lose(S stream, FeedBook book, boolean counts) {
        boolean wasSynced = book.isSynced();
        book.lose(counts);
        if (wasSynced) {
            listener.onBook(book.book());
        }
        lost(stream);
    }

    /** A book that is invalid already has to begin anew, once its stream is subscribed to. */
    public void lost(S stream) {
        if (isSubscribed(stream) && !reader.fetches(stream)) {
            resync.lost(stream);
        }
    }

    /**
     * A change of a book is kept that is ahead of it: unless the one before it comes over the other
     * connection soon, the book is lost.
     */
    public void held(S stream) {
        loop.executeAfter(HELD_MAX, () -> endHolding(stream));
    }

    FeedSocket socket() {
        return socket;
    }

    boolean hasRoom() {
        return streams.size() < socket.streamsMax();
    }

    ConnectionState state() {
        return link == null ? ConnectionState.CONNECTING : link.state();
    }

    long reconnects() {
        return link == null ? 0 : link.reconnects();
    }

    void close() {
        if (link != null) {
            link.close();
        }
    }

    /** The streams that were silent for longer than they usually are. */
    List<StreamWatch.Silent<S>> silent() {
        return watch.silent(clock.millis());
    }

    /** How it stands, for health. */
    FeedHealth.Way standing() {
        long invalid =
                streams.values().stream()
                        .map(FeedStream::book)
                        .filter(book -> book != null && !book.book().isValid())
                        .count();
        return new FeedHealth.Way(
                socket.text(),
                state(),
                link == null ? List.of() : link.status(),
                streams.size(),
                invalid,
                reader.skipped() + unknown,
                heardMillis);
    }

    void add(S stream) {
        streams.put(stream.name(), stream);
        table.put(stream.name().getBytes(StandardCharsets.UTF_8), stream);
        joining.add(stream.name());
        gather();
    }

    void remove(String name) {
        S stream = streams.remove(name);
        if (stream != null) {
            watch.forget(stream);
            resync.forget(stream);
        }
        table.remove(name.getBytes(StandardCharsets.UTF_8));
        joining.remove(name);
        leaving.add(name);
        gather();
    }

    /** Subscribes once more to a stream that tells nothing although there is something to tell. */
    void subscribeAnew(S stream) {
        LOG.warn("{} is silent on a connection that lives", stream.name());
        doubt(stream);
        FeedBook book = stream.book();
        if (book != null) {
            lose(stream, book, true);
        }
        again(stream);
    }

    /** Subscribes once more to a stream whose book is lost. */
    void resync(S stream) {
        doubt(stream);
        again(stream);
    }

    private void doubt(S stream) {
        lines.values().forEach(line -> line.doubt(stream.name()));
    }

    /** Has the exchange begin a stream anew, so that it tells from the start. */
    void again(S stream) {
        leaving.add(stream.name());
        joining.add(stream.name());
        gather();
    }

    /** What was missing did not come over the other connection either. */
    private void endHolding(S stream) {
        FeedBook book = stream.book();
        if (!has(stream) || book == null || !book.isHolding()) {
            return;
        }
        long leftMillis = book.heldSinceMillis() + HELD_MAX.toMillis() - clock.millis();
        if (leftMillis > 0) {
            loop.executeAfter(Duration.ofMillis(leftMillis), () -> endHolding(stream));
        } else {
            lose(stream, book, true);
        }
    }

    /** Names that come within a moment go into one message: messages are what is limited. */
    private void gather() {
        if (!gathering) {
            gathering = true;
            loop.executeAfter(GATHERED_FOR, this::sendGathered);
        }
    }

    private void sendGathered() {
        gathering = false;
        for (FeedSubscriptions line : lines.values()) {
            line.unsubscribe(leaving);
            line.subscribe(joining);
            flush(line);
        }
        leaving.clear();
        joining.clear();
    }

    private void flush(FeedSubscriptions line) {
        Duration wait = line.flush(System.nanoTime());
        if (wait.isPositive()) {
            loop.executeAfter(wait.plusMillis(1), () -> flushAgain(line));
        }
    }

    private void flushAgain(FeedSubscriptions line) {
        line.waited();
        if (lines.get(line.outlet()) == line) {
            flush(line);
        }
    }

    private void other(Outlet outlet, byte[] message, int length) {
        FeedNotice notice = protocol.notice(message, length);
        FeedSubscriptions line = lines.get(outlet);
        switch (notice) {
            case FeedNotice.Answered answer when line != null -> answered(line, answer);
            case FeedNotice.Begun(List<String> names) when line != null -> {
                line.begun(names).forEach(this::activate);
                readyWhenSettled(line);
            }
            case FeedNotice.Refused(List<String> names, String words) when line != null -> {
                line.refused(names);
                refused(words);
                readyWhenSettled(line);
            }
            case FeedNotice.Answered _, FeedNotice.Begun _, FeedNotice.Refused _ -> {}
            case FeedNotice.Ending(String why) -> {
                if (link != null) {
                    link.renew(why);
                }
            }
            case FeedNotice.Nothing _ -> {}
            case FeedNotice.Unknown(String what) -> {
                unknown++;
                listener.onSkipped(what);
            }
        }
    }

    private void answered(FeedSubscriptions line, FeedNotice.Answered answer) {
        Optional<List<String>> begun = line.answered(answer.id(), answer.yes());
        if (begun.isEmpty()) {
            return;
        }
        if (!answer.yes()) {
            refused(answer.words());
        }
        begun.get().forEach(this::activate);
        flush(line);
        readyWhenSettled(line);
    }

    private void refused(String words) {
        LOG.warn("{} refused streams: {}", terms.exchange().text(), words);
        listener.onSkipped("subscription refused: " + words);
    }

    private static void readyWhenSettled(FeedSubscriptions line) {
        if (line.isSettled()) {
            line.outlet().ready();
        }
    }

    private void activate(String name) {
        S stream = streams.get(name);
        if (stream == null) {
            return;
        }
        protocol.silenceMax(stream, terms.silenceMax())
                .ifPresent(limit -> stream.watchedBy(watch.watch(stream, limit, clock.millis())));
        share(stream);
        if (stream.book() != null && !reader.fetches(stream)) {
            resync.begun(stream);
        }
    }

    private void share(S stream) {
        FeedBook book = stream.book();
        if (book != null) {
            book.share(connectionsOf(stream.name()) > 1);
        }
    }

    private int connectionsOf(String name) {
        int connections = 0;
        for (FeedSubscriptions line : lines.values()) {
            connections += line.isActive(name) ? 1 : 0;
        }
        return connections;
    }

    /** Hears the connections. */
    private final class Ear implements SocketListener {
        @Override
        public Map<String, String> handshake() {
            return protocol.handshake();
        }

        @Override
        public Optional<Instant> notBefore() {
            return protocol.silentUntil();
        }

        @Override
        public void onRefused(int status, Optional<String> retryAfter) {
            protocol.onRefused(status, retryAfter);
        }

        @Override
        public void onOpen(Outlet outlet) {
            var line = new FeedSubscriptions(outlet, terms, protocol);
            lines.put(outlet, line);
            line.subscribe(streams.keySet());
            flush(line);
            readyWhenSettled(line);
        }

        @Override
        public void onMessage(Outlet outlet, byte[] message, int length, long receivedMillis) {
            heardMillis = receivedMillis;
            protocol.over(outlet);
            if (!reader.read(message, length, receivedMillis)) {
                other(outlet, message, length);
            }
        }

        @Override
        public void onState(ConnectionState state) {
            feed.stateChanged();
        }

        @Override
        public void onGone(Outlet gone) {
            lines.remove(gone);
            protocol.gone(gone);
            streams.values().forEach(FeedLink.this::share);
        }

        @Override
        public void onCut(String why) {
            for (S stream : streams.values()) {
                stream.startOver();
                FeedBook book = stream.book();
                if (book != null) {
                    lose(stream, book, false);
                }
                if (!isSubscribed(stream)) {
                    watch.forget(stream);
                }
            }
        }
    }
}
