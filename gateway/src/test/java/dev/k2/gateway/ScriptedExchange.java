package dev.k2.gateway;

import dev.k2.exchange.Account;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Budget;
import dev.k2.exchange.Capabilities;
import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.EventQueries;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.Health;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.MarketQueries;
import dev.k2.model.Book;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.Liquidation;
import dev.k2.model.MarkPrice;
import dev.k2.model.OrderType;
import dev.k2.model.PriceBand;
import dev.k2.model.PriceRange;
import dev.k2.model.PublicTrade;
import dev.k2.model.QuantityRange;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import dev.k2.model.TimeInForce;
import dev.k2.model.TradingRules;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** An exchange in memory whose market moves when a test says so. */
final class ScriptedExchange implements Exchange, MarketQueries, MarketFeed {
    private final ExchangeId id;
    private final InstantSource clock;
    private final Map<InstrumentId, Instrument> listed = new LinkedHashMap<>();
    private final Map<InstrumentId, Book> books = new ConcurrentHashMap<>();
    private final Map<InstrumentId, Instant> silent = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile FeedListener listener;
    private final Optional<ScriptedEvents> events;

    ScriptedExchange(ExchangeId id, InstantSource clock, FeedListener nobody, String... bases) {
        this.id = id;
        this.clock = clock;
        this.listener = nobody;
        this.events =
                id == ExchangeId.KALSHI ? Optional.of(new ScriptedEvents()) : Optional.empty();
        for (String base : bases) {
            list(id == ExchangeId.KALSHI ? contract(base) : instrument(id, base));
        }
    }

    /** The same with a perpetual besides. */
    ScriptedExchange withPerpetual(String base) {
        list(instrument(id, base, InstrumentId.perpetual(base, "USDT"), InstrumentKind.PERPETUAL));
        return this;
    }

    private void list(Instrument instrument) {
        listed.put(instrument.id(), instrument);
        books.put(instrument.id(), new Book(instrument));
    }

    Instrument listed(String instrument) {
        Instrument found = listed.get(new InstrumentId(instrument));
        if (found == null) {
            throw new IllegalArgumentException(id + " does not list " + instrument);
        }
        return found;
    }

    /** Quotes around a price, and a book of ten levels on each side; prices in cents. */
    void moveTo(String name, long price) {
        Instrument instrument = listed(name);
        Book book = book(instrument);
        book.reset();
        for (int level = 0; level < 10; level++) {
            book.set(Side.BUY, price - 1 - level, 1_000 + level);
            book.set(Side.SELL, price + 1 + level, 2_000 + level);
        }
        told(book);
        listener.onQuote(
                instrument, price - 1, 1_000, price + 1, 2_000, clock.millis(), clock.millis());
    }

    /** One level changes. */
    void level(String name, Side side, long price, long quantity) {
        Book book = book(listed(name));
        book.set(side, price, quantity);
        told(book);
    }

    /** Somebody trades. */
    void trade(String name, long price, long quantity) {
        listener.onTrade(
                listed(name),
                numbers.incrementAndGet(),
                price,
                quantity,
                Side.BUY,
                clock.millis(),
                clock.millis());
    }

    /** What a perpetual is valued at. */
    void mark(String name, String price) {
        Instrument instrument = listed(name);
        listener.onMarkPrice(
                instrument,
                new MarkPrice(
                        instrument.id(),
                        new BigDecimal(price),
                        Optional.of(new BigDecimal("64949.90")),
                        Optional.of(new BigDecimal("-0.0001")),
                        Optional.of(Instant.parse("2031-01-01T08:00:00Z")),
                        clock.instant()));
    }

    /** Somebody's long is closed by force. */
    void liquidate(String name, String price, String quantity) {
        Instrument instrument = listed(name);
        listener.onLiquidation(
                instrument,
                new Liquidation(
                        instrument.id(),
                        Side.SELL,
                        new BigDecimal(price),
                        new BigDecimal(quantity),
                        clock.instant()));
    }

    private void told(Book book) {
        book.complete(numbers.incrementAndGet(), clock.millis());
        listener.onBook(book);
    }

    /** Nothing trades in an instrument since a time. */
    void silentSince(Instant since, String id) {
        silent.put(new InstrumentId(id), since);
    }

    private Book book(Instrument instrument) {
        Book book = books.get(instrument.id());
        if (book == null) {
            throw new IllegalArgumentException("no book of " + instrument.id());
        }
        return book;
    }

