package dev.k2.sim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps conditional orders, sets them off, and follows the orders that they become. */
public final class AlgoDesk {
    private static final int KEPT = 20_000;

    /** Far from the ids of ordinary orders. */
    private static final long FIRST = 1_000_000_000_000_000L;

    private final MatchingEngine engine;
    private final Map<Long, AlgoOrder> all = new LinkedHashMap<>();
    private final Map<Market, Set<AlgoOrder>> waiting = new HashMap<>();
    private final Set<AlgoOrder> following = new LinkedHashSet<>();
    private long nextId;
    private @Nullable AlgoOrder setOff;

    AlgoDesk(MatchingEngine engine, long firstId) {
        this.engine = engine;
        this.nextId = FIRST + firstId;
    }

    /** An account's conditional orders, oldest first. */
    public List<AlgoOrder> of(Account account) {
        List<AlgoOrder> own = new ArrayList<>();
        for (AlgoOrder algo : all.values()) {
            if (algo.account() == account) {
                own.add(algo);
            }
        }
        return own;
    }

    /** Those of all accounts that wait for their price. */
    public List<AlgoOrder> waiting() {
        List<AlgoOrder> list = new ArrayList<>();
        waiting.values().forEach(list::addAll);
        return list;
    }

    public @Nullable AlgoOrder byId(Account account, long id) {
        AlgoOrder algo = all.get(id);
        return algo == null || algo.account() != account ? null : algo;
    }

    /** The latest one that the account gave this id. */
    public @Nullable AlgoOrder byClientId(Account account, String clientId) {
        AlgoOrder found = null;
        for (AlgoOrder algo : all.values()) {
            if (algo.account() == account && algo.request().clientId().equals(clientId)) {
                found = algo;
            }
        }
        return found;
    }

    /** What came of asking for a conditional order. */
    public sealed interface Placed {
        /** It waits. */
        record Waiting(AlgoOrder algo) implements Placed {}

        /** It was not taken, and nothing changed. */
        record Refused(Refusal reason) implements Placed {}
    }

    public Placed place(Account account, Market market, AlgoRequest request) {
        if (market.status() != Market.Status.TRADING) {
            return new Placed.Refused(Refusal.MARKET_CLOSED);
        }
        AlgoOrder same = byClientId(account, request.clientId());
        if (same != null && same.status().waiting()) {
            return new Placed.Refused(Refusal.DUPLICATE_CLIENT_ORDER_ID);
        }
        return engine.together(
                () -> {
                    long micros = engine.commandMicros();
                    AlgoOrder algo = new AlgoOrder(nextId, account, market, request, micros);
                    boolean due =
                            request.kind() != AlgoRequest.Kind.TRAILING
                                    && algo.reached(price(algo));
                    if (due) {
                        return new Placed.Refused(Refusal.WOULD_TRIGGER);
                    }
                    nextId++;
                    keep(algo);
                    engine.tell(new EngineEvent.AlgoAccepted(algo, micros));
                    return new Placed.Waiting(algo);
                });
    }

    /** Ends one that waits. False when it does not wait any more. */
    public boolean cancel(AlgoOrder algo) {
        return end(algo, AlgoStatus.CANCELED, "");
    }

    /** Ends one that waits, for the exchange's own reasons. */
    public boolean expire(AlgoOrder algo, String reason) {
        return end(algo, AlgoStatus.EXPIRED, reason);
    }

    /** Sets off what a market's price has reached, and takes note of orders that ended. */
    void look(Market market) {
        for (AlgoOrder algo : List.copyOf(waiting.getOrDefault(market, Set.of()))) {
            if (algo.status().waiting() && algo.reached(price(algo))) {
                engine.together(
                        () -> {
                            trigger(algo);
                            return algo;
                        });
            }
        }
    }

    void follow() {
        for (AlgoOrder algo : List.copyOf(following)) {
            Order child = algo.child();
            if (child != null && !child.status().open()) {
                following.remove(algo);
                become(algo, AlgoStatus.FINISHED, null, "");
            }
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty() && following.isEmpty();
    }

    private void trigger(AlgoOrder algo) {
        forget(algo);
        become(algo, AlgoStatus.TRIGGERING, null, "");
        long lots = algo.request().quantity();
        if (algo.request().closesAll()) {
            lots = held(algo);
            if (lots == 0) {
                become(algo, AlgoStatus.EXPIRED, null, "No position to close");
                return;
            }
        }
        setOff = algo;
        Outcome outcome = engine.place(algo.account(), algo.market(), algo.request().order(lots));
        setOff = null;
        if (outcome instanceof Outcome.Refused(Refusal reason)) {
            become(algo, AlgoStatus.REJECTED, null, words(reason));
        }
    }

    /** Is told of each order that customers had accepted, before it trades. */
    void accepted(Order order) {
        AlgoOrder algo = setOff;
        if (algo != null) {
            setOff = null;
            following.add(algo);
            become(algo, AlgoStatus.TRIGGERED, order, "");
        }
    }

    /** How much of the position on the order's other side there is. */
    private static long held(AlgoOrder algo) {
        long held =
                algo.account()
                        .margin()
                        .position(algo.market(), algo.request().position().side())
                        .quantity();
        boolean opposite = algo.request().side() == Side.SELL ? held > 0 : held < 0;
        return opposite ? Math.abs(held) : 0;
    }

    private boolean end(AlgoOrder algo, AlgoStatus status, String reason) {
        if (!algo.status().waiting()) {
            return false;
        }
        return engine.together(
                () -> {
                    forget(algo);
                    become(algo, status, null, reason);
                    return true;
                });
    }

    private void become(AlgoOrder algo, AlgoStatus status, @Nullable Order child, String reason) {
        long micros = engine.commandMicros();
        algo.become(status, child, reason, micros);
        engine.tell(new EngineEvent.AlgoChanged(algo, status, micros));
    }

    private BigDecimal price(AlgoOrder algo) {
        Market market = algo.market();
        return algo.request().byMark()
                ? engine.margin().marks().mark(market)
                : market.listing().price(market.lastPrice());
    }

    private void keep(AlgoOrder algo) {
        all.put(algo.id(), algo);
        waiting.computeIfAbsent(algo.market(), m -> new LinkedHashSet<>()).add(algo);
        if (all.size() > KEPT) {
            AlgoOrder oldest = all.values().iterator().next();
            if (!oldest.status().waiting()) {
                all.remove(oldest.id());
            }
        }
    }

    private void forget(AlgoOrder algo) {
        Set<AlgoOrder> same = waiting.get(algo.market());
        if (same != null && same.remove(algo) && same.isEmpty()) {
            waiting.remove(algo.market());
        }
    }

    private static String words(Refusal reason) {
        return switch (reason) {
            case NOTHING_TO_REDUCE -> "Reduce Only reject";
            case INSUFFICIENT_MARGIN -> "Margin insufficient";
            default -> "Order rejected";
        };
    }

    /** Puts one back that an earlier run had taken. */
    void restore(AlgoOrder algo) {
        nextId = Math.max(nextId, algo.id() + 1);
        keep(algo);
    }

    /** Puts back what became of one. */
    void restore(long id, AlgoStatus status, @Nullable Order child, String reason, long micros) {
        AlgoOrder algo = all.get(id);
        if (algo == null) {
            throw new IllegalStateException("the journal speaks of algo " + id + ", not known");
        }
        algo.become(status, child, reason, micros);
        if (!status.waiting()) {
            forget(algo);
        }
        if (status == AlgoStatus.TRIGGERED) {
            following.add(algo);
        } else {
            following.remove(algo);
        }
    }
}
