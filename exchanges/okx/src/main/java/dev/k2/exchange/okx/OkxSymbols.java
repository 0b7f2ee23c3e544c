package dev.k2.exchange.okx;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * OKX's instruments and K2's, both ways. Does not change once it is made. Of contracts only those
 * without an end are taken whose size is an amount of what is bought: the others are sized in
 * dollars and settled in coins.
 */
final class OkxSymbols {
    static final OkxSymbols NONE = new OkxSymbols(Map.of(), Map.of(), Map.of(), Map.of());

    static final Set<TimeInForce> TIMES_IN_FORCE =
            EnumSet.of(TimeInForce.GTC, TimeInForce.IOC, TimeInForce.FOK, TimeInForce.POST_ONLY);

    /** Digits that feeds keep where a long can hold them: books keep orders of older steps. */
    private static final int DIGITS_USUAL = 8;

    private static final BigDecimal PRICE_BOUND = new BigDecimal("1000000000");

    /** A level of a book sums many orders, each up to the largest quantity. */
    private static final BigDecimal ORDERS_IN_A_LEVEL = new BigDecimal("1000");

    private static final BigDecimal LONG_MAX = new BigDecimal(Long.MAX_VALUE);

    private final Map<String, Instrument> bySymbol;
    private final Map<String, Instrument> former;
    private final Map<String, Long> codes;
    private final Map<String, String> tradeQuotes;

    private OkxSymbols(
            Map<String, Instrument> bySymbol,
            Map<String, Instrument> former,
            Map<String, Long> codes,
            Map<String, String> tradeQuotes) {
        this.bySymbol = bySymbol;
        this.former = former;
        this.codes = codes;
        this.tradeQuotes = tradeQuotes;
    }

    /**
     * Reads all instruments.
     *
     * @param skipped hears of words that are not known and of what cannot be named
     */
    static OkxSymbols of(List<OkxRestWire.Instrument> listed, Consumer<String> skipped) {
        Map<String, Instrument> bySymbol = new LinkedHashMap<>();
        Map<String, Long> codes = new LinkedHashMap<>();
        Map<String, String> tradeQuotes = new LinkedHashMap<>();
        Map<InstrumentId, String> taken = new LinkedHashMap<>();
        for (OkxRestWire.Instrument wire : listed) {
            Optional<Instrument> read = instrument(wire, skipped);
            if (read.isEmpty()) {
                continue;
            }
            Instrument instrument = read.get();
            String other = taken.putIfAbsent(instrument.id(), wire.instId());
            if (other != null) {
                skipped.accept(wire.instId() + ": " + other + " is " + instrument.id() + " too");
                continue;
            }
            bySymbol.put(wire.instId(), instrument);
            if (wire.instIdCode() != null) {
                codes.put(wire.instId(), wire.instIdCode());
            }
            tradeQuote(wire).ifPresent(quote -> tradeQuotes.put(wire.instId(), quote));
        }
        return new OkxSymbols(bySymbol, Map.of(), codes, tradeQuotes);
    }

    /** The same, and what was listed before: its orders may have something to tell. */
    OkxSymbols after(OkxSymbols earlier) {
        Map<String, Instrument> gone = new LinkedHashMap<>(earlier.former);
        gone.putAll(earlier.bySymbol);
        return new OkxSymbols(bySymbol, gone, codes, tradeQuotes);
    }

    /** What OKX's name means, or meant. */
    Optional<Instrument> find(String symbol) {
        return Optional.ofNullable(bySymbol.get(symbol))
                .or(() -> Optional.ofNullable(former.get(symbol)));
    }

    /** The number that orders over a socket name the instrument by; empty where OKX told none. */
    OptionalLong code(String symbol) {
        Long code = codes.get(symbol);
        return code == null ? OptionalLong.empty() : OptionalLong.of(code);
    }

    /** The currency that orders of a pair with several quote currencies have to name. */
    Optional<String> tradeQuote(String symbol) {
        return Optional.ofNullable(tradeQuotes.get(symbol));
    }

    List<Instrument> all() {
        return List.copyOf(bySymbol.values());
    }

    /** One instrument; empty for what K2 does not trade. */
    static Optional<Instrument> instrument(OkxRestWire.Instrument wire, Consumer<String> skipped) {
        return switch (wire.instType()) {
            case "SPOT" -> spot(wire, skipped);
            case "SWAP" -> perpetual(wire, skipped);
            case "MARGIN", "FUTURES", "OPTION", "EVENTS" -> Optional.empty();
            default -> {
                skipped.accept("type of instrument " + wire.instType());
                yield Optional.empty();
            }
        };
    }

