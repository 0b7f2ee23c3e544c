package dev.k2.exchange.binance;

import dev.k2.exchange.Channel;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.StreamWatch.Silent;
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
final class BinanceSilence {
    private static final int ASKED_AT_ONCE = 4;
    private static final int TOP = 5;

    /** How long a message may be on its way after an answer told of what is in it. */
    private static final Duration ON_THE_WAY_MAX = Duration.ofSeconds(1);

    /** Tickers and candles are still while nobody trades. */
    private static final int TIMES_LONGER = 6;

    private final BinanceMarketRest rest;
    private final Loop loop;
    private final Deque<Doubt> doubts = new ArrayDeque<>();
    private long renewed;

    private record Doubt(BinanceFeedLink link, BinanceStream stream) {}

    BinanceSilence(BinanceMarketRest rest, Loop loop) {
        this.rest = rest;
        this.loop = loop;
    }

    /** How long a kind of stream may be silent without anybody wondering; empty for ever. */
    static Optional<Duration> limit(Channel channel, Duration usual) {
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
            case Channel.Plain.LIQUIDATIONS -> Optional.empty();
        };
    }

    /** How many streams were subscribed to anew because of silence. */
    long renewed() {
        return renewed;
    }

    /** Looks at the streams of one link. */
    void look(BinanceFeedLink link) {
        for (Silent<BinanceStream> silent : link.silent()) {
            // A quiet market is asked about half as often each time.
            boolean asks = Integer.bitCount(silent.inARow()) == 1;
            var doubt = new Doubt(link, silent.stream());
            if (asks && !doubts.contains(doubt)) {
                doubts.add(doubt);
            }
        }
        for (int n = 0; n < ASKED_AT_ONCE && !doubts.isEmpty(); n++) {
            settle(doubts.remove());
        }
    }

    private void settle(Doubt doubt) {
        BinanceStream stream = doubt.stream();
        switch (stream.channel()) {
            case Channel.Plain.BOOK, Channel.Plain.QUOTES -> askForTheTop(doubt);
            case Channel.Top _ -> askForTheTop(doubt);
            case Channel.Plain.TRADES, Channel.Plain.AGGREGATE_TRADES -> askForTheLastTrade(doubt);
            case Channel.Plain.TICKER,
                    Channel.Plain.MINI_TICKER,
                    Channel.Plain.AVERAGE_PRICE,
                    Channel.Plain.MARK_PRICE,
                    Channel.Plain.LIQUIDATIONS ->
                    renew(doubt);
            case Channel.Candles _ -> renew(doubt);
        }
    }

    private void askForTheTop(Doubt doubt) {
        BinanceStream stream = doubt.stream();
        long heard = stream.heardMillis();
        Thread.startVirtualThread(
                () -> {
                    if (rest.depth(stream.instrument().symbol(), TOP)
                            instanceof
                            Reply.Ok<BinanceRestWire.Depth>(BinanceRestWire.Depth wire)) {
                        renewIf(doubt, heard, () -> isBehind(stream, wire));
                    }
                });
    }

    private void askForTheLastTrade(Doubt doubt) {
        BinanceStream stream = doubt.stream();
        long heard = stream.heardMillis();
        Thread.startVirtualThread(
                () -> {
                    if (rest.ticker(stream.instrument().symbol())
                            instanceof
                            Reply.Ok<BinanceRestWire.Ticker24h>(BinanceRestWire.Ticker24h wire)) {
                        renewIf(
                                doubt,
                                heard,
                                () ->
                                        stream.lastTradeId() >= 0
                                                && wire.lastId() > stream.lastTradeId());
                    }
                });
    }

    private static boolean isBehind(BinanceStream stream, BinanceRestWire.Depth wire) {
        BinanceBookSync sync = stream.sync();
        if (sync != null) {
            return sync.isSynced() && sync.book().sequence() < wire.lastUpdateId();
        }
        var now = BinanceParse.book(stream.instrument().id(), wire, 1);
        return !stream.isBest(
                BinanceTops.best(now.bids(), stream.instrument()),
                BinanceTops.best(now.asks(), stream.instrument()));
    }

    /** What the answer told gets a moment to arrive. */
    private void renewIf(Doubt doubt, long heardMillis, BooleanSupplier behind) {
        loop.executeAfter(
                ON_THE_WAY_MAX,
                () -> {
                    boolean still = doubt.stream().heardMillis() == heardMillis;
                    if (still && behind.getAsBoolean()) {
                        renew(doubt);
                    }
                });
    }

    private void renew(Doubt doubt) {
        if (doubt.link().isSubscribed(doubt.stream())) {
            renewed++;
            doubt.link().subscribeAnew(doubt.stream());
        }
    }
}
