package dev.k2.exchange.net;

import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.Health;
import dev.k2.exchange.MarketFeed;
import dev.k2.model.Instrument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An exchange's market streams over as few connections as it takes: gathers subscriptions, brings
 * them back after a cut, looks into streams that fall silent, and has books begin anew. Everything
 * but questions happens on one loop. An exchange extends it with its way of opening one.
 *
 * @param <S> the exchange's streams
 */
public class StreamFeed<S extends FeedStream> implements MarketFeed, OpenPart {
    private static final int LOOKS_IN_A_SILENCE = 4;

    private final FeedTerms terms;
    private final FeedProtocol<S> protocol;
    private final FeedListener listener;
    private final Loop loop;
    private final Net net;
    private final FeedSilence<S> silence;
    private final List<FeedLink<S>> links = new CopyOnWriteArrayList<>();
    private volatile ConnectionState told = ConnectionState.CONNECTING;
    private volatile boolean closed;

    // Only on the loop.
    private final Map<Key, Subscribed<S>> subscribed = new HashMap<>();

    /** Products of one exchange can have streams of the same name on connections of their own. */
    private record Key(FeedSocket socket, String name) {}

    private record Subscribed<S extends FeedStream>(FeedLink<S> link, S stream) {}

    /**
     * Makes a feed that is not open yet.
     *
     * @param loop belongs to the feed, which closes it
     */
    protected StreamFeed(
            Net net, Loop loop, FeedTerms terms, FeedProtocol<S> protocol, FeedListener listener) {
        this.net = net;
        this.loop = loop;
        this.terms = terms;
        this.protocol = protocol;
        this.listener = listener;
        this.silence = new FeedSilence<>(protocol, loop);
    }

    /** Opens the first connection. Called once, by whoever made this. */
    protected final void open() {
        loop.executeAndWait(() -> addLink(protocol.firstSocket()));
        lookLater();
    }

    @Override
    public final void subscribe(Instrument instrument, Channel channel) {
        S stream = protocol.stream(instrument, channel);
        loop.execute(
                () -> {
                    if (closed) {
                        return;
                    }
                    FeedSocket socket = protocol.socket(stream);
                    var key = new Key(socket, stream.name());
                    Subscribed<S> present = subscribed.get(key);
                    if (present == null) {
                        FeedLink<S> link = linkWithRoom(socket);
                        subscribed.put(key, new Subscribed<>(link, stream));
                        link.add(stream);
                    } else if (present.stream().want(channel)) {
                        present.link().again(present.stream());
                    }
                });
    }

    @Override
    public final void unsubscribe(Instrument instrument, Channel channel) {
        S named = protocol.stream(instrument, channel);
        loop.execute(
                () -> {
                    var key = new Key(protocol.socket(named), named.name());
                    Subscribed<S> present = subscribed.get(key);
                    if (present != null && present.stream().wantNoMore(channel)) {
                        subscribed.remove(key);
                        present.link().remove(named.name());
                    }
                });
    }

    @Override
    public final ConnectionState state() {
        return told;
    }

    @Override
    public final long reconnects() {
        return links.stream().mapToLong(FeedLink::reconnects).sum();
    }

    @Override
    public List<Health> connections() {
        return List.of(health());
    }

    /** How it stands; unknown where its loop is too busy to say so within some seconds. */
    public final Health health() {
        var standing = new AtomicReference<Optional<Health>>(Optional.empty());
        loop.executeAndWait(() -> standing.set(Optional.of(healthHere())));
        return standing.get().orElseGet(() -> FeedHealth.unknown(terms.exchange()));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        protocol.close();
        loop.executeAndWait(() -> links.forEach(FeedLink::close));
        loop.close();
    }

    /** The links' states as one. Only on the loop. */
    final void stateChanged() {
        ConnectionState worst = ConnectionState.LIVE;
        for (FeedLink<S> link : links) {
            if (link.state() != ConnectionState.LIVE) {
                worst = link.state();
            }
        }
        if (told != worst) {
            told = worst;
            listener.onState(worst);
        }
    }

    private Health healthHere() {
        return FeedHealth.of(
                terms.exchange(),
                links.stream().map(FeedLink::standing).toList(),
                silence.renewed(),
                net.clock().millis());
    }

    private void lookLater() {
        loop.executeAfter(terms.silenceMax().dividedBy(LOOKS_IN_A_SILENCE), this::look);
    }

    private void look() {
        if (!closed) {
            links.forEach(silence::look);
            lookLater();
        }
    }

    private FeedLink<S> linkWithRoom(FeedSocket socket) {
        for (FeedLink<S> link : links) {
            if (link.socket().equals(socket) && link.hasRoom()) {
                return link;
            }
        }
        return addLink(socket);
    }

    private FeedLink<S> addLink(FeedSocket socket) {
        FeedLink<S> link = FeedLink.open(this, terms, protocol, socket, listener, loop, net);
        links.add(link);
        return link;
    }
}