    @Override
    public ExchangeId id() {
        return id;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                Set.of(Channel.Plain.values()),
                Set.of(CandleInterval.M1, CandleInterval.H1),
                Set.of(OrderType.LIMIT, OrderType.MARKET),
                Set.of(TimeInForce.GTC, TimeInForce.IOC),
                Set.of(),
                Capabilities.ClientOrderIdScope.OPEN_ORDERS,
                List.of(20));
    }

    @Override
    public Optional<EventQueries> events() {
        return events.map(EventQueries.class::cast);
    }

    @Override
    public MarketQueries market() {
        return this;
    }

    @Override
    public MarketFeed feed(FeedListener told) {
        listener = told;
        told.onState(ConnectionState.LIVE);
        return this;
    }

    @Override
    public Account account(Credentials credentials) {
        throw new UnsupportedOperationException("nobody trades here");
    }

    @Override
    public Answer<List<Instrument>> instruments() {
        return new Answer.Ok<>(List.copyOf(listed.values()));
    }

    @Override
    public Answer<Ticker> ticker(Instrument instrument) {
        BigDecimal one = BigDecimal.ONE;
        return new Answer.Ok<>(
                new Ticker(instrument.id(), one, one, one, one, one, one, clock.instant()));
    }

    @Override
    public Answer<BookSnapshot> book(Instrument instrument, int depth) {
        return new Answer.Ok<>(book(instrument).top(depth));
    }

    @Override
    public Answer<List<PublicTrade>> trades(Instrument instrument, int limit) {
        return new Answer.Ok<>(List.of());
    }

    @Override
    public Answer<List<Candle>> candles(
            Instrument instrument, CandleInterval interval, Instant from, Instant to) {
        List<Candle> candles = new ArrayList<>();
        long width = interval.width().toMillis();
        Instant silence = silent.getOrDefault(instrument.id(), to);
        Instant end = silence.isBefore(to) ? silence : to;
        for (long at = Math.ceilDiv(from.toEpochMilli(), width) * width;
                at < end.toEpochMilli();
                at += width) {
            BigDecimal price = new BigDecimal("64950.00");
            candles.add(
                    new Candle(
                            instrument.id(),
                            interval,
                            Instant.ofEpochMilli(at),
                            price,
                            price,
                            price,
                            price,
                            BigDecimal.ONE,
                            at + width <= clock.millis()));
        }
        return new Answer.Ok<>(candles);
    }

    @Override
    public Answer<Instant> time() {
        return new Answer.Ok<>(clock.instant());
    }

    @Override
    public void subscribe(Instrument instrument, Channel channel) {
        // Everything is told anyway.
    }

    @Override
    public void unsubscribe(Instrument instrument, Channel channel) {
        // Everything is told anyway.
    }

    @Override
    public ConnectionState state() {
        return ConnectionState.LIVE;
    }

    @Override
    public long reconnects() {
        return 0;
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private static Instrument contract(String ticker) {
        BigDecimal cent = new BigDecimal("0.01");
        BigDecimal none = BigDecimal.ZERO;
        var quantity = new QuantityRange(cent, none, cent);
        return new Instrument(
                ExchangeId.KALSHI,
                new InstrumentId(ticker),
                ticker,
                InstrumentKind.EVENT,
                ticker,
                "USD",
                BigDecimal.ONE,
                InstrumentStatus.TRADING,
                new TradingRules(
                        List.of(new PriceRange(cent, new BigDecimal("0.99"), cent)),
                        quantity,
                        quantity,
                        none,
                        none,
                        false,
                        PriceBand.NONE,
                        PriceBand.NONE,
                        Set.of(OrderType.LIMIT),
                        Set.of(TimeInForce.GTC, TimeInForce.IOC)),
                2,
                2);
    }

    private static Instrument instrument(ExchangeId exchange, String base) {
        return instrument(exchange, base, InstrumentId.spot(base, "USDT"), InstrumentKind.SPOT);
    }

    private static Instrument instrument(
            ExchangeId exchange, String base, InstrumentId named, InstrumentKind kind) {
        BigDecimal none = BigDecimal.ZERO;
        var quantity =
                new QuantityRange(
                        new BigDecimal("0.001"), new BigDecimal("9000"), new BigDecimal("0.001"));
        return new Instrument(
                exchange,
                named,
                base + "USDT",
                kind,
                base,
                "USDT",
                BigDecimal.ONE,
                InstrumentStatus.TRADING,
                new TradingRules(
                        List.of(new PriceRange(none, none, new BigDecimal("0.01"))),
                        quantity,
                        quantity,
                        new BigDecimal("5"),
                        none,
                        true,
                        PriceBand.NONE,
                        PriceBand.NONE,
                        Set.of(OrderType.LIMIT, OrderType.MARKET),
                        Set.of(TimeInForce.GTC, TimeInForce.IOC)),
                2,
                3);
    }

    @Override
    public Health health() {
        return Health.whole(id().text(), List.of());
    }

    @Override
    public List<Budget> budgets() {
        return List.of();
    }
}
