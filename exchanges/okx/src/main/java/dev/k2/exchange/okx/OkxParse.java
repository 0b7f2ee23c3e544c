package dev.k2.exchange.okx;

import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.FundingRate;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.Liquidation;
import dev.k2.model.MarkPrice;
import dev.k2.model.PublicTrade;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import dev.k2.model.TradeId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What OKX says of its markets into ours. Pure. */
final class OkxParse {
    private static final BigDecimal HUNDRED = new BigDecimal(100);
    private static final int PERCENT_SCALE = 3;
    private static final int CANDLE_CELLS = 9;

    private OkxParse() {}

    /**
     * The last 24 hours. Of contracts OKX tells the volume in contracts and in what is bought, so
     * the volume in the quote currency is reckoned by the last price.
     */
    static Ticker ticker(Instrument instrument, OkxRestWire.Ticker wire) {
        BigDecimal volume = orZero(wire.vol24h());
        BigDecimal other = orZero(wire.volCcy24h());
        return new Ticker(
                instrument.id(),
                wire.last(),
                changePercent(wire.open24h(), wire.last()),
                wire.high24h() == null ? wire.last() : wire.high24h(),
                wire.low24h() == null ? wire.last() : wire.low24h(),
                volume,
                instrument.kind() == InstrumentKind.SPOT ? other : other.multiply(wire.last()),
                Instant.ofEpochMilli(wire.ts()));
    }

    static BookSnapshot book(InstrumentId id, OkxRestWire.Book wire, int depth) {
        return new BookSnapshot(
                id,
                levels(wire.bids(), depth),
                levels(wire.asks(), depth),
                wire.seqId() == null ? wire.ts() : wire.seqId());
    }

    static PublicTrade trade(InstrumentId id, OkxRestWire.Trade wire) throws UnknownWord {
        return new PublicTrade(
                id,
                new TradeId(wire.tradeId()),
                wire.px(),
                wire.sz(),
                side(wire.side()),
                Instant.ofEpochMilli(wire.ts()));
    }

    /** A row of open time, four prices, three volumes, and whether it is over. */
    static Candle candle(InstrumentId id, CandleInterval interval, List<BigDecimal> row)
            throws UnknownWord {
        if (row.size() < CANDLE_CELLS) {
            throw new UnknownWord("candle of", row.size() + " cells");
        }
        return new Candle(
                id,
                interval,
                Instant.ofEpochMilli(row.getFirst().longValue()),
                row.get(1),
                row.get(2),
                row.get(3),
                row.get(4),
                row.get(5),
                row.get(CANDLE_CELLS - 1).signum() > 0);
    }

    /**
     * The mark price with what is known beside it.
     *
     * @param funding the funding that comes next, as far as it was told
     */
    static MarkPrice mark(
            InstrumentId id,
            OkxRestWire.MarkPrice wire,
            OkxRestWire.@Nullable Funding funding,
            Optional<BigDecimal> index) {
        return new MarkPrice(
                id,
                wire.markPx(),
                index,
                Optional.ofNullable(funding).map(OkxRestWire.Funding::fundingRate),
                Optional.ofNullable(funding).map(next -> Instant.ofEpochMilli(next.fundingTime())),
                Instant.ofEpochMilli(wire.ts()));
    }

    static FundingRate funding(InstrumentId id, OkxRestWire.FundingPaid wire) {
        BigDecimal paid = wire.realizedRate();
        return new FundingRate(
                id,
                paid == null ? wire.fundingRate() : paid,
                Instant.ofEpochMilli(wire.fundingTime()));
    }

    static Liquidation liquidation(InstrumentId id, OkxFeedWire.Liquidation wire)
            throws UnknownWord {
        return new Liquidation(
                id, side(wire.side()), wire.bkPx(), wire.sz(), Instant.ofEpochMilli(wire.ts()));
    }

    static Side side(String word) throws UnknownWord {
        return OkxWords.side(word).orElseThrow(() -> new UnknownWord("side", word));
    }

    private static List<BookLevel> levels(List<List<BigDecimal>> rows, int depth) {
        return rows.stream()
                .limit(depth)
                .map(row -> new BookLevel(row.getFirst(), row.get(1)))
                .toList();
    }

    private static BigDecimal changePercent(@Nullable BigDecimal open, BigDecimal last) {
        return open == null || open.signum() == 0
                ? BigDecimal.ZERO
                : last.subtract(open)
                        .multiply(HUNDRED)
                        .divide(open, PERCENT_SCALE, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal orZero(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value;
    }
}
