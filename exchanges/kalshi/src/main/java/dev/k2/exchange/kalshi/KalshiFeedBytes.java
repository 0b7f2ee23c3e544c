package dev.k2.exchange.kalshi;

import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.Instrument;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The live feed's reader without its socket: the bytes of messages of one connection in, a
 * listener's calls out. For replays and measurements; lives on one thread.
 */
public final class KalshiFeedBytes {
    private final FeedListener listener;
    private final KalshiFeedReader reader;
    private final Names<KalshiStream> streams = new Names<>();
    private final KalshiConnection connection = new KalshiConnection();

    /** Reads quotes, trades, books and lives of these markets. */
    public KalshiFeedBytes(List<Instrument> instruments, FeedListener listener) {
        this.listener = listener;
        for (Instrument instrument : instruments) {
            for (Channel channel : KalshiStream.CHANNELS) {
                KalshiStream stream = KalshiStream.of(instrument, channel);
                streams.put(stream.name().getBytes(StandardCharsets.UTF_8), stream);
            }
        }
        reader =
                new KalshiFeedReader(
                        streams, listener, () -> connection, (stream, counts) -> lose(stream));
    }

    /**
     * Reads one message.
     *
     * @return false where it is no message of these streams
     */
    public boolean read(byte[] bytes, int length, long receivedMillis) {
        return reader.read(bytes, length, receivedMillis);
    }

    /** How many messages could not be read. */
    public long skipped() {
        return reader.skipped();
    }

    /** A book that is wrong waits for the next snapshot that comes. */
    private void lose(KalshiStream stream) {
        SocketBook book = stream.socketBook();
        if (book != null && book.isSynced()) {
            book.lose(true);
            listener.onBook(book.book());
        }
    }
}
