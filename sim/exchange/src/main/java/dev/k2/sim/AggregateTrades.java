package dev.k2.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Joins trades of one taker at one price, as exchanges tell them. Trades of history stand alone. */
public final class AggregateTrades {
    private static final int KEPT = 5000;

    private final Map<Market, Series> series = new HashMap<>();

    /** Trades of one taker at one price. */
    public record Aggregate(
            long id,
            long price,
            long quantity,
            long firstTradeId,
            long lastTradeId,
            long micros,
            boolean buyerIsMaker) {}

    private static final class Series {
        private final Deque<Aggregate> done = new ArrayDeque<>();
        private long nextId;
        private long takerOrderId;
        private @Nullable Aggregate pending;
    }

    public void open(Market market) {
        Series fresh = new Series();
        fresh.nextId = market.nextTradeId();
        series.put(market, fresh);
    }

    public void add(Market market, Trade trade, List<Aggregate> finished) {
        Series own = of(market);
        Aggregate pending = own.pending;
        if (pending != null
                && own.takerOrderId == trade.takerOrderId()
                && pending.price() == trade.price()) {
            own.pending =
                    new Aggregate(
                            pending.id(),
                            pending.price(),
                            pending.quantity() + trade.quantity(),
                            pending.firstTradeId(),
                            trade.id(),
                            trade.micros(),
                            pending.buyerIsMaker());
            return;
        }
        finish(market, finished);
        own.takerOrderId = trade.takerOrderId();
        own.pending = alone(own.nextId++, trade);
    }

    /** Ends the aggregate that is being joined, if there is one. */
    public void finish(Market market, List<Aggregate> finished) {
        Series own = of(market);
        if (own.pending != null) {
            finished.add(own.pending);
            own.done.addLast(own.pending);
            own.pending = null;
            if (own.done.size() > KEPT) {
                own.done.removeFirst();
            }
        }
    }

    public List<Aggregate> find(
            Market market,
            @Nullable Long fromId,
            @Nullable Long start,
            @Nullable Long end,
            int limit) {
        List<Aggregate> live = new ArrayList<>(of(market).done);
        TradeTape tape = new TradeTape(market);
        List<Aggregate> found = new ArrayList<>();
        if (fromId != null) {
            past(tape.from(fromId, limit), found);
            live.removeIf(one -> one.id() < fromId);
        } else if (start != null || end != null) {
            long from = start == null ? (end == null ? 0 : end) - Interval.HOUR : start;
            long until = end == null ? Long.MAX_VALUE : end;
            past(tape.between(from, until, limit), found);
            live.removeIf(one -> one.micros() / 1000 < from || one.micros() / 1000 > until);
        } else {
            past(tape.latest(limit), found);
            found.addAll(live);
            return found.subList(Math.max(0, found.size() - limit), found.size());
        }
        found.addAll(live);
        return found.subList(0, Math.min(limit, found.size()));
    }

    private static void past(List<Trade> trades, List<Aggregate> into) {
        for (Trade trade : trades) {
            if (trade.takerOrderId() == 0) {
                into.add(alone(trade.id(), trade));
            }
        }
    }

    private static Aggregate alone(long id, Trade trade) {
        return new Aggregate(
                id,
                trade.price(),
                trade.quantity(),
                trade.id(),
                trade.id(),
                trade.micros(),
                trade.buyerIsMaker());
    }

    private Series of(Market market) {
        Series own = series.get(market);
        if (own == null) {
            throw new IllegalStateException(market.listing().symbol() + " was not opened");
        }
        return own;
    }
}
