package dev.k2.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.ContractState;
import dev.k2.model.ExchangeId;
import dev.k2.platform.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class InstrumentSearchTest {
    private final ManualClock time = new ManualClock();
    private final FakeExchange binance = new FakeExchange(ExchangeId.BINANCE, time);
    private final FakeExchange okx = new FakeExchange(ExchangeId.OKX, time);
    private final FakeExchange kalshi = new FakeExchange(ExchangeId.KALSHI, time);
    private final MarketData market = new MarketData(MarketDataConfig.defaults(), time, time);

    @BeforeEach
    void begin() {
        binance.list("WBTC");
        binance.list("BTCST");
        binance.list("BTC");
        binance.list("ETH");
        okx.list("BTC");
        kalshi.listContract("KXBTC-26JAN06-B1");
        kalshi.listContract("KXRAIN-26JAN06-YES");
        FakeEvents events = new FakeEvents();
        events.groups.add(
                FakeEvents.group(
                        "NOON",
                        "Weather",
                        FakeEvents.contract("KXRAIN-26JAN06-YES", ContractState.OPEN)));
        kalshi.events = events;
        market.start(List.of(binance, okx, kalshi));
        time.advance(Duration.ofMillis(100));
    }

    @Test
    void theSymbolItselfComesFirstThenWhatIsMadeOfItThenTheRest() {
        assertThat(found("btc"))
                .containsExactly(
                        "BTC-USDT binance",
                        "BTC-USDT okx",
                        "BTCST-USDT binance",
                        "WBTC-USDT binance",
                        "KXBTC-26JAN06-B1 kalshi");
    }

    @Test
    void separatorsAndCaseDoNotMatter() {
        assertThat(found("BTCUSDT")).startsWith("BTC-USDT binance", "BTC-USDT okx");
        assertThat(found("btc/usdt")).startsWith("BTC-USDT binance");
        assertThat(found(" btc - usdt ")).startsWith("BTC-USDT binance");
    }

    @Test
    void wordsOfAnEventsTitleFindItsContracts() {
        assertThat(found("bitcoin noon")).containsExactly("KXRAIN-26JAN06-YES kalshi");
        assertThat(found("bitcoin snow")).isEmpty();
    }

    @Test
    void noTextFindsEverythingByName() {
        List<String> all = found("");

        assertThat(all).hasSize(7).isSorted();
    }

    private List<String> found(String text) {
        var query =
                new InstrumentQuery(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(text));
        return market.search(query).stream()
                .map(RankedInstrument::instrument)
                .map(i -> i.id().text() + " " + i.exchange().text())
                .toList();
    }
}
