package dev.k2.sim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The faults that are switched on. Any thread may use it. */
public final class FaultTable {
    private static final int FAULTS_MAX = 1000;

    private final List<Entry> entries = new ArrayList<>();
    private final Random random;
    private volatile EnumSet<Fault.Kind> present = EnumSet.noneOf(Fault.Kind.class);

    public FaultTable(long seed) {
        this.random = new Random(seed);
    }

    /** A fault, how many occasions it saw and how often it struck. */
    public record Standing(Fault fault, long seen, long struck) {}

    private static final class Entry {
        private final Fault fault;
        private long seen;
        private long struck;

        Entry(Fault fault) {
            this.fault = fault;
        }

        boolean over(long nowMillis) {
            return fault.untilMillis() > 0 && nowMillis >= fault.untilMillis();
        }

        boolean spent() {
            return fault.count() > 0 && struck >= fault.count();
        }
    }

    /** Switches a fault on, in place of one with the same id. */
    public synchronized void put(Fault fault) {
        entries.removeIf(entry -> entry.fault.id().equals(fault.id()));
        if (entries.size() >= FAULTS_MAX) {
            throw new IllegalStateException("there are " + FAULTS_MAX + " faults already");
        }
        entries.add(new Entry(fault));
        recount();
    }

    /** Switches a fault off. False when there is none with that id. */
    public synchronized boolean remove(String id) {
        boolean removed = entries.removeIf(entry -> entry.fault.id().equals(id));
        recount();
        return removed;
    }

    public synchronized void clear() {
        entries.clear();
        recount();
    }

    public synchronized List<Standing> standing() {
        return entries.stream()
                .map(entry -> new Standing(entry.fault, entry.seen, entry.struck))
                .toList();
    }

    /** Asks whether a fault of this kind strikes now; it counts as an occasion, and as a strike when it does. */
    public Optional<Fault> strike(Fault.Kind kind, Occasion occasion) {
        return present.contains(kind) ? find(kind, occasion, true) : Optional.empty();
    }

    /** Asks whether a fault of this kind stands, without counting. */
    public Optional<Fault> standing(Fault.Kind kind, Occasion occasion) {
        return present.contains(kind) ? find(kind, occasion, false) : Optional.empty();
    }

    private synchronized Optional<Fault> find(
            Fault.Kind kind, Occasion occasion, boolean counting) {
        for (Entry entry : entries) {
            Fault fault = entry.fault;
            if (fault.kind() != kind
                    || entry.spent()
                    || entry.over(occasion.nowMillis())
                    || !fault.matches(
                            occasion.exchange(),
                            occasion.operation(),
                            occasion.account(),
                            occasion.symbol())) {
                continue;
            }
            if (!counting) {
                return Optional.of(fault);
            }
            entry.seen++;
            boolean strikes =
                    entry.seen > fault.skip()
                            && (fault.probability() >= 1
                                    || random.nextDouble() < fault.probability());
            if (strikes) {
                entry.struck++;
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    private void recount() {
        EnumSet<Fault.Kind> kinds = EnumSet.noneOf(Fault.Kind.class);
        entries.forEach(entry -> kinds.add(entry.fault.kind()));
        present = kinds;
    }
}
