package dev.k2.exchange.kalshi;

import dev.k2.exchange.FeedListener;
import dev.k2.exchange.kalshi.KalshiConnection.Step;
import dev.k2.exchange.kalshi.KalshiStream.Kind;
import dev.k2.exchange.net.FeedReader;
import dev.k2.exchange.net.Literal;
import dev.k2.exchange.net.NamePrefix;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.ScanException;
import dev.k2.exchange.net.Scanner;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.Book;
import dev.k2.model.Side;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages straight into calls of a listener. Books, quotes and trades make no objects on
 * their way. A number that is missing makes every book of its connection invalid at once, because
 * numbers count over all markets. Has no socket and no clock; lives on one thread.
 */
final class KalshiFeedReader implements FeedReader<KalshiStream> {
    private static final byte[] TYPE = ascii("type");
    private static final byte[] SID = ascii("sid");
    private static final byte[] SEQ = ascii("seq");
    private static final byte[] MSG = ascii("msg");
    private static final byte[] TICKER = ascii("market_ticker");
    private static final byte[] PRICE = ascii("price_dollars");
    private static final byte[] DELTA = ascii("delta_fp");
    private static final byte[] SIDE = ascii("side");
    private static final byte[] MILLIS = ascii("ts_ms");
    private static final byte[] YES_LEVELS = ascii("yes_dollars_fp");
    private static final byte[] NO_LEVELS = ascii("no_dollars_fp");
    private static final byte[] BID = ascii("yes_bid_dollars");
    private static final byte[] ASK = ascii("yes_ask_dollars");
    private static final byte[] BID_SIZE = ascii("yes_bid_size_fp");
    private static final byte[] ASK_SIZE = ascii("yes_ask_size_fp");
    private static final byte[] TRADE_ID = ascii("trade_id");
    private static final byte[] YES_PRICE = ascii("yes_price_dollars");
    private static final byte[] COUNT = ascii("count_fp");
    private static final byte[] TAKER_BOOK_SIDE = ascii("taker_book_side");
    private static final byte[] TAKER_OUTCOME = ascii("taker_outcome_side");
    private static final byte[] TAKER_SIDE = ascii("taker_side");
    private static final byte[] YES = ascii("yes");
    private static final byte[] NO = ascii("no");
    private static final byte[] BIDS = ascii("bid");
    private static final byte[] ASKS = ascii("ask");

    private static final byte[] DELTA_TYPE = ascii("orderbook_delta");
    private static final byte[] SNAPSHOT_TYPE = ascii("orderbook_snapshot");
    private static final byte[] QUOTE_TYPE = ascii("ticker");
    private static final byte[] TRADE_TYPE = ascii("trade");
    private static final byte[] LIFE_TYPE = ascii("market_lifecycle_v2");
    private static final byte[] EVENT_TYPE = ascii("event_lifecycle");
    private static final byte[] EVENT_FEE_TYPE = ascii("event_fee_update");
    private static final byte[] ERROR_TYPE = ascii("error");

    // A change as the exchange writes it.
    private static final Literal CHANGE_BEGINS =
            Literal.of("{\"type\":\"orderbook_delta\",\"sid\":");
    private static final Literal THEN_SEQ = Literal.of(",\"seq\":");
    private static final Literal THEN_TICKER = Literal.of(",\"msg\":{\"market_ticker\":");
    private static final Literal THEN_ID = Literal.of(",\"market_id\":");
    private static final Literal THEN_PRICE = Literal.of(",\"price_dollars\":");
    private static final Literal THEN_DELTA = Literal.of(",\"delta_fp\":");
    private static final Literal THEN_YES = Literal.of(",\"side\":\"yes\"");
    private static final Literal THEN_NO = Literal.of(",\"side\":\"no\"");
    private static final Literal THEN_TIME = Literal.of(",\"ts\":");
    private static final Literal THEN_MILLIS = Literal.of(",\"ts_ms\":");

    // What the names of streams begin with, behind which their tickers are looked up.
    private static final NamePrefix BOOKS = NamePrefix.of(Kind.BOOK.prefix());
    private static final NamePrefix QUOTES = NamePrefix.of(Kind.QUOTE.prefix());
    private static final NamePrefix TRADES = NamePrefix.of(Kind.TRADE.prefix());

    private static final int PRICE_SCALE = KalshiSymbols.PRICE_SCALE;
    private static final int COUNT_SCALE = KalshiSymbols.COUNT_SCALE;

    /** A dollar, which YES and NO are worth together. */
    private static final long WHOLE = 1_000_000;

    private static final int SHOWN_BYTES = 200;

    private final Scanner scanner = new Scanner();
    private final Names<KalshiStream> streams;
    private final FeedListener listener;
    private final Supplier<KalshiConnection> connections;
    private final KalshiConnection.BookLost bookLost;
    private final KalshiRareNews rare;
    private final KalshiLevels yes = new KalshiLevels();
    private final KalshiLevels no = new KalshiLevels();
    private long skipped;

