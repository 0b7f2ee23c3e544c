package dev.k2.exchange.bybit;

import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.Instrument;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The live feed's reader without its socket: the bytes of pushed messages in, a listener's calls
 * out. For replays and measurements; lives on one thread.
 */
public final class BybitFeedBytes {
    private static final int BOOK_DEPTH = 50;
    private static final List<Channel> CHANNELS =
            List.of(Channel.QUOTES, Channel.TRADES, Channel.BOOK, Channel.TICKER);

    private final FeedListener listener;
    private final BybitFeedReader reader;

    /** Reads best prices, trades, books of 50 levels and tickers of these instruments. */
    public BybitFeedBytes(List<Instrument> instruments, FeedListener listener) {
        this.listener = listener;
        Names<BybitStream> streams = new Names<>();
        for (Instrument instrument : instruments) {
            for (Channel channel : CHANNELS) {
                BybitStream stream = BybitStream.of(instrument, channel, BOOK_DEPTH);
                streams.put(stream.name().getBytes(StandardCharsets.UTF_8), stream);
            }
        }
        // Over one connection nothing is held.
        reader = new BybitFeedReader(streams, listener, this::lose, held -> {});
    }

    /**
     * Reads one message.
     *
     * @return false where it is no message of these streams
     */
    public boolean read(byte[] bytes, int length, long receivedMillis) {
        return reader.read(bytes, length, receivedMillis);
    }

    /** A book that is wrong waits for the next snapshot that comes. */
    private void lose(BybitStream stream) {
        SocketBook book = stream.socketBook();
        if (book != null && book.isSynced()) {
            book.lose(true);
            listener.onBook(book.book());
        }
    }
}
