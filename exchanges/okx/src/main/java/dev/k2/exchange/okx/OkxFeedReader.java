package dev.k2.exchange.okx;

import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.FeedReader;
import dev.k2.exchange.net.Levels;
import dev.k2.exchange.net.Literal;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.ScanException;
import dev.k2.exchange.net.Scanner;
import dev.k2.exchange.net.SocketBook;
import dev.k2.exchange.net.SocketBook.Step;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads pushed messages straight into calls of a listener. Best prices, trades and changes of books
 * make no objects on their way; what comes rarely is left to {@link OkxRareNews}. Has no socket and
 * no clock; lives on one thread.
 */
final class OkxFeedReader implements FeedReader<OkxStream> {
    private static final byte[] ARG = ascii("arg");
    private static final byte[] ACTION = ascii("action");
    private static final byte[] DATA = ascii("data");
    private static final byte[] SNAPSHOT = ascii("snapshot");
    private static final byte[] UPDATE = ascii("update");
    private static final byte[] ASKS = ascii("asks");
    private static final byte[] BIDS = ascii("bids");
    private static final byte[] TIME = ascii("ts");
    private static final byte[] SEQUENCE = ascii("seqId");
    private static final byte[] PREVIOUS = ascii("prevSeqId");
    private static final byte[] TRADE_ID = ascii("tradeId");
    private static final byte[] PRICE = ascii("px");
    private static final byte[] QUANTITY = ascii("sz");
    private static final byte[] SIDE = ascii("side");
    private static final byte[] BUY = ascii("buy");
    private static final byte[] SELL = ascii("sell");
    private static final Literal ARG_FIRST = Literal.of("{\"arg\":");
    private static final Literal THEN_DATA = Literal.of(",\"data\":");
    private static final Literal THEN_UPDATE = Literal.of(",\"action\":\"update\",\"data\":");
    private static final Literal ASKS_FIRST = Literal.of("\"asks\":");
    private static final Literal THEN_BIDS = Literal.of(",\"bids\":");
    private static final Literal THEN_TIME = Literal.of(",\"ts\":");
    private static final Literal THEN_CHECKSUM = Literal.of(",\"checksum\":");
    private static final Literal THEN_PREVIOUS = Literal.of(",\"prevSeqId\":");
    private static final Literal THEN_SEQUENCE = Literal.of(",\"seqId\":");

    private static final long NONE = Long.MIN_VALUE;

    /** What a snapshot names as the update before it. */
    private static final long FOLLOWS_NOTHING = -1;

    private static final int SHOWN_BYTES = 200;

    /** Other spellings of streams' names that are kept, such as with spaces. */
    private static final int SPELLINGS_MAX = 10_000;

    /** What a link makes of a book that has to begin anew, or of a change that has to wait. */
    interface Books {
        void lose(OkxStream stream, SocketBook book, boolean counts);

        void held(OkxStream stream);
    }

    private final Scanner scanner = new Scanner();
    private final Names<OkxStream> streams;
    private final Names<OkxStream> spellings = new Names<>();
    private final FeedListener listener;
    private final Books books;
    private final OkxRareNews rare;
    private long skipped;
    private boolean quiet;

    // What the change of a book says. Its numbers come after its levels, which are put aside.
    private final Levels asks = new Levels();
    private final Levels bids = new Levels();
    private long number;
    private long previous;

    /**
     * Makes a reader.
     *
     * @param streams what the names of streams mean
     */
    OkxFeedReader(Names<OkxStream> streams, FeedListener listener, Books books) {
        this.streams = streams;
        this.listener = listener;
        this.books = books;
        this.rare = new OkxRareNews(streams, listener);
    }

    @Override
    public long skipped() {
        return skipped;
    }

    @Override
    public boolean read(byte[] message, int length, long receivedMillis) {
        OkxStream stream = null;
        try {
            scanner.over(message, 0, length);
            if (!scanner.take(ARG_FIRST)) {
                scanner.beginObject();
                if (!scanner.nextField() || !scanner.nameIs(ARG)) {
                    return false;
                }
            }
            stream = stream(message);
            if (stream == null) {
                return rare.read(message, length, receivedMillis, this::skip);
            }
            stream.heard(receivedMillis);
            news(stream, message, receivedMillis);
            catchUp(stream, receivedMillis);
        } catch (ScanException unreadable) {
            if (stream == null && message.length > 0 && length > 0 && message[0] != '{') {
                return false;
            }
            skip(stream, unreadable.problem(), message, length);
        }
        return true;
    }

