package dev.k2.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Exchanges;
import dev.k2.model.ExchangeId;
import org.junit.jupiter.api.Test;

class VenuesTest {
    @Test
    void hasALineForEveryAdapterOnTheClasspath() {
        assertThat(Venues.ALL)
                .extracting(venue -> venue.id().text())
                .containsExactlyInAnyOrderElementsOf(Exchanges.names());
    }

    @Test
    void hasALineForEveryExchangeThatK2Knows() {
        assertThat(Venues.ALL).extracting(Venue::id).containsExactlyInAnyOrder(ExchangeId.values());
    }

    @Test
    void givesEveryExchangeAPortOfItsOwn() {
        assertThat(Venues.ALL)
                .extracting(venue -> venue.simulated().portOffset())
                .doesNotHaveDuplicates()
                .allMatch(offset -> offset > 0);
    }

    @Test
    void findsEachLineByItsExchange() {
        for (Venue venue : Venues.ALL) {
            assertThat(Venues.find(venue.id())).contains(venue);
            assertThat(Venues.names()).contains(venue.id().text());
            assertThat(venue.decoder().get().books()).isEmpty();
        }
    }
}
