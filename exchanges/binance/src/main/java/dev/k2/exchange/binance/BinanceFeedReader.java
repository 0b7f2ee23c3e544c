package dev.k2.exchange.binance;

import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.binance.BinanceBookSync.Step;
import dev.k2.exchange.net.Literal;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.ScanException;
import dev.k2.exchange.net.Scanner;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads stream messages straight into calls of a listener. Best prices, trades and changes of books
 * make no objects on their way; what comes once a second is left to {@link BinanceRareEvents}. Has
 * no socket and no clock; lives on one thread.
 */
final class BinanceFeedReader {
    private static final byte[] STREAM = ascii("stream");
    private static final byte[] DATA = ascii("data");
    private static final byte[] PREVIOUS = ascii("pu");
    private static final byte[] PRODUCT = ascii("st");

    /** Since products share streams, futures say of which one a message is; the other is COIN-M. */
    private static final long USD_M = 1;

    private static final long NONE = Long.MIN_VALUE;
    private static final int SHOWN_BYTES = 200;

    private static final Literal STREAM_FIRST = Literal.of("{\"stream\":");
    private static final Literal THEN_DATA = Literal.of(",\"data\":");
    private static final Literal TRADE = Literal.of("\"e\":\"trade\"");
    private static final Literal AGGREGATE_TRADE = Literal.of("\"e\":\"aggTrade\"");
    private static final Literal CHANGE = Literal.of("\"e\":\"depthUpdate\"");

    private final Scanner scanner = new Scanner();
    private final Names<BinanceStream> streams;
    private final FeedListener listener;
    private final Consumer<BinanceStream> bookLost;
    private final Consumer<BinanceStream> bookHeld;
    private final BinanceRareEvents rare;
    private final BinanceTops tops;
    private long skipped;
    private boolean quiet;

    /**
     * Makes a reader.
     *
     * @param streams what the names of streams mean
     * @param bookLost hears that a book has become invalid and needs a snapshot
     */
    BinanceFeedReader(
            Names<BinanceStream> streams, FeedListener listener, Consumer<BinanceStream> bookLost) {
        this(streams, listener, bookLost, held -> {});
    }

    /**
     * Makes a reader for several connections.
     *
     * @param bookHeld hears that a change of a book is kept until the one before it comes over
     *     another connection
     */
    BinanceFeedReader(
            Names<BinanceStream> streams,
            FeedListener listener,
            Consumer<BinanceStream> bookLost,
            Consumer<BinanceStream> bookHeld) {
        this.streams = streams;
        this.listener = listener;
        this.bookLost = bookLost;
        this.bookHeld = bookHeld;
        this.rare = new BinanceRareEvents(listener);
        this.tops = new BinanceTops(scanner, listener);
    }

    /** How many messages were not understood, and passed over. */
    long skipped() {
        return skipped;
    }

    /**
     * Reads one message of a combined stream.
     *
     * @return false where it is none, but an answer or an announcement
     */
    boolean read(byte[] bytes, int length, long receivedMillis) {
        BinanceStream stream = null;
        try {
            scanner.over(bytes, 0, length);
            if (!scanner.take(STREAM_FIRST)) {
                scanner.beginObject();
                if (!scanner.nextField() || !scanner.nameIs(STREAM)) {
                    return false;
                }
            }
            stream = scanner.textIn(streams);
            if (stream == null) {
                return false;
            }
            if (!scanner.take(THEN_DATA) && (!scanner.nextField() || !scanner.nameIs(DATA))) {
                throw new ScanException("data after the stream's name", scanner.position());
            }
            stream.heard(receivedMillis);
            event(stream, bytes, receivedMillis);
            while (scanner.nextField()) {
                scanner.skipValue();
            }
            scanner.end();
            catchUp(stream, receivedMillis);
        } catch (ScanException unreadable) {
            skip(stream, unreadable.problem(), bytes, length);
        }
        return true;
    }

    /** Reads one event without the wrapping of combined streams. */
    void readEvent(BinanceStream stream, byte[] bytes, int length, long receivedMillis) {
        try {
            scanner.over(bytes, 0, length);
            event(stream, bytes, receivedMillis);
            scanner.end();
        } catch (ScanException unreadable) {
            skip(stream, unreadable.problem(), bytes, length);
        }
    }

    /** Applies the changes that waited for a snapshot, and shows the book after the last. */
    void apply(
            BinanceStream stream, BinanceBookSync sync, Iterable<byte[]> changes, long atMillis) {
        quiet = true;
        try {
            for (byte[] change : changes) {
                readEvent(stream, change, change.length, atMillis);
                if (!sync.isSynced()) {
                    return;
                }
            }
        } finally {
            quiet = false;
        }
        if (sync.book().isValid()) {
            listener.onBook(sync.book());
        } else {
            lose(stream, sync, true);
        }
    }

