package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Keeps the prices coming that held orders wait for, and says which may be trusted. */
final class WatchedPrices {
    private final Market market;
    private final RiskGate gate;
    private final InstantSource clock;
    private final Set<Place> watched = new HashSet<>();

    WatchedPrices(Market market, RiskGate gate, InstantSource clock) {
        this.market = market;
        this.gate = gate;
        this.clock = clock;
    }

    private record Place(ExchangeId exchange, InstrumentId instrument) {
        static Place of(OrderRow row) {
            return new Place(row.intent().exchange(), row.intent().instrument());
        }
    }

    /** A price of which an order can be judged now, as it was told. */
    record Seen(Market.Quote quote, BigDecimal price) {}

    /** Watches what these orders wait for and nothing else. What has no room is tried again. */
    synchronized void follow(Iterable<OrderRow> rows) {
        Set<Place> wanted = new HashSet<>();
        rows.forEach(row -> wanted.add(Place.of(row)));
        for (Place place : wanted) {
            if (!watched.contains(place) && market.watch(place.exchange(), place.instrument())) {
                watched.add(place);
            }
        }
        for (Place place : Set.copyOf(watched)) {
            if (!wanted.contains(place)) {
                market.unwatch(place.exchange(), place.instrument());
                watched.remove(place);
            }
        }
    }

    Optional<Seen> price(OrderRow row) {
        Intent intent = row.intent();
        Duration ageMax =
                intent.outcome().isPresent()
                        ? Pricing.EVENT_AGE_MAX
                        : gate.limits(row.user()).priceAgeMax();
        return market.quote(intent.exchange(), intent.instrument())
                .flatMap(
                        quote ->
                                Trigger.price(quote, intent, clock.instant(), ageMax)
                                        .map(price -> new Seen(quote, price)));
    }
}
