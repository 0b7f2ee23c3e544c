package dev.k2.exchange.cryptocom;

import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.OrderType;
import dev.k2.model.PriceBand;
import dev.k2.model.PriceRange;
import dev.k2.model.QuantityRange;
import dev.k2.model.TimeInForce;
import dev.k2.model.TradingRules;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Crypto.com's symbols and K2's instruments, both ways. Does not change once it is made. Of
 * contracts only those without an end are taken.
 */
final class CryptocomSymbols {
    static final CryptocomSymbols NONE = new CryptocomSymbols(Map.of(), Map.of());

    static final Set<OrderType> TYPES =
            Set.copyOf(EnumSet.complementOf(EnumSet.of(OrderType.TRAILING_STOP)));
    static final Set<TimeInForce> TIMES =
            Set.copyOf(EnumSet.complementOf(EnumSet.of(TimeInForce.GTD)));

    private static final String CONTRACT = "-PERP";

    /** Digits that feeds keep where a long can hold them: books keep orders of older steps. */
    private static final int DIGITS_USUAL = 8;

    private static final int DIGITS_MAX = 18;

    /** No largest quantity or price is told. */
    private static final BigDecimal BOUND = new BigDecimal("1000000000");

    private static final BigDecimal LONG_MAX = new BigDecimal(Long.MAX_VALUE);

    private final Map<String, Instrument> bySymbol;
    private final Map<String, Instrument> former;

    private CryptocomSymbols(Map<String, Instrument> bySymbol, Map<String, Instrument> former) {
        this.bySymbol = bySymbol;
        this.former = former;
    }

    /**
     * Reads all instruments.
     *
     * @param skipped hears of words that are not known and of what cannot be named
     */
    static CryptocomSymbols of(List<CryptocomRestWire.Symbol> listed, Consumer<String> skipped) {
        Map<String, Instrument> bySymbol = new LinkedHashMap<>();
        Set<InstrumentId> taken = new HashSet<>();
        for (CryptocomRestWire.Symbol wire : listed) {
            Optional<Instrument> read = instrument(wire, skipped);
            if (read.isEmpty()) {
                continue;
            }
            if (taken.add(read.get().id())) {
                bySymbol.put(wire.symbol(), read.get());
            } else {
                skipped.accept(wire.symbol() + ": another one is " + read.get().id() + " too");
            }
        }
        return new CryptocomSymbols(bySymbol, Map.of());
    }

    /** The same, and what was listed before: its orders may have something to tell. */
    CryptocomSymbols after(CryptocomSymbols earlier) {
        Map<String, Instrument> gone = new LinkedHashMap<>(earlier.former);
        gone.putAll(earlier.bySymbol);
        return new CryptocomSymbols(bySymbol, gone);
    }

    /** What a symbol is, or was. */
    Optional<Instrument> find(String symbol) {
        return Optional.ofNullable(bySymbol.get(symbol))
                .or(() -> Optional.ofNullable(former.get(symbol)));
    }

    List<Instrument> all() {
        return List.copyOf(bySymbol.values());
    }

    /** The name of the index that a contract follows. */
    static String index(Instrument contract) {
        String symbol = contract.symbol();
        return (symbol.endsWith(CONTRACT)
                        ? symbol.substring(0, symbol.length() - CONTRACT.length())
                        : symbol)
                + "-INDEX";
    }

    /** One instrument; empty for what K2 does not trade. */
    static Optional<Instrument> instrument(
            CryptocomRestWire.Symbol wire, Consumer<String> skipped) {
        InstrumentKind kind;
        switch (wire.instType()) {
            case "CCY_PAIR" -> kind = InstrumentKind.SPOT;
            case "PERPETUAL_SWAP" -> kind = InstrumentKind.PERPETUAL;
            case "FUTURE", "WARRANT" -> {
                return Optional.empty();
            }
            default -> {
                skipped.accept("type of instrument " + wire.instType());
                return Optional.empty();
            }
        }
        if (wire.baseCcy().isEmpty()
                || wire.quoteCcy().isEmpty()
                || !InstrumentId.isValid(wire.baseCcy() + "-" + wire.quoteCcy())) {
            skipped.accept(wire.symbol() + ": no instrument can be named so");
            return Optional.empty();
        }
        return Optional.of(instrument(wire, kind));
    }

    private static Instrument instrument(CryptocomRestWire.Symbol wire, InstrumentKind kind) {
        boolean spot = kind == InstrumentKind.SPOT;
        BigDecimal size = wire.contractSize();
        return new Instrument(
                ExchangeId.CRYPTOCOM,
                spot
                        ? InstrumentId.spot(wire.baseCcy(), wire.quoteCcy())
                        : InstrumentId.perpetual(wire.baseCcy(), wire.quoteCcy()),
                wire.symbol(),
                kind,
                wire.baseCcy(),
                wire.quoteCcy(),
                spot || size == null || size.signum() <= 0 ? BigDecimal.ONE : size,
                wire.tradable() ? InstrumentStatus.TRADING : InstrumentStatus.HALTED,
                rules(wire),
                scale(wire.priceTick()),
                scale(wire.quantityTick()));
    }

    /** The smallest order is one step; what else bounds it is the exchange's to check. */
    private static TradingRules rules(CryptocomRestWire.Symbol wire) {
        var quantities =
                new QuantityRange(wire.quantityTick(), BigDecimal.ZERO, wire.quantityTick());
        return new TradingRules(
                List.of(new PriceRange(BigDecimal.ZERO, BigDecimal.ZERO, wire.priceTick())),
                quantities,
                quantities,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                false,
                PriceBand.NONE,
                PriceBand.NONE,
                TYPES,
                TIMES);
    }

    /** The digits of the step, and beyond them as many as a long holds, up to the usual. */
    private static int scale(BigDecimal step) {
        int needed = Math.min(DIGITS_MAX, Decimals.scaleOf(step));
        int scale = Math.max(needed, DIGITS_USUAL);
        while (scale > needed && BOUND.movePointRight(scale).compareTo(LONG_MAX) > 0) {
            scale--;
        }
        return scale;
    }
}
