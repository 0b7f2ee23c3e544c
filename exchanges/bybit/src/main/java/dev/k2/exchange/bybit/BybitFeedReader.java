package dev.k2.exchange.bybit;

import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.FeedReader;
import dev.k2.exchange.net.Levels;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.ScanException;
import dev.k2.exchange.net.Scanner;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.Side;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads stream messages straight into calls of a listener. Books and trades make no objects on
 * their way; what comes a few times a second is left to {@link BybitRareEvents}. Bybit's fields
 * come in any order, and a book's number behind its levels, so levels are put aside until the
 * message is whole. Has no socket and no clock; lives on one thread.
 */
final class BybitFeedReader implements FeedReader<BybitStream> {
    private static final byte[] TOPIC = ascii("topic");
    private static final byte[] TYPE = ascii("type");
    private static final byte[] DATA = ascii("data");
    private static final byte[] SENT = ascii("ts");
    private static final byte[] MATCHED = ascii("cts");
    private static final byte[] SNAPSHOT = ascii("snapshot");
    private static final byte[] DELTA = ascii("delta");
    private static final byte[] BUY = ascii("Buy");
    private static final byte[] SELL = ascii("Sell");

    /** Bybit's service was restarted and counts from here. */
    private static final long RESTARTED = 1;

    private static final int SHOWN_BYTES = 200;

    private final Scanner scanner = new Scanner();
    private final Names<BybitStream> streams;
    private final FeedListener listener;
    private final Consumer<BybitStream> bookLost;
    private final Consumer<BybitStream> bookHeld;
    private final BybitRareEvents rare;
    private final Levels bids = new Levels();
    private final Levels asks = new Levels();
    private long update;
    private long skipped;

    /** What the present message says of itself beside its data. */
    private enum Type {
        NONE,
        SNAPSHOT,
        DELTA
    }

    /**
     * Makes a reader.
     *
     * @param streams what the names of topics mean
     * @param bookLost hears that something is missing or wrong in a book
     * @param bookHeld hears that a change of a book is kept until the one before it comes over
     *     another connection
     */
    BybitFeedReader(
            Names<BybitStream> streams,
            FeedListener listener,
            Consumer<BybitStream> bookLost,
            Consumer<BybitStream> bookHeld) {
        this.streams = streams;
        this.listener = listener;
        this.bookLost = bookLost;
        this.bookHeld = bookHeld;
        this.rare = new BybitRareEvents(listener);
    }

    @Override
    public long skipped() {
        return skipped;
    }

    @Override
    public boolean read(byte[] bytes, int length, long receivedMillis) {
        BybitStream stream = null;
        try {
            scanner.over(bytes, 0, length);
            stream = message(bytes, length, receivedMillis);
            if (stream == null) {
                return false;
            }
            SocketBook book = stream.socketBook();
            if (book != null && book.isHolding()) {
                for (byte[] held : book.takeHeld()) {
                    read(held, held.length, receivedMillis);
                }
            }
        } catch (ScanException unreadable) {
            skip(lastSeen, unreadable.problem(), bytes, length);
        }
        return true;
    }

    /** The stream whose message is being read, for when it cannot be. */
    private @Nullable BybitStream lastSeen;

    private @Nullable BybitStream message(byte[] bytes, int length, long receivedMillis) {
        BybitStream stream = null;
        Type type = Type.NONE;
        long sent = 0;
        long matched = 0;
        int from = -1;
        int to = -1;
        boolean read = false;
        lastSeen = null;
        scanner.beginObject();
        while (scanner.nextField()) {
            if (scanner.nameIs(TOPIC)) {
                stream = scanner.textIn(streams);
                if (stream == null) {
                    return null;
                }
                lastSeen = stream;
                stream.heard(receivedMillis);
            } else if (scanner.nameIs(DATA)) {
                from = scanner.position();
                read = stream != null && data(stream, bytes, receivedMillis);
                if (!read) {
                    scanner.skipValue();
                }
                to = scanner.position();
            } else if (scanner.nameIs(TYPE)) {
                type = type();
            } else if (scanner.nameIs(SENT)) {
                sent = scanner.integer();
            } else if (scanner.nameIs(MATCHED)) {
                matched = scanner.integer();
            } else {
                scanner.skipValue();
            }
        }
        scanner.end();
        if (stream == null || from < 0) {
            return null;
        }
        if (!read) {
            scanner.seek(from);
            read = data(stream, bytes, receivedMillis);
        }
        switch (stream.kind()) {
            case BEST -> best(stream, type, matched > 0 ? matched : sent, receivedMillis);
            case BOOK -> book(stream, type, bytes, length, receivedMillis);
            case TRADES -> {}
            case TICKER -> rare.ticker(stream, type == Type.SNAPSHOT, bytes, from, to, sent);
            case CANDLES -> rare.candles(stream, bytes, from, to, sent);
            case LIQUIDATIONS -> rare.liquidations(stream, bytes, from, to, sent);
        }
        return stream;
    }

    private Type type() {
        scanner.text();
        if (scanner.nameIs(DELTA)) {
            return Type.DELTA;
        }
        return scanner.nameIs(SNAPSHOT) ? Type.SNAPSHOT : Type.NONE;
    }

    /** Reads what is hot where it stands; false, and nothing read, for everything else. */
    private boolean data(BybitStream stream, byte[] bytes, long receivedMillis) {
        return switch (stream.kind()) {
            case BEST, BOOK -> {
                levels(stream);
                yield true;
            }
            case TRADES -> {
                trades(stream, bytes, receivedMillis);
                yield true;
            }
            case TICKER, CANDLES, LIQUIDATIONS -> false;
        };
    }

