package dev.k2.marketdata;

import dev.k2.model.ContractChange;
import dev.k2.model.ContractState;
import dev.k2.model.EventContract;
import dev.k2.model.EventGroup;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The events of all exchanges as they were last told. A list replaces an exchange's events whole; a
 * step in a contract's life that was heard while the list was on its way outlives it.
 */
public final class EventBoard {
    private volatile Map<ExchangeId, Listed> listed = Map.of();

    EventBoard() {}

    private record Listed(
            ConcurrentSkipListMap<String, EventGroup> groups, Map<InstrumentId, String> tickers) {}

    private record Heard(EventContract contract, Instant at) {}

    private final Map<ExchangeId, Map<InstrumentId, Heard>> heard = new EnumMap<>(ExchangeId.class);

    /** The events that a query asks for, exchange by exchange, each sorted by ticker. */
    public List<EventGroup> search(EventQuery query) {
        List<EventGroup> found = new ArrayList<>();
        for (Listed one : listed.values()) {
            one.groups().values().stream().filter(query::matches).forEach(found::add);
        }
        return found;
    }

    /** The event of this ticker, at one exchange or at whichever has it. */
    public Optional<EventGroup> find(Optional<ExchangeId> exchange, String ticker) {
        return listed.entrySet().stream()
                .filter(entry -> exchange.isEmpty() || exchange.get() == entry.getKey())
                .flatMap(
                        entry ->
                                Optional.ofNullable(entry.getValue().groups().get(ticker)).stream())
                .findFirst();
    }

    /** The event that an instrument is a contract of. */
    public Optional<EventGroup> groupOf(ExchangeId exchange, InstrumentId instrument) {
        return Optional.ofNullable(listed.get(exchange))
                .flatMap(
                        one ->
                                Optional.ofNullable(one.tickers().get(instrument))
                                        .map(one.groups()::get));
    }

    /** What is known of an instrument as an event contract. */
    public Optional<EventContract> contract(ExchangeId exchange, InstrumentId instrument) {
        return groupOf(exchange, instrument).flatMap(group -> group.contract(instrument));
    }

    /**
     * Takes a whole list.
     *
     * @param askedAt when the exchange was asked for it
     * @return contracts that are new, or whose life went on
     */
    synchronized List<EventContract> replace(
            ExchangeId exchange, List<EventGroup> groups, Instant askedAt) {
        Map<InstrumentId, Heard> later = heard.computeIfAbsent(exchange, e -> new HashMap<>());
        later.values().removeIf(step -> step.at().isBefore(askedAt));
        Listed next = new Listed(new ConcurrentSkipListMap<>(), new HashMap<>());
        List<EventContract> changed = new ArrayList<>();
        for (EventGroup group : groups) {
            List<EventContract> contracts = new ArrayList<>();
            for (EventContract told : group.contracts()) {
                Heard step = later.get(told.instrument());
                EventContract now = step == null ? told : step.contract();
                contracts.add(now);
                next.tickers().put(now.instrument(), group.ticker());
                boolean known =
                        contract(exchange, now.instrument())
                                .filter(before -> isSame(before, now))
                                .isPresent();
                if (!known) {
                    changed.add(now);
                }
            }
            next.groups().put(group.ticker(), with(group, contracts));
        }
        Map<ExchangeId, Listed> all = new EnumMap<>(ExchangeId.class);
        all.putAll(listed);
        all.put(exchange, next);
        listed = all;
        return changed;
    }

    /**
     * Takes a step in the life of a contract.
     *
     * @return the contract as it is now; empty where it is not known or nothing is new
     */
    synchronized Optional<EventContract> change(
            ExchangeId exchange, InstrumentId instrument, ContractChange step, Instant now) {
        Optional<EventGroup> group = groupOf(exchange, instrument);
        Optional<EventContract> before = group.flatMap(g -> g.contract(instrument));
        Optional<EventContract> after = before.map(contract -> after(contract, step));
        if (after.isEmpty() || isSame(before.orElseThrow(), after.get())) {
            return Optional.empty();
        }
        heard.computeIfAbsent(exchange, e -> new HashMap<>())
                .put(instrument, new Heard(after.get(), now));
        List<EventContract> contracts =
                group.orElseThrow().contracts().stream()
                        .map(c -> c.instrument().equals(instrument) ? after.get() : c)
                        .toList();
        Optional.ofNullable(listed.get(exchange))
                .ifPresent(
                        one ->
                                one.groups()
                                        .put(group.get().ticker(), with(group.get(), contracts)));
        return after;
    }

    private static EventContract after(EventContract before, ContractChange step) {
        return new EventContract(
                before.instrument(),
                before.title(),
                before.yes(),
                before.no(),
                step.state(),
                before.opensAt(),
                step.closesAt().orElse(before.closesAt()),
                before.settlesAt(),
                before.mayCloseEarly(),
                before.rules(),
                before.volume24h(),
                before.openInterest(),
                step.result().or(before::result),
                step.state() == ContractState.SETTLED
                        ? Optional.of(step.changedAt())
                        : before.settledAt());
    }

    /** Whether two tellings differ in nothing but what trading changes. */
    private static boolean isSame(EventContract one, EventContract other) {
        return one.state() == other.state()
                && one.closesAt().equals(other.closesAt())
                && one.result().equals(other.result());
    }

    private static EventGroup with(EventGroup group, List<EventContract> contracts) {
        return new EventGroup(
                group.exchange(),
                group.ticker(),
                group.series(),
                group.title(),
                group.subtitle(),
                group.category(),
                group.exclusive(),
                group.sources(),
                contracts);
    }
}
