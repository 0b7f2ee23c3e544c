package dev.k2.bench;

import dev.k2.exchange.Account;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Budget;
import dev.k2.exchange.Capabilities;
import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.Credentials;
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
import dev.k2.model.PublicTrade;
import dev.k2.model.Ticker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An exchange whose feed is told by hand, and whose history is a list. */
final class HandExchange implements Exchange, MarketQueries, MarketFeed {
    private final List<Instrument> instruments;
    private final TreeMap<Instant, Candle> history = new TreeMap<>();
    private @Nullable FeedListener listener;

    HandExchange(List<Instrument> instruments) {
        this.instruments = List.copyOf(instruments);
    }

    /** The first one that it trades. */
    Instrument instrument() {
        return instruments.getFirst();
    }

    /** All that it trades. */
    List<Instrument> listed() {
        return instruments;
    }

    FeedListener listener() {
        FeedListener told = listener;
        if (told == null) {
            throw new IllegalStateException("no feed was opened");
        }
        return told;
    }

    void remember(Candle candle) {
        history.put(candle.openTime(), candle);
    }

    @Override
    public ExchangeId id() {
        return instrument().exchange();
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                Set.of(Channel.TRADES),
                EnumSet.of(CandleInterval.M1),
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
    public MarketFeed feed(FeedListener told) {
        listener = told;
        return this;
    }

    @Override
    public Account account(Credentials credentials) {
        throw new UnsupportedOperationException("nobody trades here");
    }

    @Override
    public Answer<List<Instrument>> instruments() {
        return new Answer.Ok<>(instruments);
    }

    @Override
    public Answer<Ticker> ticker(Instrument asked) {
        return notOffered("ask for the ticker");
    }

    @Override
    public Answer<BookSnapshot> book(Instrument asked, int depth) {
        return notOffered("ask for the book");
    }

    @Override
    public Answer<List<PublicTrade>> trades(Instrument asked, int limit) {
        return notOffered("ask for trades");
    }

    @Override
    public Answer<List<Candle>> candles(
            Instrument asked, CandleInterval interval, Instant from, Instant to) {
        return new Answer.Ok<>(new ArrayList<>(history.subMap(from, to).values()));
    }

    @Override
    public Answer<Instant> time() {
        return notOffered("ask for the time");
    }

    private <T> Answer<T> notOffered(String what) {
        return new Answer.Failed<>(ExchangeError.notOffered(id(), what));
    }

    @Override
    public void subscribe(Instrument wanted, Channel channel) {}

    @Override
    public void unsubscribe(Instrument wanted, Channel channel) {}

    @Override
    public ConnectionState state() {
        return ConnectionState.LIVE;
    }

    @Override
    public long reconnects() {
        return 0;
    }

    @Override
    public Health health() {
        return Health.whole(id().text(), List.of());
    }

    @Override
    public List<Budget> budgets() {
        return List.of();
    }

    @Override
    public void close() {}
}
