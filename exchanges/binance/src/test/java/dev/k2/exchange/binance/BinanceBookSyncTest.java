package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Channel;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.RecordingFeed;
import dev.k2.model.Book;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Books built from messages against a plain model of the exchange's own book: bids below 1000, asks
 * from 1000 on, so that it never crosses.
 */
class BinanceBookSyncTest {
    private static final Instrument BTC =
            new BinanceDecoderSymbols(BinanceProduct.SPOT).of("BTCUSDT");

    private static final Instrument CONTRACT =
            new BinanceDecoderSymbols(BinanceProduct.USD_M).of("BTCUSDT");

    private final RecordingFeed heard = new RecordingFeed();
    private final Names<BinanceStream> names = new Names<>();
    private final BinanceFeedReader reader = new BinanceFeedReader(names, heard, lost -> {});
    private BinanceStream stream = BinanceStream.of(BTC, Channel.BOOK);
    private BinanceBookSync sync = sync(stream);

    private record Change(long first, long last, Map<Integer, Integer> levels) {}

    @Property(tries = 300)
    void equalsTheExchangesBookWhereverTheSnapshotFalls(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 39) int snapshotAfter) {
        var random = new Random(seed);
        List<Change> changes = changes(random, 40);
        var fresh = new BinanceBookSyncTest();
        BookSnapshot snapshot = null;
        TreeMap<Integer, Integer> state = new TreeMap<>();
        for (int i = 0; i < changes.size(); i++) {
            apply(state, changes.get(i));
            if (i == snapshotAfter) {
                snapshot = snapshot(state, changes.get(i).last());
            }
        }
        assertThat(snapshot).isNotNull();
        int loadedAfter = snapshotAfter + random.nextInt(changes.size() - snapshotAfter);
        for (int i = 0; i < changes.size(); i++) {
            fresh.hear(changes.get(i));
            if (i == loadedAfter) {
                fresh.load(snapshot);
            }
        }

        assertThat(fresh.sync.gaps()).isZero();
        assertThat(fresh.sync.isSynced()).isTrue();
        fresh.assertEquals(state);
        assertThat(fresh.sync.applied() + fresh.sync.contained()).isEqualTo(changes.size());
    }

    @Property(tries = 300)
    void neverShowsABookThatMissedAChange(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 38) int missing) {
        var fresh = new BinanceBookSyncTest();
        List<Change> changes = changes(new Random(seed), 40);
        fresh.load(snapshot(new TreeMap<>(), 0));
        TreeMap<Integer, Integer> state = new TreeMap<>();
        for (int i = 0; i < changes.size(); i++) {
            apply(state, changes.get(i));
            if (i != missing) {
                fresh.hear(changes.get(i));
            }
            if (i > missing) {
                assertThat(fresh.sync.book().isValid()).isFalse();
            }
        }
        assertThat(fresh.sync.gaps()).isEqualTo(1);
        assertThat(fresh.heard.books.stream().filter(book -> book.isEmpty())).hasSize(1);

        fresh.load(snapshot(state, changes.getLast().last()));

        fresh.assertEquals(state);
    }

    @Property(tries = 300)
    void endsInTheSameBookWhenChangesComeTwice(@ForAll long seed) {
        var random = new Random(seed);
        var fresh = new BinanceBookSyncTest();
        List<Change> changes = changes(random, 40);
        fresh.load(snapshot(new TreeMap<>(), 0));
        TreeMap<Integer, Integer> state = new TreeMap<>();
        for (int i = 0; i < changes.size(); i++) {
            apply(state, changes.get(i));
            fresh.hear(changes.get(i));
            fresh.hear(changes.get(random.nextInt(i + 1)));
        }

        assertThat(fresh.sync.gaps()).isZero();
        fresh.assertEquals(state);
    }

    @Property(tries = 300)
    void losesNothingWhileOneOfTwoConnectionsStands(@ForAll long seed, @ForAll boolean chained) {
        var random = new Random(seed);
        var fresh = new BinanceBookSyncTest();
        if (chained) {
            fresh.stream = BinanceStream.of(CONTRACT, Channel.BOOK);
            fresh.sync = sync(fresh.stream);
        }
        List<Change> changes = changes(random, 60);
        TreeMap<Integer, Integer> state = new TreeMap<>();
        changes.forEach(change -> apply(state, change));
        fresh.load(snapshot(new TreeMap<>(), 0));
        fresh.sync.share(true);
        // Each is away for a while, and the other stands meanwhile.
        int firstAway = random.nextInt(25);
        int secondAway = 30 + random.nextInt(25);
        int first = 0;
        int second = 0;
        while (first < changes.size() || second < changes.size()) {
            boolean one =
                    second == changes.size() || (first < changes.size() && random.nextBoolean());
            int place = one ? first++ : second++;
            int away = one ? firstAway : secondAway;
            if (place < away || place >= away + 5) {
                fresh.hear(changes.get(place));
            }
        }

        assertThat(fresh.sync.gaps()).isZero();
        assertThat(fresh.sync.isHolding()).isFalse();
        assertThat(fresh.heard.books).allMatch(Optional::isPresent);
        fresh.assertEquals(state);
    }

    private void hear(Change change) {
        var bids = new ArrayList<String>();
        var asks = new ArrayList<String>();
        change.levels()
                .forEach(
                        (price, quantity) ->
                                (price < 1_000 ? bids : asks)
                                        .add("[\"" + price + "\",\"" + quantity + "\"]"));
        String json =
                "{\"stream\":\"%s\",\"data\":{\"e\":\"depthUpdate\",\"U\":%d,\"u\":%d,\"pu\":%d,\"b\":[%s],\"a\":[%s]}}"
                        .formatted(
                                stream.name(),
                                change.first(),
                                change.last(),
                                change.first() - 1,
                                String.join(",", bids),
                                String.join(",", asks));
        byte[] bytes = json.getBytes(StandardCharsets.US_ASCII);
        names.put(stream.name().getBytes(StandardCharsets.US_ASCII), stream);
        reader.read(bytes, bytes.length, 0);
    }

    private void load(BookSnapshot snapshot) {
        var waiting = sync.load(snapshot, 0);
        assertThat(waiting).isPresent();
        reader.apply(stream, sync, waiting.orElseThrow(), 0);
    }

    private void assertEquals(NavigableMap<Integer, Integer> state) {
        Book book = sync.book();
        assertThat(book.isValid()).isTrue();
        assertThat(side(book, Side.BUY))
                .isEqualTo(entries(state.headMap(1_000, false).descendingMap()));
        assertThat(side(book, Side.SELL)).isEqualTo(entries(state.tailMap(1_000)));
    }

    private static List<String> side(Book book, Side side) {
        var levels = side == Side.BUY ? book.bids() : book.asks();
        List<String> all = new ArrayList<>();
        for (int rank = 0; rank < levels.size(); rank++) {
            all.add(
                    BTC.price(levels.price(rank)).stripTrailingZeros().toPlainString()
                            + " "
                            + BTC.quantity(levels.quantity(rank))
                                    .stripTrailingZeros()
                                    .toPlainString());
        }
        return all;
    }

    private static List<String> entries(Map<Integer, Integer> levels) {
        return levels.entrySet().stream()
                .map(level -> level.getKey() + " " + level.getValue())
                .toList();
    }

    private static List<Change> changes(Random random, int count) {
        List<Change> changes = new ArrayList<>();
        long last = 0;
        for (int i = 0; i < count; i++) {
            Map<Integer, Integer> levels = new TreeMap<>();
            int size = random.nextInt(6);
            for (int n = 0; n < size; n++) {
                levels.put(990 + random.nextInt(20), random.nextInt(3));
            }
            long first = last + 1;
            last = first + random.nextInt(4);
            changes.add(new Change(first, last, levels));
        }
        return changes;
    }

    private static void apply(NavigableMap<Integer, Integer> state, Change change) {
        change.levels()
                .forEach(
                        (price, quantity) -> {
                            if (quantity == 0) {
                                state.remove(price);
                            } else {
                                state.put(price, quantity);
                            }
                        });
    }

    private static BookSnapshot snapshot(NavigableMap<Integer, Integer> state, long sequence) {
        return new BookSnapshot(
                BTC.id(), levels(state.headMap(1_000)), levels(state.tailMap(1_000)), sequence);
    }

    private static List<BookLevel> levels(Map<Integer, Integer> part) {
        return part.entrySet().stream()
                .sorted(Comparator.comparing(level -> -level.getKey()))
                .map(
                        level ->
                                new BookLevel(
                                        BigDecimal.valueOf(level.getKey()),
                                        BigDecimal.valueOf(level.getValue())))
                .toList();
    }

    private static BinanceBookSync sync(BinanceStream stream) {
        BinanceBookSync sync = stream.sync();
        if (sync == null) {
            throw new AssertionError("a book's stream has a book");
        }
        return sync;
    }
}
