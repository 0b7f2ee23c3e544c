package dev.k2.watchlists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.ManualClock;
import dev.k2.platform.Secret;
import dev.k2.platform.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WatchlistsTest {
    private static final Database DATABASE = TestPostgres.database();
    private static final WatchedInstrument BTC = at(ExchangeId.BINANCE, "BTC-USDT");
    private static final WatchedInstrument BTC_ELSEWHERE = at(ExchangeId.OKX, "BTC-USDT");
    private static final WatchedInstrument ETH = at(ExchangeId.BINANCE, "ETH-USDT");

    private final ManualClock clock = new ManualClock();
    private final Watchlists watchlists = Watchlists.open(DATABASE, clock);
    private final UserId anna = new UserId(UUID.randomUUID());
    private final UserId ben = new UserId(UUID.randomUUID());

    @Test
    void keepsListsAndInstrumentsInThePersonsOrder() {
        Watchlist coins = create("Coins", ETH, BTC, BTC_ELSEWHERE);
        Watchlist empty = create("  Later ");

        assertThat(watchlists.list(anna)).containsExactly(coins, empty);
        assertThat(watchlists.find(anna, coins.id())).contains(coins);
        assertThat(coins.instruments()).containsExactly(ETH, BTC, BTC_ELSEWHERE);
        assertThat(empty.name()).isEqualTo("Later");
        assertThat(coins.sharedAt()).isEmpty();
    }

    @Test
    void setsAListAsAWholeAndOnlyOverTheVersionThatWasRead() {
        Watchlist list = create("Coins", BTC, ETH);
        clock.advance(Duration.ofMinutes(1));

        Watchlist turned = done(set(list, list.version(), "Turned", ETH, BTC_ELSEWHERE, BTC));
        WatchlistChange late = set(list, list.version(), "Late", BTC);

        assertThat(turned.name()).isEqualTo("Turned");
        assertThat(turned.instruments()).containsExactly(ETH, BTC_ELSEWHERE, BTC);
        assertThat(turned.version()).isEqualTo(list.version() + 1);
        assertThat(turned.updatedAt()).isEqualTo(turned.createdAt().plusSeconds(60));
        assertThat(late).isEqualTo(new WatchlistChange.Stale(turned.version()));
        assertThat(watchlists.find(anna, list.id())).contains(turned);
    }

    @Test
    void addsAnInstrumentOnceAndTakesItOnce() {
        Watchlist list = create("Coins", BTC);

        Watchlist added = done(watchlists.add(anna, list.id(), ETH));
        Watchlist again = done(watchlists.add(anna, list.id(), ETH));
        Watchlist taken = done(watchlists.remove(anna, list.id(), BTC));
        Watchlist takenAgain = done(watchlists.remove(anna, list.id(), BTC));

        assertThat(added.instruments()).containsExactly(BTC, ETH);
        assertThat(again).isEqualTo(added);
        assertThat(taken.instruments()).containsExactly(ETH);
        assertThat(taken.version()).isEqualTo(list.version() + 2);
        assertThat(takenAgain).isEqualTo(taken);
    }

    @Test
    void movesAListAmongTheOthers() {
        Watchlist one = create("One");
        Watchlist two = create("Two");
        Watchlist three = create("Three");

        move(three, 0);
        assertThat(names()).containsExactly("Three", "One", "Two");
        move(one, 99);
        assertThat(names()).containsExactly("Three", "Two", "One");
        watchlists.delete(anna, two.id());
        move(one, 0);

        assertThat(names()).containsExactly("One", "Three");
    }

    @Test
    void holdsTheLimits() {
        Watchlist full =
                watchlists.create(anna, new WatchlistTerms("Full", many(100))).orElseThrow();
        for (int lists = 1; lists < Watchlists.LISTS_MAX; lists++) {
            create("List " + lists);
        }

        assertThat(watchlists.add(anna, full.id(), BTC)).isEqualTo(new WatchlistChange.Full());
        assertThat(watchlists.create(anna, new WatchlistTerms("One more", List.of()))).isEmpty();
        assertThat(watchlists.create(ben, new WatchlistTerms("His first", List.of()))).isPresent();
        watchlists.delete(anna, full.id());
        assertThat(watchlists.create(anna, new WatchlistTerms("Again", List.of()))).isPresent();
    }

    @Test
    void saysWhatMakesTermsUnfit() {
        assertThat(unfit("x".repeat(60))).isEmpty();
        assertThat(unfit("x".repeat(61))).contains("name");
        assertThat(unfit("  ")).contains("name");
        assertThat(unfit("a\u0000b")).contains("name");
        assertThat(unfit("Twice", BTC, ETH, BTC)).contains("instruments");
        assertThat(unfit("Two places", BTC, BTC_ELSEWHERE)).isEmpty();
        assertThat(new WatchlistTerms("Many", many(101)).unfit()).isPresent();
        assertThatThrownBy(() -> watchlists.create(anna, new WatchlistTerms(" ", List.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsAndChangesNothingOfSomebodyElse() {
        Watchlist list = create("Hers", BTC);
        WatchlistChange missing = new WatchlistChange.Missing();

        assertThat(watchlists.list(ben)).isEmpty();
        assertThat(watchlists.find(ben, list.id())).isEmpty();
        assertThat(watchlists.add(ben, list.id(), ETH)).isEqualTo(missing);
        assertThat(watchlists.remove(ben, list.id(), BTC)).isEqualTo(missing);
        assertThat(
                        watchlists.change(
                                ben,
                                list.id(),
                                new WatchlistTerms("His", List.of()),
                                list.version(),
                                OptionalInt.of(0)))
                .isEqualTo(missing);
        assertThat(watchlists.share(ben, list.id())).isEmpty();
        assertThat(watchlists.endShare(ben, list.id())).isFalse();
        assertThat(watchlists.delete(ben, list.id())).isFalse();
        assertThat(watchlists.find(anna, list.id())).contains(list);
    }

    @Test
    void sharesAListByOneLinkUntilItEnds() {
        Watchlist list = create("Shared", BTC, ETH);

        Secret first = watchlists.share(anna, list.id()).orElseThrow();
        assertThat(watchlists.shared(first).map(Watchlist::instruments))
                .contains(List.of(BTC, ETH));
        Secret second = watchlists.share(anna, list.id()).orElseThrow();
        done(watchlists.add(anna, list.id(), BTC_ELSEWHERE));

        assertThat(first.length()).isGreaterThanOrEqualTo(43);
        assertThat(watchlists.shared(first)).isEmpty();
        assertThat(watchlists.shared(second).map(shown -> shown.instruments().size())).contains(3);
        assertThat(watchlists.find(anna, list.id()).flatMap(Watchlist::sharedAt)).isPresent();
        assertThat(watchlists.endShare(anna, list.id())).isTrue();
        assertThat(watchlists.endShare(anna, list.id())).isTrue();
        assertThat(watchlists.shared(second)).isEmpty();
        assertThat(watchlists.find(anna, list.id()).flatMap(Watchlist::sharedAt)).isEmpty();
        Secret third = watchlists.share(anna, list.id()).orElseThrow();
        watchlists.delete(anna, list.id());
        assertThat(watchlists.shared(third)).isEmpty();
    }

    @Test
    void forgetsWhoLeftAndNobodyElse() {
        Watchlist list = create("Hers", BTC);
        Secret link = watchlists.share(anna, list.id()).orElseThrow();
        watchlists.create(ben, new WatchlistTerms("His", List.of(BTC)));

        assertThat(watchlists.forget(anna)).isEqualTo(1);

        assertThat(watchlists.list(anna)).isEmpty();
        assertThat(watchlists.shared(link)).isEmpty();
        assertThat(watchlists.list(ben)).hasSize(1);
    }

    @Test
    void letsOneOfManyReordersAtOnceThrough() throws Exception {
        Watchlist list =
                watchlists.create(anna, new WatchlistTerms("Coins", many(10))).orElseThrow();
        List<WatchedInstrument> turned = new ArrayList<>(list.instruments());
        Collections.reverse(turned);

        List<WatchlistChange> changes =
                atOnce(
                        8,
                        i ->
                                watchlists.change(
                                        anna,
                                        list.id(),
                                        new WatchlistTerms("By " + i, i == 0 ? many(5) : turned),
                                        list.version(),
                                        OptionalInt.empty()));

        List<Watchlist> through =
                changes.stream()
                        .filter(WatchlistChange.Done.class::isInstance)
                        .map(WatchlistsTest::done)
                        .toList();
        assertThat(through).hasSize(1);
        assertThat(changes)
                .filteredOn(change -> change.equals(new WatchlistChange.Stale(2)))
                .hasSize(7);
        assertThat(watchlists.find(anna, list.id())).contains(through.getFirst());
    }

    @Test
    void losesNothingThatIsAddedOrMovedAtOnce() throws Exception {
        List<Watchlist> lists = IntStream.range(0, 6).mapToObj(i -> create("List " + i)).toList();
        List<WatchedInstrument> wanted = many(16);

        atOnce(16, i -> watchlists.add(anna, lists.getFirst().id(), wanted.get(i)));
        List<WatchlistChange> moves =
                atOnce(
                        5,
                        i -> {
                            Watchlist list = lists.get(i + 1);
                            return watchlists.change(
                                    anna,
                                    list.id(),
                                    new WatchlistTerms(list.name(), List.of()),
                                    list.version(),
                                    OptionalInt.of(0));
                        });
        atOnce(30, i -> watchlists.create(ben, new WatchlistTerms("His " + i, List.of())));

        assertThat(watchlists.find(anna, lists.getFirst().id()).orElseThrow().instruments())
                .containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(moves).allMatch(WatchlistChange.Done.class::isInstance);
        assertThat(names())
                .hasSize(6)
                .last()
                .as("what nobody moved is behind all that moved to the front")
                .isEqualTo("List 0");
        assertThat(watchlists.list(ben)).hasSize(Watchlists.LISTS_MAX);
    }

    /** Does the same on many threads that wait for one another to begin. */
    private static <T> List<T> atOnce(int times, IntFunction<T> work) throws Exception {
        CyclicBarrier together = new CyclicBarrier(times);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> begun =
                    IntStream.range(0, times)
                            .mapToObj(
                                    i ->
                                            threads.submit(
                                                    () -> {
                                                        together.await();
                                                        return work.apply(i);
                                                    }))
                            .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> one : begun) {
                results.add(one.get());
            }
            return results;
        }
    }

    private Watchlist create(String name, WatchedInstrument... instruments) {
        return watchlists
                .create(anna, new WatchlistTerms(name, List.of(instruments)))
                .orElseThrow();
    }

    private WatchlistChange set(
            Watchlist list, int version, String name, WatchedInstrument... instruments) {
        return watchlists.change(
                anna,
                list.id(),
                new WatchlistTerms(name, List.of(instruments)),
                version,
                OptionalInt.empty());
    }

    private void move(Watchlist list, int position) {
        Watchlist now = watchlists.find(anna, list.id()).orElseThrow();
        done(
                watchlists.change(
                        anna,
                        list.id(),
                        new WatchlistTerms(now.name(), now.instruments()),
                        now.version(),
                        OptionalInt.of(position)));
    }

    private List<String> names() {
        return watchlists.list(anna).stream().map(Watchlist::name).toList();
    }

    private static Watchlist done(WatchlistChange change) {
        assertThat(change).isInstanceOf(WatchlistChange.Done.class);
        return ((WatchlistChange.Done) change).list();
    }

    private static Optional<String> unfit(String name, WatchedInstrument... instruments) {
        return new WatchlistTerms(name, List.of(instruments))
                .unfit()
                .map(WatchlistTerms.Unfit::field);
    }

    private static List<WatchedInstrument> many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> at(ExchangeId.BYBIT, "COIN" + i + "-USDT"))
                .toList();
    }

    private static WatchedInstrument at(ExchangeId exchange, String instrument) {
        return new WatchedInstrument(exchange, new InstrumentId(instrument));
    }
}
