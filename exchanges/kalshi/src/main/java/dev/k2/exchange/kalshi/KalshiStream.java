package dev.k2.exchange.kalshi;

import dev.k2.exchange.Channel;
import dev.k2.exchange.net.FeedStream;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.ContractState;
import dev.k2.model.Instrument;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One channel of one market, and what of it was told. */
final class KalshiStream extends FeedStream {
    static final Set<Channel> CHANNELS =
            Set.of(Channel.QUOTES, Channel.TRADES, Channel.BOOK, Channel.LIFECYCLE);

    private static final int TRADES_REMEMBERED = 64;
    private static final int QUOTE_NUMBERS = 4;
    private static final int PREFIX_UNIT = 8;

    private final Kind kind;
    private final @Nullable SocketBook socketBook;
    private final long[] trades;
    private final long[] quote = new long[QUOTE_NUMBERS];
    private int nextTrade;
    private long quotedMillis = -1;
    private @Nullable KalshiConnection origin;
    private ContractState state;

    /** Kalshi's channels, each of which K2 opens a connection for. */
    enum Kind {
        BOOK("orderbook_delta"),
        QUOTE("ticker"),
        TRADE("trade"),
        LIFE("market_lifecycle_v2");

        private final String word;
        private final String begins;

        Kind(String word) {
            this.word = word;
            // At least one space, and as many as a prefix of names needs.
            begins = word + " ".repeat(PREFIX_UNIT - word.length() % PREFIX_UNIT);
        }

        String word() {
            return word;
        }

        /** What the names of its streams begin with; their tickers follow. */
        String prefix() {
            return begins;
        }

        boolean isOf(String name) {
            return name.startsWith(begins);
        }

        String name(String ticker) {
            return begins + ticker;
        }

        String ticker(String name) {
            return name.substring(begins.length());
        }
    }

    private KalshiStream(
            Instrument instrument, Channel channel, Kind kind, @Nullable SocketBook book) {
        super(instrument, channel, kind.name(instrument.symbol()), book);
        this.kind = kind;
        this.socketBook = book;
        this.trades = new long[kind == Kind.TRADE ? TRADES_REMEMBERED : 0];
        Arrays.fill(trades, -1);
        this.state =
                switch (instrument.status()) {
                    case UPCOMING -> ContractState.UPCOMING;
                    case TRADING -> ContractState.OPEN;
                    case CANCEL_ONLY, HALTED -> ContractState.HALTED;
                    case CLOSED -> ContractState.CLOSED;
                };
    }

    /**
     * A stream of which nothing was told.
     *
     * @throws IllegalArgumentException where Kalshi has no such stream
     */
    static KalshiStream of(Instrument instrument, Channel channel) {
        Kind kind = kind(instrument, channel);
        return new KalshiStream(
                instrument, channel, kind, kind == Kind.BOOK ? new SocketBook(instrument) : null);
    }

    private static Kind kind(Instrument instrument, Channel channel) {
        return switch (channel) {
            case Channel.Plain.BOOK -> Kind.BOOK;
            case Channel.Plain.QUOTES -> Kind.QUOTE;
            case Channel.Plain.TRADES -> Kind.TRADE;
            case Channel.Plain.LIFECYCLE -> Kind.LIFE;
            case Channel.Plain.AGGREGATE_TRADES,
                    Channel.Plain.TICKER,
                    Channel.Plain.MINI_TICKER,
                    Channel.Plain.AVERAGE_PRICE,
                    Channel.Plain.MARK_PRICE,
                    Channel.Plain.LIQUIDATIONS ->
                    throw none(instrument, channel);
            case Channel.Top _ -> throw none(instrument, channel);
            case Channel.Candles _ -> throw none(instrument, channel);
        };
    }

    private static IllegalArgumentException none(Instrument instrument, Channel channel) {
        return new IllegalArgumentException(
                "Kalshi has no stream of " + channel.text() + " for " + instrument.id());
    }

    Kind kind() {
        return kind;
    }

    /** The book, where this is a book's stream. */
    @Nullable SocketBook socketBook() {
        return socketBook;
    }

    /** The connection whose snapshot is in the book; changes of others do not follow it. */
    @Nullable KalshiConnection origin() {
        return origin;
    }

    void beginsOn(@Nullable KalshiConnection connection) {
        origin = connection;
    }

    /** Whether a quote is neither older than the last nor the same. */
    boolean isNewQuote(long bid, long bidSize, long ask, long askSize, long millis) {
        boolean same =
                quote[0] == bid && quote[1] == bidSize && quote[2] == ask && quote[3] == askSize;
        if (millis < quotedMillis || (same && quotedMillis >= 0)) {
            return false;
        }
        quote[0] = bid;
        quote[1] = bidSize;
        quote[2] = ask;
        quote[3] = askSize;
        quotedMillis = millis;
        best(bid, ask);
        return true;
    }

    /** Whether a trade was not told before, over however many connections. */
    boolean isNewTrade(long number) {
        for (long told : trades) {
            if (told == number) {
                return false;
            }
        }
        trades[nextTrade] = number;
        nextTrade = (nextTrade + 1) % trades.length;
        return true;
    }

    /** Where the market stands as far as was told. */
    ContractState state() {
        return state;
    }

    void stands(ContractState told) {
        state = told;
    }
}
