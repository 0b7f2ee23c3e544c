package dev.k2.exchange.net;

import dev.k2.exchange.Channel;
import dev.k2.model.Instrument;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One stream of one instrument, and what of it was told last, so that nothing is told twice over
 * two connections. An exchange extends it with what its reader wants to find beside the name. Used
 * on the feed's loop; makes no objects.
 */
public abstract class FeedStream {
    private final Instrument instrument;
    private final Channel channel;
    private final String name;
    private final @Nullable FeedBook book;
    private final Set<Channel> wanted = new HashSet<>();
    private final Sequence sequence = new Sequence();
    private StreamWatch.@Nullable Mark mark;
    private long lastTradeId = -1;
    private long bid;
    private long ask;
    private long closedUntilMillis = Long.MIN_VALUE;

    /**
     * Makes a stream of which nothing was told.
     *
     * @param name as the exchange names it in requests and messages; one for each stream of a
     *     {@link FeedSocket}. Channels whose streams have one name share the first of them
     * @param book the book, where this is a book's stream
     */
    protected FeedStream(
            Instrument instrument, Channel channel, String name, @Nullable FeedBook book) {
        this.instrument = instrument;
        this.channel = channel;
        this.name = name;
        this.book = book;
        wanted.add(channel);
    }

    public final Instrument instrument() {
        return instrument;
    }

    public final Channel channel() {
        return channel;
    }

    /** Whether somebody hears this channel; an exchange can tell several by one stream. */
    public final boolean isWanted(Channel told) {
        return wanted.contains(told);
    }

    public final String name() {
        return name;
    }

    /** The book, where this is a book's stream. */
    public final @Nullable FeedBook book() {
        return book;
    }

    /** Whether a message is newer than all before it, for streams whose last word counts. */
    public final boolean isNewest(long number) {
        return sequence.isNewest(number);
    }

    /** Whether a message did not come before, for streams of which every message counts. */
    public final boolean isUnseen(long number) {
        return sequence.isUnseen(number);
    }

    /** Whether a candle's end was not told before; it may come after the next candle's beginning. */
    public final boolean isFirstEnd(long openMillis) {
        if (openMillis <= closedUntilMillis) {
            return false;
        }
        closedUntilMillis = openMillis;
        return true;
    }

    /** The trade that was told last, or the last of a group. */
    public final void traded(long tradeId) {
        lastTradeId = tradeId;
    }

    /** -1 where none was told. */
    public final long lastTradeId() {
        return lastTradeId;
    }

    /** The best prices that were told last, scaled. */
    public final void best(long newBid, long newAsk) {
        bid = newBid;
        ask = newAsk;
    }

    /** Whether these prices are the ones that were told last. */
    public final boolean isBest(long otherBid, long otherAsk) {
        return bid == otherBid && ask == otherAsk;
    }

    /** A message came. */
    public final void heard(long atMillis) {
        if (mark != null) {
            mark.heard(atMillis);
        }
    }

    /** When a message came last; 0 where nobody watches. */
    public final long heardMillis() {
        return mark == null ? 0 : mark.heardMillis();
    }

    /** Whether silence is noticed from now on. */
    final void watchedBy(StreamWatch.Mark watching) {
        mark = watching;
    }

    /** Whether nobody wanted this channel before. */
    final boolean want(Channel told) {
        return wanted.add(told);
    }

    /** Whether nobody wants any of it from now on. */
    final boolean wantNoMore(Channel told) {
        wanted.remove(told);
        return wanted.isEmpty();
    }

    /** After a cut nothing comes twice, and the exchange may count anew. */
    protected final void startOver() {
        sequence.startOver();
    }
}
