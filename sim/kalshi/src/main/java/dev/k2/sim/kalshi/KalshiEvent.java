package dev.k2.sim.kalshi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An event with its markets. */
final class KalshiEvent {
    private final EventSpec spec;
    private final List<KalshiMarket> markets = new ArrayList<>();

    KalshiEvent(EventSpec spec) {
        this.spec = spec;
    }

    EventSpec spec() {
        return spec;
    }

    List<KalshiMarket> markets() {
        return Collections.unmodifiableList(markets);
    }

    void add(KalshiMarket market) {
        markets.add(market);
    }

    /** The word that lists are asked with: what its liveliest market is. */
    String filter() {
        List<String> words = markets.stream().map(one -> one.status().filter()).toList();
        for (String word : List.of("open", "paused", "unopened", "closed")) {
            if (words.contains(word)) {
                return word.equals("paused") ? "open" : word;
            }
        }
        return "settled";
    }

    long updatedMicros() {
        return markets.stream().mapToLong(KalshiMarket::updatedMicros).max().orElse(0);
    }
}
