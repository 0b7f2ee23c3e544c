package dev.k2.marketdata;

import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The instruments of all exchanges as they were last told. Readers see whole lists: a reload
 * replaces an exchange's instruments at once.
 */
public final class InstrumentCatalog {
    private final List<ExchangeId> order;
    private volatile Map<ExchangeId, Map<InstrumentId, Instrument>> listed = Map.of();

    InstrumentCatalog(List<ExchangeId> order) {
        this.order = List.copyOf(order);
    }

    /** All instruments, exchange by exchange, each sorted by id. */
    public List<Instrument> all() {
        return search(InstrumentQuery.ALL);
    }

    /** The instruments that a query asks for, exchange by exchange, each sorted by id. */
    public List<Instrument> search(InstrumentQuery query) {
        Map<ExchangeId, Map<InstrumentId, Instrument>> now = listed;
        List<Instrument> found = new ArrayList<>();
        for (ExchangeId exchange : order) {
            for (Instrument instrument : now.getOrDefault(exchange, Map.of()).values()) {
                if (query.matches(instrument)) {
                    found.add(instrument);
                }
            }
        }
        return found;
    }

    /** The instrument of this id at this exchange. */
    public Optional<Instrument> find(ExchangeId exchange, InstrumentId id) {
        return Optional.ofNullable(listed.getOrDefault(exchange, Map.of()).get(id));
    }

    /** The instrument of this id at the first exchange that has it, in the order of the start. */
    public Optional<Instrument> find(InstrumentId id) {
        for (ExchangeId exchange : order) {
            Optional<Instrument> found = find(exchange, id);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The instruments of this id at all exchanges, in the order of the start. */
    public List<Instrument> everywhere(InstrumentId id) {
        return order.stream().flatMap(exchange -> find(exchange, id).stream()).toList();
    }

    /** The instruments of one exchange, sorted by id; none before they were loaded. */
    public Collection<Instrument> of(ExchangeId exchange) {
        return listed.getOrDefault(exchange, Map.of()).values();
    }

    /** Takes new states of instruments that are listed; gives those that differ. */
    synchronized CatalogChange update(
            ExchangeId exchange, Map<InstrumentId, InstrumentStatus> told) {
        Map<InstrumentId, Instrument> after =
                new TreeMap<>(listed.getOrDefault(exchange, Map.of()));
        List<Instrument> changed = new ArrayList<>();
        told.forEach(
                (id, status) -> {
                    Instrument before = after.get(id);
                    if (before != null && before.status() != status) {
                        Instrument now = before.inStatus(status);
                        after.put(id, now);
                        changed.add(now);
                    }
                });
        if (!changed.isEmpty()) {
            put(exchange, after);
        }
        return new CatalogChange(exchange, List.of(), changed, List.of());
    }

    synchronized CatalogChange replace(ExchangeId exchange, List<Instrument> now) {
        Map<InstrumentId, Instrument> before = listed.getOrDefault(exchange, Map.of());
        Map<InstrumentId, Instrument> after = new TreeMap<>();
        List<Instrument> appeared = new ArrayList<>();
        List<Instrument> changed = new ArrayList<>();
        for (Instrument instrument : now) {
            after.put(instrument.id(), instrument);
            Instrument old = before.get(instrument.id());
            if (old == null) {
                appeared.add(instrument);
            } else if (!old.equals(instrument)) {
                changed.add(instrument);
            }
        }
        List<Instrument> disappeared =
                before.values().stream().filter(i -> !after.containsKey(i.id())).toList();
        put(exchange, after);
        return new CatalogChange(exchange, appeared, changed, disappeared);
    }

    private void put(ExchangeId exchange, Map<InstrumentId, Instrument> after) {
        Map<ExchangeId, Map<InstrumentId, Instrument>> next = new EnumMap<>(ExchangeId.class);
        next.putAll(listed);
        next.put(exchange, java.util.Collections.unmodifiableMap(after));
        listed = next;
    }
}
