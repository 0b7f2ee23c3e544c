package dev.k2.marketdata;

import dev.k2.exchange.Account;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Budget;
import dev.k2.exchange.Capabilities;
import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ErrorFacts;
import dev.k2.exchange.EventQueries;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.Health;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.MarketQueries;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.PriceBand;
import dev.k2.model.PriceRange;
import dev.k2.model.PublicTrade;
import dev.k2.model.QuantityRange;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import dev.k2.model.TradeId;
import dev.k2.model.TradingRules;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An exchange in memory: it keeps every trade, tells its feed on request, and answers from them.
 */
final class FakeExchange implements Exchange, MarketQueries, MarketFeed {
    private final ExchangeId id;
    private final InstantSource clock;
    final List<Instrument> listed = new ArrayList<>();
    final Set<String> subscribed = new HashSet<>();
    final List<String> calls = new ArrayList<>();
    final List<PublicTrade> trades = new ArrayList<>();
    Set<CandleInterval> intervals = EnumSet.allOf(CandleInterval.class);
    Set<Channel> channels = Set.of(Channel.Plain.values());
    @Nullable FeedListener listener;
    @Nullable FakeEvents events;
    ConnectionState state = ConnectionState.CONNECTING;
    boolean failing;
    boolean deaf;
    int opened;
    boolean closed;
    private long reconnects;

    FakeExchange(ExchangeId id, InstantSource clock) {
        this.id = id;
        this.clock = clock;
    }

    static Instrument instrument(ExchangeId exchange, String base, InstrumentStatus status) {
        return instrument(
                exchange, InstrumentId.spot(base, "USDT"), InstrumentKind.SPOT, base, status);
    }

    private static Instrument instrument(
            ExchangeId exchange,
            InstrumentId named,
            InstrumentKind kind,
            String base,
            InstrumentStatus status) {
        BigDecimal cent = new BigDecimal("0.01");
        BigDecimal none = BigDecimal.ZERO;
        var quantity = new QuantityRange(none, none, new BigDecimal("0.001"));
        return new Instrument(
                exchange,
                named,
                base + "USDT",
                kind,
                base,
                "USDT",
                BigDecimal.ONE,
                status,
                new TradingRules(
                        List.of(new PriceRange(none, none, cent)),
                        quantity,
                        quantity,
                        none,
                        none,
                        false,
                        PriceBand.NONE,
                        PriceBand.NONE,
                        Set.of(),
                        Set.of()),
                2,
                3);
    }

    Instrument list(String base) {
        Instrument instrument = instrument(id, base, InstrumentStatus.TRADING);
        listed.add(instrument);
        return instrument;
    }

    Instrument listPerpetual(String base) {
        Instrument instrument =
                instrument(
                        id,
                        InstrumentId.perpetual(base, "USDT"),
                        InstrumentKind.PERPETUAL,
                        base,
                        InstrumentStatus.TRADING);
        listed.add(instrument);
        return instrument;
    }

