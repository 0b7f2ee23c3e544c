package dev.k2.exchange.okx;

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
public final class OkxFeedBytes {
    private final OkxFeedReader reader;

    /** Reads the streams of these instruments, all channels of each. */
    public OkxFeedBytes(List<Instrument> instruments, FeedListener listener) {
        Names<OkxStream> streams = new Names<>();
        for (Instrument instrument : instruments) {
            for (Channel channel : OkxStream.channels()) {
                OkxStream stream = OkxStream.of(instrument, channel);
                streams.put(stream.name().getBytes(StandardCharsets.UTF_8), stream);
            }
        }
        reader = new OkxFeedReader(streams, listener, new Waiting(listener));
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
    private record Waiting(FeedListener listener) implements OkxFeedReader.Books {
        @Override
        public void lose(OkxStream stream, SocketBook book, boolean counts) {
            if (book.isSynced()) {
                book.lose(counts);
                listener.onBook(book.book());
            }
        }

        @Override
        public void held(OkxStream stream) {
            // Over one connection nothing is held.
        }
    }
}
