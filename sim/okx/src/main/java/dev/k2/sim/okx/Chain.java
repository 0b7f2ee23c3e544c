package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.BookChanges;
import dev.k2.sim.Market;
import dev.k2.sim.WireJson;
import java.util.Optional;

/** One book's chain of messages: each names the number of the one before. Maintenance can begin anew with lower numbers. */
final class Chain {
    private static final long RESET = 1_000_000;
    private static final int LEVELS = 400;
    private final OkxInstrument of;
    private final Market market;
    private final BookChanges changes;
    private long shift;
    private long last;
    private long saidMillis;
    private boolean resetting;

    Chain(OkxInstrument of, Market market) {
        this.of = of;
        this.market = market;
        this.changes = market.book().watch();
        this.last = market.book().updateId();
    }

    /** The number of the book as it is now. */
    long seqId() {
        return market.book().updateId() - shift;
    }

    /** Lets the next message have a number below the one before it, as after maintenance. */
    void reset() {
        resetting = true;
    }

    /** What changed since the last message; a word that nothing did when that is long ago; else null. */
    Optional<ObjectNode> next(long now, long keepAliveMillis) {
        Optional<BookChanges.Delta> delta = changes.drain();
        if (delta.isEmpty() && !resetting) {
            boolean silent = now - saidMillis >= keepAliveMillis;
            return silent ? Optional.of(said(WireJson.object(), last, now)) : Optional.empty();
        }
        if (resetting) {
            shift += RESET;
            resetting = false;
        }
        long previous = last;
        last = seqId();
        ObjectNode json = WireJson.object();
        if (delta.isPresent()) {
            json.set("asks", MarketWords.levels(of, delta.get().asks()));
            json.set("bids", MarketWords.levels(of, delta.get().bids()));
        }
        return Optional.of(said(json, previous, now));
    }

    private ObjectNode said(ObjectNode json, long previous, long now) {
        saidMillis = now;
        if (!json.has("asks")) {
            json.putArray("asks");
            json.putArray("bids");
        }
        return json.put("ts", Long.toString(now))
                .put("checksum", 0)
                .put("prevSeqId", previous)
                .put("seqId", last);
    }

    /** The whole book; to be asked for when everything that changed is said. */
    ObjectNode snapshot(long now) {
        return MarketWords.book(of, market, LEVELS, now)
                .put("checksum", 0)
                .put("prevSeqId", -1)
                .put("seqId", last);
    }
}