    /** An event contract that trades in cents of a dollar. */
    Instrument listContract(String ticker) {
        BigDecimal cent = new BigDecimal("0.01");
        BigDecimal none = BigDecimal.ZERO;
        var quantity = new QuantityRange(BigDecimal.ONE, none, cent);
        Instrument contract =
                new Instrument(
                        id,
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
                                Set.of(),
                                Set.of()),
                        2,
                        2);
        listed.add(contract);
        return contract;
    }

    FeedListener heard() {
        FeedListener now = listener;
        if (now == null) {
            throw new IllegalStateException("no feed was opened");
        }
        return now;
    }

    void connect() {
        state = ConnectionState.LIVE;
        heard().onState(state);
    }

    void cut() {
        reconnects++;
        state = ConnectionState.BACKING_OFF;
        heard().onState(state);
    }

    void quote(Instrument instrument, long bid, long ask) {
        heard().onQuote(instrument, bid, 1000, ask, 2000, 0, clock.millis());
    }

    /** A trade happens; it is told unless the fake is deaf, and always answered for. */
    void trade(Instrument instrument, long price, long quantity) {
        long number = trades.size() + 1L;
        trades.add(
                new PublicTrade(
                        instrument.id(),
                        new TradeId(Long.toString(number)),
                        instrument.price(price),
                        instrument.quantity(quantity),
                        Side.BUY,
                        clock.instant()));
        if (!deaf) {
            heard().onTrade(
                            instrument,
                            number,
                            price,
                            quantity,
                            Side.BUY,
                            clock.millis(),
                            clock.millis());
        }
    }

    @Override
    public ExchangeId id() {
        return id;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                channels,
                intervals,
                Set.of(),
                Set.of(),
                Set.of(),
                Capabilities.ClientOrderIdScope.NONE,
                List.of());
    }

    @Override
    public Optional<EventQueries> events() {
        return Optional.ofNullable(events);
    }

    @Override
    public MarketQueries market() {
        return this;
    }

    @Override
    public MarketFeed feed(FeedListener wanted) {
        opened++;
        listener = wanted;
        state = ConnectionState.CONNECTING;
        return this;
    }

    @Override
    public Account account(Credentials credentials) {
        throw new UnsupportedOperationException("market data opens no account");
    }

    @Override
    public Answer<List<Instrument>> instruments() {
        return failing ? failed() : new Answer.Ok<>(List.copyOf(listed));
    }

    @Override
    public Answer<Ticker> ticker(Instrument instrument) {
        return failed();
    }

    @Override
    public Answer<BookSnapshot> book(Instrument instrument, int depth) {
        return failed();
    }

    @Override
    public Answer<List<PublicTrade>> trades(Instrument instrument, int limit) {
        return new Answer.Ok<>(List.copyOf(trades));
    }

    /** Candles as the exchange would build them: one for each interval with a trade. */
    @Override
    public Answer<List<Candle>> candles(
            Instrument instrument, CandleInterval interval, Instant from, Instant to) {
        calls.add("candles " + interval);
        if (failing) {
            return failed();
        }
        Map<Instant, Candle> built = new TreeMap<>();
        for (PublicTrade trade : trades) {
            Instant open = CandleTimes.open(interval, trade.at());
            if (!trade.instrument().equals(instrument.id())
                    || open.isBefore(from)
                    || !open.isBefore(to)) {
                continue;
            }
            Candle before = built.get(open);
            BigDecimal price = trade.price();
            boolean over = !CandleTimes.next(interval, open).isAfter(clock.instant());
            built.put(
                    open,
                    new Candle(
                            instrument.id(),
                            interval,
                            open,
                            before == null ? price : before.open(),
                            before == null ? price : before.high().max(price),
                            before == null ? price : before.low().min(price),
                            price,
                            before == null
                                    ? trade.quantity()
                                    : before.volume().add(trade.quantity()),
                            over));
        }
        return new Answer.Ok<>(List.copyOf(built.values()));
    }

    @Override
    public Answer<Instant> time() {
        return new Answer.Ok<>(clock.instant());
    }

    @Override
    public void subscribe(Instrument instrument, Channel channel) {
        calls.add("subscribe " + instrument.id() + " " + channel);
        subscribed.add(instrument.id() + " " + channel);
    }

    @Override
    public void unsubscribe(Instrument instrument, Channel channel) {
        calls.add("unsubscribe " + instrument.id() + " " + channel);
        subscribed.remove(instrument.id() + " " + channel);
    }

    @Override
    public ConnectionState state() {
        return state;
    }

    @Override
    public long reconnects() {
        return reconnects;
    }

    @Override
    public void close() {
        closed = true;
    }

    private <T> Answer<T> failed() {
        return new Answer.Failed<>(
                ExchangeError.of(
                        ErrorCategory.NETWORK, ErrorFacts.of(id, "ask", "the fake fails")));
    }

    /** Our own view of what the feed should have built. */
    Optional<PublicTrade> newest() {
        return trades.isEmpty() ? Optional.empty() : Optional.of(trades.getLast());
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
