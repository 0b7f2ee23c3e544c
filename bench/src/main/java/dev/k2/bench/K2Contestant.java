package dev.k2.bench;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.binance.BinanceFeedBytes;
import dev.k2.exchange.bybit.BybitFeedBytes;
import dev.k2.exchange.kalshi.KalshiFeedBytes;
import dev.k2.exchange.okx.OkxFeedBytes;
import dev.k2.model.Book;
import dev.k2.model.BookSide;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * K2's live feed reader. Of a depth update it does more than the others: the levels go into the
 * book, sequence checked, and the book is what the listener gets.
 */
final class K2Contestant implements Contestant, FeedListener {
    private static final Instrument BTC = Btc.instrument();

    /** An exchange's live reader. */
    private interface Reader {
        boolean read(byte[] message, int length, long receivedMillis);
    }

    private final Kind kind;
    private final Instrument instrument;
    private final Reader reader;
    private long bid;
    private long bidQuantity;
    private long ask;
    private long askQuantity;
    private long id;
    private long price;
    private long quantity;
    private boolean bought;
    private long atMillis;
    private @Nullable Book book;
    private long updates;

    K2Contestant(Kind kind) {
        this.kind = kind;
        instrument = kind == Kind.KALSHI_DELTA ? Btc.contract() : BTC;
        reader =
                switch (kind) {
                    case QUOTE, TRADE, AGGREGATE_TRADE, DEPTH_10, DEPTH_100 -> binance();
                    case OKX_BOOK ->
                            new OkxFeedBytes(
                                            List.of(Btc.instrument(ExchangeId.OKX, "BTC-USDT")),
                                            this)
                                    ::read;
                    case BYBIT_BOOK ->
                            new BybitFeedBytes(
                                            List.of(Btc.instrument(ExchangeId.BYBIT, "BTCUSDT")),
                                            this)
                                    ::read;
                    case KALSHI_DELTA -> new KalshiFeedBytes(List.of(instrument), this)::read;
                };
        if (Messages.hasSnapshotMessage(kind)) {
            read(Messages.snapshotMessage(kind));
        }
    }

    private Reader binance() {
        var bytes = new BinanceFeedBytes(List.of(BTC), this);
        bytes.load(
                BTC,
                new BookSnapshot(
                        BTC.id(),
                        Messages.snapshot(kind, -1),
                        Messages.snapshot(kind, 1),
                        Messages.snapshotNumber()),
                1);
        return bytes::read;
    }

    @Override
    public String name() {
        return "K2";
    }

    @Override
    public void read(byte[] message) {
        long before = updates;
        if (!reader.read(message, message.length, 1) || updates != before + 1) {
            throw new IllegalStateException("a message brought no update");
        }
    }

    @Override
    public Update last() {
        return switch (kind) {
            case QUOTE ->
                    new Update.Quote(
                            price(bid), quantity(bidQuantity), price(ask), quantity(askQuantity));
            case TRADE, AGGREGATE_TRADE ->
                    new Update.Trade(
                            Long.toString(id), price(price), quantity(quantity), bought, atMillis);
            case DEPTH_10, DEPTH_100, OKX_BOOK, BYBIT_BOOK, KALSHI_DELTA -> {
                Book now = book;
                if (now == null) {
                    throw new IllegalStateException("nothing was read");
                }
                yield new Update.Depth(whole(now.bids()), whole(now.asks()));
            }
        };
    }

    private Map<String, String> whole(BookSide side) {
        Map<String, String> levels = new TreeMap<>();
        for (int rank = 0; rank < side.size(); rank++) {
            levels.put(price(side.price(rank)), quantity(side.quantity(rank)));
        }
        return levels;
    }

    @Override
    public void onQuote(
            Instrument instrument,
            long bid,
            long bidQuantity,
            long ask,
            long askQuantity,
            long exchangeMillis,
            long receivedMillis) {
        this.bid = bid;
        this.bidQuantity = bidQuantity;
        this.ask = ask;
        this.askQuantity = askQuantity;
        updates++;
    }

    @Override
    public void onTrade(
            Instrument instrument,
            long tradeId,
            long price,
            long quantity,
            Side aggressor,
            long exchangeMillis,
            long receivedMillis) {
        id = tradeId;
        this.price = price;
        this.quantity = quantity;
        bought = aggressor == Side.BUY;
        atMillis = exchangeMillis;
        updates++;
    }

    @Override
    public void onAggregateTrade(
            Instrument instrument,
            long aggregateId,
            long price,
            long quantity,
            Side aggressor,
            long exchangeMillis,
            long receivedMillis) {
        onTrade(
                instrument,
                aggregateId,
                price,
                quantity,
                aggressor,
                exchangeMillis,
                receivedMillis);
    }

    @Override
    public void onBook(Book book) {
        if (book.isValid()) {
            this.book = book;
            updates++;
        }
    }

    @Override
    public void onTicker(Ticker ticker) {
        throw new IllegalStateException("no ticker was sent");
    }

    @Override
    public void onState(ConnectionState state) {
        throw new IllegalStateException("there is no connection");
    }

    @Override
    public void onSkipped(String what) {
        throw new IllegalStateException("skipped: " + what);
    }

    private String price(long scaled) {
        return Decimals.plain(instrument.price(scaled));
    }

    private String quantity(long scaled) {
        return Decimals.plain(instrument.quantity(scaled));
    }
}