    private @Nullable OkxStream stream(byte[] message) {
        OkxStream known = scanner.objectIn(streams);
        if (known != null) {
            return known;
        }
        int from = scanner.position();
        scanner.skipValue();
        return stream(message, from, scanner.position());
    }

    /** A stream whose name is not spelled as we spell it. */
    private @Nullable OkxStream stream(byte[] message, int from, int to) {
        OkxStream spelled = spellings.find(message, from, to);
        if (spelled != null) {
            byte[] name = spelled.name().getBytes(StandardCharsets.UTF_8);
            return streams.find(name, 0, name.length);
        }
        OkxStream meant = rare.stream(message, from, to);
        if (meant != null && spellings.size() < SPELLINGS_MAX) {
            spellings.put(Arrays.copyOfRange(message, from, to), meant);
        }
        return meant;
    }

    private void news(OkxStream stream, byte[] message, long receivedMillis) {
        boolean snapshot = false;
        boolean update = scanner.take(THEN_UPDATE);
        boolean data = update || scanner.take(THEN_DATA);
        if (data) {
            data(stream, message, false, update, receivedMillis);
        }
        while (scanner.nextName() != Scanner.END) {
            if (scanner.nameIs(DATA)) {
                data = true;
                data(stream, message, snapshot, update, receivedMillis);
            } else if (scanner.nameIs(ACTION)) {
                scanner.text();
                snapshot = scanner.nameIs(SNAPSHOT);
                update = scanner.nameIs(UPDATE);
            } else {
                scanner.skipValue();
            }
        }
        scanner.end();
        if (!data) {
            throw incomplete("data of the stream");
        }
    }

    private void data(
            OkxStream stream,
            byte[] message,
            boolean snapshot,
            boolean update,
            long receivedMillis) {
        switch (stream.channel()) {
            case Channel.Plain plain ->
                    data(plain, stream, message, snapshot, update, receivedMillis);
            case Channel.Top _ -> tops(stream, receivedMillis);
            case Channel.Candles _ -> rarely(stream, message);
        }
    }

    /** A switch of its own, because one over types and constants together is slow. */
    private void data(
            Channel.Plain channel,
            OkxStream stream,
            byte[] message,
            boolean snapshot,
            boolean update,
            long receivedMillis) {
        switch (channel) {
            case QUOTES -> quotes(stream, receivedMillis);
            case TRADES, AGGREGATE_TRADES -> trades(stream, receivedMillis);
            case BOOK -> changes(stream, message, snapshot, update, receivedMillis);
            case TICKER, MINI_TICKER, LIFECYCLE, AVERAGE_PRICE, MARK_PRICE, LIQUIDATIONS ->
                    rarely(stream, message);
        }
    }

    private void rarely(OkxStream stream, byte[] message) {
        int start = scanner.position();
        scanner.skipValue();
        rare.tell(stream, message, start, scanner.position());
    }

    private void quotes(OkxStream stream, long receivedMillis) {
        Instrument instrument = stream.instrument();
        scanner.beginArray();
        while (scanner.nextElement()) {
            long time = 0;
            long seq = NONE;
            long bid = 0;
            long bidQuantity = 0;
            long ask = 0;
            long askQuantity = 0;
            boolean sides = false;
            scanner.beginObject();
            while (scanner.nextField()) {
                if (scanner.nameIs(BIDS)) {
                    sides = true;
                    if (best(instrument)) {
                        bid = scanner.price();
                        bidQuantity = scanner.quantity();
                        restOfSide();
                    }
                } else if (scanner.nameIs(ASKS)) {
                    sides = true;
                    if (best(instrument)) {
                        ask = scanner.price();
                        askQuantity = scanner.quantity();
                        restOfSide();
                    }
                } else if (scanner.nameIs(TIME)) {
                    time = scanner.integer();
                } else if (scanner.nameIs(SEQUENCE)) {
                    seq = scanner.integer();
                } else {
                    scanner.skipValue();
                }
            }
            if (!sides || seq == NONE) {
                throw incomplete("two sides and a number");
            }
            requireDigits(bid, bidQuantity);
            requireDigits(ask, askQuantity);
            if (stream.isNewest(seq)) {
                stream.best(bid, ask);
                listener.onQuote(
                        instrument, bid, bidQuantity, ask, askQuantity, time, receivedMillis);
            }
        }
    }

    private boolean best(Instrument instrument) {
        scanner.beginArray();
        return scanner.nextLevel(instrument.priceScale(), instrument.quantityScale());
    }

