package dev.k2.exchange.binance;

import dev.k2.exchange.net.FeedLink;
import dev.k2.exchange.net.FeedReader;

/** One link's reader, and where its books get their snapshots from. */
final class BinanceFeedLine implements FeedReader<BinanceStream> {
    private final FeedLink<BinanceStream> link;
    private final BinanceSnapshots snapshots;
    private final BinanceFeedReader reader;

    BinanceFeedLine(FeedLink<BinanceStream> link, BinanceSnapshots snapshots) {
        this.link = link;
        this.snapshots = snapshots;
        this.reader = new BinanceFeedReader(link.table(), link.listener(), link::lost, link::held);
    }

    @Override
    public boolean read(byte[] message, int length, long receivedMillis) {
        return reader.read(message, length, receivedMillis);
    }

    @Override
    public long skipped() {
        return reader.skipped();
    }

    @Override
    public boolean fetches(BinanceStream stream) {
        BinanceBookSync sync = stream.sync();
        if (sync != null) {
            snapshots.want(this, stream, sync);
        }
        return true;
    }

    boolean has(BinanceStream stream) {
        return link.has(stream);
    }

    boolean isSubscribed(BinanceStream stream) {
        return link.isSubscribed(stream);
    }

    /** Applies the changes that waited for a snapshot. */
    void apply(
            BinanceStream stream, BinanceBookSync sync, Iterable<byte[]> changes, long atMillis) {
        reader.apply(stream, sync, changes, atMillis);
    }
}