    // What the present message says.
    private @Nullable KalshiStream stream;
    private long sid;
    private long seq;
    private long price;
    private long quantity;
    private long millis;
    private long bid;
    private long bidSize;
    private long ask;
    private long askSize;
    private long tradeId;
    private int side;

    /** What kind of message it is. */
    private enum Type {
        OTHER,
        SNAPSHOT,
        DELTA,
        QUOTE,
        TRADE,
        LIFE,
        /** Of events, which K2 asks for when it wants to know. */
        EVENT,
        ERROR
    }

    /**
     * Makes a reader.
     *
     * @param streams by kind and ticker, as they are named
     * @param connections the one that the present message came over
     * @param bookLost hears that something is missing or wrong in a book
     */
    KalshiFeedReader(
            Names<KalshiStream> streams,
            FeedListener listener,
            Supplier<KalshiConnection> connections,
            KalshiConnection.BookLost bookLost) {
        this.streams = streams;
        this.listener = listener;
        this.connections = connections;
        this.bookLost = bookLost;
        this.rare = new KalshiRareNews(listener);
    }

    @Override
    public long skipped() {
        return skipped;
    }

    @Override
    public boolean read(byte[] bytes, int length, long receivedMillis) {
        stream = null;
        try {
            scanner.over(bytes, 0, length);
            if (usualChange()) {
                change(receivedMillis);
                return true;
            }
            stream = null;
            scanner.over(bytes, 0, length);
            return message(bytes, receivedMillis);
        } catch (ScanException unreadable) {
            skip(unreadable.problem(), bytes, length);
            return true;
        }
    }

    /**
     * Reads a change in the form in which nearly all of them come.
     *
     * @return false where the message is anything else; then nothing of it counts
     */
    private boolean usualChange() {
        if (!scanner.take(CHANGE_BEGINS)) {
            return false;
        }
        sid = scanner.integer();
        if (!scanner.take(THEN_SEQ)) {
            return false;
        }
        seq = scanner.integer();
        if (seq < 0 || !scanner.take(THEN_TICKER)) {
            return false;
        }
        stream = scanner.textIn(streams, BOOKS);
        if (scanner.take(THEN_ID)) {
            scanner.text();
        }
        if (!scanner.take(THEN_PRICE)) {
            return false;
        }
        price = scanner.decimal(PRICE_SCALE);
        if (!scanner.take(THEN_DELTA)) {
            return false;
        }
        quantity = scanner.signedDecimal(COUNT_SCALE);
        side = scanner.take(THEN_YES) ? 1 : scanner.take(THEN_NO) ? -1 : 0;
        if (side == 0 || price < 0 || price > WHOLE || quantity == Scanner.NO_DECIMAL) {
            return false;
        }
        if (scanner.take(THEN_TIME)) {
            scanner.text();
        }
        if (scanner.take(THEN_MILLIS)) {
            scanner.integer();
        }
        int afterBody = scanner.nextName();
        if (afterBody != Scanner.END) {
            return false;
        }
        int afterMessage = scanner.nextName();
        if (afterMessage != Scanner.END) {
            return false;
        }
        scanner.end();
        return true;
    }

    private void change(long receivedMillis) {
        KalshiConnection connection = connections.get();
        Step step = connection.step(sid, seq);
        if (step == Step.GAP) {
            gap(connection, Type.DELTA, sid, seq);
        }
        KalshiStream heard = stream;
        if (heard != null) {
            heard.heard(receivedMillis);
        }
        delta(connection, step, seq, receivedMillis);
    }

    private boolean message(byte[] bytes, long receivedMillis) {
        Type type = Type.OTHER;
        sid = -1;
        seq = -1;
        int from = -1;
        int to = -1;
        boolean read = false;
        scanner.beginObject();
        while (scanner.nextField()) {
            if (scanner.nameIs(MSG)) {
                from = scanner.position();
                read = body(type, bytes);
                if (!read) {
                    scanner.skipValue();
                }
                to = scanner.position();
            } else if (scanner.nameIs(TYPE)) {
                type = type();
            } else if (scanner.nameIs(SID)) {
                sid = scanner.integer();
            } else if (scanner.nameIs(SEQ)) {
                seq = scanner.integer();
            } else {
                scanner.skipValue();
            }
        }
        scanner.end();
        if (!read && from >= 0) {
            scanner.seek(from);
            body(type, bytes);
        }
        KalshiConnection connection = connections.get();
        Step step = seq < 0 ? Step.NEXT : connection.step(sid, seq);
        if (step == Step.GAP) {
            gap(connection, type, sid, seq);
        }
        KalshiStream heard = stream;
        if (heard != null) {
            heard.heard(receivedMillis);
        }
        switch (type) {
            case SNAPSHOT -> snapshot(connection, step, seq, receivedMillis);
            case DELTA -> delta(connection, step, seq, receivedMillis);
            case QUOTE -> quote(receivedMillis);
            case TRADE -> trade(receivedMillis);
            case LIFE -> rare.life(streams, bytes, from, to, receivedMillis);
            case EVENT -> {}
            case ERROR -> {
                if (from >= 0 && KalshiFeedWire.isTerminal(rare.code(bytes, from, to))) {
                    connection.lose(true);
                }
                return false;
            }
            case OTHER -> {
                return false;
            }
        }
        return true;
    }

