package dev.k2.exchange.cryptocom;

import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.FeedReader;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.ScanException;
import dev.k2.exchange.net.Scanner;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.Side;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads stream messages straight into calls of a listener. Books, trades and best prices make no
 * objects on their way; the rest is left to {@link CryptocomRareNews}. Fields may come in any
 * order. Has no socket and no clock; lives on one thread.
 */
final class CryptocomFeedReader implements FeedReader<CryptocomStream> {
    private static final byte[] ID = ascii("id");
    private static final byte[] RESULT = ascii("result");
    private static final byte[] SUBSCRIPTION = ascii("subscription");
    private static final byte[] DATA = ascii("data");
    private static final byte[] UPDATE = ascii("update");
    private static final byte[] ASKS = ascii("asks");
    private static final byte[] BIDS = ascii("bids");
    private static final byte[] PREVIOUS = ascii("pu");
    private static final byte[] BID_QUANTITY = ascii("bs");
    private static final byte[] ASK_QUANTITY = ascii("ks");
    private static final byte[] BUY = ascii("BUY");
    private static final byte[] OLD_BUY = ascii("buy");
    private static final byte[] SELL = ascii("SELL");
    private static final byte[] OLD_SELL = ascii("sell");

    private static final int SHOWN_BYTES = 200;
    private static final int TRADES_MAX = 2_000;
    private static final long NONE = Long.MIN_VALUE;

    /** What a reader has to know of its streams beside their names. */
    interface Streams {
        /** Something is missing or wrong in a book. */
        void lost(CryptocomStream stream, SocketBook book);

        /** A change of a book is kept until the one before it comes over another connection. */
        void held(CryptocomStream stream);

        /** Whether the exchange said yes to a stream. */
        boolean isSubscribed(CryptocomStream stream);
    }

    private final Scanner scanner = new Scanner();
    private final Names<CryptocomStream> names;
    private final FeedListener listener;
    private final Streams streams;
    private final CryptocomRareNews rare;
    private final int[] tradesAt = new int[TRADES_MAX];
    private @Nullable CryptocomStream lastSeen;
    private long skipped;

    // Of the book's message that is being read.
    private int asksAt;
    private int bidsAt;
    private long number;
    private long previous;
    private boolean change;

    CryptocomFeedReader(Names<CryptocomStream> names, FeedListener listener, Streams streams) {
        this.names = names;
        this.listener = listener;
        this.streams = streams;
        this.rare = new CryptocomRareNews(names, listener);
    }

    @Override
    public long skipped() {
        return skipped;
    }

    @Override
    public boolean read(byte[] bytes, int length, long receivedMillis) {
        lastSeen = null;
        try {
            scanner.over(bytes, 0, length);
            return message(bytes, length, receivedMillis);
        } catch (ScanException unreadable) {
            skip(lastSeen, unreadable.problem(), bytes, length);
            return true;
        }
    }

    /** A message that answers a request is read once more as its answer. */
    private boolean message(byte[] bytes, int length, long receivedMillis) {
        long id = -1;
        int resultAt = -1;
        scanner.beginObject();
        while (scanner.nextField()) {
            if (scanner.nameIs(ID)) {
                id = scanner.integer();
            } else if (scanner.nameIs(RESULT)) {
                resultAt = scanner.position();
                scanner.skipValue();
            } else {
                scanner.skipValue();
            }
        }
        scanner.end();
        if (resultAt < 0) {
            return false;
        }
        scanner.seek(resultAt);
        CryptocomStream stream = null;
        int from = -1;
        int to = -1;
        scanner.beginObject();
        while (scanner.nextField()) {
            if (scanner.nameIs(SUBSCRIPTION)) {
                stream = scanner.textIn(names);
            } else if (scanner.nameIs(DATA)) {
                from = scanner.position();
                scanner.skipValue();
                to = scanner.position();
            } else {
                scanner.skipValue();
            }
        }
        if (stream == null) {
            return rare.read(bytes, length, receivedMillis) && id < 0;
        }
        lastSeen = stream;
        if (from < 0) {
            return false;
        }
        stream.heard(receivedMillis);
        scanner.seek(from);
        switch (stream.kind()) {
            case BOOK -> books(stream, bytes, receivedMillis);
            case TRADES -> trades(stream, receivedMillis);
            case TICKER -> {
                tickers(stream, receivedMillis);
                rare.ticker(stream, bytes, from, to);
            }
            case CANDLES -> rare.candles(stream, bytes, from, to);
            case MARK -> rare.mark(stream, bytes, from, to);
        }
        return id < 0 && !(stream.asksAgain(receivedMillis) && !streams.isSubscribed(stream));
    }

