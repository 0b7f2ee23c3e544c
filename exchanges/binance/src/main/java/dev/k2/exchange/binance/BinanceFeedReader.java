package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.binance.BinanceBookSync.Step;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Literal;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.ScanException;
import dev.k2.exchange.net.Scanner;
import dev.k2.model.Side;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads stream messages straight into calls of a listener. Best prices, trades and changes of books
 * make no objects on their way. Has no socket and no clock; lives on one thread.
 */
final class BinanceFeedReader {
    private static final byte[] STREAM = ascii("stream");
    private static final byte[] DATA = ascii("data");

    private static final Literal STREAM_FIRST = Literal.of("{\"stream\":");
    private static final Literal THEN_DATA = Literal.of(",\"data\":");

    private final Scanner scanner = new Scanner();
    private final Names<BinanceStream> streams;
    private final FeedListener listener;
    private final Consumer<BinanceStream> bookLost;
    private boolean quiet;

    /**
     * Makes a reader.
     *
     * @param streams what the names of streams mean
     * @param bookLost hears that a book has become invalid and needs a snapshot
     */
    BinanceFeedReader(
            Names<BinanceStream> streams, FeedListener listener, Consumer<BinanceStream> bookLost) {
        this.streams = streams;
        this.listener = listener;
        this.bookLost = bookLost;
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
            event(stream, bytes, receivedMillis);
            while (scanner.nextField()) {
                scanner.skipValue();
            }
            scanner.end();
        } catch (ScanException unreadable) {
            skip(stream, unreadable.problem());
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
            skip(stream, unreadable.problem());
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
            case QUOTES -> quote(stream, receivedMillis);
            case TRADES -> trade(stream, receivedMillis);
            case BOOK -> depth(stream, bytes, receivedMillis);
            case TICKER -> ticker(stream, bytes);
        }
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
                case 'u' -> number = scanner.integer();
                case 'E' -> exchangeMillis = scanner.integer();
                case 'b' -> bid = scanner.decimal(priceScale);
                case 'B' -> bidQuantity = scanner.decimal(quantityScale);
                case 'a' -> ask = scanner.decimal(priceScale);
                case 'A' -> askQuantity = scanner.decimal(quantityScale);
                default -> scanner.skipValue();
            }
        }
        if (number < 0 || bid < 0 || bidQuantity < 0 || ask < 0 || askQuantity < 0) {
            throw incomplete("a number, two prices and two quantities");
        }
        if (stream.isNew(number)) {
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

    /** Single trades carry their id as {@code t}; aggregated ones as {@code a}, and no {@code t}. */
    private void trade(BinanceStream stream, long receivedMillis) {
        long id = -1;
        long aggregateId = -1;
        long exchangeMillis = 0;
        long price = Scanner.NO_DECIMAL;
        long quantity = Scanner.NO_DECIMAL;
        int buyerIsMaker = -1;
        scanner.beginObject();
        for (int name = scanner.nextName(); name != Scanner.END; name = scanner.nextName()) {
            switch (name) {
                case 't' -> id = scanner.integer();
                case 'a' -> aggregateId = scanner.integer();
                case 'p' -> price = scanner.decimal(stream.instrument().priceScale());
                case 'q' -> quantity = scanner.decimal(stream.instrument().quantityScale());
                case 'T' -> exchangeMillis = scanner.integer();
                case 'm' -> buyerIsMaker = scanner.booleanValue() ? 1 : 0;
                default -> scanner.skipValue();
            }
        }
        long tradeId = id >= 0 ? id : aggregateId;
        if (tradeId < 0 || price < 0 || quantity < 0 || buyerIsMaker < 0) {
            throw incomplete("an id, a price, a quantity and the maker's side");
        }
        if (stream.isNew(tradeId)) {
            listener.onTrade(
                    stream.instrument(),
                    tradeId,
                    price,
                    quantity,
                    buyerIsMaker == 1 ? Side.SELL : Side.BUY,
                    exchangeMillis,
                    receivedMillis);
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
        Step step = null;
        scanner.beginObject();
        for (int name = scanner.nextName(); name != Scanner.END; name = scanner.nextName()) {
            switch (name) {
                case 'U' -> first = scanner.integer();
                case 'u' -> last = scanner.integer();
                case 'b', 'a' -> {
                    // The numbers come before the levels, so levels go into the book as they are
                    // read.
                    Side side = name == 'b' ? Side.BUY : Side.SELL;
                    step = step == null ? step(sync, first, last) : step;
                    if (step == Step.APPLY) {
                        levels(stream, sync, side);
                    } else {
                        scanner.skipValue();
                    }
                }
                default -> scanner.skipValue();
            }
        }
        step = step == null ? step(sync, first, last) : step;
        switch (step) {
            case IGNORE -> {}
            case APPLY -> {
                if (!sync.applied(last, receivedMillis)) {
                    lose(stream, sync, true);
                } else if (!quiet) {
                    listener.onBook(sync.book());
                }
            }
            case GAP -> {
                lose(stream, sync, true);
                sync.putAside(bytes, start, scanner.position(), first);
            }
            case PUT_ASIDE -> {
                sync.putAside(bytes, start, scanner.position(), first);
                bookLost.accept(stream);
            }
        }
    }

    private Step step(BinanceBookSync sync, long first, long last) {
        if (first < 0 || last < first) {
            throw incomplete("update numbers in front of the levels");
        }
        return sync.step(first, last);
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

    private void ticker(BinanceStream stream, byte[] bytes) {
        int start = scanner.position();
        scanner.skipValue();
        try {
            BinanceFeedWire.Ticker wire =
                    Json.lenient()
                            .readValue(
                                    bytes,
                                    start,
                                    scanner.position() - start,
                                    BinanceFeedWire.Ticker.class);
            listener.onTicker(BinanceParse.ticker(stream.instrument().id(), wire));
        } catch (JsonProcessingException unreadable) {
            throw incomplete("a ticker: " + unreadable.getOriginalMessage());
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory can be read", impossible);
        }
    }

    private ScanException incomplete(String expected) {
        return new ScanException(expected, scanner.position());
    }

    /** A book that missed a change is no book any more; everything else goes on with the next. */
    private void skip(@Nullable BinanceStream stream, String why) {
        listener.onSkipped((stream == null ? "message" : stream.name()) + ": " + why);
        BinanceBookSync sync = stream == null ? null : stream.sync();
        if (stream != null && sync != null) {
            lose(stream, sync, true);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
