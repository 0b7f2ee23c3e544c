package dev.k2.exchange.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.k2.exchange.ConnectionState;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link UserLink}'s way to one address, which comes back by itself until it is closed: the steps
 * of each connection, what it says, and the merge before changes are told. Hears its link on the
 * loop, and does everything else in the user link's mailbox.
 */
final class UserConnection implements SocketListener {
    /** Messages that may wait to be handled, and changes that may wait for a merge. */
    static final int WAITING_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(UserConnection.class);

    private final UserLink owner;
    private final UserProtocol protocol;
    private final UserTeller teller;
    private final Loop loop;
    private final String name;
    private volatile @Nullable SocketLink link;

    /** Messages of each connection that wait, by the connection. Only on the loop. */
    private final IdentityHashMap<Outlet, AtomicInteger> waiting = new IdentityHashMap<>();

    /** Only in the mailbox. */
    private final IdentityHashMap<Outlet, UserSession> sessions = new IdentityHashMap<>();

    UserConnection(
            UserLink owner, UserProtocol protocol, UserTeller teller, Loop loop, String name) {
        this.owner = owner;
        this.loop = loop;
        this.protocol = protocol;
        this.teller = teller;
        this.name = name;
    }

    void open(Net net, SocketSettings settings) {
        link = net.link(loop, settings, this);
    }

    ConnectionState state() {
        SocketLink present = link;
        return present == null ? ConnectionState.CONNECTING : present.state();
    }

    void tell(Map<String, String> facts) {
        SocketLink present = link;
        if (present != null) {
            facts.put("reconnects", Long.toString(present.reconnects()));
            present.status().stream()
                    .flatMap(line -> line.lastReason().stream())
                    .findFirst()
                    .ifPresent(why -> facts.put("last_failure", why));
        }
    }

    /** Hears nothing more of the present connection and makes another. Only in the mailbox. */
    void startOver(String why) {
        sessions.clear();
        cut(why);
    }

    void cut(String why) {
        SocketLink present = link;
        if (present != null) {
            present.cut(why);
        }
    }

    void renew(String why) {
        SocketLink present = link;
        if (present != null) {
            present.renew(why);
        }
    }

    void close() {
        SocketLink present = link;
        if (present != null) {
            present.close();
        }
    }

    @Override
    public void onOpen(Outlet outlet) {
        owner.handOver(() -> opened(outlet));
    }

    /**
     * Too many messages must not keep out the word that a connection is gone, nor those of the next
     * one.
     */
    @Override
    public void onMessage(Outlet outlet, byte[] message, int length, long receivedMillis) {
        AtomicInteger before = waiting.computeIfAbsent(outlet, fresh -> new AtomicInteger());
        if (before.incrementAndGet() > WAITING_MAX) {
            before.decrementAndGet();
            cut("more than " + WAITING_MAX + " messages wait to be handled");
            return;
        }
        byte[] copy = Arrays.copyOf(message, length);
        owner.handOver(
                () -> {
                    before.decrementAndGet();
                    read(outlet, copy);
                });
    }

    @Override
    public void onState(ConnectionState state) {
        LOG.debug("{}: {}", name, state);
    }

    @Override
    public void onGone(Outlet gone) {
        waiting.remove(gone);
        owner.handOver(() -> sessions.remove(gone));
    }

    @Override
    public void onCut(String why) {
        owner.handOver(() -> owner.wasCut(this, why));
    }

    @Override
    public void onRefused(int status, Optional<String> retryAfter) {
        protocol.onRefused(status, retryAfter);
    }

    @Override
    public Map<String, String> handshake() {
        return protocol.handshake();
    }

    @Override
    public Optional<Instant> notBefore() {
        return protocol.notBefore();
    }

    private void opened(Outlet outlet) {
        if (!owner.listensTo(this)) {
            return;
        }
        SocketNotice notice = protocol.opened();
        if (!(notice instanceof SocketNotice.Nothing)) {
            owner.heed(this, notice);
            return;
        }
        var session = new UserSession(outlet, protocol.steps());
        sessions.put(outlet, session);
        advance(session);
    }

    private void read(Outlet outlet, byte[] message) {
        UserSession session = sessions.get(outlet);
        if (session == null || !owner.listensTo(this)) {
            return;
        }
        SocketNotice notice = read(session, message);
        if (session.kept().size() > WAITING_MAX) {
            notice =
                    new SocketNotice.Cut("more than " + WAITING_MAX + " changes before it is live");
        }
        if (notice instanceof SocketNotice.Acknowledged(String what)) {
            if (session.acknowledged(what)) {
                advance(session);
            }
        } else {
            owner.heed(this, notice);
        }
    }

    private SocketNotice read(UserSession session, byte[] message) {
        teller.keepIn(session.isLive() ? null : session.kept());
        try {
            return protocol.read(message);
        } catch (IOException | IllegalArgumentException | ArithmeticException unreadable) {
            // It may have told an order. Starting over makes whoever listens ask for everything.
            return new SocketNotice.Cut("a message is not as expected: " + words(unreadable));
        } finally {
            teller.keepIn(null);
        }
    }

    private static String words(Exception unreadable) {
        return unreadable instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(unreadable.getMessage());
    }

    private void advance(UserSession session) {
        if (session.isLive() || !session.advance()) {
            return;
        }
        // A merge may have to wait for its limits, longer than a connection may take to be ready.
        session.outlet().ready();
        SocketNotice notice = protocol.merge();
        if (!(notice instanceof SocketNotice.Nothing)) {
            owner.heed(this, notice);
            return;
        }
        // Whoever hears that it is live may ask, so the connection itself must know it first.
        loop.execute(() -> owner.handOver(() -> finish(session)));
    }

    private void finish(UserSession session) {
        if (!owner.listensTo(this) || !sessions.containsKey(session.outlet())) {
            return;
        }
        session.becomesLive();
        owner.becameLive();
        session.kept().forEach(Runnable::run);
        session.kept().clear();
    }
}
