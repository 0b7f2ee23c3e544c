package dev.k2.exchange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What every exchange must show, as numbered cards. An exchange's test extends this and says how its
 * simulated exchange is reached; the table of its capabilities is written from the result.
 *
 * <p>A card is shown, ruled out by the exchange's capabilities, or not shown where the simulated
 * exchange cannot bring about what it is about.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ExchangeConformance
        implements InstrumentCards,
                MarketCards,
                ConnectionCards,
                OrderCards,
                OrderTroubleCards,
                AccountCards,
                LimitCards {
    @RegisterExtension final CapabilityTable table = new CapabilityTable();

    private @Nullable Venue venue;

    /** Names the product that is played, where an exchange has several: its table is of its own. */
    protected final void plays(String product) {
        table.plays(product);
    }

    /** Says that another test of the exchange shows a card that cannot be played here. */
    protected final void shownBy(String card, Class<?> test, String method) {
        table.shownBy(card, test, method);
    }

    /** Starts the simulated exchange. */
    protected abstract Venue start();

    @Override
    public final Venue venue() {
        Venue started = venue;
        if (started == null) {
            throw new IllegalStateException("the simulated exchange has not started");
        }
        return started;
    }

    @BeforeAll
    final void startVenue() {
        Venue started = start();
        venue = started;
        try (Exchange exchange = started.open()) {
            table.describes(exchange);
        }
    }

    @AfterEach
    final void calm() {
        venue().calm();
    }

    @AfterAll
    final void closeVenue() {
        venue().close();
    }
}
