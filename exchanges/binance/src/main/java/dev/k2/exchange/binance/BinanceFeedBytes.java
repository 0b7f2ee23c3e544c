package dev.k2.exchange.binance;

import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.Names;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Instrument;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The live feed's reader without its socket: the bytes of combined streams in, a listener's calls
 * out. For replays and measurements; lives on one thread.
 */
public final class BinanceFeedBytes {
    private final Names<BinanceStream> streams = new Names<>();
    private final BinanceFeedReader reader;

    /** Reads the streams of these instruments, all channels of each. */
    public BinanceFeedBytes(List<Instrument> instruments, FeedListener listener) {
        for (Instrument instrument : instruments) {
            for (Channel channel : BinanceProduct.of(instrument).channels()) {
                BinanceStream stream = BinanceStream.of(instrument, channel);
                streams.put(stream.name().getBytes(StandardCharsets.UTF_8), stream);
            }
        }
        reader = new BinanceFeedReader(streams, listener, BinanceFeedBytes::needsSnapshot);
    }

    /** Starts the book of one of the instruments, and applies the changes that waited for it. */
    public void load(Instrument instrument, BookSnapshot snapshot, long atMillis) {
        byte[] name =
                BinanceProduct.of(instrument).stream(instrument, Channel.BOOK)
                        .getBytes(StandardCharsets.UTF_8);
        BinanceStream stream = streams.find(name, 0, name.length);
        BinanceBookSync sync = stream == null ? null : stream.sync();
        if (stream == null || sync == null) {
            throw new IllegalArgumentException("no book is read of " + instrument.id());
        }
        sync.load(snapshot, atMillis)
                .ifPresent(changes -> reader.apply(stream, sync, changes, atMillis));
    }

    /**
     * Reads one message.
     *
     * @return false where it is no message of these streams
     */
    public boolean read(byte[] bytes, int length, long receivedMillis) {
        return reader.read(bytes, length, receivedMillis);
    }

    /** Whoever replays has the snapshots, and loads them at their time. */
    private static void needsSnapshot(BinanceStream stream) {}
}
