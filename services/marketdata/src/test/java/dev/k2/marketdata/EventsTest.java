package dev.k2.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.model.ContractChange;
import dev.k2.model.ContractResult;
import dev.k2.model.ContractState;
import dev.k2.model.EventContract;
import dev.k2.model.EventGroup;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentStatus;
import dev.k2.platform.ManualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventsTest {
    private final ManualClock time = new ManualClock(Instant.parse("2026-01-05T00:00:30Z"));
    private final FakeExchange exchange = new FakeExchange(ExchangeId.KALSHI, time);
    private final FakeEvents events = new FakeEvents();
    private final Heard heard = new Heard();
    private final MarketData market = new MarketData(MarketDataConfig.defaults(), time, time);
    private final Instrument contract = exchange.listContract("KXBTC-A");

    EventsTest() {
        exchange.events = events;
        events.groups.add(
                FakeEvents.group(
                        "KXBTC-1",
                        "Crypto",
                        FakeEvents.contract("KXBTC-A", ContractState.OPEN),
                        FakeEvents.contract("KXBTC-B", ContractState.OPEN)));
        events.groups.add(
                FakeEvents.group(
                        "KXRAIN-1",
                        "Weather",
                        FakeEvents.contract("KXRAIN-A", ContractState.SETTLED)));
        market.addListener(heard);
    }

    @Test
    void knowsEventsFromTheStartAndFindsThem() {
        started();

        assertThat(tickers(EventQuery.ALL)).containsExactly("KXBTC-1", "KXRAIN-1");
        assertThat(tickers(query("weather", null, null))).containsExactly("KXRAIN-1");
        assertThat(tickers(query(null, EventStatus.OPEN, null))).containsExactly("KXBTC-1");
        assertThat(tickers(query(null, EventStatus.SETTLED, null))).containsExactly("KXRAIN-1");
        assertThat(tickers(query(null, null, "kxbtc-b OR ABOVE"))).containsExactly("KXBTC-1");
        assertThat(tickers(query(null, null, "no such words"))).isEmpty();
        assertThat(market.events().contract(ExchangeId.KALSHI, contract.id()).orElseThrow().title())
                .isEqualTo("Is it KXBTC-A?");
    }

    @Test
    void asksAgainEverySoOftenAndTellsWhatWentOn() {
        started();
        heard.contracts.clear();
        events.groups.set(
                0,
                FakeEvents.group(
                        "KXBTC-1",
                        "Crypto",
                        FakeEvents.contract("KXBTC-A", ContractState.CLOSED),
                        FakeEvents.contract("KXBTC-B", ContractState.OPEN)));

        time.advance(Duration.ofSeconds(61));

        assertThat(heard.contracts)
                .extracting(EventContract::instrument)
                .containsExactly(contract.id());
        assertThat(status()).isEqualTo(InstrumentStatus.CLOSED);
    }

    @Test
    void asksAgainSoonWhereEventsCouldNotBeLoadedAndKeepsThemWhereTheyWere() {
        events.failing = true;
        started();
        assertThat(tickers(EventQuery.ALL)).isEmpty();

        events.failing = false;
        time.advance(Duration.ofSeconds(5));
        assertThat(tickers(EventQuery.ALL)).hasSize(2);

        events.failing = true;
        time.advance(Duration.ofMinutes(3));
        assertThat(tickers(EventQuery.ALL)).hasSize(2);
    }

    @Test
    void subscribesNoContractThatNobodyAskedForAndItsLifeWithItsPrices() {
        started();
        assertThat(exchange.subscribed).isEmpty();

        market.watch(contract);

        assertThat(exchange.subscribed).contains("KXBTC-A LIFECYCLE", "KXBTC-A QUOTES");
    }

    @Test
    void takesAStepOfItsLifeAtOnce() {
        started();
        heard.contracts.clear();

        exchange.heard().onContract(contract, determined());
        time.advance(Desk.ROUND);

        EventContract now = heard.contracts.getLast();
        assertThat(now.state()).isEqualTo(ContractState.DETERMINED);
        assertThat(now.result().orElseThrow().value()).isEqualByComparingTo("1");
        assertThat(status()).isEqualTo(InstrumentStatus.CLOSED);

        exchange.heard().onContract(contract, determined());
        time.advance(Desk.ROUND);
        assertThat(heard.contracts).hasSize(1);
    }

    @Test
    void aListThatWasAskedForBeforeAStepDoesNotUndoIt() {
        started();
        events.meanwhile = () -> exchange.heard().onContract(contract, determined());

        time.advance(Duration.ofSeconds(61));

        assertThat(market.events().contract(ExchangeId.KALSHI, contract.id()).orElseThrow().state())
                .isEqualTo(ContractState.DETERMINED);
    }

    @Test
    void asksTheExchangeForAnEventThatEndedLongAgo() {
        started();
        events.old.add(FakeEvents.group("KXOLD-1", "Crypto"));

        Answer<EventGroup> old = market.event(Optional.empty(), "KXOLD-1");
        Answer<EventGroup> none = market.event(Optional.empty(), "KXNONE");

        assertThat(old.orThrow().ticker()).isEqualTo("KXOLD-1");
        assertThat(none)
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed ->
                                assertThat(failed.error().category())
                                        .isEqualTo(ErrorCategory.VALIDATION));
    }

    @Test
    void tellsHowLikelyAndStaysLiveWhereNothingMovesForMinutes() {
        started();
        market.watch(contract);
        exchange.heard().onQuote(contract, 61, 500, 63, 700, 0, time.millis());

        time.advance(Duration.ofMinutes(5));

        PriceView price = market.knownPrice(contract).orElseThrow();
        assertThat(price.probability()).contains(new BigDecimal("0.62"));
        assertThat(price.state()).isEqualTo(Freshness.LIVE);

        exchange.cut();
        assertThat(market.knownPrice(contract).orElseThrow().state()).isEqualTo(Freshness.STALE);
    }

    @Test
    void loadsInstrumentsAnewWhereAContractOpensThatIsNotListed() {
        started();
        exchange.listContract("KXNEW-A");
        events.groups.add(
                FakeEvents.group(
                        "KXNEW-1", "Crypto", FakeEvents.contract("KXNEW-A", ContractState.OPEN)));

        time.advance(Duration.ofSeconds(62));

        assertThat(market.instruments().find(new InstrumentId("KXNEW-A"))).isPresent();
    }

    private void started() {
        market.start(List.of(exchange));
        time.advance(Desk.ROUND);
        exchange.connect();
        time.advance(Desk.ROUND);
    }

    private InstrumentStatus status() {
        return market.instruments().find(contract.id()).orElseThrow().status();
    }

    private ContractChange determined() {
        return new ContractChange(
                ContractState.DETERMINED,
                Optional.empty(),
                Optional.of(new ContractResult(ContractResult.Ruling.YES, BigDecimal.ONE)),
                time.instant());
    }

    private List<String> tickers(EventQuery query) {
        return market.events().search(query).stream().map(EventGroup::ticker).toList();
    }

    private static EventQuery query(
            @org.jspecify.annotations.Nullable String category,
            @org.jspecify.annotations.Nullable EventStatus status,
            @org.jspecify.annotations.Nullable String text) {
        return new EventQuery(
                Optional.empty(),
                Optional.ofNullable(category),
                Optional.ofNullable(status),
                Optional.ofNullable(text));
    }
}
