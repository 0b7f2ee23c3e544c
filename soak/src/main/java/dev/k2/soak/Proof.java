package dev.k2.soak;

import dev.k2.exchange.OrderReport;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Fill;
import dev.k2.model.OrderStatus;
import dev.k2.model.Outcome;
import dev.k2.model.Settlement;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Holds the mirror against the ledgers of the exchanges, to the last digit. */
final class Proof {
    private static final List<String> TOLD =
            List.of("reported", "filled", "rejected", "not_sent", "absent");

    /** Of an order that K2 held only its owner, its pair, its link or the gate can be the end. */
    private static final List<String> WITHDRAWN =
            List.of("cancel_requested", "withdrawn", "refused");

    private final Town town;
    private final SoakStore store;
    private final Diary diary;

    Proof(Town town, SoakStore store, Diary diary) {
        this.town = town;
        this.store = store;
        this.diary = diary;
    }

    /** Notes everything that does not agree. */
    void hold(List<Wish> wishes) {
        List<SoakStore.Row> rows = store.orders();
        Map<UUID, List<SoakStore.FillRow>> fills = store.fills();
        Map<UUID, List<String>> events = store.events();
        Map<UUID, List<String>> legs = store.legs();
        Map<UUID, SoakStore.Row> ids = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (SoakStore.Row row : rows) {
            ids.put(row.id(), row);
            Set<String> own = new LinkedHashSet<>(legs.getOrDefault(row.id(), List.of()));
            own.add(row.sentAs());
            names.addAll(own);
            List<Known> accepted = accepted(row, own);
            diary.note("row", row.sentAs(), row.status(), row.filled(), row.average());
            List<String> told = events.getOrDefault(row.id(), List.of());
            int before = diary.findings().size();
            judge(row, accepted, fills.getOrDefault(row.id(), List.of()));
            evidence(row, accepted, told);
            if (diary.findings().size() > before) {
                diary.note("evidence", row.sentAs(), row.quantity(), own, told);
            }
        }
        pairs(ids);
        for (Venue venue : town.venues()) {
            for (Known known : venue.ledger()) {
                if (!names.contains(known.name().text())) {
                    diary.finding("an order at the exchange is not in the mirror: " + known.name());
                }
            }
        }
        for (Wish wish : wishes) {
            boolean lost =
                    Stream.of(wish.order(), wish.stop())
                            .flatMap(Optional::stream)
                            .anyMatch(id -> !ids.containsKey(id.value()));
            if (lost) {
                diary.finding("an acknowledged order is lost: " + wish.key());
            }
        }
        if (rows.stream().allMatch(row -> row.status().isFinal() || isLeft(row))) {
            store.reservations().forEach(left -> diary.finding("still reserved: " + left));
        }
        settlements(store.settlements());
        Long asked = diary.counts().get(Venue.ASKED_WHILE_BANNED);
        if (asked != null) {
            diary.finding(asked + " " + Venue.ASKED_WHILE_BANNED);
        }
    }

    /** What exchanges took under any of an order's names, oldest first. */
    private List<Known> accepted(SoakStore.Row row, Set<String> names) {
        List<Known> all = new ArrayList<>();
        for (String name : names) {
            List<Known> same =
                    town.venues().stream()
                            .flatMap(venue -> venue.named(new ClientOrderId(name)).stream())
                            .toList();
            if (same.size() > 1) {
                wrong(row, "was accepted " + same.size() + " times as " + name);
            }
            all.addAll(same);
        }
        all.sort(Comparator.comparing(known -> known.order().id()));
        return all;
    }

    private void judge(SoakStore.Row row, List<Known> accepted, List<SoakStore.FillRow> fills) {
        if (isLeft(row)) {
            diary.count("orders left to their exchange");
            if (row.held() && !row.sent()) {
                wrong(row, "was held, and is left to an exchange that never saw it");
            }
            return;
        }
        if (!row.status().isFinal()) {
            wrong(row, "has not ended: " + row.status() + ", resolution " + row.resolution());
            return;
        }
        if (row.resolution().isPresent()) {
            wrong(row, "is left with resolution " + row.resolution().get());
        }
        if (accepted.isEmpty()) {
            boolean withdrawn = row.held() && !row.sent() && row.status() == OrderStatus.CANCELLED;
            if ((row.status() != OrderStatus.REJECTED && !withdrawn)
                    || row.filled().signum() != 0) {
                wrong(row, "is " + row.status() + " and never was at the exchange");
            }
            return;
        }
        List<Fill> there = accepted.stream().flatMap(known -> known.fills().stream()).toList();
        BigDecimal filled = sum(there);
        OrderReport truth = accepted.getLast().now();
        if (row.status() != truth.status()) {
            wrong(row, "is " + row.status() + ", at the exchange " + truth.status());
        }
        if (row.filled().compareTo(filled) != 0) {
            wrong(row, "has filled " + row.filled() + ", there " + filled);
        }
        if (filled.compareTo(row.quantity()) > 0) {
            wrong(row, "is for " + row.quantity() + ", and there " + filled + " was filled");
        }
        Optional<BigDecimal> average = average(row, there, filled);
        if (row.average().isPresent() != average.isPresent()
                || (average.isPresent() && row.average().get().compareTo(average.get()) != 0)) {
            wrong(row, "has average " + row.average() + ", there " + average);
        }
        if (!row.exchangeOrderId().equals(Optional.of(truth.id().text()))) {
            wrong(row, "is known as " + row.exchangeOrderId() + ", there " + truth.id());
        }
        compare(row, there, fills);
    }