    /** Keeps price and quantity of the best level, which reading further ones would change. */
    private void restOfSide() {
        while (scanner.nextElement()) {
            scanner.skipValue();
        }
    }

    private void trades(OkxStream stream, long receivedMillis) {
        Instrument instrument = stream.instrument();
        scanner.beginArray();
        while (scanner.nextElement()) {
            long id = -1;
            long price = Scanner.NO_DECIMAL;
            long quantity = Scanner.NO_DECIMAL;
            long time = 0;
            Side side = null;
            scanner.beginObject();
            while (scanner.nextField()) {
                if (scanner.nameIs(TRADE_ID)) {
                    id = scanner.integer();
                } else if (scanner.nameIs(PRICE)) {
                    price = scanner.decimal(instrument.priceScale());
                } else if (scanner.nameIs(QUANTITY)) {
                    quantity = scanner.decimal(instrument.quantityScale());
                } else if (scanner.nameIs(SIDE)) {
                    scanner.text();
                    side = scanner.nameIs(BUY) ? Side.BUY : scanner.nameIs(SELL) ? Side.SELL : null;
                } else if (scanner.nameIs(TIME)) {
                    time = scanner.integer();
                } else {
                    scanner.skipValue();
                }
            }
            if (id < 0 || price < 0 || quantity < 0 || side == null) {
                throw incomplete("an id, a price, a quantity and a side");
            }
            if (stream.isUnseen(id)) {
                tell(stream, id, price, quantity, side, time, receivedMillis);
            }
        }
    }

    private void tell(
            OkxStream stream,
            long id,
            long price,
            long quantity,
            Side side,
            long time,
            long receivedMillis) {
        stream.traded(id);
        Instrument instrument = stream.instrument();
        if (stream.channel() == Channel.AGGREGATE_TRADES) {
            listener.onAggregateTrade(instrument, id, price, quantity, side, time, receivedMillis);
        } else {
            listener.onTrade(instrument, id, price, quantity, side, time, receivedMillis);
        }
    }

    private void tops(OkxStream stream, long receivedMillis) {
        Instrument instrument = stream.instrument();
        scanner.beginArray();
        while (scanner.nextElement()) {
            List<BookLevel> bids = List.of();
            List<BookLevel> asks = List.of();
            long time = 0;
            long seq = NONE;
            scanner.beginObject();
            while (scanner.nextField()) {
                if (scanner.nameIs(BIDS)) {
                    bids = levels(instrument);
                } else if (scanner.nameIs(ASKS)) {
                    asks = levels(instrument);
                } else if (scanner.nameIs(TIME)) {
                    time = scanner.integer();
                } else if (scanner.nameIs(SEQUENCE)) {
                    seq = scanner.integer();
                } else {
                    scanner.skipValue();
                }
            }
            // Without a number of its own the time tells which is newer.
            long newest = seq == NONE ? time : seq;
            if (stream.isNewest(newest)) {
                stream.best(scaledBest(bids, instrument), scaledBest(asks, instrument));
                listener.onTop(
                        instrument,
                        new BookSnapshot(instrument.id(), bids, asks, newest),
                        receivedMillis);
            }
        }
    }

    private List<BookLevel> levels(Instrument instrument) {
        List<BookLevel> levels = new ArrayList<>(OkxStream.TOP_LEVELS);
        scanner.beginArray();
        while (scanner.nextLevel(instrument.priceScale(), instrument.quantityScale())) {
            requireDigits(scanner.price(), scanner.quantity());
            levels.add(
                    new BookLevel(
                            instrument.price(scanner.price()),
                            instrument.quantity(scanner.quantity())));
        }
        return levels;
    }

    private void changes(
            OkxStream stream,
            byte[] message,
            boolean snapshot,
            boolean update,
            long receivedMillis) {
        SocketBook book = book(stream);
        scanner.beginArray();
        while (scanner.nextElement()) {
            int start = scanner.position();
            change(stream.instrument());
            int end = scanner.position();
            boolean begins = snapshot || (!update && previous == FOLLOWS_NOTHING);
            if (number == NONE || (!begins && (!update || previous == NONE))) {
                throw incomplete("a snapshot or an update with its numbers");
            }
            Step step = begins ? book.snapshot(number, false) : book.change(previous, number);
            apply(stream, book, step, begins, message, start, end, receivedMillis);
        }
    }

