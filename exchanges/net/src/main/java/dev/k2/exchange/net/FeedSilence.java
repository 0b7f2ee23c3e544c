package dev.k2.exchange.net;

import dev.k2.exchange.Channel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A stream can fall silent on a connection that lives, and a quiet market looks the same. Streams
 * whose news can be asked for are compared with an answer; those that talk by the clock, or lose
 * nothing by it, are subscribed to anew. Lives on the feed's loop.
 */
final class FeedSilence<S extends FeedStream> {
    private static final int ASKED_AT_ONCE = 4;

    /** How long a message may be on its way after an answer told of what is in it. */
    private static final Duration ON_THE_WAY_MAX = Duration.ofSeconds(1);

    /** Tickers and candles are still while nobody trades. */
    private static final int TIMES_LONGER = 6;

    private final FeedProtocol<S> protocol;
    private final Loop loop;
    private final Deque<Silent<S>> doubts = new ArrayDeque<>();
    private long renewed;

    private record Silent<S extends FeedStream>(FeedLink<S> link, S stream) {}

    FeedSilence(FeedProtocol<S> protocol, Loop loop) {
        this.protocol = protocol;
        this.loop = loop;
    }

    /** How long a kind of stream may be silent without anybody wondering; empty for ever. */
    static Optional<Duration> usual(Channel channel, Duration usual) {
        return switch (channel) {
            case Channel.Plain.QUOTES,
                    Channel.Plain.TRADES,
                    Channel.Plain.AGGREGATE_TRADES,
                    Channel.Plain.BOOK,
                    Channel.Plain.MARK_PRICE ->
                    Optional.of(usual);
            case Channel.Plain.TICKER, Channel.Plain.MINI_TICKER, Channel.Plain.AVERAGE_PRICE ->
                    Optional.of(usual.multipliedBy(TIMES_LONGER));
            case Channel.Top _ -> Optional.of(usual);
            case Channel.Candles _ -> Optional.of(usual.multipliedBy(TIMES_LONGER));
            case Channel.Plain.LIQUIDATIONS, Channel.Plain.LIFECYCLE -> Optional.empty();
        };
    }

    /** How many streams were subscribed to anew because of silence. */
    long renewed() {
        return renewed;
    }

    /** Looks at the streams of one link. */
    void look(FeedLink<S> link) {
        for (StreamWatch.Silent<S> silent : link.silent()) {
            // A quiet market is asked about half as often each time.
            boolean asks = Integer.bitCount(silent.inARow()) == 1;
            var doubt = new Silent<S>(link, silent.stream());
            if (asks && !doubts.contains(doubt)) {
                doubts.add(doubt);
            }
        }
        for (int n = 0; n < ASKED_AT_ONCE && !doubts.isEmpty(); n++) {
            settle(doubts.remove());
        }
    }

    private void settle(Silent<S> silent) {
        Optional<FeedDoubt> doubt = protocol.doubt(silent.stream());
        if (doubt.isEmpty()) {
            renew(silent);
            return;
        }
        long heard = silent.stream().heardMillis();
        FeedDoubt question = doubt.get();
        Thread.startVirtualThread(
                () -> question.ask().ifPresent(behind -> renewIf(silent, heard, behind)));
    }

    /** What the answer told gets a moment to arrive. */
    private void renewIf(Silent<S> silent, long heardMillis, BooleanSupplier behind) {
        loop.executeAfter(
                ON_THE_WAY_MAX,
                () -> {
                    boolean still = silent.stream().heardMillis() == heardMillis;
                    if (still && behind.getAsBoolean()) {
                        renew(silent);
                    }
                });
    }

    private void renew(Silent<S> silent) {
        if (silent.link().isSubscribed(silent.stream())) {
            renewed++;
            silent.link().subscribeAnew(silent.stream());
        }
    }
}