    private void tickers(CryptocomStream stream, long receivedMillis) {
        scanner.beginArray();
        while (scanner.nextElement()) {
            int priceScale = stream.instrument().priceScale();
            int quantityScale = stream.instrument().quantityScale();
            long bid = 0;
            long ask = 0;
            long bidQuantity = 0;
            long askQuantity = 0;
            long exchangeMillis = 0;
            scanner.beginObject();
            for (int name = scanner.nextName(); name != Scanner.END; name = scanner.nextName()) {
                switch (name) {
                    case 'b' -> bid = amount(priceScale);
                    case 'k' -> ask = amount(priceScale);
                    case 't' -> exchangeMillis = scanner.integer();
                    default -> {
                        if (scanner.nameIs(BID_QUANTITY)) {
                            bidQuantity = amount(quantityScale);
                        } else if (scanner.nameIs(ASK_QUANTITY)) {
                            askQuantity = amount(quantityScale);
                        } else {
                            scanner.skipValue();
                        }
                    }
                }
            }
            if (bid < 0 || ask < 0 || bidQuantity < 0 || askQuantity < 0) {
                throw incomplete("prices and quantities that fit the instrument's digits");
            }
            stream.best(bid, ask);
            if (stream.isWanted(Channel.QUOTES)) {
                listener.onQuote(
                        stream.instrument(),
                        bid,
                        bidQuantity,
                        ask,
                        askQuantity,
                        exchangeMillis,
                        receivedMillis);
            }
        }
    }

    /** 0 where there is nothing. */
    private long amount(int scale) {
        return scanner.nullValue() ? 0 : scanner.decimal(scale);
    }

    /** The newest may stand first; they are told in the order in which they happened. */
    private void trades(CryptocomStream stream, long receivedMillis) {
        int count = 0;
        scanner.beginArray();
        while (scanner.nextElement()) {
            if (count == TRADES_MAX) {
                throw incomplete("at most " + TRADES_MAX + " trades");
            }
            tradesAt[count] = scanner.position();
            count++;
            scanner.skipValue();
        }
        if (count == 0) {
            return;
        }
        boolean newestFirst = count > 1 && tradeId(tradesAt[0]) > tradeId(tradesAt[count - 1]);
        for (int i = 0; i < count; i++) {
            scanner.seek(tradesAt[newestFirst ? count - 1 - i : i]);
            trade(stream, receivedMillis);
        }
    }

    private long tradeId(int at) {
        long id = -1;
        scanner.seek(at);
        scanner.beginObject();
        for (int name = scanner.nextName(); name != Scanner.END; name = scanner.nextName()) {
            if (name == 'd') {
                id = scanner.integer();
            } else {
                scanner.skipValue();
            }
        }
        return id;
    }

    /** Numbers of trades only grow [U]; after a subscription the last ones are told once more. */
    private void trade(CryptocomStream stream, long receivedMillis) {
        long id = -1;
        long exchangeMillis = 0;
        long price = Scanner.NO_DECIMAL;
        long quantity = Scanner.NO_DECIMAL;
        Side aggressor = null;
        scanner.beginObject();
        for (int name = scanner.nextName(); name != Scanner.END; name = scanner.nextName()) {
            switch (name) {
                case 'd' -> id = scanner.integer();
                case 't' -> exchangeMillis = scanner.integer();
                case 'p' -> price = scanner.decimal(stream.instrument().priceScale());
                case 'q' -> quantity = scanner.decimal(stream.instrument().quantityScale());
                case 's' -> aggressor = side();
                default -> scanner.skipValue();
            }
        }
        if (id < 0 || price < 0 || quantity < 0 || aggressor == null) {
            throw incomplete("an id, a price, a quantity and a side");
        }
        if (id > stream.lastTradeId()) {
            stream.traded(id);
            listener.onTrade(
                    stream.instrument(),
                    id,
                    price,
                    quantity,
                    aggressor,
                    exchangeMillis,
                    receivedMillis);
        }
    }

    private @Nullable Side side() {
        scanner.text();
        if (scanner.nameIs(BUY) || scanner.nameIs(OLD_BUY)) {
            return Side.BUY;
        }
        return scanner.nameIs(SELL) || scanner.nameIs(OLD_SELL) ? Side.SELL : null;
    }

