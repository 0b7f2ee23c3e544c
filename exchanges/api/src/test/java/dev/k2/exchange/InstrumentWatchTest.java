package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstrumentWatchTest {
    private static final Instrument BTC = TestInstrument.bitcoin();
    private static final Instrument ETH =
            like(InstrumentId.spot("ETH", "USDT"), InstrumentStatus.TRADING);

    private final CandleArchive archive =
            new CandleArchive(InstantSource.fixed(Instant.EPOCH), CandleInterval.M1, List.of());
    private final InstrumentWatch watch = new InstrumentWatch(archive);

    @Test
    void tellsEachChangeOnce() {
        archive.lists(BTC, ETH);
        assertThat(watch.look().orThrow())
                .containsExactly(
                        new InstrumentChange.Appeared(BTC), new InstrumentChange.Appeared(ETH));
        assertThat(watch.look().orThrow()).isEmpty();

        Instrument halted = like(BTC.id(), InstrumentStatus.HALTED);
        archive.lists(halted, ETH);
        assertThat(watch.look().orThrow())
                .containsExactly(new InstrumentChange.Changed(BTC, halted));

        archive.lists(ETH);
        assertThat(watch.look().orThrow())
                .containsExactly(new InstrumentChange.Disappeared(halted));
        assertThat(watch.look().orThrow()).isEmpty();
    }

    @Test
    void forgetsNothingWhereTheQuestionFails() {
        archive.lists(BTC);
        assertThat(watch.look().orThrow()).hasSize(1);
        archive.lists();

        assertThat(watch.look()).isInstanceOf(Answer.Failed.class);

        archive.lists(BTC);
        assertThat(watch.look().orThrow()).isEmpty();
    }

    private static Instrument like(InstrumentId id, InstrumentStatus status) {
        return new Instrument(
                BTC.exchange(),
                id,
                BTC.symbol(),
                BTC.kind(),
                BTC.base(),
                BTC.quote(),
                BTC.contractSize(),
                status,
                BTC.rules(),
                BTC.priceScale(),
                BTC.quantityScale());
    }
}