    private void apply(
            OkxStream stream,
            SocketBook book,
            Step step,
            boolean snapshot,
            byte[] message,
            int start,
            int end,
            long receivedMillis) {
        switch (step) {
            case IGNORE -> {}
            case APPLY -> {
                bids.putInto(book.book(), Side.BUY);
                asks.putInto(book.book(), Side.SELL);
                boolean right =
                        snapshot
                                ? book.began(number, receivedMillis)
                                : book.applied(number, receivedMillis);
                if (!right) {
                    books.lose(stream, book, true);
                } else {
                    stream.best(top(book, Side.BUY), top(book, Side.SELL));
                    if (!quiet) {
                        listener.onBook(book.book());
                    }
                }
            }
            case HOLD -> {
                if (book.hold(message, start, end, receivedMillis)) {
                    books.held(stream);
                }
            }
            case GAP -> books.lose(stream, book, true);
        }
    }

    /** Reads a change whole, its levels and its numbers. */
    private void change(Instrument instrument) {
        int priceScale = instrument.priceScale();
        int quantityScale = instrument.quantityScale();
        asks.clear();
        bids.clear();
        number = NONE;
        previous = NONE;
        scanner.beginObject();
        if (scanner.take(ASKS_FIRST)) {
            asks.read(scanner, priceScale, quantityScale);
            if (scanner.take(THEN_BIDS)) {
                bids.read(scanner, priceScale, quantityScale);
                usualNumbers();
            }
        }
        while (scanner.nextName() != Scanner.END) {
            if (scanner.nameIs(ASKS)) {
                asks.read(scanner, priceScale, quantityScale);
            } else if (scanner.nameIs(BIDS)) {
                bids.read(scanner, priceScale, quantityScale);
            } else if (scanner.nameIs(SEQUENCE)) {
                number = scanner.integer();
            } else if (scanner.nameIs(PREVIOUS)) {
                previous = scanner.integer();
            } else {
                scanner.skipValue();
            }
        }
    }

    /** Reads what follows the levels in the usual order; what does not is left to be read by name. */
    private void usualNumbers() {
        if (scanner.take(THEN_TIME)) {
            scanner.skipValue();
        }
        if (scanner.take(THEN_CHECKSUM)) {
            scanner.skipValue();
        }
        if (scanner.take(THEN_PREVIOUS)) {
            previous = scanner.integer();
        }
        if (scanner.take(THEN_SEQUENCE)) {
            number = scanner.integer();
        }
    }

    /** Tries changes once more that were ahead of the book, and shows the book after the last. */
    private void catchUp(OkxStream stream, long receivedMillis) {
        SocketBook book = stream.changes();
        if (book == null || !book.isHolding()) {
            return;
        }
        long before = book.applied();
        quiet = true;
        try {
            for (byte[] change : book.takeHeld()) {
                scanner.over(change, 0, change.length);
                change(stream.instrument());
                Step step = book.change(previous, number);
                apply(stream, book, step, false, change, 0, change.length, receivedMillis);
            }
        } finally {
            quiet = false;
        }
        if (book.applied() > before && book.isSynced()) {
            listener.onBook(book.book());
        }
    }

    private static long top(SocketBook book, Side side) {
        var levels = side == Side.BUY ? book.book().bids() : book.book().asks();
        return levels.isEmpty() ? 0 : levels.price(0);
    }

    private static long scaledBest(List<BookLevel> levels, Instrument instrument) {
        return levels.isEmpty()
                ? 0
                : levels.getFirst()
                        .price()
                        .movePointRight(instrument.priceScale())
                        .longValueExact();
    }

    private static SocketBook book(OkxStream stream) {
        SocketBook book = stream.changes();
        if (book == null) {
            throw new IllegalStateException("a stream of changes without a book: " + stream.name());
        }
        return book;
    }

    private void requireDigits(long price, long quantity) {
        if (price < 0 || quantity < 0) {
            throw incomplete("a level that fits the instrument's digits");
        }
    }

    private ScanException incomplete(String expected) {
        return new ScanException(expected, scanner.position());
    }

    /** A book that missed a change is no book any more; everything else goes on with the next. */
    private void skip(@Nullable OkxStream stream, String why, byte[] message, int length) {
        skipped++;
        String shown =
                new String(message, 0, Math.min(length, SHOWN_BYTES), StandardCharsets.UTF_8);
        listener.onSkipped(
                (stream == null ? "message" : stream.name()) + ": " + why + ", in " + shown);
        SocketBook book = stream == null ? null : stream.changes();
        if (stream != null && book != null) {
            books.lose(stream, book, true);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
