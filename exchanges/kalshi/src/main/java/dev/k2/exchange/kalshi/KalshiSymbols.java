package dev.k2.exchange.kalshi;

import dev.k2.model.ContractState;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.OrderType;
import dev.k2.model.PriceBand;
import dev.k2.model.PriceRange;
import dev.k2.model.QuantityRange;
import dev.k2.model.TradingRules;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Kalshi's markets as instruments. A market keeps Kalshi's own ticker as its name in K2; its prices
 * are dollars for one contract that pays a dollar for YES. Does not change once it is made.
 */
final class KalshiSymbols {
    static final KalshiSymbols NONE = new KalshiSymbols(Map.of(), Map.of(), Map.of());

    static final Set<OrderType> TYPES = EnumSet.of(OrderType.LIMIT);
    static final String DOLLARS = "USD";

    /** Answers have up to six digits, whatever the step; a step can become finer while it trades. */
    static final int PRICE_SCALE = 6;

    /** Contracts are counted to a hundredth, which leaves two digits for what may come. */
    static final int COUNT_SCALE = 4;

    private static final BigDecimal HUNDREDTH = new BigDecimal("0.01");

    private final Map<String, Instrument> bySymbol;
    private final Map<String, Instrument> former;
    private final Map<String, String> events;

    private KalshiSymbols(
            Map<String, Instrument> bySymbol,
            Map<String, Instrument> former,
            Map<String, String> events) {
        this.bySymbol = bySymbol;
        this.former = former;
        this.events = events;
    }

    /**
     * Reads markets.
     *
     * @param skipped hears of what is not known or cannot be named
     */
    static KalshiSymbols of(List<KalshiRestWire.Market> listed, Consumer<String> skipped) {
        Map<String, Instrument> bySymbol = new LinkedHashMap<>();
        Map<String, String> events = new LinkedHashMap<>();
        for (KalshiRestWire.Market wire : listed) {
            instrument(wire, skipped)
                    .ifPresent(
                            instrument -> {
                                bySymbol.put(wire.ticker(), instrument);
                                events.put(wire.ticker(), wire.eventTicker());
                            });
        }
        return new KalshiSymbols(bySymbol, Map.of(), events);
    }

    /** The same, and what was listed before: its orders may have something to tell. */
    KalshiSymbols after(KalshiSymbols earlier) {
        Map<String, Instrument> gone = new LinkedHashMap<>(earlier.former);
        gone.putAll(earlier.bySymbol);
        Map<String, String> all = new LinkedHashMap<>(earlier.events);
        all.putAll(events);
        return new KalshiSymbols(bySymbol, gone, all);
    }

    /** The same with one market more that is not listed any longer, or not by itself. */
    KalshiSymbols with(Instrument instrument, String event) {
        Map<String, Instrument> more = new LinkedHashMap<>(former);
        more.put(instrument.symbol(), instrument);
        Map<String, String> all = new LinkedHashMap<>(events);
        all.put(instrument.symbol(), event);
        return new KalshiSymbols(bySymbol, more, all);
    }

    Optional<Instrument> find(String ticker) {
        return Optional.ofNullable(bySymbol.get(ticker))
                .or(() -> Optional.ofNullable(former.get(ticker)));
    }

    /** The event that a market belongs to, which its ticker does not tell. */
    Optional<String> eventOf(String ticker) {
        return Optional.ofNullable(events.get(ticker));
    }

    List<Instrument> all() {
        return List.copyOf(bySymbol.values());
    }

    /** One market; empty where it cannot be named or priced. */
    static Optional<Instrument> instrument(KalshiRestWire.Market wire, Consumer<String> skipped) {
        if (!InstrumentId.isValid(wire.ticker())) {
            skipped.accept(wire.ticker() + ": no instrument can be named so");
            return Optional.empty();
        }
        List<PriceRange> prices = prices(wire.priceRanges());
        if (prices.isEmpty()) {
            skipped.accept(wire.ticker() + ": no prices can be told");
            return Optional.empty();
        }
        Optional<ContractState> state = KalshiWords.state(wire.status());
        if (state.isEmpty()) {
            skipped.accept(wire.ticker() + ": status " + wire.status());
        }
        return Optional.of(
                instrument(
                        wire.ticker(),
                        state.orElse(ContractState.HALTED),
                        prices,
                        Boolean.FALSE.equals(wire.fractional()) ? BigDecimal.ONE : HUNDREDTH));
    }

    static Instrument instrument(
            String ticker, ContractState state, List<PriceRange> prices, BigDecimal step) {
        var quantity = new QuantityRange(step, BigDecimal.ZERO, step);
        var rules =
                new TradingRules(
                        prices,
                        quantity,
                        quantity,
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        false,
                        PriceBand.NONE,
                        PriceBand.NONE,
                        TYPES,
                        KalshiWords.TIMES);
        return new Instrument(
                ExchangeId.KALSHI,
                new InstrumentId(ticker),
                ticker,
                InstrumentKind.EVENT,
                ticker,
                DOLLARS,
                BigDecimal.ONE,
                state.status(),
                rules,
                PRICE_SCALE,
                COUNT_SCALE);
    }

    /** Nobody can give or take a contract for nothing, or for all that it can pay. */
    static List<PriceRange> prices(@Nullable List<KalshiRestWire.PriceRange> told) {
        List<PriceRange> prices = new ArrayList<>();
        if (told == null) {
            return prices;
        }
        for (KalshiRestWire.PriceRange range : told) {
            if (range.step().signum() <= 0
                    || Decimals.scaleOf(range.step()) > PRICE_SCALE
                    || range.start().signum() < 0
                    || range.end().compareTo(BigDecimal.ONE) > 0) {
                return List.of();
            }
            BigDecimal least = range.start().signum() == 0 ? range.step() : range.start();
            BigDecimal most =
                    range.end().compareTo(BigDecimal.ONE) == 0
                            ? range.end().subtract(range.step())
                            : range.end();
            if (least.compareTo(most) <= 0) {
                prices.add(new PriceRange(least, most, range.step()));
            }
        }
        return prices;
    }
}