    private Type type() {
        scanner.text();
        if (scanner.nameIs(DELTA_TYPE)) {
            return Type.DELTA;
        }
        if (scanner.nameIs(QUOTE_TYPE)) {
            return Type.QUOTE;
        }
        if (scanner.nameIs(TRADE_TYPE)) {
            return Type.TRADE;
        }
        if (scanner.nameIs(SNAPSHOT_TYPE)) {
            return Type.SNAPSHOT;
        }
        if (scanner.nameIs(LIFE_TYPE)) {
            return Type.LIFE;
        }
        if (scanner.nameIs(EVENT_TYPE) || scanner.nameIs(EVENT_FEE_TYPE)) {
            return Type.EVENT;
        }
        return scanner.nameIs(ERROR_TYPE) ? Type.ERROR : Type.OTHER;
    }

    /** Reads what is hot where it stands; false, and nothing read, for everything else. */
    private boolean body(Type type, byte[] bytes) {
        return switch (type) {
            case DELTA -> {
                deltaBody();
                yield true;
            }
            case SNAPSHOT -> {
                snapshotBody();
                yield true;
            }
            case QUOTE -> {
                quoteBody();
                yield true;
            }
            case TRADE -> {
                tradeBody(bytes);
                yield true;
            }
            case LIFE, EVENT, ERROR, OTHER -> false;
        };
    }

    private void deltaBody() {
        price = Scanner.NO_DECIMAL;
        quantity = Scanner.NO_DECIMAL;
        side = 0;
        scanner.beginObject();
        while (scanner.nextField()) {
            if (scanner.nameIs(TICKER)) {
                stream = scanner.textIn(streams, BOOKS);
            } else if (scanner.nameIs(PRICE)) {
                price = scanner.decimal(PRICE_SCALE);
            } else if (scanner.nameIs(DELTA)) {
                quantity = scanner.signedDecimal(COUNT_SCALE);
            } else if (scanner.nameIs(SIDE)) {
                side = outcome();
            } else {
                scanner.skipValue();
            }
        }
        if (price < 0 || price > WHOLE || quantity == Scanner.NO_DECIMAL || side == 0) {
            throw incomplete("a price, a difference and a side");
        }
    }

    private void snapshotBody() {
        yes.clear();
        no.clear();
        scanner.beginObject();
        while (scanner.nextField()) {
            if (scanner.nameIs(TICKER)) {
                stream = scanner.textIn(streams, BOOKS);
            } else if (scanner.nameIs(YES_LEVELS)) {
                levels(yes);
            } else if (scanner.nameIs(NO_LEVELS)) {
                levels(no);
            } else {
                scanner.skipValue();
            }
        }
    }

    private void levels(KalshiLevels side) {
        if (scanner.nullValue()) {
            return;
        }
        scanner.beginArray();
        while (scanner.nextLevel(PRICE_SCALE, COUNT_SCALE)) {
            long at = scanner.price();
            long count = scanner.quantity();
            if (at < 0 || at > WHOLE || count < 0 || !side.add(at, count)) {
                throw incomplete("levels between nothing and a dollar, and not too many");
            }
        }
    }

    private void quoteBody() {
        millis = 0;
        bid = 0;
        bidSize = 0;
        ask = 0;
        askSize = 0;
        scanner.beginObject();
        while (scanner.nextField()) {
            if (scanner.nameIs(TICKER)) {
                stream = scanner.textIn(streams, QUOTES);
            } else if (scanner.nameIs(BID)) {
                bid = scanner.decimal(PRICE_SCALE);
            } else if (scanner.nameIs(ASK)) {
                ask = scanner.decimal(PRICE_SCALE);
            } else if (scanner.nameIs(BID_SIZE)) {
                bidSize = scanner.decimal(COUNT_SCALE);
            } else if (scanner.nameIs(ASK_SIZE)) {
                askSize = scanner.decimal(COUNT_SCALE);
            } else if (scanner.nameIs(MILLIS)) {
                millis = scanner.integer();
            } else {
                scanner.skipValue();
            }
        }
        if ((bid | bidSize | ask | askSize) < 0) {
            throw incomplete("prices and sizes that fit");
        }
    }

