package dev.k2.exchange.cryptocom;

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
public final class CryptocomFeedBytes {
    private final CryptocomFeedReader reader;

    /** Reads the streams of these instruments, all channels of each. */
    public CryptocomFeedBytes(List<Instrument> instruments, FeedListener listener) {
        Names<CryptocomStream> streams = new Names<>();
        for (Instrument instrument : instruments) {
            for (Channel channel : CryptocomStream.channels()) {
                CryptocomStream stream = CryptocomStream.of(instrument, channel);
                streams.put(stream.name().getBytes(StandardCharsets.UTF_8), stream);
            }
        }
        reader = new CryptocomFeedReader(streams, listener, new Waiting(listener));
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
    record Waiting(FeedListener listener) implements CryptocomFeedReader.Streams {
        @Override
        public void lost(CryptocomStream stream, SocketBook book) {
            if (book.isSynced()) {
                book.lose(true);
                listener.onBook(book.book());
            }
        }

        @Override
        public void held(CryptocomStream stream) {
            // Over one connection nothing is held.
        }

        @Override
        public boolean isSubscribed(CryptocomStream stream) {
            return true;
        }
    }
}
