package dev.k2.exchange.net;

import java.util.List;

/** What a message of a feed says that is no news of a stream. */
public sealed interface FeedNotice {
    /** A message that is understood and asks for nothing, such as the answer to a ping. */
    FeedNotice NOTHING = new Nothing();

    /**
     * A request is answered.
     *
     * @param id as in {@link FeedProtocol#request}
     * @param yes whether all of its names come from now on
     * @param words why not
     */
    record Answered(long id, boolean yes, String words) implements FeedNotice {}

    /** Streams come from now on. */
    record Begun(List<String> names) implements FeedNotice {}

    /**
     * Streams do not come.
     *
     * @param names empty where the exchange does not say which one of those that were asked for
     * @param words why not
     */
    record Refused(List<String> names, String words) implements FeedNotice {}

    /** The server is about to end this connection, so another is opened first. */
    record Ending(String why) implements FeedNotice {}

    /** It asks for nothing. */
    record Nothing() implements FeedNotice {}

    /** It was not understood; told by {@link dev.k2.exchange.FeedListener#onSkipped}. */
    record Unknown(String what) implements FeedNotice {}
}