    private void tradeBody(byte[] bytes) {
        tradeId = -1;
        price = Scanner.NO_DECIMAL;
        quantity = Scanner.NO_DECIMAL;
        millis = 0;
        side = 0;
        scanner.beginObject();
        while (scanner.nextField()) {
            if (scanner.nameIs(TICKER)) {
                stream = scanner.textIn(streams, TRADES);
            } else if (scanner.nameIs(TRADE_ID)) {
                int from = textFrom(bytes);
                tradeId = KalshiTrades.number(bytes, from, scanner.position() - 1);
            } else if (scanner.nameIs(YES_PRICE)) {
                price = scanner.decimal(PRICE_SCALE);
            } else if (scanner.nameIs(COUNT)) {
                quantity = scanner.decimal(COUNT_SCALE);
            } else if (scanner.nameIs(TAKER_BOOK_SIDE)) {
                side = bookSide();
            } else if (scanner.nameIs(TAKER_OUTCOME) || scanner.nameIs(TAKER_SIDE)) {
                // All three say the same, and the old ones are to go.
                side = outcome();
            } else if (scanner.nameIs(MILLIS)) {
                millis = scanner.integer();
            } else {
                scanner.skipValue();
            }
        }
        if (tradeId < 0 || price < 0 || quantity < 0 || side == 0) {
            throw incomplete("an id, a price, a count and a side");
        }
    }

    /** 1 for YES, -1 for NO, 0 for what is neither. */
    private int outcome() {
        scanner.text();
        return scanner.nameIs(YES) ? 1 : scanner.nameIs(NO) ? -1 : 0;
    }

    private int bookSide() {
        scanner.text();
        return scanner.nameIs(BIDS) ? 1 : scanner.nameIs(ASKS) ? -1 : 0;
    }

    /** Reads a text, and tells where it begins. */
    private int textFrom(byte[] bytes) {
        int from = scanner.position();
        scanner.text();
        while (bytes[from] != '"') {
            from++;
        }
        return from + 1;
    }

    /** Whatever is missing may belong to any market of the connection. */
    private void gap(KalshiConnection connection, Type type, long sid, long seq) {
        connection.lose(true);
        if (type == Type.TRADE) {
            listener.onSkipped("trades: something is missing before " + seq + " of " + sid);
        }
    }

    private void snapshot(KalshiConnection connection, Step step, long seq, long receivedMillis) {
        KalshiStream present = stream;
        SocketBook book = present == null ? null : present.socketBook();
        if (present == null || book == null || step == Step.OLD) {
            return;
        }
        connection.begins(present, bookLost);
        book.snapshot(seq, true);
        yes.putBids(book.book());
        no.putAsks(book.book(), WHOLE);
        if (book.began(seq, receivedMillis)) {
            listener.onBook(book.book());
        } else {
            lose(present);
        }
    }

    private void delta(KalshiConnection connection, Step step, long seq, long receivedMillis) {
        KalshiStream present = stream;
        SocketBook book = present == null ? null : present.socketBook();
        if (present == null
                || book == null
                || step != Step.NEXT
                || present.origin() != connection
                || !book.isSynced()) {
            return;
        }
        Side of = side > 0 ? Side.BUY : Side.SELL;
        long at = side > 0 ? price : WHOLE - price;
        Book levels = book.book();
        if (levels.add(of, at, quantity) < 0) {
            lose(present);
            return;
        }
        if (book.applied(seq, receivedMillis)) {
            listener.onBook(levels);
        } else {
            lose(present);
        }
    }

    private void quote(long receivedMillis) {
        KalshiStream present = stream;
        if (present != null && present.isNewQuote(bid, bidSize, ask, askSize, millis)) {
            listener.onQuote(
                    present.instrument(), bid, bidSize, ask, askSize, millis, receivedMillis);
        }
    }

    private void trade(long receivedMillis) {
        KalshiStream present = stream;
        if (present != null && present.isNewTrade(tradeId)) {
            present.traded(tradeId);
            listener.onTrade(
                    present.instrument(),
                    tradeId,
                    price,
                    quantity,
                    side > 0 ? Side.BUY : Side.SELL,
                    millis,
                    receivedMillis);
        }
    }

    private void lose(KalshiStream lost) {
        lost.beginsOn(null);
        bookLost.lost(lost, true);
    }

    private ScanException incomplete(String expected) {
        return new ScanException(expected, scanner.position());
    }

    /** What could not be read may have changed any book, and its number is not known. */
    private void skip(String why, byte[] bytes, int length) {
        skipped++;
        connections.get().lose(true);
        String shown = new String(bytes, 0, Math.min(length, SHOWN_BYTES), StandardCharsets.UTF_8);
        listener.onSkipped("message: " + why + ", in " + shown);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
