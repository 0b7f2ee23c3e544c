package dev.k2.exchange.cryptocom;

import dev.k2.exchange.FeeRates;
import dev.k2.model.Balance;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.FundingRate;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.MarginMode;
import dev.k2.model.MarkPrice;
import dev.k2.model.Position;
import dev.k2.model.PositionSide;
import dev.k2.model.PublicTrade;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import dev.k2.model.TradeId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Crypto.com says of its markets and accounts into ours, but for orders. Pure. */
final class CryptocomParse {
    private static final int PERCENT = 2;
    private static final int BASIS_POINTS = 4;
    private static final int PRICE_DIGITS = 12;

    private CryptocomParse() {}

    /** The last 24 hours; empty where nothing was ever traded. The volume in dollars is told. */
    static Optional<Ticker> ticker(Instrument instrument, CryptocomRestWire.Ticker wire) {
        BigDecimal last = wire.a();
        if (last == null) {
            return Optional.empty();
        }
        BigDecimal volume = orZero(wire.v());
        boolean dollars = instrument.quote().startsWith("USD") && wire.vv() != null;
        return Optional.of(
                new Ticker(
                        instrument.id(),
                        last,
                        orZero(wire.c()).movePointRight(PERCENT),
                        wire.h() == null ? last : wire.h(),
                        wire.l() == null ? last : wire.l(),
                        volume,
                        dollars ? orZero(wire.vv()) : volume.multiply(last),
                        Instant.ofEpochMilli(wire.t())));
    }

    static BookSnapshot book(InstrumentId id, CryptocomRestWire.Depth wire, int depth) {
        long sequence = wire.u() != null ? wire.u() : wire.t() != null ? wire.t() : 0;
        return new BookSnapshot(
                id, levels(wire.bids(), depth), levels(wire.asks(), depth), sequence);
    }

    static PublicTrade trade(InstrumentId id, CryptocomRestWire.Trade wire) throws UnknownWord {
        return new PublicTrade(
                id,
                new TradeId(wire.d()),
                wire.p(),
                wire.q(),
                side(wire.s()),
                Instant.ofEpochMilli(wire.t()));
    }

    static Candle candle(
            InstrumentId id,
            CandleInterval interval,
            CryptocomRestWire.Candlestick wire,
            boolean closed) {
        return new Candle(
                id,
                interval,
                Instant.ofEpochMilli(wire.t()),
                wire.o(),
                wire.h(),
                wire.l(),
                wire.c(),
                wire.v(),
                closed);
    }

    /** Whether a candle's time is over. */
    static boolean isOver(CandleInterval interval, long openMillis, long nowMillis) {
        Instant start = Instant.ofEpochMilli(openMillis);
        Instant end =
                interval == CandleInterval.MONTH
                        ? start.atOffset(ZoneOffset.UTC).plusMonths(1).toInstant()
                        : start.plus(interval.width());
        return end.toEpochMilli() <= nowMillis;
    }

    /** A mark price with what is known beside it. When it is paid next is not told. */
    static MarkPrice mark(
            InstrumentId id,
            CryptocomRestWire.Value mark,
            Optional<BigDecimal> index,
            Optional<BigDecimal> funding) {
        return new MarkPrice(
                id, mark.v(), index, funding, Optional.empty(), Instant.ofEpochMilli(mark.t()));
    }

    static FundingRate funding(InstrumentId id, CryptocomRestWire.Value wire) {
        return new FundingRate(id, wire.v(), Instant.ofEpochMilli(wire.t()));
    }

    /**
     * The account's currencies.
     *
     * @param all whether currencies with nothing in them are told too
     */
    static List<Balance> balances(CryptocomAccountWire.Wallet wire, boolean all) {
        return wire.balances().stream()
                .map(CryptocomParse::balance)
                .filter(balance -> all || balance.total().signum() != 0)
                .toList();
    }

    private static Balance balance(CryptocomAccountWire.CurrencyBalance wire) {
        BigDecimal held = orZero(wire.reserved());
        return new Balance(wire.currency(), wire.quantity().subtract(held), held);
    }

    /** Sides are told by the sign, and the average price by what was paid. */
    static Position position(InstrumentId id, CryptocomAccountWire.Position wire) {
        BigDecimal quantity = wire.quantity();
        boolean flat = quantity.signum() == 0;
        return new Position(
                id,
                quantity.signum() < 0 ? PositionSide.SHORT : PositionSide.LONG,
                quantity.abs(),
                flat
                        ? BigDecimal.ZERO
                        : orZero(wire.openCost())
                                .divide(quantity, PRICE_DIGITS, RoundingMode.HALF_EVEN)
                                .abs(),
                Optional.empty(),
                flat ? BigDecimal.ZERO : orZero(wire.openProfit()),
                Optional.empty(),
                Optional.empty(),
                "ISOLATED_MARGIN".equals(wire.isolationType())
                        ? MarginMode.ISOLATED
                        : MarginMode.CROSS,
                Instant.ofEpochMilli(wire.updateTimestamp() == null ? 0 : wire.updateTimestamp()));
    }

    static FeeRates fees(CryptocomAccountWire.FeeRate wire) {
        return new FeeRates(
                wire.maker().movePointLeft(BASIS_POINTS), wire.taker().movePointLeft(BASIS_POINTS));
    }

    static Side side(String word) throws UnknownWord {
        return CryptocomWords.side(word).orElseThrow(() -> new UnknownWord("side", word));
    }

    static BigDecimal orZero(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value;
    }

    private static List<BookLevel> levels(List<CryptocomRestWire.Level> wire, int depth) {
        return wire.stream()
                .limit(depth)
                .map(level -> new BookLevel(level.price(), level.quantity()))
                .toList();
    }
}
