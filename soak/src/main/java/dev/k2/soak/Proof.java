package dev.k2.soak;

import dev.k2.exchange.OrderReport;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Fill;
import dev.k2.model.OrderStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Holds the mirror against the ledgers of the exchanges, to the last digit. */
final class Proof {
    private final Town town;
    private final SoakStore store;
    private final Diary diary;

    Proof(Town town, SoakStore store, Diary diary) {
        this.town = town;
        this.store = store;
        this.diary = diary;
    }

    /** Notes everything that does not agree. */
    void hold(List<Crowd.Wish> wishes) {
        List<SoakStore.Row> rows = store.orders();
        Map<UUID, List<SoakStore.FillRow>> fills = store.fills();
        Map<UUID, List<String>> events = store.events();
        Set<UUID> ids = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (SoakStore.Row row : rows) {
            ids.add(row.id());
            names.add(row.sentAs());
            List<Known> accepted =
                    town.venues().stream()
                            .flatMap(venue -> venue.named(new ClientOrderId(row.sentAs())).stream())
                            .toList();
            diary.note("row", row.sentAs(), row.status(), row.filled(), row.average());
            judge(row, accepted, fills.getOrDefault(row.id(), List.of()));
            evidence(row, events.getOrDefault(row.id(), List.of()));
        }
        for (Venue venue : town.venues()) {
            for (Known known : venue.ledger()) {
                if (!names.contains(known.name().text())) {
                    diary.finding("an order at the exchange is not in the mirror: " + known.name());
                }
            }
        }
        for (Crowd.Wish wish : wishes) {
            if (wish.order().isPresent() && !ids.contains(wish.order().get().value())) {
                diary.finding("an acknowledged order is lost: " + wish.key());
            }
        }
        if (rows.stream().allMatch(row -> row.status().isFinal())) {
            store.reservations().forEach(left -> diary.finding("still reserved: " + left));
        }
        Long asked = diary.counts().get(Venue.ASKED_WHILE_BANNED);
        if (asked != null) {
            diary.finding(asked + " " + Venue.ASKED_WHILE_BANNED);
        }
    }

    private void judge(SoakStore.Row row, List<Known> accepted, List<SoakStore.FillRow> fills) {
        if (accepted.size() > 1) {
            wrong(row, "was accepted " + accepted.size() + " times");
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
            if (row.status() != OrderStatus.REJECTED || row.filled().signum() != 0) {
                wrong(row, "is " + row.status() + " and never was at the exchange");
            }
            return;
        }
        Known known = accepted.getFirst();
        OrderReport truth = known.now();
        if (row.status() != truth.status()) {
            wrong(row, "is " + row.status() + ", at the exchange " + truth.status());
        }
        if (row.filled().compareTo(truth.filledQuantity()) != 0) {
            wrong(row, "has filled " + row.filled() + ", there " + truth.filledQuantity());
        }
        if (row.average().isPresent() != truth.averagePrice().isPresent()
                || (row.average().isPresent()
                        && row.average().get().compareTo(truth.averagePrice().orElseThrow())
                                != 0)) {
            wrong(row, "has average " + row.average() + ", there " + truth.averagePrice());
        }
        if (!row.exchangeOrderId().equals(Optional.of(truth.id().text()))) {
            wrong(row, "is known as " + row.exchangeOrderId() + ", there " + truth.id());
        }
        compare(row, known.fills(), fills);
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
                    || own.price().compareTo(fill.price()) != 0) {
                wrong(row, "has trade " + fill.trade() + " otherwise than the exchange");
            }
        }
        if (!byTrade.isEmpty()) {
            wrong(row, "has trades that never were: " + byTrade.keySet());
        }
    }

    private void evidence(SoakStore.Row row, List<String> events) {
        if (!row.status().isFinal()) {
            return;
        }
        boolean heard =
                events.stream()
                        .anyMatch(
                                event ->
                                        event.startsWith("reported")
                                                || event.startsWith("filled")
                                                || event.startsWith("rejected")
                                                || event.startsWith("not_sent")
                                                || event.startsWith("absent"));
        if (!heard) {
            wrong(row, "ended as " + row.status() + " without evidence: " + events);
        }
    }

    private void wrong(SoakStore.Row row, String what) {
        diary.finding(row.sentAs() + " (" + row.key() + ") " + what);
    }
}