    /** Its account was unlinked while it was open: nobody looks after it any more. */
    private boolean isLeft(SoakStore.Row row) {
        return town.isUnlinked(row.link())
                && !row.status().isFinal()
                && row.resolution().equals(Optional.of("left"));
    }

    /** The price of a fill as its order speaks of it: exchanges tell those of YES. */
    private static BigDecimal price(SoakStore.Row row, Fill fill) {
        return row.outcome() == Outcome.YES ? fill.price() : row.outcome().mirror(fill.price());
    }

    /** What contracts paid was booked, each payment once, and comes to what they paid in the end. */
    private void settlements(List<SoakStore.SettledRow> rows) {
        List<SoakStore.SettledRow> left = new ArrayList<>(rows);
        for (Venue venue : town.venues()) {
            Contracts contracts = venue.contracts().orElse(null);
            if (contracts == null) {
                continue;
            }
            for (Seat seat : venue.seats()) {
                for (Settlement told : contracts.told(seat)) {
                    long times = left.stream().filter(row -> isOf(row, seat, told)).count();
                    left.removeIf(row -> isOf(row, seat, told));
                    boolean unheard = times == 0 && town.isUnlinked(seat.link().id());
                    if (times != 1 && !unheard) {
                        diary.finding(
                                "%s was booked %d times for %s: %s"
                                        .formatted(
                                                told.instrument(), times, seat.link().id(), told));
                    }
                }
            }
            contracts
                    .whole()
                    .forEach(
                            (paid, whole) -> {
                                if (!town.isUnlinked(paid.seat().link().id())) {
                                    gain(rows, paid, whole);
                                }
                            });
        }
        left.forEach(row -> diary.finding("booked and never paid: " + row));
    }

    private static boolean isOf(SoakStore.SettledRow row, Seat seat, Settlement told) {
        return row.link().equals(seat.link().id())
                && row.contract().equals(told.instrument())
                && row.settledAt().equals(told.settledAt())
                && row.value().compareTo(told.result().value()) == 0;
    }

    private void gain(List<SoakStore.SettledRow> rows, Contracts.Paid paid, Settlement whole) {
        BigDecimal booked =
                rows.stream()
                        .filter(
                                row ->
                                        row.link().equals(paid.seat().link().id())
                                                && row.contract().equals(paid.contract()))
                        .map(SoakStore.SettledRow::booked)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (booked.compareTo(whole.profit()) != 0) {
            diary.finding(
                    "%s gained %s, and %s was booked"
                            .formatted(paid.contract(), whole.profit(), booked));
        }
    }

    /** The two orders of a pair never trade more than one of them was for. */
    private void pairs(Map<UUID, SoakStore.Row> rows) {
        for (SoakStore.Row row : rows.values()) {
            SoakStore.Row other = row.pair().map(rows::get).orElse(null);
            if (row.pair().isPresent() && other == null) {
                wrong(row, "has lost the other order of its pair");
            } else if (other != null && row.held()) {
                BigDecimal both = row.filled().add(other.filled());
                if (both.compareTo(other.quantity()) > 0) {
                    wrong(row, "and its pair filled " + both + " of " + other.quantity());
                }
            }
        }
    }

    private static BigDecimal sum(List<Fill> fills) {
        return fills.stream().map(Fill::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Optional<BigDecimal> average(
            SoakStore.Row row, List<Fill> fills, BigDecimal filled) {
        return filled.signum() == 0
                ? Optional.empty()
                : Optional.of(
                        fills.stream()
                                .map(fill -> price(row, fill).multiply(fill.quantity()))
                                .reduce(BigDecimal.ZERO, BigDecimal::add)
                                .divide(filled, Known.PRICE_SCALE, RoundingMode.HALF_EVEN));
    }

    private void compare(SoakStore.Row row, List<Fill> there, List<SoakStore.FillRow> here) {
        Map<String, SoakStore.FillRow> byTrade = new HashMap<>();
        for (SoakStore.FillRow fill : here) {
            if (byTrade.put(fill.trade(), fill) != null) {
                wrong(row, "has trade " + fill.trade() + " twice");
            }
        }
        for (Fill fill : there) {
            SoakStore.FillRow own = byTrade.remove(fill.trade().text());
            if (own == null) {
                wrong(row, "misses trade " + fill.trade());
            } else if (own.quantity().compareTo(fill.quantity()) != 0
                    || own.price().compareTo(price(row, fill)) != 0) {
                wrong(row, "has trade " + fill.trade() + " otherwise than the exchange");
            }
        }
        if (!byTrade.isEmpty()) {
            wrong(row, "has trades that never were: " + byTrade.keySet());
        }
    }

    private void evidence(SoakStore.Row row, List<Known> accepted, List<String> events) {
        if (row.held()
                && !accepted.isEmpty()
                && !hasAny(events, List.of("triggered", "released"))) {
            wrong(row, "was sent, and its price was not reached: " + events);
        }
        List<String> proofs = row.held() && !row.sent() ? WITHDRAWN : TOLD;
        boolean amendedToItsEnd =
                events.stream()
                        .anyMatch(
                                event ->
                                        event.startsWith("amended")
                                                && event.contains(
                                                        "\"status\": \""
                                                                + row.status().name()
                                                                + "\""));
        if (row.status().isFinal() && !hasAny(events, proofs) && !amendedToItsEnd) {
            wrong(row, "ended as " + row.status() + " without evidence: " + events);
        }
    }

    private static boolean hasAny(List<String> events, List<String> words) {
        return events.stream().anyMatch(event -> words.stream().anyMatch(event::startsWith));
    }

    private void wrong(SoakStore.Row row, String what) {
        diary.finding(row.sentAs() + " (" + row.key() + ") " + what);
    }
}