    /** Makes a book invalid, tells so once, and asks for a snapshot. */
    void lose(BinanceStream stream, BinanceBookSync sync, boolean counts) {
        boolean wasSynced = sync.isSynced();
        sync.lose(counts);
        if (wasSynced) {
            listener.onBook(sync.book());
        }
        bookLost.accept(stream);
    }

    private void event(BinanceStream stream, byte[] bytes, long receivedMillis) {
        switch (stream.channel()) {
            case Channel.Plain plain -> event(plain, stream, bytes, receivedMillis);
            case Channel.Top _ -> tops.read(stream, receivedMillis);
            case Channel.Candles _ -> rare(stream, bytes);
        }
    }

    /** A switch of its own, because one over types and constants together is slow. */
    private void event(
            Channel.Plain channel, BinanceStream stream, byte[] bytes, long receivedMillis) {
        switch (channel) {
            case QUOTES -> quote(stream, receivedMillis);
            case TRADES, AGGREGATE_TRADES -> trade(stream, receivedMillis);
            case BOOK -> depth(stream, bytes, receivedMillis);
            case TICKER, MINI_TICKER, AVERAGE_PRICE, LIFECYCLE, MARK_PRICE, LIQUIDATIONS ->
                    rare(stream, bytes);
        }
    }

    private void rare(BinanceStream stream, byte[] bytes) {
        int start = scanner.position();
        scanner.skipValue();
        rare.read(stream, bytes, start, scanner.position());
    }

