package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrphansTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ExchangeOrderId ORDER = new ExchangeOrderId("7");

    private final LinkId link = new LinkId(UUID.randomUUID());
    private final Intent intent =
            Intents.limit(new UserId(UUID.randomUUID()), link, "k", BigDecimal.TEN, NOW, Map.of());
    private final Orphans orphans = new Orphans();

    @Test
    void keepsAFillOnceHoweverOftenItIsTold() {
        for (int i = 0; i < 100; i++) {
            orphans.keep(link, List.of(fill(World.BTC, "a"), fill(World.BTC, "b")));
        }

        assertThat(orphans.claim(intent, ORDER)).hasSize(2);
        assertThat(orphans.claim(intent, ORDER)).isEmpty();
    }

    @Test
    void givesNoFillOfAnotherInstrument() {
        orphans.keep(link, List.of(fill(InstrumentId.spot("ETH", "USDT"), "a")));

        assertThat(orphans.claim(intent, ORDER)).isEmpty();
    }

    private static Fill fill(InstrumentId instrument, String trade) {
        return World.strangersFill(instrument, ORDER, trade, NOW);
    }
}
