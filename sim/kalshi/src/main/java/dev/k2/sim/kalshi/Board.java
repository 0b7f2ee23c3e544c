package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Diary;
import dev.k2.sim.Listing;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every event and market that is or was, and what the journal keeps of them. */
final class Board implements Diary {
    private final Catalogue catalogue;
    private final long startMillis;
    private final Map<String, KalshiEvent> events = new LinkedHashMap<>();
    private final Map<String, KalshiMarket> markets = new LinkedHashMap<>();
    private final Map<Long, KalshiMarket> byOrders = new HashMap<>();
    private final Map<String, EventSpec> scripted = new LinkedHashMap<>();
    private final Set<String> spokenOf = new LinkedHashSet<>();

    Board(Catalogue catalogue, long startMillis) {
        this.catalogue = catalogue;
        this.startMillis = startMillis;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    Collection<KalshiEvent> events() {
        return Collections.unmodifiableCollection(events.values());
    }

    Collection<KalshiMarket> markets() {
        return Collections.unmodifiableCollection(markets.values());
    }

    @Nullable KalshiEvent event(String ticker) {
        return events.get(ticker);
    }

    @Nullable KalshiMarket market(String ticker) {
        return markets.get(ticker);
    }

    /** The market whose orders' ids begin like this. */
    @Nullable KalshiMarket marketOfOrder(long bits) {
        return byOrders.get(bits);
    }

    /** Lists an event with its markets, or finds it listed. */
    KalshiEvent list(MatchingEngine engine, EventSpec spec, long nowMillis) {
        KalshiEvent listed = events.get(spec.ticker());
        if (listed != null) {
            return listed;
        }
        KalshiEvent event = new KalshiEvent(spec);
        for (int place = 0; place < spec.markets().size(); place++) {
            String ticker = spec.markets().get(place).ticker();
            Market known = engine.market(ticker);
            Market market = known == null ? engine.open(spec.listing(place)) : known;
            KalshiMarket one = new KalshiMarket(event, place, market, nowMillis);
            event.add(one);
            markets.put(ticker, one);
            byOrders.put(Ids.market(ticker, "order"), one);
        }
        events.put(spec.ticker(), event);
        return event;
    }

    /** Forgets an event of which nobody has anything. */
    void forget(KalshiEvent event) {
        events.remove(event.spec().ticker());
        for (KalshiMarket one : event.markets()) {
            markets.remove(one.ticker());
            byOrders.remove(Ids.market(one.ticker(), "order"));
        }
    }

    /** Knows an event that the catalogue does not. */
    void script(EventSpec spec) {
        scripted.put(spec.ticker(), spec);
    }

    @Nullable EventSpec spec(String ticker) {
        for (EventSpec spec : scripted.values()) {
            if (spec.ticker().equals(ticker) || spec.place(ticker) >= 0) {
                return spec;
            }
        }
        return catalogue.find(ticker);
    }

    @Override
    public @Nullable Listing listing(String symbol) {
        EventSpec spec = spec(symbol);
        int place = spec == null ? -1 : spec.place(symbol);
        if (spec == null || place < 0) {
            return null;
        }
        spokenOf.add(spec.ticker());
        return spec.listing(place);
    }

    @Override
    public void read(MatchingEngine engine, JsonNode note) {
        switch (note.path("what").asText()) {
            case "scripted" -> script(Scripts.spec(catalogue, note.path("event")));
            default -> {
                KalshiMarket market = restored(engine, note.path("ticker").asText());
                Deeds.apply(engine, market, (ObjectNode) note);
            }
        }
    }

    /** Lists what the journal spoke of. */
    void attach(MatchingEngine engine) {
        for (String ticker : spokenOf) {
            EventSpec spec = spec(ticker);
            if (spec != null) {
                list(engine, spec, startMillis);
            }
        }
        for (EventSpec spec : scripted.values()) {
            list(engine, spec, startMillis);
        }
    }

    private KalshiMarket restored(MatchingEngine engine, String ticker) {
        EventSpec spec = spec(ticker);
        if (spec != null) {
            list(engine, spec, startMillis);
        }
        KalshiMarket market = markets.get(ticker);
        if (market == null) {
            throw new IllegalStateException(
                    "the journal speaks of market " + ticker + ", which is not known");
        }
        return market;
    }
}
