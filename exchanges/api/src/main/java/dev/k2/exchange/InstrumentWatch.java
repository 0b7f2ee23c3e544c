package dev.k2.exchange;

import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Notices instruments that appear, halt, change or disappear while a program runs. Exchanges tell
 * that nowhere else in time, so look again every few minutes, and whenever an order is refused for
 * its market's sake.
 *
 * <pre>{@code
 * var watch = new InstrumentWatch(exchange.market());
 * for (InstrumentChange change : watch.look().orThrow()) { ... }
 * }</pre>
 *
 * <p>It may be used from any number of threads; each change is told once.
 */
public final class InstrumentWatch {
    private final MarketQueries market;
    private Map<InstrumentId, Instrument> known = Map.of();

    public InstrumentWatch(MarketQueries market) {
        this.market = market;
    }

    /**
     * Asks for all instruments, and tells what is different since the last look that was answered;
     * at the first look everything appears. One request, with the weight of {@link
     * MarketQueries#instruments}.
     *
     * @return a failure where they could not be read; nothing is forgotten then
     */
    public synchronized Answer<List<InstrumentChange>> look() {
        return switch (market.instruments()) {
            case Answer.Failed<List<Instrument>>(ExchangeError error) -> new Answer.Failed<>(error);
            case Answer.Ok<List<Instrument>>(List<Instrument> listed) ->
                    new Answer.Ok<>(changes(listed));
        };
    }

    private List<InstrumentChange> changes(List<Instrument> listed) {
        Map<InstrumentId, Instrument> gone = new LinkedHashMap<>(known);
        Map<InstrumentId, Instrument> now = new LinkedHashMap<>();
        List<InstrumentChange> changes = new ArrayList<>();
        for (Instrument instrument : listed) {
            Instrument before = gone.remove(instrument.id());
            if (before == null) {
                changes.add(new InstrumentChange.Appeared(instrument));
            } else if (!before.equals(instrument)) {
                changes.add(new InstrumentChange.Changed(before, instrument));
            }
            now.put(instrument.id(), instrument);
        }
        gone.values().forEach(last -> changes.add(new InstrumentChange.Disappeared(last)));
        known = now;
        return List.copyOf(changes);
    }
}