    private void levels(BybitStream stream) {
        bids.clear();
        asks.clear();
        update = -1;
        int priceScale = stream.instrument().priceScale();
        int quantityScale = stream.instrument().quantityScale();
        scanner.beginObject();
        for (int name = scanner.nextName(); name != Scanner.END; name = scanner.nextName()) {
            switch (name) {
                case 'b' -> bids.read(scanner, priceScale, quantityScale);
                case 'a' -> asks.read(scanner, priceScale, quantityScale);
                case 'u' -> update = scanner.integer();
                default -> scanner.skipValue();
            }
        }
        if (update < 0) {
            throw incomplete("the number of an update");
        }
    }

    /** A book of one level always comes whole, and again after three seconds of silence. */
    private void best(BybitStream stream, Type type, long exchangeMillis, long receivedMillis) {
        if (type == Type.DELTA || bids.size() > 1 || asks.size() > 1) {
            throw incomplete("the best prices, whole");
        }
        if (update == RESTARTED) {
            stream.countAnew();
        }
        if (!stream.isNewest(update)) {
            return;
        }
        stream.best(bids.price(), asks.price());
        if (stream.isWanted(Channel.QUOTES)) {
            listener.onQuote(
                    stream.instrument(),
                    bids.price(),
                    bids.quantity(),
                    asks.price(),
                    asks.quantity(),
                    exchangeMillis,
                    receivedMillis);
        }
        if (stream.isWanted(stream.top())) {
            listener.onTop(
                    stream.instrument(),
                    BybitTops.of(stream.instrument(), bids, asks, update),
                    receivedMillis);
        }
    }

    private void book(
            BybitStream stream, Type type, byte[] bytes, int length, long receivedMillis) {
        SocketBook book = stream.socketBook();
        if (book == null || type == Type.NONE) {
            throw incomplete("whether a book is whole or changed");
        }
        boolean whole = type == Type.SNAPSHOT;
        SocketBook.Step step =
                whole
                        ? book.snapshot(update, update == RESTARTED)
                        : book.change(update - 1, update);
        switch (step) {
            case IGNORE -> {}
            case APPLY -> {
                bids.putInto(book.book(), Side.BUY);
                asks.putInto(book.book(), Side.SELL);
                boolean right =
                        whole
                                ? book.began(update, receivedMillis)
                                : book.applied(update, receivedMillis);
                if (right) {
                    tell(stream, book, receivedMillis);
                } else {
                    bookLost.accept(stream);
                }
            }
            case HOLD -> {
                if (book.hold(bytes, 0, length, receivedMillis)) {
                    bookHeld.accept(stream);
                }
            }
            case GAP -> bookLost.accept(stream);
        }
    }

    private void tell(BybitStream stream, SocketBook book, long receivedMillis) {
        if (stream.isWanted(Channel.BOOK)) {
            listener.onBook(book.book());
        }
        if (stream.isWanted(stream.top()) && stream.top() instanceof Channel.Top(int depth)) {
            listener.onTop(stream.instrument(), book.book().top(depth), receivedMillis);
        }
    }

    private void trades(BybitStream stream, byte[] bytes, long receivedMillis) {
        scanner.beginArray();
        while (scanner.nextElement()) {
            trade(stream, bytes, receivedMillis);
        }
    }

    private void trade(BybitStream stream, byte[] bytes, long receivedMillis) {
        long id = -1;
        long exchangeMillis = 0;
        long price = Scanner.NO_DECIMAL;
        long quantity = Scanner.NO_DECIMAL;
        Side aggressor = null;
        scanner.beginObject();
        for (int name = scanner.nextName(); name != Scanner.END; name = scanner.nextName()) {
            switch (name) {
                case 'i' -> id = id(bytes);
                case 'T' -> exchangeMillis = scanner.integer();
                case 'p' -> price = scanner.decimal(stream.instrument().priceScale());
                case 'v' -> quantity = scanner.decimal(stream.instrument().quantityScale());
                case 'S' -> aggressor = side();
                default -> scanner.skipValue();
            }
        }
        if (id < 0 || price < 0 || quantity < 0 || aggressor == null) {
            throw incomplete("an id, a price, a quantity and a side");
        }
        if (stream.isNewTrade(id)) {
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

    /** The number of the id between the next two quotes. */
    private long id(byte[] bytes) {
        int from = scanner.position();
        scanner.text();
        int to = scanner.position();
        while (from < to && bytes[from] != '"') {
            from++;
        }
        if (to - from < 3) {
            throw incomplete("an id");
        }
        return BybitTrades.number(bytes, from + 1, to - 1);
    }

    private @Nullable Side side() {
        scanner.text();
        if (scanner.nameIs(BUY)) {
            return Side.BUY;
        }
        return scanner.nameIs(SELL) ? Side.SELL : null;
    }

    private ScanException incomplete(String expected) {
        return new ScanException(expected, scanner.position());
    }

    /** A book that missed a change is no book any more; everything else goes on with the next. */
    private void skip(@Nullable BybitStream stream, String why, byte[] bytes, int length) {
        skipped++;
        String shown = new String(bytes, 0, Math.min(length, SHOWN_BYTES), StandardCharsets.UTF_8);
        listener.onSkipped(
                (stream == null ? "message" : stream.name()) + ": " + why + ", in " + shown);
        if (stream != null && stream.socketBook() != null) {
            bookLost.accept(stream);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
