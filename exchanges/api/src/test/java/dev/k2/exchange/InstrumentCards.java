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
            // Products of one exchange can share a spelling.
            assertThat(all.stream().map(i -> i.kind() + " " + i.symbol())).doesNotHaveDuplicates();
        }
    }

    @Card("I-03")
    default void anInstrumentThatAppearsHaltsOrDisappearsIsNoticed() {
        needs(Trouble.HALT);
        HeardAccount heard = new HeardAccount();
        try (Trader trader = new Trader(venue());
                UserStream stream = trader.account().stream(heard)) {
            var watch = new InstrumentWatch(trader.exchange().market());
            Instrument other = trader.another().orElseThrow();
            assertThat(watch.look().orThrow())
                    .contains(new InstrumentChange.Appeared(other))
                    .allMatch(InstrumentChange.Appeared.class::isInstance);
            assertThat(watch.look().orThrow()).isEmpty();
            Until.so("the account is live", () -> stream.state() == ConnectionState.LIVE);
            NewOrder order = trader.restingFarAway(other);
            trader.placed(order);

            venue().delist(other);
            noticed(watch, new InstrumentChange.Disappeared(other));
            Until.so(
                    "its order ended",
                    () ->
                            heard.state(order.clientOrderId())
                                    .filter(told -> told.status().isFinal())
                                    .isPresent());
            assertThat(trader.refused(order).category())
                    .isIn(ErrorCategory.VALIDATION, ErrorCategory.MARKET_STATUS);

            venue().list(other);
            noticed(watch, new InstrumentChange.Appeared(other));
            NewOrder again = trader.restingFarAway(other);
            trader.placed(again);
            assertThat(trader.orders().cancel(again.ref()))
                    .isInstanceOf(Cancellation.Acknowledged.class);

            Instrument trading = trader.instrument();
            venue().strike(Trouble.HALT);
            assertThat(
                            Until.found(
                                    "the halt is told",
                                    () -> watch.look().orThrow(),
                                    changes -> !changes.isEmpty())
                                    .stream())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            InstrumentChange.Changed.class,
                            halt -> {
                                assertThat(halt.before()).isEqualTo(trading);
                                assertThat(halt.now().id()).isEqualTo(trading.id());
                                assertThat(halt.now().status())
                                        .isNotEqualTo(InstrumentStatus.TRADING);
                            });
        }
    }

    private static void noticed(InstrumentWatch watch, InstrumentChange change) {
        assertThat(
                        Until.found(
                                "the change is told",
                                () -> watch.look().orThrow(),
                                changes -> !changes.isEmpty()))
                .containsExactly(change);
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
