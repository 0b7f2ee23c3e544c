package dev.k2.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Channel;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Trades that come late, twice and in any order make the same candle as in theirs. */
final class TradeOrderProperties {
    private static final long START = Instant.parse("2026-01-05T00:00:30Z").toEpochMilli();
    private static final long MINUTE = 60_000;

    private final Instrument btc =
            FakeExchange.instrument(ExchangeId.BINANCE, "BTC", InstrumentStatus.TRADING);

    private record Trade(long id, long atMillis, long price, long quantity) {}

    @Property(tries = 300)
    void makesTheSameCandlesWhateverTheOrderOfArrival(@ForAll long seed) {
        Random random = new Random(seed);
        List<Trade> inOrder = trades(random);
        List<Trade> arriving = new ArrayList<>(inOrder);
        arriving.addAll(inOrder.subList(0, inOrder.size() / 4));
        Collections.shuffle(arriving, random);
        Market market =
                new Market(btc, Set.of(Channel.Plain.values()), MarketDataConfig.defaults());
        tell(market, new Trade(0, START, 5_000, 1));

        arriving.forEach(trade -> tell(market, trade));

        long end = START + 30 * MINUTE;
        for (long open = START + MINUTE / 2; open < end; open += MINUTE) {
            long opened = open;
            List<Trade> of =
                    inOrder.stream()
                            .filter(t -> t.atMillis() >= opened && t.atMillis() < opened + MINUTE)
                            .toList();
            if (!of.isEmpty()) {
                LiveBars.Seen seen = market.minutes().bar(open, end);
                assertThat(seen).isNotNull();
                assertThat(seen.whole()).isTrue();
                assertThat(seen.candle()).isEqualTo(candle(open, of));
            }
        }
    }

    private List<Trade> trades(Random random) {
        List<Trade> trades = new ArrayList<>();
        int count = 1 + random.nextInt(300);
        for (int n = 1; n <= count; n++) {
            long at = START + MINUTE / 2 + random.nextLong(25 * MINUTE);
            trades.add(new Trade(n, at, 1 + random.nextLong(10_000), 1 + random.nextLong(50)));
        }
        trades.sort(Comparator.comparingLong(Trade::atMillis));
        // Of trades of one millisecond only the arrival says which was first.
        for (int n = trades.size() - 1; n > 0; n--) {
            if (trades.get(n).atMillis() == trades.get(n - 1).atMillis()) {
                trades.remove(n);
            }
        }
        return trades;
    }

    private void tell(Market market, Trade trade) {
        market.onTrade(
                btc,
                trade.id(),
                trade.price(),
                trade.quantity(),
                Side.BUY,
                trade.atMillis(),
                START);
    }

    private Candle candle(long open, List<Trade> trades) {
        BigDecimal high = BigDecimal.ZERO;
        BigDecimal low = btc.price(Long.MAX_VALUE);
        BigDecimal volume = btc.quantity(0);
        for (Trade trade : trades) {
            high = high.max(btc.price(trade.price()));
            low = low.min(btc.price(trade.price()));
            volume = volume.add(btc.quantity(trade.quantity()));
        }
        return new Candle(
                btc.id(),
                CandleInterval.M1,
                Instant.ofEpochMilli(open),
                btc.price(trades.getFirst().price()),
                high,
                low,
                btc.price(trades.getLast().price()),
                volume,
                true);
    }
}
