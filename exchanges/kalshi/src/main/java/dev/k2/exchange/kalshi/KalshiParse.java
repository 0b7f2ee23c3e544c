package dev.k2.exchange.kalshi;

import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ContractResult;
import dev.k2.model.ContractState;
import dev.k2.model.EventContract;
import dev.k2.model.EventGroup;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.PublicTrade;
import dev.k2.model.Side;
import dev.k2.model.TradeId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Kalshi's public words into ours. Pure. */
final class KalshiParse {
    private static final int LEVEL_CELLS = 2;

    private KalshiParse() {}

    /** The one book of YES: whoever bids for NO at q asks for YES at 1 - q. */
    static BookSnapshot book(InstrumentId id, KalshiRestWire.Levels wire, int depth)
            throws UnknownWord {
        List<BookLevel> bids = levels(wire.yes());
        List<BookLevel> asks = new ArrayList<>();
        for (BookLevel bid : levels(wire.no())) {
            asks.add(new BookLevel(BigDecimal.ONE.subtract(bid.price()), bid.quantity()));
        }
        bids.sort(Comparator.comparing(BookLevel::price).reversed());
        asks.sort(Comparator.comparing(BookLevel::price));
        return new BookSnapshot(id, first(bids, depth), first(asks, depth), 0);
    }

    private static List<BookLevel> levels(@Nullable List<List<BigDecimal>> side)
            throws UnknownWord {
        List<BookLevel> levels = new ArrayList<>();
        if (side == null) {
            return levels;
        }
        for (List<BigDecimal> level : side) {
            if (level.size() != LEVEL_CELLS) {
                throw new UnknownWord("level", level.toString());
            }
            if (level.getLast().signum() > 0) {
                levels.add(new BookLevel(level.getFirst(), level.getLast()));
            }
        }
        return levels;
    }

    private static List<BookLevel> first(List<BookLevel> levels, int depth) {
        return levels.subList(0, Math.min(depth, levels.size()));
    }

    static PublicTrade trade(InstrumentId id, KalshiRestWire.Trade wire) throws UnknownWord {
        return new PublicTrade(
                id,
                new TradeId(wire.tradeId()),
                wire.yesPrice(),
                wire.count(),
                side(wire.takerBookSide(), wire.takerOutcomeSide()),
                time("created_time", wire.createdTime()));
    }

    /** The side in the book, which is always that of YES, or the outcome that says the same. */
    static Side side(@Nullable String bookSide, @Nullable String outcomeSide) throws UnknownWord {
        Optional<Side> told =
                bookSide == null || bookSide.isEmpty()
                        ? KalshiWords.sideOfOutcome(outcomeSide == null ? "" : outcomeSide)
                        : KalshiWords.side(bookSide);
        return told.orElseThrow(() -> new UnknownWord("side", bookSide + " " + outcomeSide));
    }

    /**
     * A candle. Where nobody traded it stands at the last price before; there is none before the
     * first trade of a market.
     *
     * @param now tells whether it is over
     */
    static Optional<Candle> candle(
            InstrumentId id, CandleInterval interval, KalshiRestWire.Candle wire, Instant now) {
        KalshiRestWire.Prices prices = wire.price();
        BigDecimal previous = either(prices.previousDollars(), prices.previous());
        BigDecimal close = either(prices.closeDollars(), prices.close());
        BigDecimal flat = close == null ? previous : close;
        if (flat == null) {
            return Optional.empty();
        }
        Instant end = Instant.ofEpochSecond(wire.endPeriodSeconds());
        BigDecimal volume = either(wire.volumeCounted(), wire.volume());
        return Optional.of(
                new Candle(
                        id,
                        interval,
                        end.minus(interval.width()),
                        or(either(prices.openDollars(), prices.open()), flat),
                        or(either(prices.highDollars(), prices.high()), flat),
                        or(either(prices.lowDollars(), prices.low()), flat),
                        flat,
                        or(volume, BigDecimal.ZERO),
                        !now.isBefore(end)));
    }

    /** Contracts for a question; empty where Kalshi says what we do not know. */
    static Optional<EventContract> contract(KalshiRestWire.Market wire, @Nullable String event) {
        Optional<ContractState> state = KalshiWords.state(wire.status());
        if (state.isEmpty() || !InstrumentId.isValid(wire.ticker())) {
            return Optional.empty();
        }
        Optional<ContractResult> result = KalshiWords.result(wire.result(), wire.settlementValue());
        String title = orEmpty(wire.title());
        return Optional.of(
                new EventContract(
                        new InstrumentId(wire.ticker()),
                        title.isEmpty() ? orEmpty(event) : title,
                        orEmpty(wire.yesSubTitle()),
                        orEmpty(wire.noSubTitle()),
                        state.get(),
                        KalshiTimes.of(wire.openTime()).orElse(Instant.EPOCH),
                        KalshiTimes.of(wire.closeTime()).orElse(Instant.EPOCH),
                        KalshiTimes.of(wire.expectedExpirationTime()),
                        Boolean.TRUE.equals(wire.canCloseEarly()),
                        rules(wire),
                        or(wire.volume24h(), BigDecimal.ZERO),
                        or(wire.openInterest(), BigDecimal.ZERO),
                        result,
                        KalshiTimes.of(wire.settlementTime())));
    }

    /**
     * An event with its contracts.
     *
     * @param series what tells category and sources where the event itself does not
     */
    static EventGroup event(
            KalshiRestWire.Event wire,
            List<KalshiRestWire.Market> markets,
            Optional<KalshiRestWire.Series> series) {
        String category = orEmpty(wire.category());
        List<KalshiRestWire.Source> sources = wire.settlementSources();
        if (sources == null) {
            sources = series.map(KalshiRestWire.Series::settlementSources).orElse(List.of());
        }
        return new EventGroup(
                ExchangeId.KALSHI,
                wire.eventTicker(),
                wire.seriesTicker(),
                orEmpty(wire.title()),
                orEmpty(wire.subTitle()),
                category.isEmpty()
                        ? series.map(told -> orEmpty(told.category())).orElse("")
                        : category,
                Boolean.TRUE.equals(wire.mutuallyExclusive()),
                sources(sources),
                markets.stream()
                        .flatMap(market -> contract(market, wire.title()).stream())
                        .toList());
    }

    private static List<EventGroup.Source> sources(@Nullable List<KalshiRestWire.Source> told) {
        return told == null
                ? List.of()
                : told.stream()
                        .map(one -> new EventGroup.Source(orEmpty(one.name()), orEmpty(one.url())))
                        .toList();
    }

    private static String rules(KalshiRestWire.Market wire) {
        String first = orEmpty(wire.rulesPrimary());
        String second = orEmpty(wire.rulesSecondary());
        return first.isEmpty() || second.isEmpty() ? first + second : first + "\n\n" + second;
    }

    static Instant time(String field, @Nullable String text) throws UnknownWord {
        return KalshiTimes.of(text)
                .orElseThrow(() -> new UnknownWord(field, text == null ? "nothing" : text));
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static BigDecimal or(@Nullable BigDecimal value, BigDecimal otherwise) {
        return value == null ? otherwise : value;
    }

    private static @Nullable BigDecimal either(
            @Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one == null ? other : one;
    }
}