    private static Optional<Instrument> spot(
            OkxRestWire.Instrument wire, Consumer<String> skipped) {
        String base = orEmpty(wire.baseCcy());
        String quote = orEmpty(wire.quoteCcy());
        if (!InstrumentId.isValid(base + "-" + quote) || base.isEmpty() || quote.isEmpty()) {
            skipped.accept(wire.instId() + ": no instrument can be named so");
            return Optional.empty();
        }
        // The largest market order of a pair is told in dollars, which is OKX's to check.
        var market = new QuantityRange(wire.minSz(), BigDecimal.ZERO, wire.lotSz());
        return Optional.of(
                instrument(
                        wire,
                        InstrumentId.spot(base, quote),
                        InstrumentKind.SPOT,
                        base,
                        quote,
                        BigDecimal.ONE,
                        market,
                        skipped));
    }

    private static Optional<Instrument> perpetual(
            OkxRestWire.Instrument wire, Consumer<String> skipped) {
        String type = orEmpty(wire.ctType());
        if (type.equals("inverse")) {
            return Optional.empty();
        }
        String base = orEmpty(wire.ctValCcy());
        String quote = orEmpty(wire.settleCcy());
        BigDecimal value = wire.ctVal();
        if (!type.equals("linear")
                || value == null
                || value.signum() <= 0
                || base.isEmpty()
                || quote.isEmpty()
                || !InstrumentId.isValid(base + "-" + quote)) {
            skipped.accept(wire.instId() + ": expected a linear contract of a size, found " + type);
            return Optional.empty();
        }
        BigDecimal times = wire.ctMult() == null ? BigDecimal.ONE : wire.ctMult();
        var market = new QuantityRange(wire.minSz(), orZero(wire.maxMktSz()), wire.lotSz());
        return Optional.of(
                instrument(
                        wire,
                        InstrumentId.perpetual(base, quote),
                        InstrumentKind.PERPETUAL,
                        base,
                        quote,
                        value.multiply(times),
                        market,
                        skipped));
    }

    private static Instrument instrument(
            OkxRestWire.Instrument wire,
            InstrumentId id,
            InstrumentKind kind,
            String base,
            String quote,
            BigDecimal contractSize,
            QuantityRange market,
            Consumer<String> skipped) {
        BigDecimal largest = orZero(wire.maxLmtSz());
        var limit = new QuantityRange(wire.minSz(), largest, wire.lotSz());
        var rules =
                new TradingRules(
                        List.of(new PriceRange(BigDecimal.ZERO, BigDecimal.ZERO, wire.tickSz())),
                        limit,
                        market,
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        false,
                        PriceBand.NONE,
                        PriceBand.NONE,
                        EnumSet.allOf(OrderType.class),
                        TIMES_IN_FORCE);
        return new Instrument(
                ExchangeId.OKX,
                id,
                wire.instId(),
                kind,
                base,
                quote,
                contractSize,
                status(wire.state(), skipped),
                rules,
                scale(wire.tickSz(), PRICE_BOUND),
                scale(
                        wire.lotSz(),
                        largest.signum() == 0 ? PRICE_BOUND : largest.multiply(ORDERS_IN_A_LEVEL)));
    }

    /** The digits of the step, and beyond them as many as a long holds, up to the usual. */
    private static int scale(BigDecimal step, BigDecimal largest) {
        int needed = Decimals.scaleOf(step);
        int scale = Math.max(needed, DIGITS_USUAL);
        while (scale > needed && largest.movePointRight(scale).compareTo(LONG_MAX) > 0) {
            scale--;
        }
        return scale;
    }

    private static InstrumentStatus status(String word, Consumer<String> skipped) {
        return switch (word) {
            // An instrument that opens soon takes orders that rest, and refuses the others itself.
            case "live", "post_only" -> InstrumentStatus.TRADING;
            case "preopen" -> InstrumentStatus.UPCOMING;
            case "suspend", "test", "rebase", "settling" -> InstrumentStatus.HALTED;
            default -> {
                skipped.accept("state of an instrument " + word);
                yield InstrumentStatus.HALTED;
            }
        };
    }

    /** A pair that is traded in several currencies wants to be told which; its own comes first. */
    private static Optional<String> tradeQuote(OkxRestWire.Instrument wire) {
        List<String> offered = wire.tradeQuoteCcyList();
        if (offered == null || offered.size() < 2) {
            return Optional.empty();
        }
        String own = orEmpty(wire.quoteCcy());
        return Optional.of(offered.contains(own) ? own : offered.getFirst());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static BigDecimal orZero(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value;
    }
}