    private void quote(BinanceStream stream, long receivedMillis) {
        int priceScale = stream.instrument().priceScale();
        int quantityScale = stream.instrument().quantityScale();
        long number = -1;
        long exchangeMillis = 0;
        long bid = Scanner.NO_DECIMAL;
        long bidQuantity = Scanner.NO_DECIMAL;
        long ask = Scanner.NO_DECIMAL;
        long askQuantity = Scanner.NO_DECIMAL;
        scanner.beginObject();
        for (int name = scanner.nextName(); name != Scanner.END; name = scanner.nextName()) {
            switch (name) {
                case 'u' -> {
                    number = scanner.integer();
                    scanner.skipUsual(stream.symbolField());
                }
                case 'E' -> exchangeMillis = scanner.integer();
                case 'b' -> bid = scanner.decimal(priceScale);
                case 'B' -> bidQuantity = scanner.decimal(quantityScale);
                case 'a' -> ask = scanner.decimal(priceScale);
                case 'A' -> askQuantity = scanner.decimal(quantityScale);
                case 0 -> longName();
                default -> scanner.skipValue();
            }
        }
        if (number < 0 || bid < 0 || bidQuantity < 0 || ask < 0 || askQuantity < 0) {
            throw incomplete("a number, two prices and two quantities");
        }
        if (stream.isNewest(number)) {
            stream.best(bid, ask);
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

    /**
     * Single trades carry their id as {@code t}; groups carry theirs as {@code a}, the last trade in
     * them as {@code l}, and no {@code t}.
     */
    private void trade(BinanceStream stream, long receivedMillis) {
        long id = -1;
        long groupId = -1;
        long lastOfGroup = -1;
        long exchangeMillis = 0;
        long price = Scanner.NO_DECIMAL;
        long quantity = Scanner.NO_DECIMAL;
        int buyerIsMaker = -1;
        boolean aggregate = stream.channel() == Channel.AGGREGATE_TRADES;
        scanner.beginObject();
        scanner.skipUsual(aggregate ? AGGREGATE_TRADE : TRADE);
        for (int name = scanner.nextName(); name != Scanner.END; name = scanner.nextName()) {
            switch (name) {
                case 'E' -> sentAt(stream);
                case 't' -> id = scanner.integer();
                case 'a' -> groupId = scanner.integer();
                case 'l' -> lastOfGroup = scanner.integer();
                case 'p' -> price = scanner.decimal(stream.instrument().priceScale());
                case 'q' -> quantity = scanner.decimal(stream.instrument().quantityScale());
                case 'T' -> exchangeMillis = scanner.integer();
                case 'm' -> buyerIsMaker = scanner.booleanValue() ? 1 : 0;
                case 0 -> longName();
                default -> scanner.skipValue();
            }
        }
        boolean single = id >= 0;
        long number = single ? id : groupId;
        if (number < 0 || price < 0 || quantity < 0 || buyerIsMaker < 0) {
            throw incomplete("an id, a price, a quantity and the maker's side");
        }
        if (!stream.isUnseen(number)) {
            return;
        }
        stream.traded(single ? id : lastOfGroup);
        Instrument instrument = stream.instrument();
        Side aggressor = buyerIsMaker == 1 ? Side.SELL : Side.BUY;
        if (aggregate) {
            listener.onAggregateTrade(
                    instrument, number, price, quantity, aggressor, exchangeMillis, receivedMillis);
        } else {
            listener.onTrade(
                    instrument, number, price, quantity, aggressor, exchangeMillis, receivedMillis);
        }
    }

    private void depth(BinanceStream stream, byte[] bytes, long receivedMillis) {
        BinanceBookSync sync = stream.sync();
        if (sync == null) {
            throw new IllegalStateException("a stream of changes without a book: " + stream.name());
        }
        int start = scanner.position();
        long first = -1;
        long last = -1;
        long previous = NONE;
        Step step = null;
        scanner.beginObject();
        scanner.skipUsual(CHANGE);
        for (int name = scanner.nextName(); name != Scanner.END; name = scanner.nextName()) {
            switch (name) {
                case 'E' -> sentAt(stream);
                case 'U' -> first = scanner.integer();
                case 'u' -> last = scanner.integer();
                case 'b', 'a' -> {
                    // The numbers come before the levels, so levels go into the book as they are
                    // read.
                    Side side = name == 'b' ? Side.BUY : Side.SELL;
                    step = step == null ? step(sync, first, last, previous) : step;
                    if (step == Step.APPLY) {
                        levels(stream, sync, side);
                    } else {
                        scanner.skipValue();
                    }
                }
                case 0 -> {
                    if (scanner.nameIs(PREVIOUS)) {
                        previous = scanner.integer();
                    } else {
                        longName();
                    }
                }
                default -> scanner.skipValue();
            }
        }
        step = step == null ? step(sync, first, last, previous) : step;
        long from = sync.isChained() ? previous : first;
        switch (step) {
            case IGNORE -> {}
            case APPLY -> {
                if (!sync.applied(last, receivedMillis)) {
                    lose(stream, sync, true);
                } else if (!quiet) {
                    listener.onBook(sync.book());
                }
            }
            case HOLD -> {
                if (sync.hold(bytes, start, scanner.position(), receivedMillis)) {
                    bookHeld.accept(stream);
                }
            }
            case GAP -> {
                lose(stream, sync, true);
                sync.putAside(bytes, start, scanner.position(), from);
            }
            case PUT_ASIDE -> {
                sync.putAside(bytes, start, scanner.position(), from);
                bookLost.accept(stream);
            }
        }
    }

    private Step step(BinanceBookSync sync, long first, long last, long previous) {
        boolean named = !sync.isChained() || previous >= 0;
        if (first < 0 || last < first || !named) {
            throw incomplete("update numbers in front of the levels");
        }
        return sync.step(sync.isChained() ? previous : first - 1, last);
    }

    /** Tries changes once more that were ahead of the book. */
    private void catchUp(BinanceStream stream, long receivedMillis) {
        BinanceBookSync sync = stream.sync();
        if (sync != null && sync.isHolding()) {
            apply(stream, sync, sync.takeHeld(), receivedMillis);
        }
    }

    /** When an event was sent matters nowhere, and the symbol follows. */
    private void sentAt(BinanceStream stream) {
        scanner.skipValue();
        scanner.skipUsual(stream.symbolField());
    }

    /** Of the names of two letters one matters everywhere: whose message it is. */
    private void longName() {
        if (!scanner.nameIs(PRODUCT)) {
            scanner.skipValue();
        } else if (scanner.integer() != USD_M) {
            throw incomplete("a message of this product");
        }
    }

    private void levels(BinanceStream stream, BinanceBookSync sync, Side side) {
        int priceScale = stream.instrument().priceScale();
        int quantityScale = stream.instrument().quantityScale();
        scanner.beginArray();
        while (scanner.nextLevel(priceScale, quantityScale)) {
            long price = scanner.price();
            long quantity = scanner.quantity();
            if (price < 0 || quantity < 0) {
                throw incomplete("a level that fits the instrument's digits");
            }
            sync.book().set(side, price, quantity);
        }
    }

    private ScanException incomplete(String expected) {
        return new ScanException(expected, scanner.position());
    }

    /** A book that missed a change is no book any more; everything else goes on with the next. */
    private void skip(@Nullable BinanceStream stream, String why, byte[] bytes, int length) {
        skipped++;
        String shown = new String(bytes, 0, Math.min(length, SHOWN_BYTES), StandardCharsets.UTF_8);
        listener.onSkipped(
                (stream == null ? "message" : stream.name()) + ": " + why + ", in " + shown);
        BinanceBookSync sync = stream == null ? null : stream.sync();
        if (stream != null && sync != null) {
            lose(stream, sync, true);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
