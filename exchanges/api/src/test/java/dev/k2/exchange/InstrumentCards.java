package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Instrument;
import dev.k2.model.InstrumentStatus;
import java.util.List;

interface InstrumentCards extends AtVenue {
    @Card("I-01")
    default void instrumentsLoadWithTheirRules() {
        try (Exchange exchange = venue().open()) {
            List<Instrument> all = exchange.market().instruments().orThrow();

            assertThat(all).isNotEmpty();
            assertThat(all).allMatch(i -> i.exchange() == exchange.id());
            assertThat(all).noneMatch(i -> i.base().isEmpty() || i.quote().isEmpty());
            assertThat(all).noneMatch(i -> i.rules().orderTypes().isEmpty());
            assertThat(all)
                    .allSatisfy(
                            i -> {
                                assertThat(i.rules().tick()).isPositive();
                                assertThat(i.rules().limitQuantity().step()).isPositive();
                                assertThat(i.price(1).scale()).isEqualTo(i.priceScale());
                            });
        }
    }

    @Card("I-02")
    default void eachInstrumentHasOneNameHereAndOneThere() {
        try (Exchange exchange = venue().open()) {
            List<Instrument> all = exchange.market().instruments().orThrow();

            assertThat(all.stream().map(Instrument::id)).doesNotHaveDuplicates();
            assertThat(all.stream().map(Instrument::symbol)).doesNotHaveDuplicates();
        }
    }

    @Card(value = "I-03", part = "a halt")
    default void aHaltIsNoticedWhenInstrumentsAreLoadedAgain() {
        needs(Trouble.HALT);
        try (Exchange exchange = venue().open()) {
            assertThat(Trader.instrument(venue(), exchange).status())
                    .isEqualTo(InstrumentStatus.TRADING);
            venue().strike(Trouble.HALT);

            Until.so(
                    "the halt is told",
                    () ->
                            Trader.instrument(venue(), exchange).status()
                                    != InstrumentStatus.TRADING);
        }
    }

    @Card("I-04")
    default void everyDigitOfSmallPricesAndLargeQuantitiesIsKept() {
        try (Exchange exchange = venue().open()) {
            assertThat(exchange.market().instruments().orThrow())
                    .allSatisfy(
                            i -> {
                                assertThat(i.rules().tick().stripTrailingZeros().scale())
                                        .isLessThanOrEqualTo(i.priceScale());
                                assertThat(
                                                i.rules()
                                                        .limitQuantity()
                                                        .step()
                                                        .stripTrailingZeros()
                                                        .scale())
                                        .isLessThanOrEqualTo(i.quantityScale());
                            });
        }
    }
}
