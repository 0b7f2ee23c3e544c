package dev.k2.exchange;

import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.PublicTrade;
import dev.k2.model.Ticker;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An exchange that has candles and nothing else, and fails when it is told to. */
final class CandleArchive implements Exchange, MarketQueries {
    static final Instrument BTC = TestInstrument.bitcoin();

    private final InstantSource clock;
    private final CandleInterval interval;
    private final NavigableMap<Instant, Candle> candles = new TreeMap<>();
    private final Deque<Optional<ExchangeError>> script = new ArrayDeque<>();
    private final List<Asked> asked = new ArrayList<>();
    private List<Instrument> listed = List.of();
    private Set<CandleInterval> offered = EnumSet.allOf(CandleInterval.class);

    /** One question, and how many candles its answer had. */
    record Asked(CandleInterval interval, Instant from, Instant to, int answered) {}

    CandleArchive(InstantSource clock, CandleInterval interval, Collection<Instant> opens) {
        this.clock = clock;
        this.interval = interval;
        opens.forEach(open -> candles.put(open, candle(open, interval, BigDecimal.ONE)));
    }

    /** Failures for the next questions; empty for an answer. */
    void willSay(List<Optional<ExchangeError>> failures) {
        script.addAll(failures);
    }

    void offersOnly(CandleInterval only) {
        offered = Set.of(only);
    }

    /** Lists these; asking fails where there are none. */
    void lists(Instrument... instruments) {
        listed = List.of(instruments);
    }

    void isQuietAt(Instant open) {
        candles.put(open, candle(open, interval, BigDecimal.ZERO));
    }

    List<Asked> asked() {
        return asked;
    }

    @Override
    public Answer<List<Candle>> candles(
            Instrument instrument, CandleInterval width, Instant from, Instant to) {
        Optional<ExchangeError> failure = script.isEmpty() ? Optional.empty() : script.remove();
        if (failure.isPresent()) {
            return new Answer.Failed<>(failure.get());
        }
        List<Candle> found =
                width == interval ? List.copyOf(candles.subMap(from, to).values()) : days(from, to);
        asked.add(new Asked(width, from, to, found.size()));
        return new Answer.Ok<>(found);
    }

    private List<Candle> days(Instant from, Instant to) {
        Map<Instant, Candle> days = new TreeMap<>();
        for (Instant open : candles.keySet()) {
            Instant day = open.truncatedTo(java.time.temporal.ChronoUnit.DAYS);
            if (!day.isBefore(from) && day.isBefore(to)) {
                days.putIfAbsent(day, candle(day, CandleInterval.D1, BigDecimal.ONE));
            }
        }
        return List.copyOf(days.values());
    }

    private Candle candle(Instant open, CandleInterval width, BigDecimal volume) {
        BigDecimal one = BigDecimal.ONE;
        Instant over = new CandleGrid(width).shift(open, 1);
        return new Candle(
                InstrumentId.spot("BTC", "USDT"),
                width,
                open,
                one,
                one,
                one,
                one,
                volume,
                !over.isAfter(clock.instant()));
    }

    @Override
    public ExchangeId id() {
        return ExchangeId.BINANCE;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                Set.of(),
                offered,
                Set.of(),
                Set.of(),
                Set.of(),
                Capabilities.ClientOrderIdScope.NONE,
                List.of());
    }

    @Override
    public MarketQueries market() {
        return this;
    }

    @Override
    public Health health() {
        return Health.whole("archive", List.of());
    }

    @Override
    public List<Budget> budgets() {
        return List.of();
    }

    @Override
    public void close() {
        candles.clear();
    }

    @Override
    public MarketFeed feed(FeedListener listener) {
        throw new UnsupportedOperationException("an archive has no streams");
    }

    @Override
    public Account account(Credentials credentials) {
        throw new UnsupportedOperationException("an archive has no accounts");
    }

    @Override
    public Answer<List<Instrument>> instruments() {
        return listed.isEmpty() ? nothing() : new Answer.Ok<>(listed);
    }

    @Override
    public Answer<Ticker> ticker(Instrument instrument) {
        return nothing();
    }

    @Override
    public Answer<BookSnapshot> book(Instrument instrument, int depth) {
        return nothing();
    }

    @Override
    public Answer<List<PublicTrade>> trades(Instrument instrument, int limit) {
        return nothing();
    }

    @Override
    public Answer<Instant> time() {
        return new Answer.Ok<>(clock.instant());
    }

    private <T> Answer<T> nothing() {
        return new Answer.Failed<>(ExchangeError.notOffered(id(), "ask an archive"));
    }

    static ExchangeError timeout() {
        return new ExchangeError.Timeout(facts());
    }

    static ExchangeError refusal() {
        return new ExchangeError.Permission(facts());
    }

    ExchangeError rateLimit(Duration length) {
        return new ExchangeError.RateLimit(facts(), Optional.of(clock.instant().plus(length)));
    }

    private static ErrorFacts facts() {
        return ErrorFacts.of(ExchangeId.BINANCE, "ask for candles", "scripted");
    }
}
