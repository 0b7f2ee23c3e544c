package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import dev.k2.model.Ticker;
import java.time.Duration;
import java.util.List;

interface LimitCards extends AtVenue {
    @Card(value = "E-03", part = "429")
    default void aRateLimitIsToldAsSuchAndEnds() {
        needs(Trouble.RATE_LIMIT);
        try (Exchange exchange = venue().open()) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            venue().strike(Trouble.RATE_LIMIT);
            Answer<Ticker> limited = exchange.market().ticker(instrument);
            venue().calm();

            assertThat(limited).isInstanceOf(Answer.Failed.class);
            assertThat(((Answer.Failed<Ticker>) limited).error().category())
                    .isEqualTo(ErrorCategory.RATE_LIMIT);
            Until.so(
                    "it answers again",
                    () -> exchange.market().ticker(instrument) instanceof Answer.Ok<Ticker>);
        }
    }

    @Card("E-04")
    default void aClockThatIsOffIsMeasuredAndBeyondTheLimitNothingIsSigned() {
        for (Duration offset : List.of(Duration.ofMillis(-800), Duration.ofMillis(800))) {
            try (Exchange exchange = venue().open(offset)) {
                Answer<List<Balance>> balances = exchange.account(venue().credentials()).balances();

                assertThat(balances).as("%s", offset).isInstanceOf(Answer.Ok.class);
            }
        }
        for (Duration offset : List.of(Duration.ofSeconds(-5), Duration.ofSeconds(5))) {
            try (Exchange exchange = venue().open(offset)) {
                Answer<List<Balance>> balances = exchange.account(venue().credentials()).balances();

                assertThat(balances).as("%s", offset).isInstanceOf(Answer.Failed.class);
            }
        }
    }

    @Card("E-06")
    default void maintenanceIsToldAsSuchAndEndsByItself() {
        needs(Trouble.MAINTENANCE);
        try (Exchange exchange = venue().open()) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            venue().strike(Trouble.MAINTENANCE);
            Answer<Ticker> closed = exchange.market().ticker(instrument);
            venue().calm();

            assertThat(closed).isInstanceOf(Answer.Failed.class);
            assertThat(((Answer.Failed<Ticker>) closed).error().category())
                    .isIn(ErrorCategory.EXCHANGE_MAINTENANCE, ErrorCategory.EXCHANGE_ERROR);
            Until.so(
                    "it answers again",
                    () -> exchange.market().ticker(instrument) instanceof Answer.Ok<Ticker>);
        }
    }

    @Card(value = "E-07", part = "errors and texts")
    default void noSecretIsInAnErrorOrAText() {
        Credentials strangers = venue().strangers();
        try (Exchange exchange = venue().open()) {
            Account account = exchange.account(strangers);
            Answer<List<Balance>> refused = account.balances();

            assertThat(refused).isInstanceOf(Answer.Failed.class);
            String told =
                    ((Answer.Failed<List<Balance>>) refused).error().toString()
                            + strangers
                            + account
                            + exchange;
            assertThat(told).doesNotContain(strangers.apiSecret(), strangers.apiKey());
        }
    }
}
