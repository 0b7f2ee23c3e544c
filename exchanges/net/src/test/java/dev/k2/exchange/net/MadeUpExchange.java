package dev.k2.exchange.net;

import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.OrderType;
import dev.k2.model.PriceBand;
import dev.k2.model.PriceRange;
import dev.k2.model.QuantityRange;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.TradingRules;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that nobody knows: its messages are words, it answers for each name, its books begin
 * on the socket, and it wants pings of its own form.
 *
 * <p>{@code sub NAME,NAME} and {@code unsub NAME} are answered by {@code yes NAME}, {@code no NAME}
 * or {@code no}; news are {@code snapshot NAME LAST} and {@code change NAME BEFORE LAST}.
 */
final class MadeUpExchange implements FeedProtocol<MadeUpExchange.Stream> {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final FeedSocket socket;

    MadeUpExchange(int port, Duration pingEvery) {
        var settings =
                new SocketSettings(
                        "made up",
                        URI.create("ws://127.0.0.1:" + port + "/"),
                        new Heartbeat.JsonPing(pingEvery, () -> "{\"op\":\"ping\"}"),
                        LONG,
                        LONG,
                        LONG,
                        1_000,
                        1_000,
                        new Backoff(Duration.ofMillis(1), Duration.ofMillis(10)),
                        LONG);
        socket = new FeedSocket("streams", settings, 100);
    }

    static FeedTerms terms(FeedTerms.Answers answers, Duration silenceMax) {
        return new FeedTerms(
                ExchangeId.BINANCE, silenceMax, false, 10, 1_000, Optional.empty(), answers);
    }

    static Instrument bitcoin() {
        var quantities =
                new QuantityRange(BigDecimal.ONE, BigDecimal.valueOf(1_000), BigDecimal.ONE);
        var prices = new PriceRange(BigDecimal.ONE, BigDecimal.valueOf(1_000_000), BigDecimal.ONE);
        var rules =
                new TradingRules(
                        List.of(prices),
                        quantities,
                        quantities,
                        BigDecimal.ONE,
                        BigDecimal.ZERO,
                        true,
                        PriceBand.NONE,
                        PriceBand.NONE,
                        Set.of(OrderType.LIMIT),
                        Set.of(TimeInForce.GTC));
        return new Instrument(
                ExchangeId.BINANCE,
                InstrumentId.spot("BTC", "USDT"),
                "BTCUSDT",
                InstrumentKind.SPOT,
                "BTC",
                "USDT",
                BigDecimal.ONE,
                InstrumentStatus.TRADING,
                rules,
                0,
                0);
    }

    @Override
    public Stream stream(Instrument instrument, Channel channel) {
        return new Stream(
                instrument, channel, channel == Channel.BOOK ? new SocketBook(instrument) : null);
    }

    @Override
    public FeedSocket socket(Stream stream) {
        return socket;
    }

    @Override
    public FeedSocket firstSocket() {
        return socket;
    }

    @Override
    public FeedReader<Stream> reader(FeedLink<Stream> link) {
        return new Reader(link);
    }

    @Override
    public String request(boolean subscribe, List<String> names, long id) {
        return (subscribe ? "sub " : "unsub ") + String.join(",", names);
    }

    @Override
    public FeedNotice notice(byte[] message, int length) {
        String[] words = words(message, length);
        return switch (words[0]) {
            case "yes" -> new FeedNotice.Begun(List.of(words[1]));
            case "no" ->
                    new FeedNotice.Refused(
                            words.length > 1 ? List.of(words[1]) : List.of(), "not known");
            case "ending" -> new FeedNotice.Ending("announced");
            case "pong" -> FeedNotice.NOTHING;
            default -> new FeedNotice.Unknown(words[0]);
        };
    }

    private static String[] words(byte[] message, int length) {
        return new String(message, 0, length, StandardCharsets.UTF_8).split(" ", -1);
    }

    /** A stream and its book. */
    static final class Stream extends FeedStream {
        Stream(Instrument instrument, Channel channel, @Nullable SocketBook book) {
            super(instrument, channel, channel.text().replace(' ', '-'), book);
        }
    }

    /** A feed of it. */
    static final class Feed extends StreamFeed<Stream> {
        private Feed(
                Net net, Loop loop, FeedTerms terms, MadeUpExchange made, FeedListener listener) {
            super(net, loop, terms, made, listener);
        }

        static Feed open(Net net, FeedTerms terms, MadeUpExchange made, FeedListener listener) {
            var feed = new Feed(net, net.loop(), terms, made, listener);
            feed.open();
            return feed;
        }
    }

    /** Reads books of one level a side, whose price is the message's number. */
    private static final class Reader implements FeedReader<Stream> {
        private final FeedLink<Stream> link;

        Reader(FeedLink<Stream> link) {
            this.link = link;
        }

        @Override
        public boolean read(byte[] message, int length, long receivedMillis) {
            String[] words = words(message, length);
            boolean snapshot = words[0].equals("snapshot");
            if (!snapshot && !words[0].equals("change")) {
                return false;
            }
            byte[] name = words[1].getBytes(StandardCharsets.UTF_8);
            Stream stream = link.table().find(name, 0, name.length);
            if (stream == null || !(stream.book() instanceof SocketBook book)) {
                return true;
            }
            stream.heard(receivedMillis);
            long last = Long.parseLong(words[words.length - 1]);
            SocketBook.Step step =
                    snapshot
                            ? book.snapshot(last, false)
                            : book.change(Long.parseLong(words[2]), last);
            switch (step) {
                case APPLY -> apply(stream, book, snapshot, last, receivedMillis);
                case IGNORE -> {}
                case HOLD -> {
                    if (book.hold(message, 0, length, receivedMillis)) {
                        link.held(stream);
                    }
                }
                case GAP -> link.lose(stream, book, true);
            }
            return true;
        }

        @Override
        public long skipped() {
            return 0;
        }

        private void apply(
                Stream stream, SocketBook book, boolean snapshot, long last, long atMillis) {
            book.book().set(Side.BUY, 1, last);
            book.book().set(Side.SELL, 2, last);
            boolean right = snapshot ? book.began(last, atMillis) : book.applied(last, atMillis);
            if (right) {
                link.listener().onBook(book.book());
            } else {
                link.lose(stream, book, true);
            }
        }
    }
}
