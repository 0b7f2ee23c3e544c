package dev.k2.exchange.net;

/**
 * A kind of connection that streams come over. Streams of two kinds never share one.
 *
 * @param text the name for a person, such as {@code market streams}
 * @param settings how a connection of this kind is kept
 * @param streamsMax how many streams one connection carries; more open another
 */
public record FeedSocket(String text, SocketSettings settings, int streamsMax) {
    public FeedSocket {
        if (streamsMax < 1) {
            throw new IllegalArgumentException("a connection carries at least one stream");
        }
    }
}
