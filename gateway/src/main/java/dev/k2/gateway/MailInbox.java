package dev.k2.gateway;

import dev.k2.accounts.Delivery;
import dev.k2.accounts.Letter;
import dev.k2.accounts.MailService;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps mail in place of sending it, for mode sim, where {@code /dev/mail} shows it. The oldest of many is forgotten. */
public final class MailInbox implements MailService {
    private static final int KEPT_MAX = 200;

    private final Deque<Received> letters = new ArrayDeque<>();
    private final InstantSource clock;

    public MailInbox(InstantSource clock) {
        this.clock = clock;
    }

    /** A letter, and when it came. */
    record Received(Letter letter, Instant at) {}

    @Override
    public synchronized Delivery send(Letter letter) {
        letters.addFirst(new Received(letter, clock.instant()));
        if (letters.size() > KEPT_MAX) {
            letters.removeLast();
        }
        return new Delivery.Sent();
    }

    /** The newest first. */
    synchronized List<Received> newest() {
        return List.copyOf(letters);
    }
}