    private void books(CryptocomStream stream, byte[] bytes, long receivedMillis) {
        SocketBook book = book(stream);
        scanner.beginArray();
        while (scanner.nextElement()) {
            int start = scanner.position();
            numbers();
            book(stream, book, bytes, start, scanner.position(), receivedMillis);
        }
        catchUp(stream, book, receivedMillis);
    }

    private void book(
            CryptocomStream stream,
            SocketBook book,
            byte[] bytes,
            int start,
            int end,
            long receivedMillis) {
        if (number == NONE || (change && previous == NONE)) {
            throw incomplete("a book's number, and the one before it");
        }
        SocketBook.Step step =
                change ? book.change(previous, number) : book.snapshot(number, false);
        switch (step) {
            case IGNORE -> {}
            case APPLY -> {
                levels(stream, book, Side.BUY, bidsAt);
                levels(stream, book, Side.SELL, asksAt);
                scanner.seek(end);
                boolean right =
                        change
                                ? book.applied(number, receivedMillis)
                                : book.began(number, receivedMillis);
                if (right) {
                    tell(stream, book, receivedMillis);
                } else {
                    streams.lost(stream, book);
                }
            }
            case HOLD -> {
                if (book.hold(bytes, start, end, receivedMillis)) {
                    streams.held(stream);
                }
            }
            case GAP -> streams.lost(stream, book);
        }
    }

    private void tell(CryptocomStream stream, SocketBook book, long receivedMillis) {
        if (stream.isWanted(Channel.BOOK)) {
            listener.onBook(book.book());
        }
        if (stream.isWanted(stream.top()) && stream.top() instanceof Channel.Top(int depth)) {
            listener.onTop(stream.instrument(), book.book().top(depth), receivedMillis);
        }
    }

    /** Tries changes once more that were ahead of the book. */
    private void catchUp(CryptocomStream stream, SocketBook book, long receivedMillis) {
        if (!book.isHolding()) {
            return;
        }
        for (byte[] held : book.takeHeld()) {
            scanner.over(held, 0, held.length);
            numbers();
            book(stream, book, held, 0, held.length, receivedMillis);
        }
    }

    /** Reads a message's numbers, and where its levels are; those of a change stand deeper. */
    private void numbers() {
        asksAt = -1;
        bidsAt = -1;
        number = NONE;
        previous = NONE;
        change = false;
        scanner.beginObject();
        for (int name = scanner.nextName(); name != Scanner.END; name = scanner.nextName()) {
            if (name == 'u') {
                number = scanner.integer();
            } else if (scanner.nameIs(PREVIOUS)) {
                previous = scanner.integer();
            } else if (scanner.nameIs(UPDATE)) {
                change = true;
                scanner.beginObject();
                while (scanner.nextField()) {
                    place();
                }
            } else {
                place();
            }
        }
    }

    private void place() {
        if (scanner.nameIs(ASKS)) {
            asksAt = scanner.position();
        } else if (scanner.nameIs(BIDS)) {
            bidsAt = scanner.position();
        }
        scanner.skipValue();
    }

    private void levels(CryptocomStream stream, SocketBook book, Side side, int at) {
        if (at < 0) {
            return;
        }
        int priceScale = stream.instrument().priceScale();
        int quantityScale = stream.instrument().quantityScale();
        scanner.seek(at);
        scanner.beginArray();
        while (scanner.nextLevel(priceScale, quantityScale)) {
            long price = scanner.price();
            long quantity = scanner.quantity();
            if (price < 0 || quantity < 0) {
                throw incomplete("a level that fits the instrument's digits");
            }
            book.book().set(side, price, quantity);
        }
    }

    private static SocketBook book(CryptocomStream stream) {
        SocketBook book = stream.socketBook();
        if (book == null) {
            throw new IllegalStateException("a book's stream without a book: " + stream.name());
        }
        return book;
    }

    private ScanException incomplete(String expected) {
        return new ScanException(expected, scanner.position());
    }

    /** A book that missed a change is no book any more; everything else goes on with the next. */
    private void skip(@Nullable CryptocomStream stream, String why, byte[] bytes, int length) {
        skipped++;
        String shown = new String(bytes, 0, Math.min(length, SHOWN_BYTES), StandardCharsets.UTF_8);
        listener.onSkipped(
                (stream == null ? "message" : stream.name()) + ": " + why + ", in " + shown);
        SocketBook book = stream == null ? null : stream.socketBook();
        if (stream != null && book != null) {
            streams.lost(stream, book);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
