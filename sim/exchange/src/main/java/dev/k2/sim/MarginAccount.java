package dev.k2.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an account has and has chosen at an exchange of contracts: positions, leverage, kinds of margin. */
public final class MarginAccount {
    /** The leverage that nobody chose. */
    public static final int USUAL_LEVERAGE = 20;

    private static final int PAYMENTS_KEPT = 50_000;

    private final Map<Place, Position> positions = new LinkedHashMap<>();
    private final Map<Market, Integer> leverages = new HashMap<>();
    private final Map<Market, Boolean> isolated = new HashMap<>();
    private final Deque<EngineEvent.Paid> payments = new ArrayDeque<>();
    private boolean hedged;
    private boolean multiAssets;
    private final Set<String> called = new HashSet<>();

    private record Place(Market market, PositionSide side) {}

    MarginAccount() {}

    /** True when it may be long and short in one contract at once. */
    public boolean hedged() {
        return hedged;
    }

    /** True when it asked that all its assets be margin for all its positions. */
    public boolean multiAssets() {
        return multiAssets;
    }

    public int leverage(Market market) {
        return leverages.getOrDefault(market, USUAL_LEVERAGE);
    }

    /** True when positions in this market have margin of their own. */
    public boolean isolated(Market market) {
        return isolated.getOrDefault(market, false);
    }

    /** The position of one side, which may be empty. */
    public Position position(Market market, PositionSide side) {
        return positions.computeIfAbsent(
                new Place(market, side), place -> new Position(market, side));
    }

    /** The positions that are open. */
    public List<Position> open() {
        List<Position> open = new ArrayList<>();
        for (Position position : positions.values()) {
            if (position.isOpen()) {
                open.add(position);
            }
        }
        return open;
    }

    public boolean hasOpen(Market market) {
        return open().stream().anyMatch(position -> position.market() == market);
    }

    /** What was paid and received beside trades, oldest first. */
    public Iterable<EngineEvent.Paid> payments() {
        return Collections.unmodifiableCollection(payments);
    }

    void paid(EngineEvent.Paid payment) {
        payments.addLast(payment);
        if (payments.size() > PAYMENTS_KEPT) {
            payments.removeFirst();
        }
    }

    void configure(EngineEvent.Configured change) {
        Market market = change.market();
        switch (change.setting()) {
            case HEDGED -> hedged = change.value() != 0;
            case MULTI_ASSETS -> multiAssets = change.value() != 0;
            case LEVERAGE -> {
                if (market != null) {
                    leverages.put(market, change.value());
                }
            }
            case ISOLATED -> {
                if (market != null) {
                    isolated.put(market, change.value() != 0);
                }
            }
        }
    }

    /** Notes whether margin in an asset runs short. True when that is news. */
    boolean runsShort(String asset, boolean now) {
        if (!now) {
            called.remove(asset);
            return false;
        }
        return called.add(asset);
    }
}
